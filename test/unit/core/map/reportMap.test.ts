import { describe, expect, it } from 'vitest';
import { defaultMapOptions, mapOf, perplexityFor } from '../../../../server/src/core/map/reportMap.js';
import { finish, matrixOf, planted } from './vectors.js';

const few = { seed: 1, perplexity: 15 };

describe('the map', () => {
  it('sets planted groups apart', () => {
    const groups = 5;
    const { x, y } = finish(mapOf(planted(400, 20, groups, 1), few));
    // Each point's five nearest on the map are of its group.
    let own = 0;
    for (let i = 0; i < 400; i++) {
      const order = Array.from({ length: 400 }, (_, j) => j).filter((j) => j !== i);
      order.sort(
        (a, b) => Math.hypot(x[a]! - x[i]!, y[a]! - y[i]!) - Math.hypot(x[b]! - x[i]!, y[b]! - y[i]!),
      );
      own += order.slice(0, 5).filter((j) => j % groups === i % groups).length;
    }
    expect(own / 2_000).toBeGreaterThan(0.99);
  });

  it('fills the square from −1 to 1', () => {
    const { x, y } = finish(mapOf(planted(200, 10, 3, 1), few));
    const most = Math.max(...x, ...y);
    const least = Math.min(...x, ...y);
    expect(most).toBeLessThanOrEqual(1 + 1e-12);
    expect(least).toBeGreaterThanOrEqual(-1 - 1e-12);
    expect(Math.max(Math.max(...x) - Math.min(...x), Math.max(...y) - Math.min(...y))).toBeCloseTo(2, 9);
  });

  it('is the same with the same seed, another with another', () => {
    const vectors = planted(150, 8, 3, 1);
    const first = finish(mapOf(vectors, few));
    expect(finish(mapOf(vectors, few))).toEqual(first);
    expect(finish(mapOf(vectors, { ...few, seed: 2 })).x).not.toEqual(first.x);
  });

  it('is made in many small steps, and given up between two', () => {
    const work = mapOf(planted(300, 8, 3, 1), few);
    const parts: number[] = [];
    for (const { phase, part } of work) {
      expect(part).toBeGreaterThanOrEqual(0);
      expect(part).toBeLessThanOrEqual(1);
      if (phase === 'layout') parts.push(part);
      if (parts.length === 20) break;
    }
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    // Left in the loop above: nothing more is computed.
    expect(work.next()).toEqual({ done: true, value: undefined });
  });

  it.each([0, 1, 2, 3, 4, 7])('has a finite place for each of %d reports', (rows) => {
    const { x, y } = finish(mapOf(planted(rows, 6, 2, 1), defaultMapOptions));
    expect(x).toHaveLength(rows);
    for (const value of [...x, ...y]) expect(Math.abs(value)).toBeLessThanOrEqual(1 + 1e-12);
  });

  it('has a finite place for reports that are all equal', () => {
    const { x, y } = finish(mapOf(matrixOf(Array.from({ length: 60 }, () => [0.5, -1, 2])), few));
    expect([...x, ...y].every(Number.isFinite)).toBe(true);
  });

  it('takes fewer neighbours where there are few reports', () => {
    expect(perplexityFor(20_000, 30)).toBe(30);
    expect(perplexityFor(31, 30)).toBe(10);
    expect(perplexityFor(2, 30)).toBe(1);
  });
});
