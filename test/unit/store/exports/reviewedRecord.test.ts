/** What people decided on a report, in every export of it. */
import { describe, expect, it } from 'vitest';
import type { ExportFormat, ReportToExport } from '../../../../server/src/store/exports/exportFormat.js';
import { recordFormats } from '../../../../server/src/store/exports/formats.js';
import type { RecordFormatName } from '../../../../server/src/store/exports/formats.js';
import {
  countDecisions,
  reviewedRecord,
  withoutDismissed,
} from '../../../../server/src/store/exports/reviewedRecord.js';
import { reviewersOf } from '../../../../server/src/store/exports/statements.js';
import { labelRecordSchema } from '../../../../server/src/store/labelRecord.js';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';
import { EvidenceText } from '../../../../server/src/store/reviews/evidenceText.js';
import type { Decided } from '../../../../server/src/store/reviews/reviewLine.js';
import { ReviewLog } from '../../../../server/src/store/reviews/reviewLog.js';
import { record } from '../records.js';
import { decided } from '../reviews/samples.js';
import { context } from './arbitrary.js';

const spanish =
  '🧠 TC DE TÓRAX\nHALLAZGOS:\nNódulo de 12 mm en lóbulo superior derecho. Derrame pleural izquierdo.\n' +
  'CONCLUSIÓN:\nNódulo pulmonar.\n';
const english =
  'CT CHEST\nFINDINGS:\nThere is a nodule of 12 mm in the right upper lobe. Left pleural effusion.\nIMPRESSION:\nNodule.\n';

function at(text: string, words: string): { start: number; end: number; text: string } {
  const from = text.indexOf(words);
  if (from < 0) throw new Error('the text has no such words');
  const start = Array.from(text.slice(0, from)).length;
  return { start, end: start + Array.from(words).length, text: words };
}

const base = { score: 0.9, subtype: null, snomed: null, side: null, trend: null };

/** A report of a nodule and an effusion, as the model read it. */
function read(text: string, nodule: string, lobe: string, effusion: string): LabelRecord {
  const code = (system: string, name: string, rank: number, words: string): LabelRecord['codes'][number] => ({
    system,
    code: name,
    description: '',
    probability: 0.8,
    rank,
    value: true,
    assertion: 'present',
    experiencer: 'patient',
    evidence: [at(text, words)],
  });
  return {
    ...record('a.report', text),
    labels: [
      {
        id: 'abnormal',
        probability: 0.9,
        threshold: 0.5,
        sensitiveThreshold: 0.3,
        value: true,
        applies: true,
        evidence: [at(text, nodule), at(text, effusion)],
      },
    ],
    codes: [code('ICD-O-3', '8000/1', 1, nodule), code('ICD-10-PCS', 'BW24Z', 1, nodule)],
    entities: [
      { ...base, id: 'e1', type: 'Finding', ...at(text, nodule), assertion: 'present' },
      { ...base, id: 'e2', type: 'Anatomy', ...at(text, lobe), assertion: null },
      { ...base, id: 'e3', type: 'Finding', ...at(text, effusion), assertion: 'present' },
    ],
    relations: [{ type: 'has', head: 'e1', tail: 'e2', score: 0.9 }],
    quality: [{ id: 'missing-impression', severity: 'warning', message: 'x', evidence: [at(text, nodule)] }],
  };
}

const es = read(spanish, 'Nódulo', 'lóbulo superior derecho', 'Derrame pleural');
const en = read(english, 'nodule', 'right upper lobe', 'pleural effusion');

const nobody = { model: null, vocabulary: null } as const;
async function reviewed(
  made: LabelRecord,
  text: string,
  decisions: readonly (readonly [words: readonly string[], change: Partial<Decided>])[],
  textNow = text,
): Promise<LabelRecord> {
  const log = ReviewLog.inMemory();
  for (const [words, change] of decisions) await log.record(decided(text, words, { ...nobody, ...change }));
  const result = reviewedRecord(made, log.report('a.report', textNow), textNow);
  expect(labelRecordSchema.parse(result)).toEqual(result);
  return result;
}

/** What an export writes, as the command does. */
async function written(name: RecordFormatName, made: LabelRecord, text: string): Promise<string> {
  const format: ExportFormat = recordFormats[name];
  const report: ReportToExport = {
    record: format.dismissed === 'leftOut' ? withoutDismissed(made) : made,
    text,
    reviewers: [],
  };
  if (format.layout === 'perReport')
    return format
      .files(report, context)
      .map(({ content }) => content)
      .join('\n');
  const parts: string[] = [];
  for (const table of format.tables) {
    const encoder = await table.open();
    for (const part of [encoder.add(report, context), encoder.end()])
      parts.push(Buffer.from(part).toString());
  }
  return parts.join('\n');
}

