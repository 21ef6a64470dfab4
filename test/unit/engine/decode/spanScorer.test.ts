import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CandidateFinder, said, saidColumns } from '../../../../server/src/engine/decode/spanCandidates.js';
import type {
  CandidateSettings,
  SpanCandidates,
} from '../../../../server/src/engine/decode/spanCandidates.js';
import {
  nearFeatureCount,
  nearFeatures,
  spanFeatureCount,
  spanFeatures,
} from '../../../../server/src/engine/decode/spanFeatures.js';
import { SpanScorer } from '../../../../server/src/engine/decode/spanScorer.js';
import type { ScoredSpan } from '../../../../server/src/engine/decode/spanScorer.js';
import { SpanStatistics } from '../../../../server/src/engine/decode/spanStatistics.js';
import { WordNumbers, wordKind } from '../../../../server/src/engine/decode/wordNumbers.js';

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

type Candidate = Record<keyof typeof said | 'first' | 'end', number>;

/** A table's rows as objects. */
function listed(table: SpanCandidates): Candidate[] {
  return Array.from({ length: table.count }, (_, c) => ({
    first: table.first[c]!,
    end: table.end[c]!,
    ...(Object.fromEntries(
      Object.entries(said).map(([name, column]) => [name, table.said[c * saidColumns + column]!]),
    ) as Record<keyof typeof said, number>),
  }));
}

function spanCandidates(
  all: Float32Array,
  size: number,
  from: number,
  count: number,
  how: CandidateSettings,
): Candidate[] {
  return listed(new CandidateFinder(how).find(all, size, from, count));
}

/** The features of the second candidate of the layer. */
function secondFeatures(of: number): number[] {
  const all = new CandidateFinder(settings).find(logits(layer), 3, 0, 3);
  const out = new Float64Array(spanFeatureCount + 2);
  const seen = new SpanStatistics(statistics, 2);
  spanFeatures(out, 1, all, 1, seen.numbers.sentence(words), seen, of);
  expect([out[0], out.at(-1)]).toEqual([0, 0]);
  return [...out.subarray(1, -1)];
}

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

  it('says the same of a layer after a longer sentence', () => {
    const finder = new CandidateFinder(settings);
    const once = listed(finder.find(logits(layer), 3, 0, 3));
    finder.find(logits([...layer, ...layer, ...layer]), 3, 0, 9);
    expect(listed(finder.find(logits(layer), 3, 0, 3))).toEqual(once);
  });

  it('has room for any number', () => {
    // A third each: every span of every length is likely enough.
    const even = new Float32Array(3 * 40);
    const all = spanCandidates(even, 3, 0, 40, { shift: 0, floor: 1e-30, longest: 40 });
    expect(all).toHaveLength((40 * 41) / 2);
    expect(all[39]).toMatchObject({ first: 0, end: 40, ends: 1 });
    expect(all.at(-1)).toMatchObject({ first: 39, end: 40 });
    expect(all.at(-1)?.before).toBeCloseTo(2 / 3, 12);
    expect(all[17]?.probability).toBeCloseTo((1 / 3) ** 18 * (2 / 3), 20);
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
    const features = secondFeatures(1);
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
    expect(secondFeatures(0).slice(10, 13)).toEqual([0, 0, 1]);
  });
});

describe('WordNumbers', () => {
  it('know what a word is to a span, listed or not', () => {
    const numbers = new WordNumbers();
    const kinds = numbers.sentence(['(', 'de', 'nodulo', ')', ',']);
    expect([-1, 0, 1, 2, 3, 4, 5].map((index) => kinds.kind(index))).toEqual([
      0,
      wordKind.opening | wordKind.joint | wordKind.openEnd,
      wordKind.joint | wordKind.preposition,
      0,
      wordKind.closing,
      wordKind.joint | wordKind.openEnd | wordKind.comma,
      0,
    ]);
  });

  it('give the latest sentence again, and another anew', () => {
    const numbers = new WordNumbers();
    const first = numbers.sentence(words);
    expect(numbers.sentence(words)).toBe(first);
    numbers.add('pulmonar');
    const other = numbers.sentence([...words]);
    expect(other).not.toBe(first);
    expect(other.at(1)).toBe(numbers.of('pulmonar'));
    expect([other.at(0), other.at(2)]).toEqual([0, 0]);
    expect(other.at(-1)).not.toBe(other.at(3));
  });
});

