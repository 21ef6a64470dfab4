import { readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';

/** Who holds a lock. */
const holderSchema = z.object({
  pid: z.int(),
  host: z.string(),
  /** ISO 8601. */
  since: z.string(),
  /** Start of the process in clock ticks after boot, where the system tells: a process id is used again. */
  startTicks: z.string().nullable(),
});
export type LockHolder = z.infer<typeof holderSchema>;

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

/** A holder on another machine cannot be asked; it touches its lock this often, and counts as dead after the other. */
const heartbeatMs = 10_000;
const silentMs = 120_000;
/** A lock without content is being written; after this long its writer died. */
const unwrittenMs = 2_000;

export interface WriterLock {
  release(): Promise<void>;
}

/**
 * Takes the lock file at `path` for this process. A lock of a dead process is taken over.
 * @throws LockHeld; or the system's error where the folder cannot be written.
 */
export async function acquireLock(path: string): Promise<WriterLock> {
  const own: LockHolder = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    startTicks: startTicksOf(process.pid),
  };
  if (!(await tryCreate(path, own))) {
    if (!(await isStale(path))) throw new LockHeld(path, await holderOf(path));
    await takeOver(path, own);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, heartbeatMs);
  heartbeat.unref();
  // A process that is told to end at once still lets go.
  const onExit = (): void => {
    rmSync(path, { force: true });
  };
  process.once('exit', onExit);
  return {
    release: async () => {
      clearInterval(heartbeat);
      process.off('exit', onExit);
      await rm(path, { force: true });
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

/** Two processes may see the same stale lock: the one that makes the guard folder looks again and replaces it. */
async function takeOver(path: string, own: LockHolder): Promise<void> {
  const guard = `${path}.takeover`;
  try {
    await mkdir(guard);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const age = await ageMs(guard);
    if (age === null || age < unwrittenMs) throw new LockHeld(path, await holderOf(path));
    // Its maker died between two system calls; whoever comes next takes over.
  }
  try {
    if (!(await isStale(path))) throw new LockHeld(path, await holderOf(path));
    await rm(path, { force: true });
    if (!(await tryCreate(path, own))) throw new LockHeld(path, await holderOf(path));
  } finally {
    await rm(guard, { recursive: true, force: true });
  }
}

async function isStale(path: string): Promise<boolean> {
  const age = await ageMs(path);
  if (age === null) return true;
  const holder = await holderOf(path);
  if (holder === null) return age > unwrittenMs;
  if (holder.host !== hostname()) return age > silentMs;
  if (!isAlive(holder.pid)) return true;
  return holder.startTicks !== null && holder.startTicks !== startTicksOf(holder.pid);
}

async function holderOf(path: string): Promise<LockHolder | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

async function ageMs(path: string): Promise<number | null> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat (proc(5)); counted after the command's closing bracket, which may hold spaces. */
function startTicksOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
