/** A child process must not outlive its parent, not even in the middle of a native call that hangs. */
import { Worker } from 'node:worker_threads';

/** The parent is looked for this often, in milliseconds. */
const pollMs = 250;

/**
 * The watcher runs in a thread of its own, since a native run blocks the main one. A dead parent shows
 * as another parent id (POSIX) or as a process that cannot be signalled (Windows).
 */
const watcher = `
const parent = require('node:worker_threads').workerData;
const lost = () => {
  if (process.platform !== 'win32') return process.ppid !== parent;
  try { process.kill(parent, 0); return false; } catch (error) { return error.code !== 'EPERM'; }
};
setInterval(() => { if (lost()) process.kill(process.pid, 'SIGKILL'); }, ${pollMs});
`;

/** Ends this process within a second of losing the process that forked it. Call once, at start. */
export function endWithParent(parentPid: number): void {
  process.on('disconnect', () => process.exit(0));
  const thread = new Worker(watcher, {
    eval: true,
    workerData: parentPid,
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  });
  thread.unref();
}

/** Argument by which a parent tells a child its process id. */
export const parentArgument = '--parent=';

/** The parent's process id as it was when it forked this process. */
export function parentPid(argv: readonly string[]): number {
  const argument = argv.find((text) => text.startsWith(parentArgument));
  const pid = argument === undefined ? NaN : Number(argument.slice(parentArgument.length));
  return Number.isInteger(pid) && pid > 0 ? pid : process.ppid;
}
