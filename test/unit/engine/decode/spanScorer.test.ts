import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spanCandidates } from '../../../../server/src/engine/decode/spanCandidates.js';
import {
  SentenceCounts,
  nearFeatureCount,
  nearFeatures,
  spanFeatureCount,
  spanFeatures,
} from '../../../../server/src/engine/decode/spanFeatures.js';
import { SpanScorer } from '../../../../server/src/engine/decode/spanScorer.js';
import { readSpanStatistics } from '../../../../server/src/engine/decode/spanStatistics.js';

const logits = (rows: number[][]): Float32Array => new Float32Array(rows.flat().map((p) => Math.log(p)));
const settings = { shift: 0, floor: 0.05, longest: 4 };
const words = ['nodulo', 'pulmonar', 'derecho'];
/** O, B, I of the three words. */
const layer = [
  [0.1, 0.9, 1e-9],
  [0.4, 1e-9, 0.6],
  [0.9, 0.05, 0.05],
];
const statistics = [
  'o\tnodulo\t10',
  'o\tpulmonar\t20',
  'o\tderecho\t8',
  'w\t1\tnodulo\t6\t4\t7\t0\t0\t1',
  'w\t1\tpulmonar\t0\t3\t3\t2\t0\t3',
  'p\t1\tnodulo pulmonar\t3\t4',
].join('\n');

