import { describe, expect, it } from 'vitest';
import { affinitiesOf } from '../../../../server/src/core/map/affinities.js';
import type { Affinities } from '../../../../server/src/core/map/affinities.js';
import { Gradient, planeOf } from '../../../../server/src/core/map/gradient.js';
import type { Plane } from '../../../../server/src/core/map/gradient.js';
import { nearestNeighbours } from '../../../../server/src/core/map/neighbours.js';
import { gaussian, seededRandom } from '../../../../server/src/core/map/random.js';
import { finish, planted } from './vectors.js';

function scattered(points: number, spread: number): Plane {
  const random = seededRandom(11);
  const plane = planeOf(points);
  for (let i = 0; i < points; i++) {
    plane.x[i] = spread * gaussian(random);
    plane.y[i] = spread * gaussian(random);
  }
  return plane;
}

/** Equation 5 of van der Maaten and Hinton 2008 with every pair written out. */
function exact({ k, indices, weights }: Affinities, { x, y }: Plane, exaggeration: number): Plane {
  const n = x.length;
  const p = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let e = i * k; e < (i + 1) * k; e++) {
      const j = indices[e]!;
      p[i * n + j]! += weights[e]!;
      p[j * n + i]! += weights[e]!;
    }
  }
  const w = (i: number, j: number): number => 1 / (1 + (x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2);
  let z = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (i !== j) z += w(i, j);
  const out = planeOf(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      const force = 4 * (exaggeration * p[i * n + j]! - w(i, j) / z) * w(i, j);
      out.x[i]! += force * (x[i]! - x[j]!);
      out.y[i]! += force * (y[i]! - y[j]!);
    }
  }
  return out;
}

function relativeError(found: Plane, expected: Plane): number {
  let error = 0;
  let size = 0;
  for (let i = 0; i < found.x.length; i++) {
    error += (found.x[i]! - expected.x[i]!) ** 2 + (found.y[i]! - expected.y[i]!) ** 2;
    size += expected.x[i]! ** 2 + expected.y[i]! ** 2;
  }
  return Math.sqrt(error / size);
}

describe('the gradient', () => {
  const points = 600;
  const affinities = affinitiesOf(finish(nearestNeighbours(planted(points, 10, 4, 1), 45, 1)), 15);

  it.each([
    ['spread out', 8],
    ['at the start', 1e-4],
  ])('is the exact one with theta 0: %s', (_, spread) => {
    const places = scattered(points, spread);
    const found = planeOf(points);
    new Gradient(affinities, points).at(places, 12, 0, found);
    expect(relativeError(found, exact(affinities, places, 12))).toBeLessThan(1e-9);
  });

  it('is near the exact one with theta 0.5, nearer with less', () => {
    const places = scattered(points, 8);
    const expected = exact(affinities, places, 1);
    const error = (theta: number): number => {
      const found = planeOf(points);
      new Gradient(affinities, points).at(places, 1, theta, found);
      return relativeError(found, expected);
    };
    expect(error(0.5)).toBeLessThan(0.02);
    expect(error(0.5)).toBeGreaterThan(0);
    expect(error(0.2)).toBeLessThan(error(0.5));
  });

  it('is exact where many points lie in one place and one far away', () => {
    const places = planeOf(points);
    places.x[0] = 1_000;
    const found = planeOf(points);
    new Gradient(affinities, points).at(places, 1, 0, found);
    expect(relativeError(found, exact(affinities, places, 1))).toBeLessThan(1e-9);
  });

  it('moves no point where there is one alone', () => {
    const found = planeOf(1);
    new Gradient({ k: 0, indices: new Int32Array(), weights: new Float32Array() }, 1).at(
      planeOf(1),
      1,
      0.5,
      found,
    );
    expect([found.x[0], found.y[0]]).toEqual([0, 0]);
  });
});
