/** Principal components: the directions in which rows differ most (Pearson 1901; Hotelling 1933). */
import type { Matrix } from './matrix.js';

/** Rounds over all pairs of directions; ten are enough for hundreds of columns. */
const mostSweeps = 50;

export interface Components {
  /** Rows of the matrix, centred and turned: column c goes along the c-th direction. */
  readonly scores: Matrix;
  /** Variance along each direction, largest first. */
  readonly variances: readonly number[];
}

/** The `wanted` first components, or as many as there are columns. A direction's largest number is positive. */
export function principalComponents(matrix: Matrix, wanted: number): Components {
  const { rows, columns, data } = matrix;
  const mean = columnMeans(matrix);
  const { values, vectors } = eigen(covariance(matrix, mean), columns);
  const order = [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  const kept = order.slice(0, Math.min(wanted, columns));
  const scores = new Float32Array(rows * kept.length);
  kept.forEach((direction, c) => {
    const weights = Float64Array.from({ length: columns }, (_, d) => vectors[d * columns + direction] ?? 0);
    const sign = signOf(weights);
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let d = 0; d < columns; d++)
        sum += ((data[i * columns + d] ?? 0) - (mean[d] ?? 0)) * (weights[d] ?? 0);
      scores[i * kept.length + c] = sign * sum;
    }
  });
  return {
    scores: { rows, columns: kept.length, data: scores },
    variances: kept.map((direction) => Math.max(0, values[direction] ?? 0)),
  };
}

function columnMeans({ rows, columns, data }: Matrix): Float64Array {
  const mean = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let d = 0; d < columns; d++) mean[d] = (mean[d] ?? 0) + (data[i * columns + d] ?? 0) / rows;
  }
  return mean;
}

/** Divided by the number of rows. */
function covariance({ rows, columns, data }: Matrix, mean: Float64Array): Float64Array {
  const sums = new Float64Array(columns * columns);
  const row = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let d = 0; d < columns; d++) row[d] = (data[i * columns + d] ?? 0) - (mean[d] ?? 0);
    for (let a = 0; a < columns; a++) {
      const own = row[a] ?? 0;
      for (let b = a; b < columns; b++) {
        const at = a * columns + b;
        sums[at] = (sums[at] ?? 0) + own * (row[b] ?? 0);
      }
    }
  }
  for (let a = 0; a < columns; a++) {
    for (let b = a; b < columns; b++) {
      const value = (sums[a * columns + b] ?? 0) / Math.max(1, rows);
      sums[a * columns + b] = value;
      sums[b * columns + a] = value;
    }
  }
  return sums;
}

/** Eigenvalues and, as columns, eigenvectors of a symmetric matrix: cyclic Jacobi rotations (Jacobi 1846). */
function eigen(symmetric: Float64Array, size: number): { values: Float64Array; vectors: Float64Array } {
  const a = Float64Array.from(symmetric);
  const vectors = new Float64Array(size * size);
  for (let d = 0; d < size; d++) vectors[d * size + d] = 1;
  const total = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) off += (a[p * size + q] ?? 0) ** 2;
    }
    if (off <= 1e-22 * total) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, vectors, size, p, q);
    }
  }
  return { values: Float64Array.from({ length: size }, (_, d) => a[d * size + d] ?? 0), vectors };
}

/** Makes element (p, q) zero. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q] ?? 0;
  if (apq === 0) return;
  const theta = ((a[q * size + q] ?? 0) - (a[p * size + p] ?? 0)) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q, c, s);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k, c, s);
  for (let k = 0; k < size; k++) turn(vectors, k * size + p, k * size + q, c, s);
}

function turn(values: Float64Array, x: number, y: number, c: number, s: number): void {
  const first = values[x] ?? 0;
  const second = values[y] ?? 0;
  values[x] = c * first - s * second;
  values[y] = s * first + c * second;
}

function signOf(weights: Float64Array): 1 | -1 {
  let largest = 0;
  for (const weight of weights) if (Math.abs(weight) > Math.abs(largest) + 1e-9) largest = weight;
  return largest < 0 ? -1 : 1;
}
