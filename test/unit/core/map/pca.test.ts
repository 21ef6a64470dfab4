import { describe, expect, it } from 'vitest';
import { standardised } from '../../../../server/src/core/map/matrix.js';
import { principalComponents } from '../../../../server/src/core/map/pca.js';
import { matrixOf, planted } from './vectors.js';

describe('principal components', () => {
  // Covariance [[5, 4], [4, 5]]: eigenvalues 9 along (1, 1)/√2 and 1 along (1, −1)/√2, worked out by hand.
  const rows = [
    [13, 3],
    [7, -3],
    [11, -1],
    [9, 1],
  ];

  it('are those of a covariance worked out by hand', () => {
    const { scores, variances } = principalComponents(matrixOf(rows), 2);
    expect(variances[0]).toBeCloseTo(9, 5);
    expect(variances[1]).toBeCloseTo(1, 5);
    const expected = [
      [3 * Math.SQRT2, 0],
      [-3 * Math.SQRT2, 0],
      [0, Math.SQRT2],
      [0, -Math.SQRT2],
    ].flat();
    scores.data.forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at]!, 5);
    });
  });

  it('keep every distance where no direction is left out', () => {
    const matrix = planted(40, 12, 3, 1);
    const { scores } = principalComponents(matrix, 12);
    const distance = (data: Float32Array, i: number, j: number): number => {
      let sum = 0;
      for (let d = 0; d < 12; d++) sum += (data[i * 12 + d]! - data[j * 12 + d]!) ** 2;
      return sum;
    };
    for (let i = 1; i < 40; i++)
      expect(distance(scores.data, 0, i)).toBeCloseTo(distance(matrix.data, 0, i), 2);
  });

  it('come with the largest variance first, as many as are wanted', () => {
    const { scores, variances } = principalComponents(planted(300, 20, 5, 0.5), 6);
    expect(scores.columns).toBe(6);
    expect(variances).toEqual([...variances].sort((a, b) => b - a));
    const sum = scores.data.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum)).toBeLessThan(1e-2);
  });

  it('are of columns that were brought to one scale, an odd value cut', () => {
    const wide = matrixOf([
      ...Array.from({ length: 99 }, (_, i) => [i % 2, 1000 * (i % 2), 5]),
      [0, 90_000, 5],
    ]);
    const { data } = standardised(wide);
    expect(Math.max(...data)).toBe(4);
    // A column that never changes says nothing.
    for (let i = 0; i < 100; i++) expect(data[3 * i + 2]).toBe(0);
  });
});
