/**
 * One writer at a time: a lock file that names its holder. A lock whose holder died is taken over; one whose holder
 * cannot be asked is taken over after a long silence, and the holder, should it have slept, notices before it writes
 * again (`check`).
 */
import { readFileSync, rmSync } from 'node:fs';
import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { holderIn, lookAt, ownHolder } from './lockHolder.js';
import type { LockHolder, SeenLock } from './lockHolder.js';

export type { LockHolder } from './lockHolder.js';

/** Thrown where another writer holds the lock. */
export class LockHeld extends Error {
  override readonly name = 'LockHeld';
  constructor(
    readonly lockPath: string,
    readonly holder: LockHolder | null,
  ) {
    super('another writer holds the lock');
  }
}

/** A holder touches its lock this often. */
const heartbeatMs = 10_000;
/** A silent lock is watched for so long: clocks of two machines may differ, and a machine may just have woken. */
const watchMs = 15_000;

export interface WriterLock {
  /** Asked before anything is written. @throws LockHeld where another process has taken the lock over. */
  check(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the lock file at `path` for this process. A lock of a dead process is taken over.
 * @param silenceMs how long a lock without signs of life is watched before it is taken over.
 * @throws LockHeld; or the system's error where the folder cannot be written.
 */
export async function acquireLock(path: string, silenceMs = watchMs): Promise<WriterLock> {
  const own = ownHolder();
  if (!(await tryCreate(path, own))) await takeOver(path, own, silenceMs);
  const isOwn = (content: string | null): boolean =>
    content !== null && holderIn(content)?.nonce === own.nonce;
  const content = (): Promise<string | null> => readFile(path, 'utf8').catch(() => null);
  const heartbeat = setInterval(() => {
    const now = new Date();
    void content().then((found) => (isOwn(found) ? utimes(path, now, now).catch(() => undefined) : null));
  }, heartbeatMs);
  heartbeat.unref();
  // A process that is told to end at once still lets go.
  const onExit = (): void => {
    try {
      if (isOwn(readFileSync(path, 'utf8'))) rmSync(path, { force: true });
    } catch {
      // It is gone already.
    }
  };
  process.once('exit', onExit);
  return {
    check: async () => {
      if (isOwn(await content())) return;
      // Somebody removed the file by hand: it is made anew, unless another writer was there first.
      if (!(await tryCreate(path, own))) throw new LockHeld(path, (await lookAt(path)).holder);
    },
    release: async () => {
      clearInterval(heartbeat);
      process.off('exit', onExit);
      if (isOwn(await content())) await rm(path, { force: true });
    },
  };
}

async function tryCreate(path: string, own: LockHolder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(own), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // A full disk lets the name be made and not the content.
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') await rm(path, { force: true });
    throw error;
  }
}

/**
 * Takes the lock of a dead process. Many may see the same one: that which makes the claim to exactly this taking of
 * the lock replaces it. A lock that went away meanwhile is no dead one: it is made anew, and never replaced, since
 * another may have made it in this moment.
 * @throws LockHeld
 */
async function takeOver(path: string, own: LockHolder, silenceMs: number): Promise<void> {
  const seen = await settled(path, silenceMs);
  if (seen.state === 'absent') {
    if (await tryCreate(path, own)) return;
    throw new LockHeld(path, (await lookAt(path)).holder);
  }
  if (seen.state !== 'dead') throw new LockHeld(path, seen.holder);
  const claims = await claim(path, seen.identity, own, silenceMs);
  try {
    const again = await lookAt(path);
    if (again.state === 'absent' && (await tryCreate(path, own))) return;
    const same = again.identity === seen.identity && again.touchedMs === seen.touchedMs;
    if (!same) throw new LockHeld(path, (await lookAt(path)).holder);
    await replace(path, own);
  } finally {
    for (const file of claims) await rm(file, { force: true });
  }
}

/**
 * Makes this process the only one that may replace the lock of that identity. A claim whose own maker died is claimed
 * in its turn, by its identity, so that no claim is ever removed under somebody who holds it.
 * @returns the claims that are to go once the lock is replaced: those of the dead, and this process's.
 * @throws LockHeld where another has it.
 */
async function claim(path: string, identity: string, own: LockHolder, silenceMs: number): Promise<string[]> {
  const files: string[] = [];
  for (let of = identity; ;) {
    const file = `${path}.${of.slice(0, 16)}.takeover`;
    files.push(file);
    if (await tryCreate(file, own)) return files;
    const other = await settled(file, silenceMs);
    if (other.state !== 'dead') throw new LockHeld(path, other.holder);
    of = other.identity;
  }
}

/** Looks at a lock; a silent one is watched, and is dead where it stays so. */
async function settled(path: string, silenceMs: number): Promise<SeenLock> {
  const seen = await lookAt(path);
  if (seen.state !== 'silent') return seen;
  await sleep(silenceMs);
  const again = await lookAt(path);
  const still = again.identity === seen.identity && again.touchedMs === seen.touchedMs;
  if (again.state !== 'silent') return again;
  return { ...again, state: still ? 'dead' : 'held' };
}

/** Puts this process's lock in the place of a dead one, at once: the name is never free in between. */
async function replace(path: string, own: LockHolder): Promise<void> {
  const temporary = `${path}.${own.nonce}.new`;
  try {
    await writeFile(temporary, JSON.stringify(own), { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
