/** Dot products of a vector with rows of weights, each row with a bias at its end. */

export class LinearRows {
  readonly #weights: Float32Array;
  readonly #dimension: number;
  readonly #stride: number;

  /** @param weights rows of `dimension` weights and one bias. */
  constructor(weights: Float32Array, dimension: number) {
    this.#weights = weights;
    this.#dimension = dimension;
    this.#stride = dimension + 1;
  }

  /** Product and bias of one row. */
  score(row: number, vector: Float64Array): number {
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

  /**
   * Writes the scores of the rows from `first` on into `out`, as `score` computes them; two rows at a time, so that
   * every component of the vector is fetched once for both.
   */
  fill(out: Float32Array, first: number, vector: Float64Array): void {
    const weights = this.#weights;
    const dimension = this.#dimension;
    const whole = dimension - (dimension % 4);
    let row = 0;
    for (; row + 1 < out.length; row += 2) {
      const at = (first + row) * this.#stride;
      const to = at + this.#stride;
      let a = weights[at + dimension] ?? 0;
      let b = 0;
      let c = 0;
      let e = 0;
      let a2 = weights[to + dimension] ?? 0;
      let b2 = 0;
      let c2 = 0;
      let e2 = 0;
      for (let d = 0; d < whole; d += 4) {
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
      for (let d = whole; d < dimension; d++) {
        a += (weights[at + d] ?? 0) * (vector[d] ?? 0);
        a2 += (weights[to + d] ?? 0) * (vector[d] ?? 0);
      }
      out[row] = a + b + (c + e);
      out[row + 1] = a2 + b2 + (c2 + e2);
    }
    if (row < out.length) out[row] = this.score(first + row, vector);
  }
}
