/** Attention queries of one sentence (S4, S0), in the form that `core/labels.ts` and `core/examCodes.ts` merge. */
import type { LabelQueries, ReportReading } from '../../core/types.js';
import { packVector } from '../../core/wordVector.js';
import { sixDecimals } from './sixDecimals.js';
import type { WordOutput } from './types.js';

/** Characters of `LabelQueries.weights`: from '0' on. */
const zeroWeight = 48;
const fullWeight = 63;

/** What one sentence after the other is summed up in. */
const scratch = {
  /** The labels' weights as characters, label after label. */
  weights: Buffer.alloc(0),
  /** The exam's weighted sum and the plain sum of the vectors. */
  weighted: new Float64Array(0),
  plain: new Float64Array(0),
};

/**
 * What the report-level heads keep of a sentence; null where it has no words.
 * @param queries columns 2q and 2q + 1 are score and value of query q, the last one the exam's score.
 */
export function decodeQueries(queries: WordOutput, vectors: WordOutput, words: number): ReportReading | null {
  if (words === 0) return null;
  const labels = readLabels(queries, words);
  const { size } = vectors;
  if (scratch.plain.length !== size) {
    scratch.weighted = new Float64Array(size);
    scratch.plain = new Float64Array(size);
  }
  const { logSumExp, mass } = sumUp(queries, vectors, words);
  return {
    labels,
    exam: { logSumExp: sixDecimals(logSumExp), vector: packVector(scratch.weighted, mass) },
    mean: packVector(scratch.plain, words),
  };
}

function topScore({ data, size }: WordOutput, column: number, words: number): number {
  let top = -Infinity;
  for (let w = 0, at = column; w < words; w++, at += size) top = Math.max(top, data[at] ?? 0);
  return top;
}

function readLabels(queries: WordOutput, words: number): LabelQueries {
  const count = queries.size >> 1;
  if (scratch.weights.length < count * words) scratch.weights = Buffer.alloc(count * words * 2);
  const sums: number[] = [];
  for (let label = 0; label < count; label++) readLabel(queries, label, words, sums);
  return { sums, weights: scratch.weights.toString('latin1', 0, count * words) };
}

/** Adds the two sums of one label's query; its weights go to their place among all labels'. */
function readLabel({ data, size }: WordOutput, label: number, words: number, sums: number[]): void {
  const { weights } = scratch;
  const top = topScore({ data, size }, label * 2, words);
  let mass = 0;
  let sum = 0;
  let to = label * words;
  for (let w = 0, at = label * 2; w < words; w++, at += size) {
    const weight = Math.exp((data[at] ?? 0) - top);
    mass += weight;
    sum += weight * (data[at + 1] ?? 0);
    weights[to++] = zeroWeight + Math.round(fullWeight * weight);
  }
  sums.push(sixDecimals(top + Math.log(mass)), sixDecimals(sum / mass));
}

/** The sums of the vectors, into the scratch, and the exam's sum of weights. */
function sumUp(
  queries: WordOutput,
  { data, size }: WordOutput,
  words: number,
): { logSumExp: number; mass: number } {
  const column = queries.size - 1;
  const top = topScore(queries, column, words);
  const weighted = scratch.weighted.fill(0);
  const plain = scratch.plain.fill(0);
  let mass = 0;
  for (let w = 0; w < words; w++) {
    const weight = Math.exp((queries.data[w * queries.size + column] ?? 0) - top);
    mass += weight;
    const at = w * size;
    for (let d = 0; d < size; d++) {
      const value = data[at + d] ?? 0;
      weighted[d] = (weighted[d] ?? 0) + weight * value;
      plain[d] = (plain[d] ?? 0) + value;
    }
  }
  return { logSumExp: top + Math.log(mass), mass };
}
