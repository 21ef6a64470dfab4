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
      fc.property(lengths, fc.integer({ min: 16, max: 2048 }), (rows, bound) => {
        const order = sortByLength(rows);
        const seen: number[] = [];
        let previousShortest = Infinity;
        for (let start = 0; start < order.length;) {
          const end = batchEnd(order, start, rows, bound);
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
