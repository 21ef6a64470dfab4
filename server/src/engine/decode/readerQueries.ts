/** Attention queries of one sentence (S4, S0), in the form that `core/labels.ts` and `core/examCodes.ts` merge. */
import type { QueryReading, ReportReading } from '../../core/types.js';
import type { WordOutput } from './types.js';

/** Characters of `QueryReading.weights`: from '0' on. */
const zeroWeight = 48;
const fullWeight = 63;

/**
 * What the report-level heads keep of a sentence; null where it has no words.
 * @param queries columns 2q and 2q + 1 are score and value of query q, the last one the exam's score.
 */
export function decodeQueries(queries: WordOutput, vectors: WordOutput, words: number): ReportReading | null {
  if (words === 0) return null;
  const labels: QueryReading[] = [];
  for (let column = 0; column + 1 < queries.size; column += 2) labels.push(readQuery(queries, column, words));
  return { labels, exam: readExam(queries, vectors, words), mean: meanOf(vectors, words) };
}

function topScore({ data, size }: WordOutput, column: number, words: number): number {
  let top = -Infinity;
  for (let w = 0; w < words; w++) top = Math.max(top, data[w * size + column] ?? 0);
  return top;
}

function readQuery(queries: WordOutput, column: number, words: number): QueryReading {
  const { data, size } = queries;
  const top = topScore(queries, column, words);
  let mass = 0;
  let sum = 0;
  let weights = '';
  for (let w = 0; w < words; w++) {
    const weight = Math.exp((data[w * size + column] ?? 0) - top);
    mass += weight;
    sum += weight * (data[w * size + column + 1] ?? 0);
    weights += String.fromCharCode(zeroWeight + Math.round(fullWeight * weight));
  }
  return { logSumExp: top + Math.log(mass), value: sum / mass, weights };
}

function readExam(queries: WordOutput, vectors: WordOutput, words: number): ReportReading['exam'] {
  const column = queries.size - 1;
  const top = topScore(queries, column, words);
  const sum = new Float64Array(vectors.size);
  let mass = 0;
  for (let w = 0; w < words; w++) {
    const weight = Math.exp((queries.data[w * queries.size + column] ?? 0) - top);
    mass += weight;
    addRow(sum, vectors, w, weight);
  }
  return { logSumExp: top + Math.log(mass), vector: rounded(sum, mass) };
}

function meanOf(vectors: WordOutput, words: number): number[] {
  const sum = new Float64Array(vectors.size);
  for (let w = 0; w < words; w++) addRow(sum, vectors, w, 1);
  return rounded(sum, words);
}

function addRow(sum: Float64Array, { data, size }: WordOutput, row: number, weight: number): void {
  for (let d = 0; d < size; d++) sum[d] = (sum[d] ?? 0) + weight * (data[row * size + d] ?? 0);
}

/** `sum / divisor` with 3 decimals; never -0, which JSON does not keep. */
function rounded(sum: Float64Array, divisor: number): number[] {
  return Array.from(sum, (value) => Math.round((value / divisor) * 1000) / 1000 + 0);
}
