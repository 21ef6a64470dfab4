/** Bundles and starts processes that append decisions. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';

/** @returns the script's path. */
export async function bundleAppender(folder: string): Promise<string> {
  const outfile = join(folder, 'appender.cjs');
  await build({
    entryPoints: [join(__dirname, 'appender.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'silent',
  });
  return outfile;
}

export interface Appender {
  readonly process: ChildProcess;
  readonly ready: Promise<void>;
  /** Exit code, or null after a signal. */
  readonly ended: Promise<number | null>;
}

export function startAppender(script: string, root: string, who: string, count: number): Appender {
  const child = spawn(process.execPath, [script, root, who, String(count)]);
  return {
    process: child,
    ready: new Promise((resolve) =>
      child.stdout.once('data', () => {
        resolve();
      }),
    ),
    ended: new Promise((resolve) =>
      child.once('exit', (code) => {
        resolve(code);
      }),
    ),
  };
}
