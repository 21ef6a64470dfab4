/**
 * A map of vectors: near vectors lie near each other on a plane. t-SNE (van der Maaten and Hinton 2008) over the
 * nearest neighbours alone, with the repulsion of Barnes and Hut (van der Maaten 2014), from a start along the two
 * principal components (Kobak and Berens 2019). The same seed and vectors give the same map.
 */
import { affinitiesOf } from './affinities.js';
import { planeOf } from './gradient.js';
import type { Plane } from './gradient.js';
import { layOut } from './layout.js';
import { standardised } from './matrix.js';
import type { Matrix } from './matrix.js';
import { nearestNeighbours } from './neighbours.js';
import { principalComponents } from './pca.js';
import { gaussian, seededRandom } from './random.js';
import type { Step } from './step.js';

export interface MapOptions {
  readonly seed: number;
  /** Neighbours that count, about. */
  readonly perplexity: number;
}
export const defaultMapOptions: MapOptions = { seed: 1, perplexity: 30 };
export const leastPerplexity = 5;
export const mostPerplexity = 100;

/** Changes where the same vectors, seed and perplexity would give another map than before. */
export const mapVersion = 1;

/** Directions that distances are measured along: further ones hold little but noise. */
const components = 50;
/** Neighbours kept, in perplexities: those beyond have next to no weight. */
const neighboursPerPerplexity = 3;
const theta = 0.5;
/** Spread of the start: small, so that no point stands in another's way. */
const startSpread = 1e-4;
/** Sets equal vectors apart; a part of the spread. */
const startJitter = 0.01;

/** The perplexity that so many vectors allow: a vector has all others as neighbours at most. */
export function perplexityFor(rows: number, asked: number): number {
  return Math.min(asked, Math.max(1, (rows - 1) / neighboursPerPerplexity));
}

/**
 * Lays vectors out, a step at a time; who gives up stops taking steps.
 * @param vectors one row each, of the same model.
 * @returns places from −1 to 1.
 */
export function* mapOf(vectors: Matrix, { seed, perplexity }: MapOptions): Generator<Step, Plane> {
  const { rows } = vectors;
  const { scores } = principalComponents(standardised(vectors), components);
  const start = startOf(scores, seed);
  if (rows > 3) {
    const fitting = perplexityFor(rows, perplexity);
    const k = Math.min(rows - 1, Math.floor(neighboursPerPerplexity * fitting));
    const neighbours = yield* nearestNeighbours(scores, k, seed);
    yield* layOut(affinitiesOf(neighbours, fitting), start, theta);
  }
  return framed(start);
}

/** The first two components, as small as `startSpread`. */
function startOf({ rows, columns, data }: Matrix, seed: number): Plane {
  const random = seededRandom(seed);
  const start = planeOf(rows);
  let squares = 0;
  for (let i = 0; i < rows; i++) squares += (data[i * columns] ?? 0) ** 2 / rows;
  const scale = squares > 0 ? startSpread / Math.sqrt(squares) : 0;
  const jitter = startSpread * startJitter;
  for (let i = 0; i < rows; i++) {
    start.x[i] = scale * (data[i * columns] ?? 0) + jitter * gaussian(random);
    start.y[i] = scale * (columns > 1 ? (data[i * columns + 1] ?? 0) : 0) + jitter * gaussian(random);
  }
  return start;
}

/** Moved and scaled, alike along both axes, into the square from −1 to 1. */
function framed({ x, y }: Plane): Plane {
  const [left, right] = rangeOf(x);
  const [bottom, top] = rangeOf(y);
  const half = Math.max(right - left, top - bottom) / 2 || 1;
  return {
    x: x.map((value) => (value - (left + right) / 2) / half),
    y: y.map((value) => (value - (bottom + top) / 2) / half),
  };
}

function rangeOf(values: Float64Array): readonly [number, number] {
  let low = values[0] ?? 0;
  let high = low;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
