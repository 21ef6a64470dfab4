/** Who holds a lock, as its file says, and whether that process still lives. */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';

const holderSchema = z.object({
  pid: z.int(),
  host: z.string(),
  /** ISO 8601. */
  since: z.string(),
  /** Start of the process in clock ticks after boot, where the system tells: a process id is used again. */
  startTicks: z.string().nullable(),
  /** Namespace of the process id, where the system has such: in another one it is another process's. */
  space: z.string().nullable().default(null),
  /** Of this one taking of the lock; empty in locks of versions that had none. */
  nonce: z.string().default(''),
});
export type LockHolder = z.infer<typeof holderSchema>;

/** Without a sign of life for so long a holder that cannot be asked is silent. */
const silentMs = 120_000;
/** A lock without content is being written; after this long its writer died. */
const unwrittenMs = 2_000;

/** This process as the holder of one lock. */
export function ownHolder(): LockHolder {
  return {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    startTicks: startTicksOf(process.pid),
    space: ownSpace(),
    nonce: randomUUID(),
  };
}

/**
 * `silent`: it cannot be asked whether the holder lives (another machine, or a system that does not tell when a
 * process started), and its last sign of life is old by the clocks of the two, which may differ.
 */
export type LockState = 'absent' | 'held' | 'silent' | 'dead';

export interface SeenLock {
  readonly state: LockState;
  readonly holder: LockHolder | null;
  /** Tells this taking of the lock from every other. */
  readonly identity: string;
  /** Its last sign of life, by the clock of the holder. */
  readonly touchedMs: number;
}

/** Looks at a lock through one handle, so that its age and its holder are of the same file. */
export async function lookAt(path: string): Promise<SeenLock> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch {
    return { state: 'absent', holder: null, identity: '', touchedMs: 0 };
  }
  try {
    const { mtimeMs, ino } = await handle.stat();
    const content = await handle.readFile('utf8');
    const holder = holderIn(content);
    // Locks without content are alike but for their file.
    const named = holder === null ? `${content}\n${ino} ${mtimeMs}` : content;
    const identity = createHash('sha256').update(named).digest('hex');
    return { state: stateOf(holder, Date.now() - mtimeMs), holder, identity, touchedMs: mtimeMs };
  } finally {
    await handle.close();
  }
}

/** The holder that a lock's file names; null where it names none. */
export function holderIn(content: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(content));
  } catch {
    return null;
  }
}

function stateOf(holder: LockHolder | null, ageMs: number): LockState {
  if (holder === null) return ageMs > unwrittenMs ? 'dead' : 'held';
  const silent = ageMs > silentMs ? 'silent' : 'held';
  if (holder.host !== hostname() || (holder.space ?? ownSpace()) !== ownSpace()) return silent;
  if (!isAlive(holder.pid)) return 'dead';
  const ticks = startTicksOf(holder.pid);
  if (holder.startTicks !== null && ticks !== null) return holder.startTicks === ticks ? 'held' : 'dead';
  // Some process has this id; whether it is the holder is told by the signs of life alone.
  return holder.pid === process.pid ? 'held' : silent;
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

/** pid_namespaces(7): containers on one machine may have its name and process ids of their own. */
function ownSpace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}
