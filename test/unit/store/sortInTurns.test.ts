import { expect, it } from 'vitest';
import { sortInTurns } from '../../../server/src/store/sortInTurns.js';

interface Named {
  readonly name: string;
  readonly at: number;
}
const byName = (a: Named, b: Named): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
// Every name three times, far from each other.
const names = (length: number): Named[] =>
  Array.from({ length }, (_, at) => ({ name: `informe ${(at * 7919) % Math.ceil(length / 3)}`, at }));

it.each([0, 1, 4096, 4097, 30_011])('sorts %d items as the language does', async (length) => {
  const items = names(length);
  const given = [...items];
  expect(await sortInTurns(items, byName)).toEqual([...items].sort(byName));
  expect(items).toEqual(given);
});

it('lets others have their turn', async () => {
  let turns = 0;
  const count = (): void => {
    turns++;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  await sortInTurns(names(30_000), byName);
  clearImmediate(next);
  // Eight runs, and three times eight pieces of merges.
  expect(turns).toBeGreaterThan(20);
});
