import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodeSpace } from '../../../../server/src/engine/decode/codeSpace.js';
import { Lexicon } from '../../../../server/src/engine/decode/lexicon.js';
import { decodeMentions } from '../../../../server/src/engine/decode/mentionCodes.js';
import { spanFeatureCount } from '../../../../server/src/engine/decode/spanFeatures.js';
import { SpanScorer } from '../../../../server/src/engine/decode/spanScorer.js';
import { SpanStatistics } from '../../../../server/src/engine/decode/spanStatistics.js';

const codes = ['8000/1', '8000/3', '8000/6', '8140/3', '8140/33', '8140/3/H', '8500/3'];
const axes = [
  { name: 'histology', values: ['8000', '8140', '8500'] },
  { name: 'behaviour', values: ['1', '3', '6'] },
  { name: 'grade', values: ['', '3'] },
  { name: 'suffix', values: ['', 'H'] },
  { name: 'code', values: ['8140/3'] },
];
const dimension = 2;
const rows = axes.reduce((n, axis) => n + axis.values.length, 0);

/** Score of a code straight from the definition. */
function score(code: string, vectors: Float32Array, vector: number[]): number {
  const [, h, b, g, s] = /^(\d{4})\/(\d)(\d?)(\/H)?$/.exec(code)!;
  const values = [h, b, g ?? '', s === undefined ? '' : 'H', code];
  let row = 0;
  let total = 0;
  axes.forEach((axis, a) => {
    const index = axis.values.indexOf(values[a]!);
    if (index >= 0) {
      const at = (row + index) * 3;
      total += vectors[at]! * vector[0]! + vectors[at + 1]! * vector[1]! + vectors[at + 2]!;
    }
    row += axis.values.length;
  });
  return total;
}

describe('CodeSpace', () => {
  it('ranks as the definition says, for any weights (oracle: brute force)', () => {
    const number = fc.integer({ min: -30, max: 30 }).map((n) => n / 10);
    fc.assert(
      fc.property(
        fc.array(number, { minLength: rows * 3, maxLength: rows * 3 }),
        fc.tuple(number, number),
        number,
        (weights, vector, offset) => {
          const vectors = new Float32Array(weights);
          const ranked = new CodeSpace(codes, axes, vectors, dimension).rank(
            new Float32Array(vector),
            1,
            offset,
            10,
          );
          const scores = codes.map((c) => score(c, vectors, vector) + (c === '8140/3' ? 0 : offset));
          const total = scores.reduce((sum, s) => sum + Math.exp(s), 0);
          ranked.forEach((r, i) => {
            expect(r.probability).toBeCloseTo(Math.exp(scores[codes.indexOf(r.code)]!) / total, 4);
            if (i > 0) expect(r.probability).toBeLessThanOrEqual(ranked[i - 1]!.probability + 1e-9);
          });
          const top = codes[scores.indexOf(Math.max(...scores))]!;
          expect(Math.max(...scores) - scores[codes.indexOf(ranked[0]!.code)]!).toBeLessThan(1e-4);
          expect(codes).toContain(top);
        },
      ),
    );
  });

  it('refuses a vector file of another size', () => {
    expect(() => new CodeSpace(codes, axes, new Float32Array(5), dimension)).toThrow(/33 expected/u);
  });
});

describe('decodeMentions', () => {
  const settings = {
    mentionOutput: 'mention_logits',
    vectorOutput: 'code_vectors',
    dimension,
    minimumMentionProbability: 0.05,
    maximumCandidates: 3,
    lexiconWeight: 0.9,
    temperature: 1,
    unseenOffset: 0,
    calibration: {
      mention: { scale: 1, offset: 0 },
      span: { scale: 1, offset: 0 },
      code: { scale: 1, offset: 0 },
    },
  };
  const space = new CodeSpace(codes, axes, new Float32Array(rows * 3), dimension);
  const outputs = new Map([
    ['mention_logits', { data: new Float32Array([9, 0, 0, 0, 9, 0, 0, 0, 9, 9, 0, 0]), size: 3 }],
    ['code_vectors', { data: new Float32Array(8), size: 2 }],
  ]);
  const words = ['un', 'carcinoma', 'ductal', '.'];

  it('prefers what the training mentions say of exactly these words', () => {
    const lexicon = new Lexicon('carcinoma ductal\t8500/3\t4\ncarcinoma\t8140/3\t9\n');
    const [mention, ...more] = decodeMentions(words, outputs, settings, space, lexicon);
    expect(more).toEqual([]);
    expect([mention!.firstWord, mention!.endWord]).toEqual([1, 3]);
    expect(mention!.candidates[0]!.code).toBe('8500/3');
    // 0.9 · 4/5 of the lexicon, the rest of a uniform model over seven codes.
    expect(mention!.candidates[0]!.probability).toBeCloseTo(0.72 + 0.28 / 7, 5);
    expect(mention!.candidates).toHaveLength(3);
  });

  it('falls back to the model for words never seen, and calibrates', () => {
    const calibrated = {
      ...settings,
      calibration: {
        mention: { scale: 1, offset: -20 },
        span: { scale: 1, offset: 0 },
        code: { scale: 1, offset: 0 },
      },
    };
    expect(
      decodeMentions(words, outputs, settings, space, new Lexicon(''))[0]!.candidates[0]!.probability,
    ).toBeCloseTo(1 / 7, 5);
    expect(decodeMentions(words, outputs, calibrated, space, new Lexicon(''))).toEqual([]);
  });

  it('tells the span that the scorer prefers, and lets the path speak for codes beside it', () => {
    const lexicon = new Lexicon('carcinoma ductal\t8500/3\t4\ncarcinoma\t8140/3\t9\n');
    const weights = Array.from({ length: spanFeatureCount }, (_, i) => (i === 25 ? 20 : 0));
    const scorer = new SpanScorer(
      { statistics: '', weights: [weights], bias: [-3], threshold: [0], shift: 0, floor: 2e-4, longest: 5 },
      new SpanStatistics('', 1),
    );
    const mentions = decodeMentions(words, outputs, settings, space, lexicon, null, scorer);
    const told = mentions.filter(({ spanProbability }) => spanProbability > 0.5);
    expect(told.map(({ firstWord, endWord }) => [firstWord, endWord])).toEqual([[1, 2]]);
    const path = mentions.find(({ endWord }) => endWord === 3);
    expect(path?.candidates[0]?.code).toBe('8500/3');
    expect(path?.probability).toBeGreaterThan(0.9);
    expect(path?.spanProbability).toBeLessThan(1e-6);
  });
});
