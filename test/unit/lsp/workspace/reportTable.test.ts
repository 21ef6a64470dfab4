import { describe, expect, it } from 'vitest';
import { codeThresholds, judge, nearness } from '../../../../server/src/lsp/workspace/doubt.js';
import { Shared, rowOf } from '../../../../server/src/lsp/workspace/reportRow.js';
import { ReportTable } from '../../../../server/src/lsp/workspace/reportTable.js';
import type { TableFacts } from '../../../../server/src/lsp/workspace/reportTable.js';
import type { ReportSort } from '../../../../server/src/protocol.js';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';
import { record } from '../../store/records.js';

type Label = LabelRecord['labels'][number];
const phrase = { start: 0, end: 4, text: 'masa' };

function label(id: string, probability: number, more: Partial<Label> = {}): Label {
  const value = probability >= 0.6;
  return {
    id,
    probability,
    threshold: 0.6,
    sensitiveThreshold: 0.4,
    value,
    applies: true,
    evidence: value ? [phrase] : [],
    ...more,
  };
}
function code(id: string, probability: number, description = id): LabelRecord['codes'][number] {
  return {
    system: 'ICD-O-3',
    code: id,
    description,
    probability,
    rank: 1,
    value: probability >= 0.5,
    assertion: 'present',
    experiencer: 'patient',
    evidence: [phrase],
  };
}
function finding(assertion: string, subtype: string | null = null): LabelRecord['entities'][number] {
  return {
    id: 'e1',
    type: 'Finding',
    ...phrase,
    score: 1,
    assertion,
    experiencer: 'patient',
    subtype,
    snomed: null,
    side: null,
    trend: null,
  };
}

const none: TableFacts = {
  failures: new Map(),
  reviews: new Map(),
  gold: new Map(),
  ignored: new Map(),
  ignoredEverywhere: new Set(),
  off: [],
  reading: null,
};
const byDoubt: ReportSort = { by: 'doubt', descending: true };

function tableOf(records: readonly LabelRecord[], facts: Partial<TableFacts> = {}): ReportTable {
  const table = new ReportTable();
  const shared = new Shared();
  for (const one of records) table.put(rowOf(one, 0, 1, shared));
  table.settle({ ...none, ...facts });
  return table;
}
const pathsOf = (table: ReportTable, filter = {}, sort = byDoubt): string[] =>
  table.page(filter, sort, 0, 100).rows.map(({ path }) => path);

const records: LabelRecord[] = [
  {
    ...record('sure.txt', 'a', [code('8140/3', 0.99, 'Adenocarcinoma, SAI')]),
    labels: [label('mass', 0.99)],
  },
  { ...record('near.txt'), labels: [label('mass', 0.59), label('atrophy', 0.1)] },
  { ...record('denied.txt'), labels: [label('mass', 0.95)], entities: [finding('absent', 'Lung')] },
  {
    ...record('wrong.informe'),
    labels: [label('mass', 0.05)],
    quality: [{ id: 'unfilled-field', severity: 'warning', message: '', evidence: [] }],
  },
  { ...record('Tórax/x.txt'), labels: [label('mass', 0.9)], notAnalysed: [] },
  { ...record('empty.txt'), labels: [label('mass', 0, { applies: false })], notAnalysed: ['empty'] },
];

