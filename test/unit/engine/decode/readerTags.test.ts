import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logSoftmax3, spansOf, viterbi } from '../../../../server/src/engine/decode/bio.js';
import { decodeTags } from '../../../../server/src/engine/decode/readerTags.js';

const log = (...probabilities: number[]): number[] => probabilities.map((p) => Math.log(p));
const tags = (rows: number[][]): { data: Float32Array; size: number } => ({
  data: new Float32Array(rows.flat()),
  size: rows[0]?.length ?? 0,
});
const none = log(0.98, 0.01, 0.01);

describe('decodeTags', () => {
  it('finds each type by itself, so that types overlap', () => {
    const spans = decodeTags(
      tags([
        [...log(0.1, 0.9, 1e-9), ...none],
        [...log(0.2, 1e-9, 0.8), ...log(0.4, 0.6, 1e-9)],
        [...none, ...none],
      ]),
      3,
      ['Finding', 'Anatomy'],
      [0, 0],
    );
    expect(spans.map(({ type, first, end }) => [type, first, end])).toEqual([
      ['Finding', 0, 2],
      ['Anatomy', 1, 2],
    ]);
    // Geometric means of the tags' probabilities and of 0.99 that the next word does not go on.
    expect(spans[0]?.score).toBeCloseTo((0.9 * 0.8 * 0.99) ** (1 / 3), 5);
    expect(spans[1]?.score).toBeCloseTo((0.6 * 0.99) ** (1 / 2), 5);
  });

  it('scores a span that ends its sentence by its tags alone', () => {
    const [span] = decodeTags(tags([log(0.2, 0.8, 1e-9), log(0.5, 1e-9, 0.5)]), 2, ['Finding'], [0.1]);
    expect(span).toMatchObject({ first: 0, end: 2 });
    expect(span?.score).toBeCloseTo(Math.sqrt(0.8 * 0.5), 5);
  });

  it('finds more with a bias, of that type alone', () => {
    const doubtful = tags([[...log(0.6, 0.4, 1e-9), ...log(0.6, 0.4, 1e-9)]]);
    expect(decodeTags(doubtful, 1, ['Finding', 'Anatomy'], [0, 0])).toEqual([]);
    // 0.4 · e^0.5 = 0.66 is more than 0.6; 0.4 · e^0.4 = 0.597 is less.
    const found = decodeTags(doubtful, 1, ['Finding', 'Anatomy'], [0.4, 0.5]);
    expect(found.map(({ type }) => type)).toEqual(['Anatomy']);
  });

  it('skips no type that its path would find (oracle: the path itself)', () => {
    const logit = fc.integer({ min: -30, max: 30 }).map((n) => n / 10);
    const rows = fc.array(fc.array(logit, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, logit, (raw, bias) => {
        const { data } = tags(raw);
        const scores = logSoftmax3(data);
        const expected = spansOf(viterbi(scores, raw.length, bias), scores);
        const found = decodeTags(tags(raw), raw.length, ['Degree'], [bias]);
        expect(found.map(({ first, end }) => [first, end])).toEqual(
          expected.map(({ first, end }) => [first, end]),
        );
      }),
    );
  });
});
