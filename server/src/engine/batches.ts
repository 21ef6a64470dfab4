/** Length-sorted batches, so short that a cancel between two runs is felt within about 50 ms. */

/** A run should take about this long at most, in milliseconds. */
export const runBudgetMs = 50;

/** Indices of `lengths`, the longest first; equal lengths keep their order. */
export function sortByLength(lengths: readonly number[]): number[] {
  const length = (index: number): number => lengths[index] ?? 0;
  return lengths.map((_, index) => index).sort((a, b) => length(b) - length(a) || a - b);
}

/**
 * End of the batch that starts at `start`: as many rows as fit when each is padded to the first.
 * @param order indices by falling length, from `sortByLength`.
 * @param maxPaddedTokens bound of rows × longest row; a row longer than this goes alone.
 */
export function batchEnd(
  order: readonly number[],
  start: number,
  lengths: readonly number[],
  maxPaddedTokens: number,
): number {
  const longest = Math.max(lengths[order[start] ?? 0] ?? 1, 1);
  const rows = Math.max(1, Math.floor(maxPaddedTokens / longest));
  return Math.min(order.length, start + rows);
}

/** Bounds of a run in padded tokens. */
export interface BudgetLimits {
  readonly start: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** On a CPU larger batches bring nothing; a GPU wants them. */
export const cpuLimits: BudgetLimits = { start: 512, minimum: 128, maximum: 1024 };
export const gpuLimits: BudgetLimits = { start: 2048, minimum: 512, maximum: 16_384 };

/** Learns from measured runs how many padded tokens fit into `runBudgetMs`. */
export class TokenBudget {
  private rate: number | null = null;

  constructor(private readonly limits: BudgetLimits) {}

  /** Tokens per millisecond of recent runs; null before the first. */
  get tokensPerMs(): number | null {
    return this.rate;
  }

  /** Padded tokens that the next run may have. */
  get tokens(): number {
    if (this.rate === null) return this.limits.start;
    const fitting = Math.floor(this.rate * runBudgetMs * 0.9);
    return Math.min(Math.max(fitting, this.limits.minimum), this.limits.maximum);
  }

  /** Takes in one finished run. Slow runs count at once, fast ones by and by: cancel comes first. */
  observe(paddedTokens: number, elapsedMs: number): void {
    const measured = paddedTokens / Math.max(elapsedMs, 0.05);
    const weight = this.rate !== null && measured > this.rate ? 0.2 : 0.5;
    this.rate = this.rate === null ? measured : this.rate + weight * (measured - this.rate);
  }
}