describe('doubt', () => {
  it('is one at the threshold and none at the ends, whatever side has more room', () => {
    expect(nearness(0.6, 0.6)).toBe(1);
    expect(nearness(0, 0.6)).toBe(0);
    expect(nearness(1, 0.6)).toBe(0);
    expect(nearness(0.8, 0.6)).toBeCloseTo(0.5);
    expect(nearness(0.3, 0.6)).toBeCloseTo(0.5);
    expect(nearness(1, 1)).toBe(1);
  });

  it('takes a decision before gold, gold before evidence, evidence before nearness', () => {
    const row = rowOf(records[2]!, 0, 1, new Shared());
    const no = new Map([['mass', false]]);
    const yes = new Map([['mass', true]]);
    const kindOf = (reviewed: Map<string, boolean>, gold: Map<string, boolean>) =>
      judge(row, reviewed, gold, new Map()).look?.kind;
    expect(kindOf(no, no)).toBe('review');
    expect(kindOf(new Map(), no)).toBe('gold');
    expect(kindOf(new Map(), new Map())).toBe('evidence');
    // A person agreed: nothing is left to look at.
    expect(judge(row, yes, no, new Map())).toEqual({ doubt: 0, look: null });
  });

  it('finds a code system’s threshold between what is stated and what is not', () => {
    const shared = new Shared();
    const rows = [
      rowOf(record('a', 'a', [code('1', 0.9), code('2', 0.55)]), 0, 1, shared),
      rowOf(record('b', 'b', [code('1', 0.4)]), 0, 1, shared),
    ];
    const thresholds = codeThresholds(rows);
    expect(thresholds.get('ICD-O-3')).toBeCloseTo(0.475);
    expect(judge(rows[1]!, new Map(), new Map(), thresholds).look).toMatchObject({
      subject: '1',
      probability: 0.4,
    });
    expect(judge(rows[1]!, new Map(), new Map(), new Map()).look).toBeNull();
  });
});

describe('the table of reports', () => {
  const gold = new Map([['wrong', new Map([['mass', true]])]]);
  const reviews = new Map([['sure.txt', new Map([['mass', true]])]]);
  const failures = new Map([
    ['broken.txt', { reason: 'binary' } as const],
    ['near.txt', { reason: 'tooLarge', bytes: 1 } as const],
  ]);

  it('has suspected mislabels first, then what is nearest to a threshold', () => {
    expect(pathsOf(tableOf(records, { gold }))).toEqual([
      'wrong.informe',
      'denied.txt',
      'near.txt',
      'Tórax/x.txt',
      'sure.txt',
      'empty.txt',
    ]);
  });

  it('counts labels, codes and anatomies, and what is failed, doubtful, reviewed and empty', () => {
    const overview = tableOf(records, { gold, reviews, failures }).overview();
    expect(overview).toMatchObject({
      reports: 6,
      failed: 2,
      suspected: 2,
      doubtful: 1,
      reviewed: 1,
      empty: 1,
      models: [{ name: 'test', version: '1', reports: 6 }],
      codes: [{ system: 'ICD-O-3', code: '8140/3', description: 'Adenocarcinoma, SAI', reports: 1 }],
      anatomies: [{ subtype: 'Lung', reports: 1, mentions: 1 }],
    });
    expect(overview.labels[0]).toEqual({ id: 'mass', stated: 3, doubtful: 1, notStated: 1, notApplying: 1 });
    expect(tableOf([record('a.txt')]).overview().anatomies).toBeNull();
  });

  it('filters by everything at once', () => {
    const table = tableOf(records, { gold, reviews, failures });
    expect(pathsOf(table, { label: 'mass', is: 'doubtful' })).toEqual(['near.txt']);
    expect(pathsOf(table, { label: 'atrophy' })).toEqual(['near.txt']);
    expect(pathsOf(table, { path: 'TORAX' })).toEqual(['Tórax/x.txt']);
    expect(pathsOf(table, { code: '8140/3' })).toEqual(['sure.txt']);
    expect(pathsOf(table, { code: 'adenocarcinoma icd' })).toEqual(['sure.txt']);
    expect(pathsOf(table, { code: 'adenoma' })).toEqual([]);
    expect(pathsOf(table, { anatomy: 'Lung' })).toEqual(['denied.txt']);
    expect(pathsOf(table, { state: 'failed' }).sort()).toEqual(['broken.txt', 'near.txt']);
    expect(pathsOf(table, { state: 'reviewed' })).toEqual(['sure.txt']);
    expect(pathsOf(table, { state: 'notReviewed', label: 'mass', is: 'stated' })).toEqual([
      'denied.txt',
      'Tórax/x.txt',
    ]);
    expect(pathsOf(table, { state: 'suspected', paths: ['wrong.informe', 'sure.txt'] })).toEqual([
      'wrong.informe',
    ]);
    expect(pathsOf(table, { state: 'empty' })).toEqual(['empty.txt']);
  });

  it('sorts by every column, both ways, ties by path', () => {
    const table = tableOf(records, { gold, failures });
    const first = (by: ReportSort['by'], descending: boolean): string =>
      pathsOf(table, {}, { by, descending })[0]!;
    expect(first('path', false)).toBe('Tórax/x.txt');
    expect(first('path', true)).toBe('wrong.informe');
    expect(first('labels', true)).toBe('Tórax/x.txt');
    expect(first('codes', false)).toBe('sure.txt');
    expect(first('anatomies', true)).toBe('denied.txt');
    expect(first('checks', true)).toBe('wrong.informe');
    expect(first('state', true)).toBe('broken.txt');
    expect(first('doubt', false)).toBe('broken.txt');
  });

  it('gives pages of 100,000 reports that fit together, the last record of a path alone', () => {
    const table = new ReportTable();
    const shared = new Shared();
    for (let i = 0; i < 100_000; i++) {
      const one = { ...record(`r${i}.txt`, 'x'), labels: [label('mass', (i % 1000) / 1000)] };
      table.put(rowOf(one, i, 1, shared));
    }
    table.put(rowOf({ ...record('r7.txt', 'x'), labels: [label('mass', 0.6)] }, 0, 1, shared));
    table.settle(none);
    const seen = new Set<string>();
    let last = Infinity;
    for (let offset = 0; offset < 1_000; offset += 100) {
      const { total, rows } = table.page({}, byDoubt, offset, 100);
      expect(total).toBe(100_000);
      for (const { path, doubt } of rows) {
        expect(doubt).toBeLessThanOrEqual(last);
        last = doubt;
        seen.add(path);
      }
    }
    expect(seen.size).toBe(1_000);
    expect(seen.has('r7.txt')).toBe(true);
    expect(table.page({}, byDoubt, 99_950, 100).rows).toHaveLength(50);
  });
});

