import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCachedMap, writeCachedMap } from '../../../server/src/store/mapCache.js';

const keyOf = (digit: string): string => digit.repeat(64);
const places = Int16Array.from([-10_000, 0, 10_000, 5, -5, 123]);

describe('the cache of maps', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glosa-maps-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives a map back for its key and number of points alone', async () => {
    await writeCachedMap(folder, keyOf('a'), places);
    expect(await readCachedMap(folder, keyOf('a'), 3)).toEqual(places);
    expect(await readCachedMap(folder, keyOf('b'), 3)).toBeNull();
    expect(await readCachedMap(folder, keyOf('a'), 4)).toBeNull();
  });

  it('does not take a damaged one', async () => {
    await writeCachedMap(folder, keyOf('a'), places);
    const [name] = await readdir(folder);
    const path = join(folder, name!);
    const bytes = await readFile(path);
    bytes[20]! ^= 1;
    await writeFile(path, bytes);
    expect(await readCachedMap(folder, keyOf('a'), 3)).toBeNull();
    await writeFile(path, bytes.subarray(0, 9));
    expect(await readCachedMap(folder, keyOf('a'), 3)).toBeNull();
  });

  it('takes away what a process that was killed has left, and nothing that is being written', async () => {
    const left = `map-${'d'.repeat(32)}.bin.77.glosa-tmp`;
    const fresh = `map-${'e'.repeat(32)}.bin.78.glosa-tmp`;
    for (const name of [left, fresh]) await writeFile(join(folder, name), 'half');
    const old = new Date(Date.now() - 2 * 3_600_000);
    await utimes(join(folder, left), old, old);
    await writeCachedMap(folder, keyOf('a'), places);
    expect(await readdir(folder)).toEqual([`map-${'a'.repeat(32)}.bin`, fresh]);
  });

  it('keeps the four that were looked at last, and leaves other files alone', async () => {
    await writeFile(join(folder, 'labels.jsonl'), '');
    for (const [place, digit] of ['1', '2', '3', '4'].entries()) {
      await writeCachedMap(folder, keyOf(digit), places);
      const at = new Date(2026, 0, 1 + place);
      await utimes(join(folder, `map-${digit.repeat(32)}.bin`), at, at);
    }
    // Looked at now: the second is the oldest from here on.
    await readCachedMap(folder, keyOf('1'), 3);
    await writeCachedMap(folder, keyOf('5'), places);
    const left = (await readdir(folder)).sort();
    expect(left).toEqual([
      'labels.jsonl',
      ...['1', '3', '4', '5'].map((digit) => `map-${digit.repeat(32)}.bin`),
    ]);
  });
});
