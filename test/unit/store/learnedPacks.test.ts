import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LearnedReader } from '../../../server/src/core/learn/suggest.js';
import type { LearnedPack } from '../../../server/src/core/learn/types.js';
import { parseReport } from '../../../server/src/core/report.js';
import {
  BadLearnedPack,
  fileNameOf,
  forgetLearnedPack,
  learnedPacksOf,
  learnedPackText,
  parseLearnedPack,
  storeLearnedPack,
} from '../../../server/src/store/learnedPacks.js';
import { learn, packOf, toyExamples, toyReport } from '../core/learn/toy.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'glosa-learned-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const share = fc.double({ min: 0, max: 1, noNaN: true });
const float = fc.float({ min: -8, max: 8, noNaN: true });
const pack: fc.Arbitrary<LearnedPack> = fc
  .record({
    codes: fc.integer({ min: 2, max: 4 }),
    columns: fc.integer({ min: 0, max: 9 }),
    vector: fc.option(fc.integer({ min: 1, max: 5 })),
  })
  .chain(({ codes, columns, vector }) => {
    const floats = (length: number): fc.Arbitrary<Float32Array> =>
      fc.array(float, { minLength: length, maxLength: length }).map((list) => Float32Array.from(list));
    return fc.record({
      name: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
      modelSha256: fc.constant('a'.repeat(64)),
      learnt: fc.constant('2026-11-26'),
      head: fc.record({
        codes: fc.tuple(
          ...Array.from({ length: codes }, () =>
            fc.record({ code: fc.string(), reports: fc.nat(), description: fc.option(fc.string()) }),
          ),
        ),
        rare: fc.array(fc.record({ code: fc.string(), reports: fc.nat() }), { maxLength: 2 }),
        reports: fc.nat(),
        space: fc.record({
          buckets: fc.uint16Array({ minLength: columns, maxLength: columns }),
          idf: floats(columns),
          unseenIdf: share,
          vector:
            vector === null ? fc.constant(null) : fc.record({ mean: floats(vector), scale: floats(vector) }),
        }),
        weights: fc.int8Array({
          minLength: (columns + (vector ?? 0)) * codes,
          maxLength: (columns + (vector ?? 0)) * codes,
        }),
        scales: floats(codes),
        biases: floats(codes),
        calibration: fc.record({ scale: fc.double({ min: 0.05, max: 4, noNaN: true }), offset: share }),
        threshold: share,
        leastKnown: share,
        scores: fc.record({
          folds: fc.nat(9),
          precision: share,
          recall: share,
          f1: share,
          accuracy: share,
          suggested: share,
          suggestedRight: share,
          codes: fc.array(
            fc.record({ code: fc.string(), reports: fc.nat(), precision: share, recall: share, f1: share }),
            { maxLength: 2 },
          ),
        }),
      }),
    });
  });

describe('a learned list’s file', () => {
  it('holds all of it: what is read is what was written', () => {
    fc.assert(
      fc.property(pack, (made) => {
        // JSON has no −0.
        expect(JSON.stringify(parseLearnedPack(learnedPackText(made)))).toBe(JSON.stringify(made));
      }),
      { numRuns: 100 },
    );
  });

  it('reads reports as the head did that was learnt', () => {
    const made = packOf(learn(toyExamples()));
    const report = parseReport(toyReport('TC4', 11));
    const suggest = (from: LearnedPack): unknown => new LearnedReader(from).suggest(report, null, () => null);
    expect(suggest(parseLearnedPack(learnedPackText(made)))).toEqual(suggest(made));
  });

  it.each([
    ['nothing', '', 'not JSON'],
    ['another format', '{"format":"x"}', 'format'],
  ])('is refused where it is %s', (_name, text, problem) => {
    expect(() => parseLearnedPack(text)).toThrow(BadLearnedPack);
    expect(() => parseLearnedPack(text)).toThrow(problem);
  });

  it('is refused where its numbers are cut', () => {
    const whole = JSON.parse(learnedPackText(packOf(learn(toyExamples())))) as { weights: string };
    const cut = JSON.stringify({ ...whole, weights: whole.weights.slice(0, 40) });
    expect(() => parseLearnedPack(cut)).toThrow('weights');
  });
});

describe('the lists of a folder', () => {
  it('are stored, read and forgotten by name', async () => {
    const head = learn(toyExamples());
    const path = await storeLearnedPack(root, packOf(head, 'TC/RX: «Norte»'));
    await storeLearnedPack(root, packOf(head, 'Sur'));
    expect(await readFile(join(root, '.glosa', '.gitignore'), 'utf8')).toBe('*\n');
    expect((await learnedPacksOf(root)).map((stored) => stored.pack?.name).sort()).toEqual([
      'Sur',
      'TC/RX: «Norte»',
    ]);
    expect(await forgetLearnedPack(root, 'TC/RX: «Norte»')).toBe(true);
    expect(await forgetLearnedPack(root, 'TC/RX: «Norte»')).toBe(false);
    await expect(readFile(path)).rejects.toThrow('ENOENT');
    expect((await learnedPacksOf(root)).map((stored) => stored.pack?.name)).toEqual(['Sur']);
  });

  it('say what is wrong with a file that is none', async () => {
    await mkdir(join(root, '.glosa', 'learned'), { recursive: true });
    await writeFile(join(root, '.glosa', 'learned', 'x.json'), '{');
    expect(await learnedPacksOf(root)).toMatchObject([{ pack: null, problem: 'not JSON' }]);
    expect(await learnedPacksOf(join(root, 'none'))).toEqual([]);
  });

  it('have file names that stay in the folder', () => {
    expect(fileNameOf('../../etc/x')).toBe('%2e%2e%2f%2e%2e%2fetc%2fx.json');
  });
});
