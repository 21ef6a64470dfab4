import { expect, it } from 'vitest';
import { inBatches, mapOrdered } from '../../../server/src/store/streams.js';

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
async function* numbers(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) {
    await later(0);
    yield i;
  }
}
async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

it('maps in order with a bound on what is under way', async () => {
  let running = 0;
  let most = 0;
  const mapped = mapOrdered(numbers(12), 4, async (item) => {
    most = Math.max(most, ++running);
    await later(20 + (item % 3) * 10);
    running--;
    return item * 2;
  });
  expect(await collect(mapped)).toEqual(Array.from({ length: 12 }, (_, i) => i * 2));
  expect(most).toBe(4);
});

it('does not pull a source further than its bound when nobody takes', async () => {
  let pulled = 0;
  async function* source(): AsyncGenerator<number> {
    for (;;) {
      await later(0);
      yield pulled++;
    }
  }
  const mapped = mapOrdered(source(), 3, (item) => Promise.resolve(item));
  expect((await mapped.next()).value).toBe(0);
  await later(50);
  expect(pulled).toBeLessThanOrEqual(5);
  await mapped.return(undefined);
});

it('gives what came before an error, then the error, of the map and of the source', async () => {
  const seen: number[] = [];
  const failing = mapOrdered(numbers(5), 2, (item) =>
    item === 3 ? Promise.reject(new Error('third')) : Promise.resolve(item),
  );
  await expect(
    (async () => {
      for await (const item of failing) seen.push(item);
    })(),
  ).rejects.toThrow('third');
  expect(seen).toEqual([0, 1, 2]);
  async function* broken(): AsyncGenerator<number> {
    yield 1;
    await later(0);
    throw new Error('source');
  }
  await expect(collect(mapOrdered(broken(), 2, (item) => Promise.resolve(item)))).rejects.toThrow('source');
});

it('cuts batches by weight', async () => {
  const batches = await collect(inBatches(numbers(7), 4, 1000, (item) => (item === 4 ? 9 : 2)));
  expect(batches).toEqual([[0, 1], [2, 3], [4], [5, 6]]);
});

it('gives a batch out when the source falls silent', async () => {
  let release: (() => void) | undefined;
  async function* source(): AsyncGenerator<number> {
    yield 1;
    await new Promise<void>((resolve) => (release = resolve));
    yield 2;
  }
  const batches = inBatches(source(), 100, 5, () => 1);
  expect((await batches.next()).value).toEqual([1]);
  release?.();
  expect((await batches.next()).value).toEqual([2]);
  expect((await batches.next()).done).toBe(true);
});
