import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSpans, logSoftmax3, spansOf, viterbi } from '../../../../server/src/engine/decode/bio.js';

/** Every tag sequence in which I follows only B or I, by brute force. */
function best(scores: Float32Array, words: number): number {
  const walk = (word: number, previous: number): number => {
    if (word === words) return 0;
    const options = [0, 1, ...(previous === 0 ? [] : [2])];
    return Math.max(...options.map((tag) => (scores[word * 3 + tag] ?? 0) + walk(word + 1, tag)));
  };
  return walk(0, 0);
}

const logits = (maxWords: number) =>
  fc
    .array(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: maxWords,
    })
    .map((rows) => new Float32Array(rows.flat().map((n) => n / 10)));

describe('viterbi', () => {
  it('finds the best legal sequence (oracle: all sequences)', () => {
    fc.assert(
      fc.property(logits(6), (raw) => {
        const words = raw.length / 3;
        const scores = logSoftmax3(raw);
        const tags = viterbi(scores, words, 0);
        const total = tags.reduce((sum, tag, w) => sum + (scores[w * 3 + tag] ?? 0), 0);
        expect(total).toBeCloseTo(best(scores, words), 4);
        tags.forEach((tag, w) => {
          if (tag === 2) expect(w > 0 && tags[w - 1] !== 0).toBe(true);
        });
      }),
    );
  });

  it('turns a lone I into a span that begins with B', () => {
    const scores = logSoftmax3(new Float32Array([5, 0, 0, 0, 1, 6, 5, 0, 0]));
    expect([...viterbi(scores, 3, 0)]).toEqual([0, 1, 0]);
  });
});

describe('spans', () => {
  it('reads B I I O B as two spans with probabilities of their tags', () => {
    const sure = (tag: number) => [0, 1, 2].map((t) => (t === tag ? 8 : -8));
    const raw = new Float32Array([1, 2, 2, 0, 1].flatMap(sure));
    const spans = spansOf(new Uint8Array([1, 2, 2, 0, 1]), logSoftmax3(raw));
    expect(spans.map(({ first, end }) => [first, end])).toEqual([
      [0, 3],
      [4, 5],
    ]);
    for (const span of spans) expect(span.probability).toBeGreaterThan(0.999);
  });

  it('adds less probable spans only where no sure one stands', () => {
    // word 0: O 0.6, B 0.4 (left out by the plain path); word 2: B 0.9.
    const log = (...p: number[]) => p.map((x) => Math.log(x));
    const raw = new Float32Array([
      ...log(0.6, 0.39, 0.01),
      ...log(0.99, 0.005, 0.005),
      ...log(0.08, 0.9, 0.02),
    ]);
    expect(decodeSpans(raw, 3, 0).map((s) => s.first)).toEqual([2]);
    const generous = decodeSpans(raw, 3, 2);
    expect(generous.map((s) => s.first)).toEqual([0, 2]);
    expect(generous[0]!.probability).toBeLessThan(0.7);
    // 1 - 0.6: what the words outside of a mention leave.
    expect(generous[0]!.inside).toBeCloseTo(0.4, 5);
  });

  it('never overlaps and keeps probabilities in 0 to 1', () => {
    fc.assert(
      fc.property(logits(30), (raw) => {
        const spans = decodeSpans(raw, raw.length / 3, 2);
        spans.forEach((span, i) => {
          expect(span.end).toBeGreaterThan(span.first);
          expect(span.probability).toBeGreaterThan(0);
          expect(span.probability).toBeLessThanOrEqual(1 + 1e-6);
          if (i > 0) expect(span.first).toBeGreaterThanOrEqual(spans[i - 1]!.end);
        });
      }),
    );
  });
});
