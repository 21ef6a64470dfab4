/** Rows of numbers, one after another. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** `rows × columns` numbers; number d of row i is at `i · columns + d`. */
  readonly data: Float32Array;
}

/** Squared Euclidean distance of two rows. */
export function squaredDistance({ data, columns }: Matrix, i: number, j: number): number {
  let a = i * columns;
  let b = j * columns;
  const end = a + columns;
  let sum = 0;
  let other = 0;
  // Two sums keep the processor busy: one addition need not wait for the other.
  for (; a + 1 < end; a += 2, b += 2) {
    const first = (data[a] ?? 0) - (data[b] ?? 0);
    const second = (data[a + 1] ?? 0) - (data[b + 1] ?? 0);
    sum += first * first;
    other += second * second;
  }
  if (a < end) {
    const last = (data[a] ?? 0) - (data[b] ?? 0);
    sum += last * last;
  }
  return sum + other;
}

/**
 * Every column with mean 0 and variance 1, cut at ±`limit` so that one odd report does not stretch a column; a column
 * without variance becomes 0.
 */
export function standardised({ rows, columns, data }: Matrix, limit = 4): Matrix {
  const mean = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let d = 0; d < columns; d++) mean[d] = (mean[d] ?? 0) + (data[i * columns + d] ?? 0) / rows;
  }
  for (let i = 0; i < rows; i++) {
    for (let d = 0; d < columns; d++) {
      squares[d] = (squares[d] ?? 0) + ((data[i * columns + d] ?? 0) - (mean[d] ?? 0)) ** 2 / rows;
    }
  }
  const scale = squares.map((variance) => (variance > 1e-12 ? 1 / Math.sqrt(variance) : 0));
  const out = new Float32Array(rows * columns);
  for (let at = 0; at < out.length; at++) {
    const d = at % columns;
    const value = ((data[at] ?? 0) - (mean[d] ?? 0)) * (scale[d] ?? 0);
    out[at] = Math.min(limit, Math.max(-limit, value));
  }
  return { rows, columns, data: out };
}
