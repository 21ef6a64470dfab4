import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LockHeld, acquireLock } from '../../../server/src/store/writerLock.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glosa-lock-'));
  path = join(folder, 'labels.jsonl.lock');
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const holder = { pid: process.pid, host: hostname(), since: '2026-01-01T00:00:00.000Z', startTicks: null };
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

it('is held by one at a time and says by whom', async () => {
  const lock = await acquireLock(path);
  const error: unknown = await acquireLock(path).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LockHeld);
  expect((error as LockHeld).holder).toMatchObject({ pid: process.pid, host: hostname() });
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
  await (await acquireLock(path)).release();
});

it('takes over from a dead process', async () => {
  await writeFile(path, JSON.stringify({ ...holder, pid: deadPid() }));
  const lock = await acquireLock(path);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
  expect(await readdir(folder)).toEqual(['labels.jsonl.lock']);
  await lock.release();
});

it.runIf(existsSync('/proc/self/stat'))(
  'takes over where the process id is another process now',
  async () => {
    await writeFile(path, JSON.stringify({ ...holder, startTicks: '1' }));
    await (await acquireLock(path)).release();
  },
);

it('lets only one of many take over', async () => {
  await writeFile(path, JSON.stringify({ ...holder, pid: deadPid() }));
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(path)));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

it('believes a lock of another machine for two minutes after its last sign of life', async () => {
  await writeFile(path, JSON.stringify({ ...holder, host: 'elsewhere' }));
  await expect(acquireLock(path)).rejects.toThrow(LockHeld);
  const old = new Date(Date.now() - 130_000);
  await utimes(path, old, old);
  await (await acquireLock(path)).release();
});

it('waits out a lock whose content is being written, and takes over one that never got any', async () => {
  await writeFile(path, '');
  await expect(acquireLock(path)).rejects.toThrow(LockHeld);
  const old = new Date(Date.now() - 5_000);
  await utimes(path, old, old);
  await (await acquireLock(path)).release();
});
