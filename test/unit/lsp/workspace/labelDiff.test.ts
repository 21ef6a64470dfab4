import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DifferenceSums, differenceOf } from '../../../../server/src/lsp/workspace/labelDiff.js';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';
import { record } from '../../store/records.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-diff-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

function read(
  path: string,
  mass: number,
  codes: Readonly<Record<string, number>> = {},
  text = path,
  sha = 'a',
): LabelRecord {
  return {
    ...record(
      path,
      text,
      Object.entries(codes).map(([code, probability], i) => ({
        system: 'ICD-O-3',
        code,
        description: `es ${code}`,
        probability,
        rank: i + 1,
        value: probability >= 0.5,
        assertion: 'present',
        experiencer: 'patient',
        evidence: [],
      })),
    ),
    model: { name: 'm', version: '1', sha256: sha.repeat(64) },
    labels: [
      {
        id: 'mass',
        probability: mass,
        threshold: 0.5,
        sensitiveThreshold: 0.4,
        value: mass >= 0.5,
        applies: true,
        evidence: [],
      },
    ],
  };
}

describe('the difference of two readings', () => {
  it('counts what turned on and off, and how far probabilities shifted', () => {
    const sums = new DifferenceSums();
    sums.add(read('a', 0.4), read('a', 0.6));
    sums.add(read('b', 0.9), read('b', 0.1));
    sums.add(read('c', 0.7), read('c', 0.8));
    const [mass] = sums.labels();
    expect(mass).toMatchObject({ id: 'mass', turnedOn: 1, turnedOff: 1, statedBefore: 2, statedAfter: 2 });
    expect(mass?.meanShift).toBeCloseTo((0.2 - 0.8 + 0.1) / 3);
    expect(mass?.meanAbsoluteShift).toBeCloseTo(1.1 / 3);
    expect(sums.reports().reports.map(({ path }) => path)).toEqual(['b', 'a', 'c']);
  });

  it('does not count a report whose text changed, and lists it after the others', () => {
    const sums = new DifferenceSums();
    sums.add(read('moved', 0.1, {}, 'old'), read('moved', 0.99, {}, 'new'));
    sums.add(read('same', 0.45), read('same', 0.55));
    expect([sums.compared, sums.changed]).toEqual([1, 1]);
    expect(sums.labels()[0]).toMatchObject({ turnedOn: 1, turnedOff: 0 });
    expect(sums.reports().reports.map(({ path, textChanged }) => [path, textChanged])).toEqual([
      ['same', false],
      ['moved', true],
    ]);
  });

  it('tells of codes that came, went and shifted, and passes over those that nobody states', () => {
    const sums = new DifferenceSums();
    sums.add(
      read('a', 0.9, { '8140/3': 0.9, '8000/6': 0.8, '8010/3': 0.1, '8070/3': 0.9 }),
      read('a', 0.9, { '8140/3': 0.7, '8010/3': 0.3, '8500/3': 0.95, '8070/3': 0.91 }),
    );
    expect(sums.reports().reports[0]?.changes).toEqual([
      { system: 'ICD-O-3', subject: '8500/3', turned: 'on', before: null, after: 0.95 },
      { system: 'ICD-O-3', subject: '8000/6', turned: 'off', before: 0.8, after: null },
      { system: 'ICD-O-3', subject: '8140/3', turned: null, before: 0.9, after: 0.7 },
    ]);
    expect(sums.codes().map(({ code, turnedOn, turnedOff }) => [code, turnedOn, turnedOff])).toEqual([
      ['8000/6', 0, 1],
      ['8500/3', 1, 0],
    ]);
  });

  it('keeps the worst where there are more than are listed', () => {
    const sums = new DifferenceSums(3);
    for (let i = 1; i <= 20; i++) sums.add(read(`r${i}`, 0.5 - i / 100), read(`r${i}`, 0.5 + i / 100));
    const { reports, more } = sums.reports();
    expect(reports.map(({ path }) => path)).toEqual(['r20', 'r19', 'r18']);
    expect(more).toBe(17);
  });
});

describe('the difference of two files', () => {
  const write = async (name: string, records: readonly LabelRecord[]): Promise<string> => {
    const path = join(scratch, name);
    await writeFile(path, records.map((one) => `${JSON.stringify(one)}\n`).join(''));
    return path;
  };

  it('takes the last record of a path, and counts what one file alone has', async () => {
    const before = await write('old.jsonl', [read('a', 0.1), read('gone', 0.1), read('a', 0.9)]);
    const after = await write('new.jsonl', [read('new', 0.1, {}, 'new', 'b'), read('a', 0.2, {}, 'a', 'b')]);
    const found = await differenceOf(before, after);
    expect(found).toMatchObject({ compared: 1, changed: 0, onlyBefore: 1, onlyAfter: 1, more: 0 });
    expect(found.before).toEqual({ path: before, reports: 2, models: ['m 1 (aaaaaaaa)'] });
    expect(found.after.models).toEqual(['m 1 (bbbbbbbb)']);
    expect(found.labels[0]).toMatchObject({ turnedOn: 0, turnedOff: 1 });
  });

  it('is the same file’s with itself: nothing', async () => {
    const path = await write('one.jsonl', [read('a', 0.5, { '8140/3': 0.5 })]);
    const found = await differenceOf(path, path);
    expect([found.reports, found.codes, found.compared]).toEqual([[], [], 1]);
    await expect(differenceOf(await write('none.jsonl', []), path)).rejects.toThrow('no label records');
  });
});
