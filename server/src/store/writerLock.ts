import { readFileSync, rmSync } from 'node:fs';
import { mkdir, open, rm, stat, utimes, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
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
  if (!(await tryCreate(path, own))) await takeOver(path, own);
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

/**
 * Takes the lock of a dead process. Two processes may see the same one: that which makes the guard folder looks again
 * and replaces it. A lock that went away meanwhile is no dead one: it is made anew, and never removed, since
 * another may have made it in this moment.
 * @throws LockHeld
 */
async function takeOver(path: string, own: LockHolder): Promise<void> {
  const seen = await look(path);
  if (seen.state === 'held') throw new LockHeld(path, seen.holder);
  if (seen.state === 'absent') {
    if (await tryCreate(path, own)) return;
    throw new LockHeld(path, (await look(path)).holder);
  }
  const guard = `${path}.takeover`;
  try {
    await mkdir(guard);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const age = await ageMs(guard);
    if (age === null || age < unwrittenMs) throw new LockHeld(path, seen.holder);
    // Its maker died between two system calls; whoever comes next takes over.
  }
  try {
    const again = await look(path);
    if (again.state === 'held') throw new LockHeld(path, again.holder);
    if (again.state === 'dead') await rm(path, { force: true });
    if (!(await tryCreate(path, own))) throw new LockHeld(path, (await look(path)).holder);
  } finally {
    await rm(guard, { recursive: true, force: true });
  }
}

interface Seen {
  readonly state: 'absent' | 'held' | 'dead';
  readonly holder: LockHolder | null;
}

/** Looks at a lock through one handle, so that its age and its holder are of the same file. */
async function look(path: string): Promise<Seen> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch {
    return { state: 'absent', holder: null };
  }
  try {
    const age = Date.now() - (await handle.stat()).mtimeMs;
    const holder = holderIn(await handle.readFile('utf8'));
    return { state: isDead(holder, age) ? 'dead' : 'held', holder };
  } finally {
    await handle.close();
  }
}

function isDead(holder: LockHolder | null, ageMs: number): boolean {
  if (holder === null) return ageMs > unwrittenMs;
  if (holder.host !== hostname()) return ageMs > silentMs;
  if (!isAlive(holder.pid)) return true;
  return holder.startTicks !== null && holder.startTicks !== startTicksOf(holder.pid);
}

function holderIn(text: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
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
