import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchEnd,
  cpuLimits,
  runBudgetMs,
  sortByLength,
  TokenBudget,
} from '../../../server/src/engine/batches.js';

describe('batches', () => {
  it('hold every row once, within the bound, of like lengths', () => {
    const lengths = fc.array(fc.integer({ min: 2, max: 512 }), { maxLength: 200 });
    fc.assert(
      fc.property(
        lengths,
        fc.integer({ min: 16, max: 2048 }),
        fc.integer({ min: 0, max: 600 }),
        (rows, bound, runTokens) => {
          const order = sortByLength(rows);
          const seen: number[] = [];
          let previousShortest = Infinity;
          for (let start = 0; start < order.length;) {
            const end = batchEnd(order, start, rows, { maxPaddedTokens: bound, runTokens });
            expect(end).toBeGreaterThan(start);
            const batch = order.slice(start, end).map((index) => rows[index]!);
            const longest = Math.max(...batch);
            expect(batch.length === 1 || batch.length * longest <= bound).toBe(true);
            expect(longest).toBeLessThanOrEqual(previousShortest);
            previousShortest = Math.min(...batch);
            seen.push(...order.slice(start, end));
            start = end;
          }
          expect(seen.sort((a, b) => a - b)).toEqual(rows.map((_, index) => index));
        },
      ),
    );
  });

  /** Lengths of a job's sentences cut into runs. */
  function cut(lengths: readonly number[], maxPaddedTokens: number, runTokens: number): number[][] {
    const order = sortByLength(lengths);
    const runs: number[][] = [];
    for (let start = 0; start < order.length;) {
      const end = batchEnd(order, start, lengths, { maxPaddedTokens, runTokens });
      runs.push(order.slice(start, end).map((index) => lengths[index]!));
      start = end;
    }
    return runs;
  }

  it('end where another run costs less than the padding', () => {
    const lengths = [...Array<number>(10).fill(40), ...Array<number>(20).fill(12)];
    expect(cut(lengths, 1024, 16).map((run) => [run[0], run.length])).toEqual([
      [40, 10],
      [12, 20],
    ]);
    // A run that costs as much as all the padding is not worth it.
    expect(cut(lengths, 1200, 600)).toHaveLength(1);
    // One token of padding a row is cheaper than a run.
    expect(cut([21, 20, 20, 20], 1024, 16)).toEqual([[21, 20, 20, 20]]);
  });

  it('cost no more than any other cut of the same order', () => {
    const few = fc.array(fc.integer({ min: 2, max: 60 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(few, fc.integer({ min: 0, max: 40 }), (lengths, runTokens) => {
        const cost = (runs: readonly (readonly number[])[]): number =>
          runs.reduce((sum, run) => sum + run.length * run[0]! + runTokens, 0);
        const sorted = [...lengths].sort((a, b) => b - a);
        const least = Math.min(
          ...Array.from({ length: 2 ** (sorted.length - 1) }, (_, cuts) =>
            cost(
              sorted.reduce<number[][]>((runs, length, i) => {
                if (i > 0 && ((cuts >> (i - 1)) & 1) === 0) runs.at(-1)!.push(length);
                else runs.push([length]);
                return runs;
              }, []),
            ),
          ),
        );
        expect(cost(cut(lengths, 2048, runTokens))).toBe(least);
      }),
    );
  });
});

describe('TokenBudget', () => {
  it('starts low, follows the measured speed, and stays within its limits', () => {
    const budget = new TokenBudget(cpuLimits);
    expect(budget.tokens).toBe(cpuLimits.start);
    expect(budget.tokensPerMs).toBeNull();
    budget.observe(500, 50);
    expect(budget.tokens).toBeLessThanOrEqual(10 * runBudgetMs);
    expect(budget.tokens).toBeGreaterThan(cpuLimits.minimum);
    for (let i = 0; i < 50; i++) budget.observe(1000, 1);
    expect(budget.tokens).toBe(cpuLimits.maximum);
    for (let i = 0; i < 50; i++) budget.observe(10, 1000);
    expect(budget.tokens).toBe(cpuLimits.minimum);
  });

  it('gives way to a slow run faster than to a fast one', () => {
    const slow = new TokenBudget(cpuLimits);
    slow.observe(1000, 100);
    slow.observe(100, 100);
    const fast = new TokenBudget(cpuLimits);
    fast.observe(100, 100);
    fast.observe(1000, 100);
    expect(10 - slow.tokensPerMs!).toBeGreaterThan(fast.tokensPerMs! - 1);
  });
});
