/** The parts of `LabelQueries`, label by label. */
import type { LabelQueries } from './types.js';

/** log Σ exp(s) of a label's word scores; -∞ where the sentence has none of the label. */
export function logSumOf({ sums }: LabelQueries, label: number): number {
  return sums[2 * label] ?? -Infinity;
}

/** The attention-weighted mean of a label's word values. */
export function valueOf({ sums }: LabelQueries, label: number): number {
  return sums[2 * label + 1] ?? 0;
}

/** A character a word of a label's weights. */
export function weightsOf({ sums, weights }: LabelQueries, label: number): string {
  const words = weights.length / Math.max(1, sums.length / 2);
  return weights.slice(label * words, (label + 1) * words);
}
