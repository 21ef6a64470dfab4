/** FHIR R4: only what is stated or suspected now, only accepted codes, evidence that points into the text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportToExport } from '../../../../server/src/store/exports/exportFormat.js';
import { fhirBundle, fhirFormat } from '../../../../server/src/store/exports/fhir.js';
import { fhirQuantities } from '../../../../server/src/store/exports/fhirMeasure.js';
import { fhirBundleSchema } from '../../../../server/src/store/exports/fhirTypes.js';
import type {
  FhirBundle,
  FhirDerivation,
  FhirObservation,
  FhirReport,
} from '../../../../server/src/store/exports/fhirTypes.js';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';
import { record } from '../records.js';
import { context, reports } from './arbitrary.js';

const text =
  'TC de tórax\r\nHallazgos: 🧠 Nódulo de hasta 1,5 cm en pulmón derecho. Posible fractura. Sin derrame.\r\n' +
  'Antecedente de neumonía.\r\nConclusión: Nódulo pulmonar.\r\n';
const points = Array.from(text);
type Entity = LabelRecord['entities'][number];
/** The entity that these words are, where they stand first. */
function entity(id: string, type: string, words: string, said: Partial<Entity> = {}): Entity {
  const start = Array.from(text.slice(0, text.indexOf(words))).length;
  const base = { score: 0.9, assertion: null, subtype: null, snomed: null, side: null, trend: null };
  return { ...base, id, type, start, end: start + Array.from(words).length, text: words, ...said };
}
const evidence = [{ start: 27, end: 33, text: 'Nódulo' }];
const code = (rank: number, system: string, name: string, said: Partial<LabelRecord['codes'][number]> = {}) =>
  ({
    system,
    code: name,
    description: 'Descripción',
    probability: 0.9,
    rank,
    value: true,
    assertion: 'present',
    experiencer: 'patient',
    evidence,
    ...said,
  }) satisfies LabelRecord['codes'][number];
const made: LabelRecord = {
  ...record('a/b.txt', text),
  entities: [
    entity('e1', 'Finding', 'Nódulo', { assertion: 'present', trend: 'new' }),
    entity('e2', 'Measure', 'hasta 1,5 cm'),
    entity('e3', 'Anatomy', 'pulmón derecho', { subtype: 'Lung', snomed: '39607008', side: 'right' }),
    entity('e4', 'Finding', 'fractura', { assertion: 'possible' }),
    entity('e5', 'Finding', 'derrame', { assertion: 'absent' }),
    entity('e6', 'Finding', 'neumonía', { assertion: 'present', subtype: 'Lung', snomed: '39607008' }),
    entity('e7', 'ConditionalTemporal', 'Antecedente de'),
    entity('e8', 'Finding', 'Nódulo pulmonar', { assertion: 'present', experiencer: 'family' }),
  ],
  relations: [
    { type: 'measures', head: 'e2', tail: 'e1', score: 1 },
    { type: 'has', head: 'e1', tail: 'e3', score: 1 },
    { type: 'has', head: 'e5', tail: 'e3', score: 1 },
    { type: 'past', head: 'e7', tail: 'e6', score: 1 },
  ],
  codes: [
    code(1, 'ICD-O-3', '8140/3'),
    code(2, 'ICD-O-3', '8000/6'),
    code(3, 'sitio', 'X1', { assertion: 'absent' }),
    code(4, 'ICD-10-PCS', 'BW24Z'),
  ],
};
type Decision = 'accepted' | 'dismissed';
const reviewed = (decisions: readonly Decision[]): ReportToExport => ({
  record: {
    ...made,
    codes: made.codes.map((one) => {
      const decision = decisions[one.rank - 1];
      return decision === undefined ? one : { ...one, decision };
    }),
  },
  text,
  reviewers: decisions.length === 0 ? [] : ['Ana', 'Luis'],
});
const resources = <T>(bundle: FhirBundle, type: string): T[] =>
  bundle.entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type) as T[];

