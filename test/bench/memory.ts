import { readFileSync, readdirSync } from 'node:fs';

/** Memory of a process and all its descendants, from /proc (Linux), in MiB. */
export interface TreeMemory {
  /** Resident now, summed; pages that processes share count in each. */
  readonly residentMib: number;
  /** Sum of each process's own peak. */
  readonly peakMib: number;
  readonly processes: number;
  /** Resident now of the process itself; its descendants hold the rest. */
  readonly ownMib: number;
}

export function treeMemory(root: number): TreeMemory {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = field(Number(name), 'PPid');
    if (parent !== null) parents.set(Number(name), parent);
  }
  const isOurs = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  let residentKib = 0;
  let peakKib = 0;
  let processes = 0;
  for (const pid of [...parents.keys()].filter(isOurs)) {
    residentKib += field(pid, 'VmRSS') ?? 0;
    peakKib += field(pid, 'VmHWM') ?? 0;
    processes++;
  }
  const ownMib = (field(root, 'VmRSS') ?? 0) / 1024;
  return { residentMib: residentKib / 1024, peakMib: peakKib / 1024, processes, ownMib };
}

function field(pid: number, name: string): number | null {
  try {
    const match = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match === null ? null : Number(match[1]);
  } catch {
    return null;
  }
}
