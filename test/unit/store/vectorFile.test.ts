import { mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textSha256 } from '../../../server/src/store/toLabelRecord.js';
import { readVectors, VectorFile } from '../../../server/src/store/vectorFile.js';

const header = { dimension: 4, modelSha256: 'ab'.repeat(32) };
const sha = textSha256('Hígado de tamaño normal.');
const other = textSha256('No focal liver lesion.');

describe('the vector file', () => {
  let folder = '';
  let path = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glosa-vectors-'));
    path = join(folder, 'vectors.bin');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function write(vectors: Parameters<VectorFile['append']>[0], tidy = true): Promise<void> {
    const file = await VectorFile.open(path, header);
    await file.append(vectors);
    await file.close(tidy);
  }
  const valuesOf = async (report: string, textSha256 = sha): Promise<number[] | null> => {
    const found = (await readVectors(path))!.find({ path: report, textSha256 });
    return found && Array.from(found.values, (value) => value * found.scale);
  };

  it('gives back what was appended, to four digits', async () => {
    await write([{ path: 'año/tórax 1.txt', textSha256: sha, vector: [0.123, -2.5, 0, 1e-4] }]);
    await write([{ path: 'b.txt', textSha256: other, vector: [1, 2, 3, 4] }]);
    const first = await valuesOf('año/tórax 1.txt');
    [0.123, -2.5, 0, 1e-4].forEach((value, d) => {
      expect(first![d]!).toBeCloseTo(value, 4);
    });
    expect((await valuesOf('b.txt', other))![3]).toBeCloseTo(4, 4);
    expect((await stat(path)).size).toBe(64 + 2 * 48);
  });

  it('gives nothing for another text, an unknown report or one without words', async () => {
    await write([
      { path: 'a.txt', textSha256: sha, vector: [1, 2, 3, 4] },
      { path: 'empty.txt', textSha256: sha, vector: null },
    ]);
    expect(await valuesOf('a.txt', other)).toBeNull();
    expect(await valuesOf('c.txt')).toBeNull();
    expect(await valuesOf('empty.txt')).toBeNull();
    const file = await VectorFile.open(path, header);
    // Known all the same: it need not be read again.
    expect(file.has({ path: 'empty.txt', textSha256: sha })).toBe(true);
    expect(file.has({ path: 'a.txt', textSha256: other })).toBe(false);
    await file.close(false);
  });

  it('leaves another model’s vectors alone until there is one to write', async () => {
    await write([{ path: 'a.txt', textSha256: sha, vector: [1, 2, 3, 4] }]);
    const before = await readFile(path);
    const newer = { dimension: 4, modelSha256: 'cd'.repeat(32) };
    const stopped = await VectorFile.open(path, newer);
    expect(stopped.has({ path: 'a.txt', textSha256: sha })).toBe(false);
    await stopped.append([]);
    await stopped.close(true);
    expect(await readFile(path)).toEqual(before);
    const file = await VectorFile.open(path, newer);
    await file.append([{ path: 'b.txt', textSha256: other, vector: [4, 3, 2, 1] }]);
    await file.close(true);
    expect((await stat(path)).size).toBe(64 + 48);
    expect((await readVectors(path))!.modelSha256).toBe(newer.modelSha256);
    expect(await valuesOf('a.txt')).toBeNull();
  });

  it('keeps a vector of zeros', async () => {
    await write([{ path: 'a.txt', textSha256: sha, vector: [0, 0, 0, 0] }]);
    expect(await valuesOf('a.txt')).toEqual([0, 0, 0, 0]);
  });

  it('lets the last record of a path count', async () => {
    await write([{ path: 'a.txt', textSha256: sha, vector: [1, 1, 1, 1] }]);
    await write([{ path: 'a.txt', textSha256: other, vector: [2, 2, 2, 2] }]);
    expect(await valuesOf('a.txt')).toBeNull();
    expect((await valuesOf('a.txt', other))![0]).toBeCloseTo(2, 4);
  });

  it('drops a torn tail and goes on after the last whole record', async () => {
    await write([
      { path: 'a.txt', textSha256: sha, vector: [1, 2, 3, 4] },
      { path: 'b.txt', textSha256: sha, vector: [1, 2, 3, 4] },
    ]);
    await truncate(path, 64 + 48 + 17);
    expect(await valuesOf('b.txt')).toBeNull();
    await write([], false);
    expect((await stat(path)).size).toBe(64 + 48);
    await write([{ path: 'b.txt', textSha256: sha, vector: [4, 3, 2, 1] }]);
    expect((await valuesOf('a.txt'))![0]).toBeCloseTo(1, 4);
    expect((await valuesOf('b.txt'))![0]).toBeCloseTo(4, 4);
    expect((await stat(path)).size).toBe(64 + 2 * 48);
  });

  it('passes over a record with a wrong byte', async () => {
    await write(['a.txt', 'b.txt'].map((name) => ({ path: name, textSha256: sha, vector: [1, 2, 3, 4] })));
    const handle = await open(path, 'r+');
    await handle.write(Buffer.from([0x55]), 0, 1, 64 + 42);
    await handle.close();
    expect(await valuesOf('a.txt')).toBeNull();
    expect(await valuesOf('b.txt')).not.toBeNull();
    const file = await VectorFile.open(path, header);
    expect(file.has({ path: 'a.txt', textSha256: sha })).toBe(false);
    await file.close(false);
  });

  it.each([
    ['of another model', { ...header, modelSha256: 'cd'.repeat(32) }],
    ['of another size', { ...header, dimension: 5 }],
  ])('starts anew where the file is %s', async (_, now) => {
    await write([{ path: 'a.txt', textSha256: sha, vector: [1, 2, 3, 4] }]);
    const file = await VectorFile.open(path, now);
    expect(file.has({ path: 'a.txt', textSha256: sha })).toBe(false);
    const vector = Array.from({ length: now.dimension }, (_value, d) => d);
    await file.append([{ path: 'b.txt', textSha256: other, vector }]);
    await file.close(true);
    expect(await readVectors(path)).toMatchObject(now);
    expect((await stat(path)).size).toBe(64 + 40 + 2 * now.dimension);
  });

  it('is no file of vectors where it is something else, and none where there is none', async () => {
    expect(await readVectors(path)).toBeNull();
    for (const bytes of ['', 'GLOSAVEC', 'x'.repeat(500)]) {
      await writeFile(path, bytes);
      expect(await readVectors(path)).toBeNull();
    }
    await write([{ path: 'a.txt', textSha256: sha, vector: [1, 2, 3, 4] }]);
    expect(await valuesOf('a.txt')).not.toBeNull();
  });

  it('takes superseded vectors out at the end of a run once they are the most', async () => {
    const file = await VectorFile.open(path, header);
    for (let run = 0; run < 3; run++)
      await file.append([{ path: 'a.txt', textSha256: textSha256(String(run)), vector: [run, 1, 1, 1] }]);
    await file.append([{ path: 'b.txt', textSha256: sha, vector: [7, 1, 1, 1] }]);
    await file.append([{ path: 'b.txt', textSha256: sha, vector: [8, 1, 1, 1] }]);
    await file.close(true);
    expect((await stat(path)).size).toBe(64 + 2 * 48);
    expect((await valuesOf('a.txt', textSha256('2')))![0]).toBeCloseTo(2, 4);
    expect((await valuesOf('b.txt'))![0]).toBeCloseTo(8, 4);
  });

  it('holds no path in words', async () => {
    await write([{ path: 'GARCIA_LOPEZ_1958.txt', textSha256: sha, vector: [1, 2, 3, 4] }]);
    expect((await readFile(path)).includes('GARCIA')).toBe(false);
  });

  it('refuses a vector of another size', async () => {
    const file = await VectorFile.open(path, header);
    await expect(file.append([{ path: 'a.txt', textSha256: sha, vector: [1, 2] }])).rejects.toThrow(
      RangeError,
    );
    await file.close(true);
    expect((await stat(path)).size).toBe(64);
  });
});
