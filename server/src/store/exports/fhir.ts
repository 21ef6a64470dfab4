/**
 * FHIR R4: a collection Bundle per report, with a DiagnosticReport that holds the text, an Observation for each
 * finding that is stated or suspected, and Provenance with the Device (the model). What the report denies, puts in the
 * past or says of a relative is left out, so that nobody takes it for present; codes are those that a person accepted. Offsets of the
 * evidence count code points of the text in `presentedForm`.
 */
import { createHash } from 'node:crypto';
import { isOffered } from '../../core/assertion.js';
import { splitSections } from '../../core/sections.js';
import type { LabelRecord } from '../labelRecord.js';
import type {
  ExportContext,
  ExportFormat,
  RecordCode,
  RecordEntity,
  ReportToExport,
} from './exportFormat.js';
import { procedureSystem } from './codiesp.js';
import { fhirQuantities } from './fhirMeasure.js';
import type { FhirBundle, FhirConcept, FhirDerivation, FhirObservation, FhirReport } from './fhirTypes.js';
import { lost, present } from './losses.js';
import { Phrases, piecesOf } from './spans.js';
import type { PointSpan } from './spans.js';
import { experiencers, isAccepted } from './statements.js';

const terminology = 'http://terminology.hl7.org/CodeSystem';
const snomedSystem = 'http://snomed.info/sct';
const codeSystems: Readonly<Record<string, string>> = {
  'ICD-O-3': `${terminology}/icd-o-3`,
  'ICD-10-PCS': 'http://www.cms.gov/Medicare/Coding/ICD10',
  'ICD-10-CM': 'http://hl7.org/fhir/sid/icd-10-cm',
};

/** FHIR's strings have no white space but spaces, tabs and line ends, and are never blank. */
function string(text: string): string {
  const plain = text.replace(/[\s\x1c-\x1f\x85]/g, (char) => (/[\r\n\t]/.test(char) ? char : ' ')).trim();
  return plain === '' ? '?' : plain;
}

/** The same name gives the same resource id: an export made again replaces what an earlier one made. */
function uuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** Makes the resources of one report. */
class BundleMaker {
  private readonly record: LabelRecord;
  private readonly phrases: Phrases;
  private readonly reportUrl: string;
  private readonly status: 'preliminary' | 'final';

  constructor(
    private readonly report: ReportToExport,
    private readonly context: ExportContext,
  ) {
    this.record = report.record;
    this.phrases = new Phrases(report.text);
    this.reportUrl = this.url('report');
    this.status = statusOf(report);
  }

  bundle(): FhirBundle {
    const observations = this.observations();
    const own = [this.diagnosticReport(observations), ...observations];
    const timestamp = this.context.now.toISOString();
    const { model } = this.record;
    const deviceId = uuid(`device\n${model.name}\n${model.version}\n${model.sha256}`);
    const agent = (code: string, who: { reference: string } | { display: string }) => ({
      type: concept(`${terminology}/provenance-participant-type`, code),
      who,
    });
    return {
      resourceType: 'Bundle',
      id: this.id('bundle'),
      type: 'collection',
      timestamp,
      entry: [
        ...own.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
        {
          fullUrl: `urn:uuid:${deviceId}`,
          resource: {
            resourceType: 'Device',
            id: deviceId,
            identifier: [{ system: 'urn:ietf:rfc:3986', value: `urn:sha256:${model.sha256}` }],
            deviceName: [{ name: string(model.name), type: 'user-friendly-name' }],
            version: [{ value: string(model.version) }],
          },
        },
        {
          fullUrl: this.url('provenance'),
          resource: {
            resourceType: 'Provenance',
            id: this.id('provenance'),
            target: own.map((resource) => ({ reference: `urn:uuid:${resource.id}` })),
            recorded: timestamp,
            agent: [
              agent('assembler', { reference: `urn:uuid:${deviceId}` }),
              ...this.report.reviewers.map((name) => agent('verifier', { display: string(name) })),
            ],
          },
        },
      ],
    };
  }

