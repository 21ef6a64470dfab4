/** The engine's processes as Linux lists them. */
import { readdirSync, readFileSync } from 'node:fs';

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process has ended since the folder was listed.
    return '';
  }
}

/** Parent of a process, or 0. The name in `/proc/PID/stat` may hold spaces, so count from its bracket. */
function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

function descendsFrom(pid: number, ancestor: number): boolean {
  for (let at = pid; at > 1; at = parentOf(at)) {
    if (at === ancestor) return true;
  }
  return false;
}

/** Ids of the engine processes that descend from `ancestor`; other windows and tests have their own. */
export function enginePids(ancestor: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => read(`/proc/${pid}/cmdline`).includes('engine-child.js') && descendsFrom(pid, ancestor));
}
