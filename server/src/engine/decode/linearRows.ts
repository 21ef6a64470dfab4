/** Dot products of a vector with rows of weights, each row with a bias at its end. */

import type { DecodingKernel } from '../kernel.js';

export class LinearRows {
  readonly #weights: Float32Array;
  readonly #dimension: number;
  readonly #stride: number;

  /**
   * @param weights rows of `dimension` weights and one bias.
   * @param kernel computes the same, ten times as fast; null where there is none.
   */
  constructor(
    weights: Float32Array,
    dimension: number,
    private readonly kernel: DecodingKernel | null = null,
  ) {
    this.#weights = weights;
    this.#dimension = dimension;
    this.#stride = dimension + 1;
  }

  /**
   * Product and bias of each of the first `count` rows of a list, into `out`. Two rows at a time, so that every
   * component of the vector is fetched once for both.
   * @param vector twice as wide as the weights: arithmetic is, and would widen each component again and again.
   */
  scores(out: Float64Array, rows: Int32Array, count: number, vector: Float64Array): void {
    if (this.kernel !== null) {
      this.kernel.multiply(this.#weights, rows, count, vector, out);
      return;
    }
    let n = 0;
    for (; n + 1 < count; n += 2) this.#two(out, n, rows[n] ?? 0, rows[n + 1] ?? 0, vector);
    if (n < count) out[n] = this.#one(rows[n] ?? 0, vector);
  }

  #one(row: number, vector: Float64Array): number {
    const weights = this.#weights;
    const dimension = this.#dimension;
    const at = row * this.#stride;
    // Four sums at once: one alone waits for its last addition.
    let a = weights[at + dimension] ?? 0;
    let b = 0;
    let c = 0;
    let e = 0;
    let d = 0;
    for (; d + 3 < dimension; d += 4) {
      a += (weights[at + d] ?? 0) * (vector[d] ?? 0);
      b += (weights[at + d + 1] ?? 0) * (vector[d + 1] ?? 0);
      c += (weights[at + d + 2] ?? 0) * (vector[d + 2] ?? 0);
      e += (weights[at + d + 3] ?? 0) * (vector[d + 3] ?? 0);
    }
    for (; d < dimension; d++) a += (weights[at + d] ?? 0) * (vector[d] ?? 0);
    return a + b + (c + e);
  }

  /** Adds in the order of `#one`. */
  #two(out: Float64Array, n: number, row: number, other: number, vector: Float64Array): void {
    const weights = this.#weights;
    const dimension = this.#dimension;
    const at = row * this.#stride;
    const to = other * this.#stride;
    let a = weights[at + dimension] ?? 0;
    let b = 0;
    let c = 0;
    let e = 0;
    let a2 = weights[to + dimension] ?? 0;
    let b2 = 0;
    let c2 = 0;
    let e2 = 0;
    let d = 0;
    for (; d + 3 < dimension; d += 4) {
      const v0 = vector[d] ?? 0;
      const v1 = vector[d + 1] ?? 0;
      const v2 = vector[d + 2] ?? 0;
      const v3 = vector[d + 3] ?? 0;
      a += (weights[at + d] ?? 0) * v0;
      b += (weights[at + d + 1] ?? 0) * v1;
      c += (weights[at + d + 2] ?? 0) * v2;
      e += (weights[at + d + 3] ?? 0) * v3;
      a2 += (weights[to + d] ?? 0) * v0;
      b2 += (weights[to + d + 1] ?? 0) * v1;
      c2 += (weights[to + d + 2] ?? 0) * v2;
      e2 += (weights[to + d + 3] ?? 0) * v3;
    }
    for (; d < dimension; d++) {
      a += (weights[at + d] ?? 0) * (vector[d] ?? 0);
      a2 += (weights[to + d] ?? 0) * (vector[d] ?? 0);
    }
    out[n] = a + b + (c + e);
    out[n + 1] = a2 + b2 + (c2 + e2);
  }
}
