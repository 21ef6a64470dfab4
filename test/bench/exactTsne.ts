/** t-SNE with every pair of points, to compare the map with: no tree, no neighbour left out. */
import { rowWeights } from '../../server/src/core/map/affinities.js';
import { planeOf } from '../../server/src/core/map/gradient.js';
import type { Plane } from '../../server/src/core/map/gradient.js';
import { earlyRounds, laterRounds } from '../../server/src/core/map/layout.js';
import { squaredDistance } from '../../server/src/core/map/matrix.js';
import type { Matrix } from '../../server/src/core/map/matrix.js';
import { principalComponents } from '../../server/src/core/map/pca.js';

const exaggeration = 12;

/** As many rounds as the map has, from the same start but for its jitter. */
export function exactTsne(vectors: Matrix, perplexity: number): Plane {
  const { rows } = vectors;
  const p = pairAffinities(vectors, perplexity);
  const places = startOf(vectors);
  const speed = planeOf(rows);
  const gain = { x: new Float64Array(rows).fill(1), y: new Float64Array(rows).fill(1) };
  const slope = planeOf(rows);
  const rate = Math.max(50, rows / exaggeration / 4);
  for (let round = 0; round < earlyRounds + laterRounds; round++) {
    const early = round < earlyRounds;
    fillSlope(p, places, early ? exaggeration : 1, slope);
    for (const axis of ['x', 'y'] as const) {
      for (let i = 0; i < rows; i++) {
        const down = slope[axis][i]!;
        const kept = Math.max(0.01, down * speed[axis][i]! < 0 ? gain[axis][i]! + 0.2 : gain[axis][i]! * 0.8);
        gain[axis][i] = kept;
        speed[axis][i] = (early ? 0.5 : 0.8) * speed[axis][i]! - rate * kept * down;
        places[axis][i]! += speed[axis][i]!;
      }
    }
  }
  return places;
}

function startOf(vectors: Matrix): Plane {
  const { scores, variances } = principalComponents(vectors, 2);
  const scale = 1e-4 / Math.sqrt(variances[0]!);
  const start = planeOf(vectors.rows);
  for (let i = 0; i < vectors.rows; i++) {
    start.x[i] = scale * scores.data[2 * i]!;
    start.y[i] = scale * scores.data[2 * i + 1]!;
  }
  return start;
}

/** Symmetric, all pairs sum to 1. */
function pairAffinities(vectors: Matrix, perplexity: number): Float64Array {
  const { rows } = vectors;
  const p = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    const others = Array.from({ length: rows }, (_, j) => j).filter((j) => j !== i);
    const distances = new Map(others.map((j) => [j, squaredDistance(vectors, i, j)]));
    others.sort((a, b) => distances.get(a)! - distances.get(b)!);
    const weights = rowWeights(
      Float32Array.from(others, (j) => distances.get(j)!),
      perplexity,
    );
    others.forEach((j, place) => {
      p[i * rows + j]! += weights[place]! / (2 * rows);
      p[j * rows + i]! += weights[place]! / (2 * rows);
    });
  }
  return p;
}

function fillSlope(p: Float64Array, { x, y }: Plane, factor: number, out: Plane): void {
  const rows = x.length;
  const w = new Float64Array(rows * rows);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      const near = 1 / (1 + (x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2);
      w[i * rows + j] = near;
      w[j * rows + i] = near;
      sum += 2 * near;
    }
  }
  for (let i = 0; i < rows; i++) {
    let slopeX = 0;
    let slopeY = 0;
    for (let j = 0; j < rows; j++) {
      const near = w[i * rows + j]!;
      const force = 4 * (factor * p[i * rows + j]! - near / sum) * near;
      slopeX += force * (x[i]! - x[j]!);
      slopeY += force * (y[i]! - y[j]!);
    }
    out.x[i] = slopeX;
    out.y[i] = slopeY;
  }
}
