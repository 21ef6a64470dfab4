import { describe, expect, it } from 'vitest';
import { scoreSets } from '../../../server/src/lsp/evaluation/sets.js';
import type { SetMember } from '../../../server/src/lsp/evaluation/sets.js';

const members: SetMember<number>[] = Array.from({ length: 60 }, (_, i) => ({
  folder: i % 2 === 0 ? 'cantemist' : 'nubes',
  origin: 'real',
  document: i,
}));

/** Spends some time on a document, as counting its entities does. */
function slow(): { add(document: number): void; scores(): number } {
  let sum = 0;
  return {
    add: (document) => {
      const until = performance.now() + 2;
      while (performance.now() < until) sum += 0;
      sum += document;
    },
    scores: () => sum,
  };
}

describe('scoreSets', () => {
  it('scores every set and the whole, and lets others of the thread have their turn', async () => {
    let turns = 0;
    let going = true;
    const next = (): void => {
      turns++;
      if (going) setImmediate(next);
    };
    setImmediate(next);
    const { all, sets } = await scoreSets(members, new AbortController().signal, slow);
    going = false;
    expect(all).toBe(1770);
    expect(sets.map(({ name, scores }) => [name, scores])).toEqual([
      ['cantemist', 870],
      ['nubes', 900],
    ]);
    // 240 ms of work in pieces of at most a few documents.
    expect(turns).toBeGreaterThan(20);
  });

  it('ends soon after it was cancelled', async () => {
    const controller = new AbortController();
    setImmediate(() => {
      controller.abort();
    });
    await expect(scoreSets(members, controller.signal, slow)).rejects.toThrow('abort');
  });
});
