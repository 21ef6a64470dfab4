import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
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
const identityOf = (content: string): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 16);
async function silenceFor(seconds: number): Promise<void> {
  const at = new Date(Date.now() - 1000 * seconds);
  await utimes(path, at, at);
}
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
  await silenceFor(130);
  await (await acquireLock(path, 50)).release();
  expect(await readdir(folder)).toEqual([]);
});

it('watches a silent lock before it takes it: a clock may be wrong, a machine may just have woken', async () => {
  await writeFile(path, JSON.stringify({ ...holder, host: 'elsewhere' }));
  await silenceFor(3_600);
  // Signs of life, by a clock that is an hour late.
  let late = 3_600;
  const signs = setInterval(() => void silenceFor(--late), 20);
  await expect(acquireLock(path, 300)).rejects.toThrow(LockHeld);
  clearInterval(signs);
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ host: 'elsewhere' });
});

it('tells a process id that was given again by the silence, where the system does not say when it started', async () => {
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  try {
    await writeFile(path, JSON.stringify({ ...holder, pid: other.pid }));
    await expect(acquireLock(path, 20)).rejects.toThrow(LockHeld);
    await silenceFor(130);
    await (await acquireLock(path, 20)).release();
  } finally {
    other.kill();
  }
});

it('keeps out of the way of one that is taking the same lock over, however long that takes it', async () => {
  const dead = JSON.stringify({ ...holder, pid: deadPid() });
  await writeFile(path, dead);
  const claim = `${path}.${identityOf(dead)}.takeover`;
  await writeFile(claim, JSON.stringify({ ...holder, since: '2026-01-02T00:00:00.000Z' }));
  const old = new Date(Date.now() - 60_000);
  await utimes(claim, old, old);
  await expect(acquireLock(path)).rejects.toThrow(LockHeld);
  expect(await readFile(path, 'utf8')).toBe(dead);
});

it('takes over from one that died while it took over', async () => {
  const dead = JSON.stringify({ ...holder, pid: deadPid() });
  await writeFile(path, dead);
  await writeFile(`${path}.${identityOf(dead)}.takeover`, JSON.stringify({ ...holder, pid: deadPid() }));
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(path)));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect(await readdir(folder)).toEqual(['labels.jsonl.lock']);
});

it('says to a holder that slept that another one writes now, and leaves the lock to that one', async () => {
  const slept = await acquireLock(path);
  const awake = JSON.stringify({ ...holder, host: 'elsewhere', nonce: 'b' });
  await writeFile(path, awake);
  await expect(slept.check()).rejects.toThrow(LockHeld);
  await slept.release();
  expect(await readFile(path, 'utf8')).toBe(awake);
});

it('makes its lock again where a person removed the file', async () => {
  const lock = await acquireLock(path);
  await rm(path);
  await lock.check();
  await expect(acquireLock(path)).rejects.toThrow(LockHeld);
  await lock.release();
});

it('waits out a lock whose content is being written, and takes over one that never got any', async () => {
  await writeFile(path, '');
  await expect(acquireLock(path)).rejects.toThrow(LockHeld);
  const old = new Date(Date.now() - 5_000);
  await utimes(path, old, old);
  await (await acquireLock(path)).release();
});