describe('a record with decisions', () => {
  it('is the record where nobody decided', async () => {
    expect(await reviewed(es, spanish, [])).toEqual(es);
    expect(countDecisions(es)).toEqual({ accepted: 0, dismissed: 0 });
  });

  it.each([
    ['Spanish', es, spanish, ['Nódulo', 'Derrame pleural'], ['Nódulo', 'lóbulo superior derecho']],
    ['English', en, english, ['nodule', 'pleural effusion'], ['nodule', 'right upper lobe']],
  ] as const)('does not state what was dismissed: %s', async (_, made, text, ofLabel, ofFinding) => {
    const result = await reviewed(made, text, [
      [ofLabel, { decision: 'dismiss', subject: { kind: 'label', id: 'abnormal' } }],
      [ofFinding, { decision: 'dismiss', subject: { kind: 'finding', id: 'Finding' } }],
      [
        [ofFinding[0]],
        { decision: 'dismiss', subject: { kind: 'code', system: 'ICD-10-PCS', code: 'BW24Z' } },
      ],
      [
        [],
        { decision: 'ignore', scope: 'workspace', subject: { kind: 'quality', id: 'missing-impression' } },
      ],
    ]);
    expect(result.labels[0]).toMatchObject({ value: false, decision: 'dismissed', probability: 0.9 });
    expect(result.entities.map(({ decision }) => decision)).toEqual(['dismissed', undefined, undefined]);
    expect(result.codes.map(({ value, decision }) => [value, decision])).toEqual([
      [true, undefined],
      [false, 'dismissed'],
    ]);
    expect(result.quality[0]!.decision).toBe('dismissed');
    expect(countDecisions(result)).toEqual({ accepted: 0, dismissed: 4 });

    const left = withoutDismissed(result);
    expect([left.labels, left.quality, left.relations]).toEqual([[], [], []]);
    expect(left.entities.map(({ id }) => id)).toEqual(['e2', 'e3']);
    const [finding, effusion] = [ofFinding[0], ofLabel[1]];
    const fhir = await written('fhir', result, text);
    expect([fhir.includes(`"text": "${finding}"`), fhir.includes(`"text": "${effusion}"`)]).toEqual([
      false,
      true,
    ]);
    for (const name of ['brat', 'omop'] as const) {
      const lines = (await written(name, result, text)).split('\n');
      const states = (words: string): boolean =>
        lines.some((line) => line.includes('Finding') && line.includes(words));
      expect([name, states(`${finding}${name === 'brat' ? '' : ',0'}`), states(effusion)]).toEqual([
        name,
        false,
        true,
      ]);
    }
    expect((await written('conll', result, text)).match(/B-Finding/g)?.length).toBe(1);
    expect((await written('codiesp', result, text)).trim()).toBe('');
    // Formats that hold all of it say what was decided.
    expect((await written('jsonl', result, text)).match(/"decision":"dismissed"/g)?.length).toBe(4);
    expect((await written('csv', result, text)).match(/,dismissed,/g)?.length).toBe(4);
    const bioc = await written('bioc', result, text);
    expect(bioc).toContain('"decision:abnormal":"dismissed"');
    expect(bioc.match(/"decision":"dismissed"/g)?.length).toBe(2);
  });

  it('holds what was accepted: a label below its threshold, a finding, a code', async () => {
    const [label] = es.labels;
    const low = { ...es, labels: [{ ...label!, probability: 0.4, value: false, evidence: [] }] };
    const result = await reviewed(low, spanish, [
      [['Derrame pleural'], { subject: { kind: 'label', id: 'abnormal' } }],
      [['Derrame pleural'], { subject: { kind: 'finding', id: 'Finding' } }],
      [['Nódulo'], { subject: { kind: 'code', system: 'ICD-O-3', code: '8000/1' } }],
    ]);
    expect(result.labels[0]).toMatchObject({ value: true, decision: 'accepted', probability: 0.4 });
    expect(result.entities.map(({ decision }) => decision)).toEqual([undefined, undefined, 'accepted']);
    expect(result.codes[0]).toMatchObject({ value: true, decision: 'accepted' });
  });

  it('lets go of a decision whose words are gone', async () => {
    const now = spanish
      .replace('Nódulo de 12 mm', 'Imagen de 12 mm')
      .replace('Nódulo pulmonar', 'Sin cambios');
    const gone = { ...es, codes: [], labels: [], entities: [], relations: [], quality: [] };
    const result = await reviewed(
      gone,
      spanish,
      [[['Nódulo'], { subject: { kind: 'code', system: 'ICD-O-3', code: '8000/1' } }]],
      now,
    );
    expect(result.codes).toEqual([]);
  });

  it('gives a finding the span that a person gave it', async () => {
    const phrase = decided(spanish, ['Nódulo de 12 mm']).evidence[0]!;
    const result = await reviewed(es, spanish, [
      [
        ['Nódulo'],
        {
          decision: 'correct',
          subject: { kind: 'finding', id: 'Finding' },
          correction: { kind: 'span', phrase },
        },
      ],
    ]);
    expect(result.entities[0]).toMatchObject({ ...at(spanish, 'Nódulo de 12 mm'), decision: 'accepted' });
    expect(await written('brat', result, spanish)).toContain('Finding 25 40\tNódulo de 12 mm');
  });
});