describe('checks of a report', () => {
  const check = (id: string): LabelRecord['quality'][number] => ({
    id,
    severity: 'warning',
    message: 'Falta la impresión',
    evidence: [],
  });
  const checked: LabelRecord[] = [
    { ...record('a.txt'), quality: ['missing-impression', 'unfilled-field', 'unfilled-field'].map(check) },
    { ...record('b.txt'), quality: ['missing-impression', 'side-discrepancy'].map(check) },
  ];
  const counts = (facts: Partial<TableFacts>): number[] =>
    tableOf(checked, facts)
      .page({}, { by: 'path', descending: false }, 0, 10)
      .rows.map(({ checks }) => checks);

  it('are counted, but for those that the settings switch off or reviewers ignore', () => {
    expect(counts({})).toEqual([3, 2]);
    expect(counts({ off: ['unfilled-field', 'sex-mismatch'] })).toEqual([1, 2]);
    expect(counts({ ignoredEverywhere: new Set(['missing-impression']) })).toEqual([2, 1]);
    expect(counts({ ignored: new Map([['b.txt', new Set(['missing-impression'])]]) })).toEqual([3, 1]);
    const table = tableOf(checked, { off: ['unfilled-field'] });
    expect(pathsOf(table, {}, { by: 'checks', descending: true })).toEqual(['b.txt', 'a.txt']);
  });
});

describe('labels from before what decisions have taught', () => {
  const taught = { decisions: 9, sha256: 'd'.repeat(64) };
  const read: LabelRecord[] = [
    record('none.txt'),
    record('none2.txt'),
    { ...record('old.txt'), calibration: { decisions: 8, sha256: 'c'.repeat(64) } },
    { ...record('now.txt'), calibration: taught },
    { ...record('other.txt'), model: { ...record('x').model, sha256: 'e'.repeat(64) } },
  ];
  const otherwise = (calibration: string | null, modelSha256 = 'a'.repeat(64)): number =>
    tableOf(read, { reading: { modelSha256, calibration } }).overview().otherwiseTaught;

  it('are counted, of the model of now alone', () => {
    expect(otherwise(taught.sha256)).toBe(3);
    // What was taught was forgotten: the model's own count again.
    expect(otherwise(null)).toBe(2);
    expect(otherwise(taught.sha256, 'f'.repeat(64))).toBe(0);
    expect(tableOf(read).overview().otherwiseTaught).toBe(0);
  });
});
