import type { Neighbours } from './neighbours.js';

/** The k nearest rows found so far, of each row: heaps whose first entry is the farthest. */
export class NeighbourLists {
  readonly #indices: Int32Array;
  readonly #distances: Float32Array;

  constructor(
    readonly rows: number,
    readonly k: number,
  ) {
    this.#indices = new Int32Array(rows * k).fill(-1);
    this.#distances = new Float32Array(rows * k).fill(Infinity);
  }

  /** Takes row j for row i where it is nearer than the farthest. The caller knows that it is not held yet. */
  offer(i: number, j: number, distance: number): void {
    const top = i * this.k;
    if (distance >= (this.#distances[top] ?? 0)) return;
    this.#replaceTop(top, j, distance);
  }

  /** The same, for a row that may be held. */
  offerOnce(i: number, j: number, distance: number): void {
    const top = i * this.k;
    if (distance >= (this.#distances[top] ?? 0)) return;
    for (let at = top; at < top + this.k; at++) if (this.#indices[at] === j) return;
    this.#replaceTop(top, j, distance);
  }

  /** Sets `marks[j] = i` for every row j that row i holds. */
  markHeld(i: number, marks: Int32Array): void {
    for (let at = i * this.k; at < (i + 1) * this.k; at++) {
      const j = this.#indices[at] ?? 0;
      if (j >= 0) marks[j] = i;
    }
  }

  /** The `count` nearest of each row, or k where that is less; a row that holds fewer is its own neighbour. */
  nearest(count: number): Int32Array {
    const { k, rows } = this;
    const kept = Math.min(count, k);
    const sorted = this.sorted();
    const out = new Int32Array(rows * kept);
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < kept; c++) {
        const j = sorted.indices[i * k + c] ?? 0;
        out[i * kept + c] = j < 0 ? i : j;
      }
    }
    return out;
  }

  /** Nearest first; of equals the row with the lower number. The lists stay as they are. */
  sorted(): Neighbours {
    const { k, rows } = this;
    const indices = new Int32Array(rows * k);
    const distances = new Float32Array(rows * k);
    const order = Array.from({ length: k }, (_, c) => c);
    for (let i = 0; i < rows; i++) {
      const from = i * k;
      order.sort(
        (a, b) =>
          (this.#distances[from + a] ?? 0) - (this.#distances[from + b] ?? 0) ||
          (this.#indices[from + a] ?? 0) - (this.#indices[from + b] ?? 0),
      );
      order.forEach((place, c) => {
        indices[from + c] = this.#indices[from + place] ?? 0;
        distances[from + c] = this.#distances[from + place] ?? 0;
      });
    }
    return { k, indices, distances };
  }

  /** Lets the new entry sink to its place. */
  #replaceTop(top: number, j: number, distance: number): void {
    const distances = this.#distances;
    const indices = this.#indices;
    const stored = Math.fround(distance);
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.k) break;
      const right = child + 1;
      if (right < this.k && (distances[top + right] ?? 0) > (distances[top + child] ?? 0)) child = right;
      if ((distances[top + child] ?? 0) <= stored) break;
      distances[top + place] = distances[top + child] ?? 0;
      indices[top + place] = indices[top + child] ?? 0;
      place = child;
    }
    distances[top + place] = stored;
    indices[top + place] = j;
  }
}