describe('an accepted code that the model did not rank', () => {
  const corrected = {
    decision: 'correct',
    subject: { kind: 'code', system: 'ICD-O-3', code: '8000/1' },
    correction: { kind: 'code', system: 'ICD-10-CM', code: 'R91.1' },
  } as const;

  it.each([
    ['Spanish', es, spanish, 'Nódulo'],
    ['English', en, english, 'nodule'],
  ] as const)('is in every export that carries accepted codes: %s', async (_, made, text, words) => {
    const result = await reviewed(made, text, [[[words], corrected]]);
    expect(result.codes.map(({ code, rank, value, decision }) => [code, rank, value, decision])).toEqual([
      ['8000/1', 1, false, 'dismissed'],
      ['BW24Z', 1, true, undefined],
      ['R91.1', 1, true, 'accepted'],
    ]);
    const { start, end } = at(text, words);
    const codiesp = await written('codiesp', result, text);
    expect(codiesp).toContain('informe\tr91.1\n');
    expect(codiesp).toContain(`informe\t${start} ${end}\tDIAGNOSTICO\tr91.1\n`);
    const bundle = JSON.parse(await written('fhir', result, text)) as {
      entry: { resource: { conclusionCode?: { coding: { code: string }[] }[] } }[];
    };
    const [report] = bundle.entry;
    expect(report!.resource.conclusionCode!.map(({ coding: [coding] }) => coding!.code)).toEqual(['R91.1']);
    const accepted: Partial<Record<RecordFormatName, RegExp>> = {
      csv: /,code,R91\.1,.*,accepted,/,
      jsonl: /"code":"R91\.1".*"decision":"accepted"/,
      bioc: /"identifier":"R91\.1".*"decision":"accepted"/,
      omop: new RegExp(`${words},0.*code=R91\\.1,.*accepted=true`),
      parquet: /R91\.1/,
    };
    for (const [name, pattern] of Object.entries(accepted))
      expect(await written(name as RecordFormatName, result, text), name).toMatch(pattern);
  });

  it('has the phrase that it was accepted for, in either language, and none where it was for all of the report', async () => {
    const subject = { kind: 'code', system: 'ICD-10-CM', code: 'J90' } as const;
    const at1 = await reviewed(en, english, [[['pleural effusion'], { subject }]]);
    expect(at1.codes.at(-1)!.evidence).toEqual([at(english, 'pleural effusion')]);
    const whole = await reviewed(en, english, [[[], { subject }]]);
    expect(whole.codes.at(-1)!.evidence).toEqual([]);
    expect(await written('codiesp', whole, english)).toContain('informe\tj90\n');
    expect(await written('omop', whole, english)).toContain('code=J90');
  });

  it('is gone once it is dismissed or taken back', async () => {
    const subject = { kind: 'code', system: 'ICD-10-CM', code: 'R91.1' } as const;
    const result = await reviewed(es, spanish, [
      [['Nódulo'], { subject }],
      [['Nódulo'], { subject, decision: 'dismiss' }],
    ]);
    expect(result.codes.some(({ code }) => code === 'R91.1')).toBe(false);
  });
});

it('names who decided, once each', async () => {
  const log = ReviewLog.inMemory();
  for (const who of ['Ana', 'Luis', 'Ana']) await log.record(decided(spanish, ['Nódulo'], { who }));
  expect(reviewersOf(log.report('a.report', spanish))).toEqual(['Ana', 'Luis']);
  expect(reviewersOf(log.report('b.report', spanish))).toEqual([]);
  expect(new EvidenceText(spanish).sha256).toBe(es.textSha256);
});
