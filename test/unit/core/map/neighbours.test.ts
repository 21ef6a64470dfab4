import { describe, expect, it } from 'vitest';
import { affinitiesOf, rowWeights } from '../../../../server/src/core/map/affinities.js';
import { nearestNeighbours } from '../../../../server/src/core/map/neighbours.js';
import { leavesOf } from '../../../../server/src/core/map/projectionTree.js';
import { seededRandom } from '../../../../server/src/core/map/random.js';
import { bruteNeighbours, finish, matrixOf, planted } from './vectors.js';

function recall(found: Int32Array, k: number, expected: readonly (readonly number[])[]): number {
  let hits = 0;
  expected.forEach((row, i) => {
    const own = new Set(found.subarray(i * k, (i + 1) * k));
    hits += row.filter((j) => own.has(j)).length;
  });
  return hits / (k * expected.length);
}

describe('nearest neighbours', () => {
  it('of few rows are exactly those of all pairs, nearest first', () => {
    const matrix = planted(400, 20, 4, 1);
    const { indices, distances } = finish(nearestNeighbours(matrix, 15, 1));
    expect(recall(indices, 15, bruteNeighbours(matrix, 15))).toBe(1);
    for (let c = 1; c < 15; c++) expect(distances[c]!).toBeGreaterThanOrEqual(distances[c - 1]!);
  });

  it('of many rows are at least nine in ten of those of all pairs', () => {
    // Without groups in 50 directions: the hardest case for a tree.
    const matrix = planted(3_000, 50, 1, 1);
    const { indices } = finish(nearestNeighbours(matrix, 30, 1));
    expect(recall(indices, 30, bruteNeighbours(matrix, 30, 100))).toBeGreaterThan(0.9);
  });

  it('holds no row twice and no row itself', () => {
    const matrix = planted(2_500, 10, 6, 0.5);
    const { indices } = finish(nearestNeighbours(matrix, 20, 3));
    for (let i = 0; i < 2_500; i++) {
      const row = [...indices.subarray(i * 20, (i + 1) * 20)];
      expect(new Set(row).size).toBe(20);
      expect(row).not.toContain(i);
      expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
    }
  });

  it('are found among many equal rows', () => {
    const normal = [1, 2, 3, 4];
    const rows = Array.from({ length: 2_300 }, (_, i) => (i < 2_200 ? normal : [i, -i, i % 7, 0]));
    const { indices, distances } = finish(nearestNeighbours(matrixOf(rows), 10, 1));
    for (let i = 0; i < 2_200; i++) {
      expect(distances[i * 10 + 9]).toBe(0);
      expect(indices[i * 10]).toBeLessThan(2_200);
    }
  });

  it('come from leaves that hold every row once', () => {
    const leaves = [...leavesOf(planted(1_000, 8, 3, 1), 50, seededRandom(5))];
    expect(Math.max(...leaves.map((leaf) => leaf.length))).toBeLessThanOrEqual(50);
    expect(leaves.flatMap((leaf) => [...leaf]).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1_000 }, (_, i) => i),
    );
  });
});

describe('affinities', () => {
  const perplexityOf = (weights: Float64Array): number => {
    const entropy = weights.reduce((sum, p) => sum - (p > 0 ? p * Math.log2(p) : 0), 0);
    return 2 ** entropy;
  };

  it('have the perplexity that was asked for, whatever the scale', () => {
    for (const scale of [1e-4, 1, 1e5]) {
      const distances = Float32Array.from({ length: 90 }, (_, c) => scale * (1 + 0.1 * c ** 1.5));
      for (const perplexity of [5, 30, 60]) {
        const weights = rowWeights(distances, perplexity);
        expect(perplexityOf(weights)).toBeCloseTo(perplexity, 2);
        expect(weights.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10);
        expect(weights[0]!).toBeGreaterThan(weights[89]!);
      }
    }
  });

  it('are alike where all distances are, and finite', () => {
    const weights = rowWeights(new Float32Array(12), 5);
    for (const weight of weights) expect(weight).toBeCloseTo(1 / 12, 10);
  });

  it('leave out neighbours that were not found', () => {
    const weights = rowWeights(Float32Array.from([1, 2, 3, 4, Infinity]), 3);
    expect(weights[4]).toBe(0);
    expect(weights.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10);
  });

  it('of all edges sum to one half, so that of all pairs to one', () => {
    const { weights } = affinitiesOf(finish(nearestNeighbours(planted(100, 6, 2, 1), 30, 1)), 10);
    expect(weights.reduce((sum, p) => sum + p, 0)).toBeCloseTo(0.5, 4);
  });
});