describe('SpanStatistics', () => {
  const seen = new SpanStatistics(
    `${statistics}\np\t0\tpulmonar\t2\t9\np\t1\tnodulo pulmonar solido\t1\t1\np\t7\tnodulo\t1\t1`,
    2,
  );
  /** Columns of a phrase in a layer. */
  const phrase = (of: number, text: string): number[] | null => {
    let beginning = of;
    for (const word of text.split(' ')) beginning = seen.longer(beginning, seen.numbers.of(word));
    const row = seen.phraseRow(beginning);
    return row < 0 ? null : [...seen.phrases.subarray(row, row + 2)];
  };

  it('knows the phrases of each layer, and no beginnings or ends of them', () => {
    expect(phrase(1, 'nodulo pulmonar')).toEqual([Math.log1p(3), Math.log(3.5 / 1.5)]);
    expect(phrase(1, 'nodulo pulmonar solido')).toEqual([Math.log1p(1), Math.log(1.5 / 0.5)]);
    expect(phrase(0, 'pulmonar')).toEqual([Math.log1p(2), Math.log(2.5 / 7.5)]);
    for (const text of [
      'nodulo',
      'pulmonar',
      'pulmonar solido',
      'nodulo pulmonar solido derecho',
      'quiste',
    ]) {
      expect(phrase(1, text)).toBeNull();
    }
    expect(phrase(0, 'nodulo pulmonar')).toBeNull();
  });

  it('gives words that no layer met the odds of their number, and unlisted ones none', () => {
    const row = (of: number, word: string): number[] => {
      const at = seen.wordRow(of, seen.numbers.of(word));
      return [...seen.odds.subarray(at, at + 7)];
    };
    const never = Math.log(0.5 / 8.5);
    expect(row(1, 'derecho')).toEqual([never, never, 0, never, never, 0, never]);
    expect(row(0, 'nodulo')[0]).toBe(Math.log(0.5 / 10.5));
    expect(row(1, 'nodulo')[0]).toBe(Math.log(6.5 / 4.5));
    expect(row(1, 'solido')).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(row(1, 'quiste')).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('say the same beside others whose words have numbers too', () => {
    const numbers = new WordNumbers();
    const before = new SpanStatistics('o\tquiste\t4\no\tpulmonar\t1', 1, numbers);
    const among = new SpanStatistics(statistics, 2, numbers);
    new SpanStatistics('o\trenal\t4', 1, numbers);
    const alone = new SpanStatistics(statistics, 2);
    for (const word of [...words, 'quiste', 'renal', 'nada'])
      for (const of of [0, 1]) {
        const own = alone.wordRow(of, alone.numbers.of(word));
        const other = among.wordRow(of, numbers.of(word));
        expect(among.odds.subarray(other, other + 7)).toEqual(alone.odds.subarray(own, own + 7));
      }
    // Listed after it was read.
    expect(before.wordRow(0, numbers.of('nodulo'))).toBe(before.wordRow(0, 0));
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
      new SpanStatistics(statistics, 2),
    );
  const told = (of: SpanScorer, l: number): ScoredSpan[] => of.find(both, 6, of.sentence(words), l);
  const both = new Float32Array(
    layer.flatMap((row) => [...[0.98, 0.01, 0.01], ...row]).map((p) => Math.log(p)),
  );

  it('keeps the best of spans that share words', () => {
    const found = told(scorer({}), 1);
    expect(found.map(({ first, end }) => [first, end])).toEqual([[0, 2]]);
    expect(found[0]?.score).toBeCloseTo(1 / (1 + Math.exp(-(3 * Math.log(4) - 1))), 9);
    const other = told(scorer({ weight: -3 }), 1);
    expect(other.map(({ first, end }) => [first, end])).toEqual([[0, 1]]);
  });

  it("tells nothing below the layer's threshold", () => {
    expect(told(scorer({ threshold: [0, 0.99] }), 1)).toEqual([]);
    expect(told(scorer({}), 0)).toEqual([]);
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
        new SpanStatistics(statistics, 2),
      );
    const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
    // "nodulo" is no phrase of the layer (12) and a single word (25).
    const [alone, pair] = [sigmoid(0.5 - 1.5 - 1.5), sigmoid(0.5)];

    it('adds what all readings of the place say together', () => {
      const found = told(near({}), 1);
      expect(found.map(({ first, end }) => [first, end])).toEqual([[0, 2]]);
      expect(found[0]?.score).toBeCloseTo(0.75 * pair + 0.25 * sigmoid(4 * (alone + pair) - 2), 9);
    });

    it('holds the threshold to the whole score', () => {
      const whole = 0.75 * pair + 0.25 * sigmoid(4 * (alone + pair) - 2);
      expect(whole).toBeGreaterThan(pair);
      expect(told(near({ threshold: (whole + pair) / 2 }), 1)).toHaveLength(1);
      expect(told(near({ threshold: whole + 0.01 }), 1)).toEqual([]);
      expect(told(near({ threshold: (whole + pair) / 2, share: 0 }), 1)).toEqual([]);
    });

    it('takes the logit of the first score, the mass and what is missing to 1', () => {
      const written = (exact: number, mass: number): number[] => {
        const out = new Float64Array(5).fill(7);
        nearFeatures(out, 1, exact, mass);
        return [...out].map((x) => Number(x.toFixed(9)));
      };
      expect(written(0.5, 0.8)).toEqual([7, 0, 0.8, 0.2, 7]);
      expect(written(0.5, 1.3)).toEqual([7, 0, 1.3, 0, 7]);
    });
  });
});