  private diagnosticReport(observations: readonly FhirObservation[]): FhirReport {
    const { record, report } = this;
    const bytes = Buffer.from(report.text, 'utf8');
    const conclusion = impressionOf(report.text);
    const accepted = record.codes.filter(isAccepted);
    return {
      resourceType: 'DiagnosticReport',
      id: this.id('report'),
      language: record.language,
      identifier: [{ system: 'urn:glosa:path', value: string(record.path) }],
      status: this.status,
      category: [concept(`${terminology}/v2-0074`, 'RAD', 'Radiology')],
      code: concept('http://loinc.org', '18748-4', 'Diagnostic imaging study'),
      ...(observations.length === 0
        ? {}
        : { result: observations.map(({ id }) => ({ reference: `urn:uuid:${id}` })) }),
      ...(conclusion === null ? {} : { conclusion: string(conclusion) }),
      ...(accepted.length === 0 ? {} : { conclusionCode: accepted.map((code) => this.conclusionCode(code)) }),
      presentedForm: [
        {
          contentType: 'text/plain; charset=utf-8',
          language: record.language,
          // FHIR has no empty values.
          ...(bytes.length === 0 ? {} : { data: bytes.toString('base64') }),
          hash: createHash('sha1').update(bytes).digest('base64'),
        },
      ],
    };
  }

  private conclusionCode({ system, code, description, evidence }: RecordCode): FhirConcept {
    const uri = codeSystems[system];
    const display = description === '' ? {} : { display: string(description) };
    const spans = evidence.filter(({ start, end }) => start < end);
    return {
      ...(spans.length === 0 ? {} : { extension: spans.map((span) => this.derivation(span)) }),
      coding: [{ ...(uri === undefined ? {} : { system: uri }), code: string(code), ...display }],
      text: string(`${system} ${code}`),
    };
  }

  /** One for each finding and anatomy that it has; the finding alone where it has none. */
  private observations(): FhirObservation[] {
    const { entities, relations } = this.record;
    const byId = new Map(entities.map((entity) => [entity.id, entity]));
    const related = (type: string, match: (head: string, tail: string) => string | null): RecordEntity[] =>
      relations.flatMap((relation) => {
        const other = relation.type === type ? match(relation.head, relation.tail) : null;
        return byId.get(other ?? '') ?? [];
      });
    return exportedFindings(this.record).flatMap((finding) => {
      const anatomies = related('has', (head, tail) => (head === finding.id ? tail : null));
      const measures = related('measures', (head, tail) => (tail === finding.id ? head : null));
      const sites: (RecordEntity | null)[] = anatomies.length === 0 ? [null] : anatomies;
      return sites.map((anatomy) => this.observation(finding, anatomy, measures));
    });
  }

  private observation(
    finding: RecordEntity,
    anatomy: RecordEntity | null,
    measures: readonly RecordEntity[],
  ): FhirObservation {
    const possible = finding.assertion === 'possible';
    const [interpretation, display] = possible ? ['IND', 'Indeterminate'] : ['POS', 'Positive'];
    const quantities = measures.flatMap(({ text }) => fhirQuantities(text));
    const [only] = quantities;
    const stated = possible
      ? { valueCodeableConcept: { text: 'possible' } }
      : { valueBoolean: true as const };
    const site = bodySite(finding, anatomy);
    return {
      resourceType: 'Observation',
      id: this.id(`observation\n${finding.id}\n${anatomy?.id ?? ''}`),
      extension: piecesOf(finding).map((piece) => this.derivation(piece)),
      status: this.status,
      category: [concept(`${terminology}/observation-category`, 'imaging', 'Imaging')],
      code: { text: string(finding.text) },
      ...(quantities.length === 1 && only !== undefined ? { valueQuantity: only } : stated),
      interpretation: [concept(`${terminology}/v3-ObservationInterpretation`, interpretation, display)],
      ...(finding.trend === null ? {} : { note: [{ text: `Trend: ${finding.trend}` }] }),
      ...(site === null ? {} : { bodySite: site }),
      ...(quantities.length > 1
        ? {
            component: quantities.map((valueQuantity, index) => ({
              code: { text: `Measure ${index + 1}` },
              valueQuantity,
            })),
          }
        : {}),
    };
  }

