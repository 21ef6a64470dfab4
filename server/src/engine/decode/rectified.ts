/** A rectified hidden layer, of which half and more is 0, and the linear layers over it. */

/** A linear layer: rows of `weights` and one bias each. */
export interface Linear {
  /** Twice as wide as stored: arithmetic in JavaScript is, and would widen each number again and again. */
  readonly weights: Float64Array;
  readonly biases: Float32Array;
}

/** The values above 0 of a vector, those of even and of odd columns apart. */
export class Rectified {
  readonly #size: number;
  readonly #evenColumns: Int32Array;
  readonly #evenValues: Float64Array;
  readonly #oddColumns: Int32Array;
  readonly #oddValues: Float64Array;
  #evens = 0;
  #odds = 0;

  /** @param size columns. */
  constructor(size: number) {
    this.#size = size;
    this.#evenColumns = new Int32Array(size);
    this.#evenValues = new Float64Array(size);
    this.#oddColumns = new Int32Array(size);
    this.#oddValues = new Float64Array(size);
  }

  /** Takes the values of another vector. @param values rounded to float32 as they are taken. */
  set(values: Float64Array): void {
    this.#evens = 0;
    this.#odds = 0;
    for (let column = 0; column < this.#size; column++) {
      const value = Math.fround(values[column] ?? 0);
      if (!(value > 0)) continue;
      if (column % 2 === 0) {
        this.#evenColumns[this.#evens] = column;
        this.#evenValues[this.#evens++] = value;
      } else {
        this.#oddColumns[this.#odds] = column;
        this.#oddValues[this.#odds++] = value;
      }
    }
  }

  /**
   * Row of a layer with the highest score, from `firstRow` on; -1 where there is none.
   * @param added to the scores of those rows.
   */
  bestRow({ weights, biases }: Linear, firstRow: number, added: Float64Array | null = null): number {
    const evenColumns = this.#evenColumns;
    const evenValues = this.#evenValues;
    const oddColumns = this.#oddColumns;
    const oddValues = this.#oddValues;
    const evens = this.#evens;
    const odds = this.#odds;
    let best = -1;
    let top = -Infinity;
    for (let row = firstRow; row < biases.length; row++) {
      const at = row * this.#size;
      // Two sums: one alone waits for its last addition.
      let even = (biases[row] ?? 0) + (added?.[row - firstRow] ?? 0);
      let odd = 0;
      for (let n = 0; n < evens; n++)
        even += (weights[at + (evenColumns[n] ?? 0)] ?? 0) * (evenValues[n] ?? 0);
      for (let n = 0; n < odds; n++) odd += (weights[at + (oddColumns[n] ?? 0)] ?? 0) * (oddValues[n] ?? 0);
      const score = even + odd;
      if (score > top) {
        top = score;
        best = row;
      }
    }
    return best;
  }
}
