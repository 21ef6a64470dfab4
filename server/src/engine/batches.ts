/** Length-sorted batches, so short that a cancel between two runs is felt within about 50 ms. */

/** A run should take about this long at most, in milliseconds. */
export const runBudgetMs = 50;

/** Indices of `lengths`, the longest first; equal lengths keep their order. */
export function sortByLength(lengths: readonly number[]): number[] {
  const length = (index: number): number => lengths[index] ?? 0;
  return lengths.map((_, index) => index).sort((a, b) => length(b) - length(a) || a - b);
}

/** Rows that a cut looks ahead: enough for several of the largest runs of short sentences. */
const lookAhead = 384;

/**
 * End of the batch that starts at `start`, cut where padding and the fixed costs of runs are least together.
 * @param order indices by falling length, from `sortByLength`.
 * @param limits `maxPaddedTokens` bounds rows × longest row, and a row longer than it goes alone; a run costs as much
 * as `runTokens` tokens before it reads the first.
 */
export function batchEnd(
  order: readonly number[],
  start: number,
  lengths: readonly number[],
  { maxPaddedTokens, runTokens }: { readonly maxPaddedTokens: number; readonly runTokens: number },
): number {
  const count = Math.min(order.length - start, lookAhead);
  // Least cost of the rows from each on, and the end of the first run that reaches it: from the last row backwards.
  const costs = new Float64Array(count + 1);
  let end = start;
  for (let first = count - 1; first >= 0; first--) {
    const longest = Math.max(lengths[order[start + first] ?? 0] ?? 1, 1);
    const most = Math.min(count - first, Math.max(1, Math.floor(maxPaddedTokens / longest)));
    let least = Infinity;
    for (let rows = 1; rows <= most; rows++) {
      const cost = rows * longest + runTokens + (costs[first + rows] ?? 0);
      // Of two that cost the same, the one with fewer runs.
      if (cost > least) continue;
      least = cost;
      end = start + first + rows;
    }
    costs[first] = least;
  }
  return end;
}

/** End of the batch that starts at `start` where a run costs its tokens alone: as many rows as fit, one at least. */
export function plainBatchEnd(
  order: readonly number[],
  start: number,
  lengths: readonly number[],
  { maxPaddedTokens }: { readonly maxPaddedTokens: number },
): number {
  let end = start;
  for (let tokens = 0; end < order.length; end++) {
    tokens += lengths[order[end] ?? 0] ?? 0;
    if (tokens > maxPaddedTokens && end > start) break;
  }
  return end;
}

/** Bounds of a run in padded tokens. */
export interface BudgetLimits {
  readonly start: number;
  readonly minimum: number;
  readonly maximum: number;
  /** What one run costs beside its tokens, in tokens. */
  readonly perRun: number;
}

/**
 * On a CPU larger batches bring nothing; a GPU wants them. Measured on one core (Zen 4): 80 µs a token and 0.75 ms a
 * run, to which its message comes.
 */
export const cpuLimits: BudgetLimits = { start: 512, minimum: 128, maximum: 1024, perRun: 16 };
export const gpuLimits: BudgetLimits = { start: 2048, minimum: 512, maximum: 16_384, perRun: 512 };

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

  /** What `batchEnd` keeps to. */
  get bounds(): { readonly maxPaddedTokens: number; readonly runTokens: number } {
    return { maxPaddedTokens: this.tokens, runTokens: this.limits.perRun };
  }

  /** Takes in one finished run. Slow runs count at once, fast ones by and by: cancel comes first. */
  observe(paddedTokens: number, elapsedMs: number): void {
    const measured = paddedTokens / Math.max(elapsedMs, 0.05);
    const weight = this.rate !== null && measured > this.rate ? 0.2 : 0.5;
    this.rate = this.rate === null ? measured : this.rate + weight * (measured - this.rate);
  }
}
