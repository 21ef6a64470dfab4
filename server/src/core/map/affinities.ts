/** How much each row belongs to its neighbours, as t-SNE weighs it (van der Maaten and Hinton 2008, section 2). */
import type { Neighbours } from './neighbours.js';

/** Bisections of a row's precision: each halves the error. */
const bisections = 64;
const tolerance = 1e-5;

/** Weights of directed edges: `Neighbours.indices[e]` belongs to its row by `weights[e]`. */
export interface Affinities {
  readonly k: number;
  readonly indices: Int32Array;
  /** p(j given i) / 2n: with the edge back, the symmetric p of the pair; all sum to 1/2. */
  readonly weights: Float32Array;
}

/** Gaussian weights of a row's neighbours, with the width at which their perplexity is the one asked for. */
export function affinitiesOf({ k, indices, distances }: Neighbours, perplexity: number): Affinities {
  const rows = k === 0 ? 0 : indices.length / k;
  const weights = new Float32Array(indices.length);
  for (let i = 0; i < rows; i++) {
    const row = rowWeights(distances.subarray(i * k, (i + 1) * k), perplexity);
    for (let c = 0; c < k; c++) weights[i * k + c] = (row[c] ?? 0) / (2 * rows);
  }
  return { k, indices, weights };
}

/**
 * Weights that sum to 1 and have this perplexity, 2 to the power of their entropy in bits: the number of neighbours
 * that would count alike.
 * @param distances squared, nearest first; infinite ones weigh nothing. Where all are equal no width changes anything.
 */
export function rowWeights(distances: Float32Array, perplexity: number): Float64Array {
  const target = Math.log(perplexity);
  const nearest = distances[0] ?? 0;
  const out = new Float64Array(distances.length);
  let precision = 1 / Math.max(1e-12, meanBeyond(distances, nearest));
  let low = 0;
  let high = Infinity;
  for (let round = 0; round < bisections; round++) {
    const difference = weigh(distances, nearest, precision, out) - target;
    if (Math.abs(difference) < tolerance) break;
    if (difference > 0) low = precision;
    else high = precision;
    precision = high === Infinity ? precision * 2 : (low + high) / 2;
  }
  return out;
}

/** Fills `out`; returns its entropy in nats. */
function weigh(distances: Float32Array, nearest: number, precision: number, out: Float64Array): number {
  let sum = 0;
  let weighted = 0;
  for (let c = 0; c < out.length; c++) {
    const beyond = (distances[c] ?? 0) - nearest;
    // The nearest has weight 1 before the sum divides it, so that nothing underflows to zero.
    const weight = beyond === Infinity ? 0 : Math.exp(-precision * beyond);
    out[c] = weight;
    sum += weight;
    if (weight > 0) weighted += weight * beyond;
  }
  for (let c = 0; c < out.length; c++) out[c] = (out[c] ?? 0) / sum;
  return Math.log(sum) + (precision * weighted) / sum;
}

function meanBeyond(distances: Float32Array, nearest: number): number {
  let sum = 0;
  let count = 0;
  for (const distance of distances) {
    if (distance === Infinity) continue;
    sum += distance - nearest;
    count++;
  }
  return sum / Math.max(1, count);
}
