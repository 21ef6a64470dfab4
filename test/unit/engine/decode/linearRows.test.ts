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
  it('scores as the definition says, the same in any company (oracle: one sum)', () => {
    fc.assert(
      fc.property(system, fc.infiniteStream(fc.nat()), ({ dimension, rows, weights, vector }, picks) => {
        const linear = new LinearRows(new Float32Array(weights), dimension);
        const wide = Float64Array.from(vector);
        const alone = Array.from({ length: rows }, (_, row) => {
          const out = new Float64Array(1);
          linear.scores(out, Int32Array.of(row), 1, wide);
          const own = weights.slice(row * (dimension + 1), (row + 1) * (dimension + 1));
          expect(out[0]).toBeCloseTo(
            vector.reduce((sum, v, d) => sum + v * own[d]!, own[dimension]!),
            9,
          );
          return out[0];
        });
        const list = rows === 0 ? [] : Array.from({ length: 5 }, () => picks.next().value! % rows);
        for (let count = 0; count <= list.length; count++) {
          const out = new Float64Array(list.length).fill(7);
          linear.scores(out, Int32Array.from(list), count, wide);
          expect([...out]).toEqual(list.map((row, n) => (n < count ? alone[row] : 7)));
        }
      }),
    );
  });
});