describe('spanCandidates', () => {
  it('lists every likely span with what the probabilities say of it', () => {
    const found = spanCandidates(logits(layer), 3, 0, 3, settings);
    expect(found.map(({ first, end }) => [first, end])).toEqual([
      [0, 1],
      [0, 2],
    ]);
    const [alone, pair] = found;
    expect(alone?.probability).toBeCloseTo(0.9 * 0.4, 6);
    expect(pair?.probability).toBeCloseTo(0.9 * 0.6 * 0.95, 6);
    expect(pair?.ends).toBeCloseTo(0.95, 6);
    expect(pair?.inside).toBeCloseTo(0.9, 6);
    expect(pair?.beginsAfter).toBeCloseTo(0.05, 6);
    expect(pair?.before).toBe(0);
  });

  it('finds less where O is raised, and nothing longer than it may be', () => {
    expect(spanCandidates(logits(layer), 3, 0, 3, { ...settings, shift: 6 })).toEqual([]);
    expect(spanCandidates(logits(layer), 3, 0, 3, { ...settings, longest: 1 })).toHaveLength(1);
  });

  it('gives probabilities whose spans exclude one another a sum of 1 at most', () => {
    const row = fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        const all = spanCandidates(new Float32Array(rows.flat()), 3, 0, rows.length, {
          ...settings,
          floor: 1e-9,
          longest: 12,
        });
        for (let first = 0; first < rows.length; first++) {
          const own = all.filter((c) => c.first === first);
          expect(own.reduce((sum, c) => sum + c.probability, 0)).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });
});

describe('spanFeatures', () => {
  it('are those computed by hand', () => {
    const seen = readSpanStatistics(statistics, 2)[1]!;
    const all = spanCandidates(logits(layer), 3, 0, 3, settings);
    const features = spanFeatures(all[1]!, all, new SentenceCounts(words, seen));
    const odds = (yes: number, no: number): number => Math.log((yes + 0.5) / (no + 0.5));
    expect(features).toHaveLength(spanFeatureCount);
    // The other candidate is within this one.
    expect(features.slice(6, 9).map((x) => Number(x.toFixed(6)))).toEqual([0.36, 0, 0.36]);
    expect(features[9]).toBeCloseTo(2 / 12, 9);
    expect(features[10]).toBeCloseTo(Math.log(4), 9);
    expect(features[11]).toBeCloseTo(odds(3, 1), 9);
    expect(features[12]).toBe(0);
    expect(features[13]).toBeCloseTo(odds(6, 4), 9);
    expect(features[14]).toBeCloseTo(odds(3, 17), 9);
    expect(features[15]).toBeCloseTo(odds(3, 0), 9);
    expect(features[16]).toBeCloseTo((odds(7, 3) + odds(3, 17)) / 2, 9);
    expect(features[17]).toBeCloseTo(odds(0, 8), 9);
    expect(features[18]).toBeCloseTo(odds(0, 0), 9);
    // No count of the sentence's start is kept.
    expect(features[19]).toBeCloseTo(odds(0, 0), 9);
    expect(features.slice(20)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('know nothing of another layer', () => {
    const seen = readSpanStatistics(statistics, 2)[0]!;
    const all = spanCandidates(logits(layer), 3, 0, 3, settings);
    expect(spanFeatures(all[1]!, all, new SentenceCounts(words, seen)).slice(10, 13)).toEqual([0, 0, 1]);
  });
});

describe('SpanScorer', () => {
  const scorer = (changes: { threshold?: number[]; weight?: number }): SpanScorer =>
    new SpanScorer(
      {
        statistics: '',
        // What the phrase was in training alone counts.
        weights: [
          [],
          Array.from({ length: spanFeatureCount }, (_, i) => (i === 10 ? (changes.weight ?? 3) : 0)),
        ],
        bias: [0, -1],
        threshold: changes.threshold ?? [0, 0],
        ...settings,
      },
      readSpanStatistics(statistics, 2),
    );
  const both = new Float32Array(
    layer.flatMap((row) => [...[0.98, 0.01, 0.01], ...row]).map((p) => Math.log(p)),
  );

  it('keeps the best of spans that share words', () => {
    const found = scorer({}).find(both, 6, words, 1);
    expect(found.map(({ first, end }) => [first, end])).toEqual([[0, 2]]);
    expect(found[0]?.score).toBeCloseTo(1 / (1 + Math.exp(-(3 * Math.log(4) - 1))), 9);
    const other = scorer({ weight: -3 }).find(both, 6, words, 1);
    expect(other.map(({ first, end }) => [first, end])).toEqual([[0, 1]]);
  });

  it("tells nothing below the layer's threshold", () => {
    expect(scorer({ threshold: [0, 0.99] }).find(both, 6, words, 1)).toEqual([]);
    expect(scorer({}).find(both, 6, words, 0)).toEqual([]);
  });

  describe('with a second score', () => {
    const near = (changes: { threshold?: number; share?: number }): SpanScorer =>
      new SpanScorer(
        {
          statistics: '',
          // The candidates score 1/(1+e) alone and 1/(1+e^-0.5) as a pair: the phrase and the single word alone count.
          weights: [
            [],
            Array.from({ length: spanFeatureCount }, (_, i) => (i === 12 ? -1.5 : i === 25 ? -1.5 : 0)),
          ],
          bias: [0, 0.5],
          threshold: [0, changes.threshold ?? 0],
          near: {
            weights: [[], Array.from({ length: nearFeatureCount }, (_, i) => (i === 1 ? 4 : 0))],
            bias: [0, -2],
            share: changes.share ?? 0.25,
          },
          ...settings,
        },
        readSpanStatistics(statistics, 2),
      );
    const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
    // "nodulo" is no phrase of the layer (12) and a single word (25).
    const [alone, pair] = [sigmoid(0.5 - 1.5 - 1.5), sigmoid(0.5)];

    it('adds what all readings of the place say together', () => {
      const found = near({}).find(both, 6, words, 1);
      expect(found.map(({ first, end }) => [first, end])).toEqual([[0, 2]]);
      expect(found[0]?.score).toBeCloseTo(0.75 * pair + 0.25 * sigmoid(4 * (alone + pair) - 2), 9);
    });

    it('holds the threshold to the whole score', () => {
      const whole = 0.75 * pair + 0.25 * sigmoid(4 * (alone + pair) - 2);
      expect(whole).toBeGreaterThan(pair);
      expect(near({ threshold: (whole + pair) / 2 }).find(both, 6, words, 1)).toHaveLength(1);
      expect(near({ threshold: whole + 0.01 }).find(both, 6, words, 1)).toEqual([]);
      expect(near({ threshold: (whole + pair) / 2, share: 0 }).find(both, 6, words, 1)).toEqual([]);
    });

    it('takes the logit of the first score, the mass and what is missing to 1', () => {
      expect(nearFeatures(0.5, 0.8, [7]).map((x) => Number(x.toFixed(9)))).toEqual([0, 0.8, 0.2, 7]);
      expect(nearFeatures(0.5, 1.3, []).map((x) => Number(x.toFixed(9)))).toEqual([0, 1.3, 0]);
    });
  });
});
