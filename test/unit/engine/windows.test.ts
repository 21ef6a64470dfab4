import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planWindows } from '../../../server/src/engine/windows.js';

describe('planWindows', () => {
  it('reads a sentence that fits in one window', () => {
    expect(planWindows([1, 2, 1], 6, 2)).toEqual([{ firstWord: 0, endWord: 3, keepFirst: 0, keepEnd: 3 }]);
    expect(planWindows([], 6, 2)).toEqual([]);
  });

  it('overlaps by whole words and keeps each word where its cut edge is farther', () => {
    // Budget 6: words 0-5, then from word 4 on (two pieces shared).
    expect(planWindows([1, 1, 1, 1, 1, 1, 1, 1], 8, 2)).toEqual([
      { firstWord: 0, endWord: 6, keepFirst: 0, keepEnd: 5 },
      { firstWord: 4, endWord: 8, keepFirst: 5, keepEnd: 8 },
    ]);
  });

  it('leaves a word that stands in the very middle of an overlap to the earlier window', () => {
    const [first, second] = planWindows(Array<number>(9).fill(1), 8, 3);
    expect(first).toEqual({ firstWord: 0, endWord: 6, keepFirst: 0, keepEnd: 5 });
    expect(second).toEqual({ firstWord: 3, endWord: 9, keepFirst: 5, keepEnd: 9 });
  });

  it('goes on where no word fits the overlap', () => {
    expect(planWindows([3, 3, 3], 5, 1).map((w) => [w.firstWord, w.endWord])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it('drops nothing and keeps each word once, for any words and any window', () => {
    const cases = fc.record({
      pieces: fc.array(fc.integer({ min: 1, max: 140 }), { minLength: 1, maxLength: 400 }),
      maxTokens: fc.integer({ min: 4, max: 130 }),
      share: fc.double({ min: 0, max: 0.5, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ pieces, maxTokens, share }) => {
        const overlap = Math.floor((maxTokens - 2) * share);
        const windows = planWindows(pieces, maxTokens, overlap);
        let next = 0;
        for (const { firstWord, endWord, keepFirst, keepEnd } of windows) {
          expect(keepFirst).toBe(next);
          expect(keepEnd).toBeGreaterThanOrEqual(keepFirst);
          expect(firstWord).toBeLessThanOrEqual(keepFirst);
          expect(keepEnd).toBeLessThanOrEqual(endWord);
          const size = pieces.slice(firstWord, endWord).reduce((sum, n) => sum + n, 0);
          expect(size <= maxTokens - 2 || endWord - firstWord === 1).toBe(true);
          next = keepEnd;
        }
        expect(next).toBe(pieces.length);
      }),
    );
  });

  it('keeps every word from the window where it stands farthest from a cut', () => {
    const distance = (w: { firstWord: number; endWord: number }, word: number, count: number): number =>
      Math.min(
        w.firstWord === 0 ? Infinity : word - w.firstWord,
        w.endWord === count ? Infinity : w.endWord - 1 - word,
      );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 6, max: 40 }), (count, maxTokens) => {
        const windows = planWindows(Array<number>(count).fill(1), maxTokens, Math.floor((maxTokens - 2) / 3));
        for (const kept of windows) {
          for (let word = kept.keepFirst; word < kept.keepEnd; word++) {
            const holding = windows.filter((w) => w.firstWord <= word && word < w.endWord);
            const best = Math.max(...holding.map((w) => distance(w, word, count)));
            expect(distance(kept, word, count)).toBe(best);
          }
        }
      }),
    );
  });

  it('reads 10,000 words in windows that only just overlap', () => {
    const windows = planWindows(Array<number>(10_000).fill(1), 128, 32);
    expect(windows.length).toBe(Math.ceil((10_000 - 32) / (126 - 32)));
  });
});
