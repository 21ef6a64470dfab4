/** Made-up report vectors for tests. */
import type { Matrix } from '../../../../server/src/core/map/matrix.js';
import { gaussian, seededRandom } from '../../../../server/src/core/map/random.js';

export function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, columns: rows[0]?.length ?? 0, data: Float32Array.from(rows.flat()) };
}

/** Groups of vectors around centres; row i is of group `i % groups`. */
export function planted(rows: number, columns: number, groups: number, spread: number, seed = 7): Matrix {
  const random = seededRandom(seed);
  const centres = Array.from({ length: groups * columns }, () => 3 * gaussian(random));
  const data = Float32Array.from({ length: rows * columns }, (_, at) => {
    const group = Math.floor(at / columns) % groups;
    return centres[group * columns + (at % columns)]! + spread * gaussian(random);
  });
  return { rows, columns, data };
}

/** Runs work to its end. */
export function finish<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** The k nearest of the first `asked` rows by comparing all pairs, written without the code under test. */
export function bruteNeighbours({ rows, columns, data }: Matrix, k: number, asked = rows): number[][] {
  return Array.from({ length: asked }, (_, i) => {
    const distances = Float64Array.from({ length: rows }, (__, j) => {
      let sum = 0;
      for (let d = 0; d < columns; d++) sum += (data[i * columns + d]! - data[j * columns + d]!) ** 2;
      return sum;
    });
    const order = Array.from(distances.keys()).filter((j) => j !== i);
    return order.sort((a, b) => distances[a]! - distances[b]!).slice(0, k);
  });
}
