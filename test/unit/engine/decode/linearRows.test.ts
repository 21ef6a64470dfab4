import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinearRows } from '../../../../server/src/engine/decode/linearRows.js';

const number = fc.float({ min: -8, max: 8, noNaN: true });
/** Rows of weights and a bias, and a vector. */
const system = fc
  .tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 6 }))
  .chain(([dimension, rows]) =>
    fc.record({
      dimension: fc.constant(dimension),
      rows: fc.constant(rows),
      weights: fc.array(number, { minLength: rows * (dimension + 1), maxLength: rows * (dimension + 1) }),
      vector: fc.array(number, { minLength: dimension, maxLength: dimension }),
    }),
  );

describe('LinearRows', () => {
  it('scores as the definition says (oracle: one sum)', () => {
    fc.assert(
      fc.property(system, ({ dimension, rows, weights, vector }) => {
        const linear = new LinearRows(new Float32Array(weights), dimension);
        for (let row = 0; row < rows; row++) {
          const own = weights.slice(row * (dimension + 1), (row + 1) * (dimension + 1));
          const expected = vector.reduce((sum, v, d) => sum + v * own[d]!, own[dimension]!);
          expect(linear.score(row, Float64Array.from(vector))).toBeCloseTo(expected, 9);
        }
      }),
    );
  });

  it('scores many rows as it scores each', () => {
    fc.assert(
      fc.property(system, ({ dimension, rows, weights, vector }) => {
        const linear = new LinearRows(new Float32Array(weights), dimension);
        const wide = Float64Array.from(vector);
        for (let first = 0; first <= rows; first++) {
          const out = new Float32Array(rows - first);
          linear.fill(out, first, wide);
          const each = Float32Array.from(out, (_, i) => linear.score(first + i, wide));
          expect(out).toEqual(each);
        }
      }),
    );
  });
});