  private derivation({ start, end }: PointSpan): FhirDerivation {
    return {
      url: 'http://hl7.org/fhir/StructureDefinition/derivation-reference',
      extension: [
        { url: 'reference', valueReference: { reference: this.reportUrl } },
        { url: 'path', valueString: 'DiagnosticReport.presentedForm[0].data' },
        { url: 'offset', valueInteger: start },
        { url: 'length', valueInteger: end - start },
      ],
    };
  }

  /** Of this text at this path: another corpus has other reports at the same relative paths. */
  private id(name: string): string {
    return uuid(`${this.record.path}\n${this.record.textSha256}\n${name}`);
  }

  private url(name: string): string {
    return `urn:uuid:${this.id(name)}`;
  }
}

function concept(system: string, code: string, display?: string): FhirConcept {
  return { coding: [{ system, code, ...(display === undefined ? {} : { display }) }] };
}

/** The anatomy with its mapped concept; for a finding whose word holds its anatomy, the concept alone. */
function bodySite(finding: RecordEntity, anatomy: RecordEntity | null): FhirConcept | null {
  const { snomed, subtype } = anatomy ?? finding;
  const text = anatomy?.text ?? subtype;
  if (text === null) return null;
  const coding = { system: snomedSystem, ...(subtype === null ? {} : { display: string(subtype) }) };
  return {
    ...(snomed === null ? {} : { coding: [{ ...coding, code: string(snomed) }] }),
    text: string(text),
  };
}

/** Findings that are stated or suspected, of the patient and of now. */
function exportedFindings(record: LabelRecord): RecordEntity[] {
  const whose = experiencers(record);
  return record.entities.filter(
    ({ id, type, assertion }) => type === 'Finding' && assertion !== 'absent' && whose.get(id) === 'patient',
  );
}

/**
 * Final where a person has accepted a code and left none undecided that was offered. The exam's own code is no
 * conclusion and waits for nobody.
 */
function statusOf({ record }: ReportToExport): 'preliminary' | 'final' {
  const undecided = record.codes.some(
    (code) => code.value && isOffered(code) && code.system !== procedureSystem && code.decision === undefined,
  );
  return !undecided && record.codes.some(isAccepted) ? 'final' : 'preliminary';
}

/** Text of the report's impressions; null where it has none. */
function impressionOf(text: string): string | null {
  const bodies = splitSections(text)
    .filter(({ kind }) => kind === 'impression')
    .map(({ body }) => text.slice(body.startUtf16, body.endUtf16).trim())
    .filter((body) => body !== '');
  return bodies.length === 0 ? null : bodies.join('\n\n');
}

export function fhirBundle(report: ReportToExport, context: ExportContext): FhirBundle {
  return new BundleMaker(report, context).bundle();
}

export const fhirFormat: ExportFormat = {
  name: 'fhir',
  dismissed: 'leftOut',
  layout: 'perReport',
  files: (report, context) => [
    { ending: '.json', content: `${JSON.stringify(fhirBundle(report, context), null, 2)}\n` },
  ],
  losses: ({ record }) => {
    const whose = experiencers(record);
    const findings = record.entities.filter(({ type }) => type === 'Finding');
    const held = new Set(['Finding', 'Anatomy', 'Measure']);
    return present([
      ...lost(record, ['labels', 'side', 'scores', 'quality', 'assessments', 'notAnalysed']),
      { kind: 'entities', count: record.entities.filter(({ type }) => !held.has(type)).length },
      { kind: 'denied', count: findings.filter(({ assertion }) => assertion === 'absent').length },
      {
        kind: 'past',
        count: findings.filter(({ id, assertion }) => assertion !== 'absent' && whose.get(id) !== 'patient')
          .length,
      },
      { kind: 'notAccepted', count: record.codes.filter((code) => !isAccepted(code)).length },
    ]);
  },
};