describe('fhir', () => {
  it('states findings of now, with measure, site and evidence, and nothing that is denied or past', () => {
    const bundle = fhirBundle(reviewed([]), context);
    expect(fhirBundleSchema.parse(bundle)).toEqual(bundle);
    const [report] = resources<FhirReport>(bundle, 'DiagnosticReport');
    const observations = resources<FhirObservation>(bundle, 'Observation');
    expect(observations.map(({ code: { text: said } }) => said)).toEqual(['Nódulo', 'fractura']);
    expect(observations[0]).toMatchObject({
      status: 'preliminary',
      valueQuantity: { value: 1.5, comparator: '<=', unit: 'cm', code: 'cm' },
      bodySite: {
        text: 'pulmón derecho',
        coding: [{ system: 'http://snomed.info/sct', code: '39607008', display: 'Lung' }],
      },
      interpretation: [{ coding: [{ code: 'POS' }] }],
      note: [{ text: 'Trend: new' }],
    });
    expect(observations[1]).toMatchObject({
      valueCodeableConcept: { text: 'possible' },
      interpretation: [{ coding: [{ code: 'IND' }] }],
    });
    expect(observations[1]!.valueBoolean).toBeUndefined();
    expect(report).toMatchObject({
      status: 'preliminary',
      conclusion: 'Nódulo pulmonar.',
      code: { coding: [{ system: 'http://loinc.org', code: '18748-4' }] },
      category: [{ coding: [{ code: 'RAD' }] }],
    });
    expect(report!.conclusionCode).toBeUndefined();
    expect(report!.result!.map(({ reference }) => reference)).toEqual(
      observations.map(({ id }) => `urn:uuid:${id}`),
    );
    expect(Buffer.from(report!.presentedForm[0]!.data!, 'base64').toString('utf8')).toBe(text);
    expect(fhirFormat.losses(reviewed([]))).toEqual([
      { kind: 'side', count: 1 },
      { kind: 'scores', count: 12 },
      { kind: 'entities', count: 1 },
      { kind: 'denied', count: 1 },
      { kind: 'past', count: 2 },
      { kind: 'notAccepted', count: 4 },
    ]);
  });

  it('holds accepted codes alone, never one that the report denies, and is final once all are decided', () => {
    const report = (decisions: readonly Decision[]): FhirReport =>
      resources<FhirReport>(fhirBundle(reviewed(decisions), context), 'DiagnosticReport')[0]!;
    const half = report(['accepted']);
    expect(half.status).toBe('preliminary');
    expect(half.conclusionCode).toMatchObject([
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/icd-o-3', code: '8140/3' }] },
    ]);
    const all = report(['accepted', 'dismissed', 'accepted']);
    expect(all.status).toBe('final');
    expect(all.conclusionCode!.length).toBe(1);
    expect(report(['dismissed', 'dismissed', 'dismissed']).status).toBe('preliminary');
    const bundle = fhirBundle(reviewed(['accepted']), context);
    const [provenance] = resources<{ agent: { who: object }[] }>(bundle, 'Provenance');
    const [device] = resources<{ id: string }>(bundle, 'Device');
    expect(provenance!.agent.map(({ who }) => who)).toEqual([
      { reference: `urn:uuid:${device!.id}` },
      { display: 'Ana' },
      { display: 'Luis' },
    ]);
  });

  it('points at exactly the phrase', () => {
    const [first] = resources<FhirObservation>(fhirBundle(reviewed([]), context), 'Observation');
    const [, , offset, length] = first!.extension[0]!.extension;
    const start = offset.valueInteger;
    expect(points.slice(start, start + length.valueInteger).join('')).toBe('Nódulo');
  });

  it('is R4 for any text, and never states what is denied', () => {
    fc.assert(
      fc.property(reports, (given) => {
        const bundle = fhirBundle(given, context);
        expect(fhirBundleSchema.parse(JSON.parse(JSON.stringify(bundle)))).toEqual(bundle);
        const all = bundle.entry.map(({ fullUrl }) => fullUrl);
        expect(new Set(all).size).toBe(all.length);
        const denied = given.record.entities.filter(({ assertion }) => assertion === 'absent');
        const ids = (extension: readonly FhirDerivation[]): string =>
          extension.map(({ extension: [, , at, of] }) => `${at.valueInteger} ${of.valueInteger}`).join(';');
        const stated = resources<FhirObservation>(bundle, 'Observation').map(({ extension }) =>
          ids(extension),
        );
        const others = given.record.entities.filter(({ assertion }) => assertion !== 'absent');
        for (const { start, end } of denied)
          if (!others.some((other) => other.start === start && other.end === end))
            expect(stated).not.toContain(`${start} ${end - start}`);
      }),
      { numRuns: 200 },
    );
  });
});

describe('measures in UCUM', () => {
  it.each([
    ['12 x 8 mm', [12, 8], 'mm', undefined],
    ['12x8x5mm', [12, 8, 5], 'mm', undefined],
    ['3 cm por 20 mm', [3, 20], 'cm', undefined],
    ['up to 3.5 cm', [3.5], 'cm', '<='],
    ['45 cc', [45], 'mL', undefined],
    ['60%', [60], '%', undefined],
    ['3 cm³', [3], 'cm3', undefined],
    ['SUV 4,2', [4.2], undefined, undefined],
    ['varios', [], undefined, undefined],
  ])('%s', (phrase, values, unit, comparator) => {
    const read = fhirQuantities(phrase);
    expect(read.map(({ value }) => value)).toEqual(values);
    expect(read[0]?.code).toBe(unit);
    expect(read[0]?.comparator).toBe(comparator);
  });
});
