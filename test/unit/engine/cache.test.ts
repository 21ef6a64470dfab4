import { describe, expect, it } from 'vitest';
import type { SentenceReading } from '../../../server/src/core/types.js';
import { cacheEntryBytes, SentenceCache } from '../../../server/src/engine/cache.js';
import { labelQueries } from '../../fixtures/core/labelQueries.js';
import { packVector } from '../../../server/src/core/wordVector.js';

const nothing: SentenceReading = { mentions: [], entities: [], relations: [], report: null };
const mention: SentenceReading = {
  mentions: [
    {
      firstWord: 0,
      endWord: 1,
      probability: 0.9,
      spanProbability: 0.8,
      candidates: [{ code: '8140/3', probability: 1 }],
    },
  ],
  entities: [],
  relations: [],
  report: null,
};

describe('SentenceCache', () => {
  it('never holds more bytes than its bound and drops what was not used the longest', () => {
    const cache = new SentenceCache(10 * cacheEntryBytes('0 k00', nothing));
    for (let i = 0; i < 10; i++) cache.set(`0 k0${i}`, nothing);
    expect(cache.size).toBe(10);
    expect(cache.get('0 k00')).toBe(nothing);
    cache.set('0 k10', nothing);
    expect(cache.bytes).toBeLessThanOrEqual(10 * cacheEntryBytes('0 k00', nothing));
    expect(cache.get('0 k01')).toBeUndefined();
    expect(cache.get('0 k00')).toBe(nothing);
  });

  it('stays within its bound for sentences of any size, and keeps none that exceeds it alone', () => {
    const cache = new SentenceCache(5000);
    for (let i = 0; i < 500; i++) {
      cache.set(`0 ${'x'.repeat((i * 37) % 900)}${i}`, i % 3 === 0 ? mention : nothing);
      expect(cache.bytes).toBeLessThanOrEqual(5000);
    }
    cache.set(`0 ${'x'.repeat(6000)}`, nothing);
    expect(cache.get(`0 ${'x'.repeat(6000)}`)).toBeUndefined();
    expect(cache.size).toBeGreaterThan(0);
  });

  it('counts entities, relations, weights and vectors', () => {
    const query = { logSumExp: 0, value: 0, weights: 'o'.repeat(500) };
    const report = {
      labels: labelQueries([query, query]),
      exam: { logSumExp: 0, vector: packVector([1, 2]) },
      mean: packVector([1, 2]),
    };
    const more = cacheEntryBytes('0 a', { ...nothing, report }) - cacheEntryBytes('0 a', nothing);
    expect(more).toBeGreaterThan(2 * 500 + 4 * 3);
    const wider = { ...report, mean: packVector(Array<number>(100).fill(1)) };
    expect(cacheEntryBytes('0 a', { ...nothing, report: wider })).toBe(
      cacheEntryBytes('0 a', { ...nothing, report }) + 98 * 3,
    );
    const relation = { type: 'has', head: 0, tail: 1, score: 1 } as const;
    expect(cacheEntryBytes('0 a', { ...nothing, relations: [relation] })).toBeGreaterThan(
      cacheEntryBytes('0 a', nothing),
    );
  });

  it('counts a replaced entry once', () => {
    const cache = new SentenceCache(5000);
    cache.set('0 a', nothing);
    cache.set('0 a', mention);
    expect(cache.bytes).toBe(cacheEntryBytes('0 a', mention));
    expect(cache.get('0 a')).toBe(mention);
  });

  it('forgets everything for another model, nothing for the same', () => {
    const cache = new SentenceCache(5000);
    cache.useModel('a');
    cache.set('0 a', mention);
    cache.useModel('a');
    expect(cache.get('0 a')).toBe(mention);
    cache.useModel('b');
    expect(cache.get('0 a')).toBeUndefined();
    expect(cache.bytes).toBe(0);
  });
});
