import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rectified } from '../../../../server/src/engine/decode/rectified.js';

const number = fc.integer({ min: -40, max: 40 }).map((n) => n / 8);
const system = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 5 }))
  .chain(([size, rows]) =>
    fc.record({
      values: fc.array(number, { minLength: size, maxLength: size }),
      weights: fc.array(number, { minLength: rows * size, maxLength: rows * size }),
      biases: fc.array(number, { minLength: rows, maxLength: rows }),
      added: fc.array(number, { minLength: rows, maxLength: rows }),
      firstRow: fc.integer({ min: 0, max: 2 }),
    }),
  );

describe('Rectified', () => {
  it('finds the first of the best rows (oracle: the dense product)', () => {
    fc.assert(
      fc.property(system, ({ values, weights, biases, added, firstRow }) => {
        const size = values.length;
        const hidden = new Rectified(size);
        hidden.set(Float64Array.from(values, () => 1));
        hidden.set(Float64Array.from(values));
        const scores = biases.map((bias, row) =>
          values.reduce((sum, v, d) => sum + Math.max(v, 0) * weights[row * size + d]!, bias),
        );
        const layer = { weights: new Float64Array(weights), biases: new Float32Array(biases) };
        const best = (all: number[]): number =>
          all.length === 0 ? -1 : firstRow + all.indexOf(Math.max(...all));
        const asked = scores.slice(firstRow);
        expect(hidden.bestRow(layer, firstRow)).toBe(best(asked));
        expect(hidden.bestRow(layer, firstRow, Float64Array.from(added))).toBe(
          best(asked.map((score, i) => score + added[i]!)),
        );
      }),
    );
  });
});
