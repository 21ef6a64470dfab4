/** The parent's side of a probe: one process per provider, so that a crash or hang loses only itself. */
import { forkScript } from './childHandle.js';
import { fromProbe } from './wire.js';
import type { FromProbe, ToProbe } from './wire.js';

export interface ProbeOptions {
  /** Path of the bundled probe script. */
  readonly probePath: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** Ends the probe early. */
  readonly signal: AbortSignal;
}

/** Probes one provider. Never rejects: a crash, a hang and an abort are results too. */
export function probeProvider(message: ToProbe, options: ProbeOptions): Promise<FromProbe> {
  return new Promise((resolve) => {
    const child = forkScript(options.probePath, options.env);
    let result: FromProbe | null = null;
    const kill = (reason: string): void => {
      result ??= { type: 'failed', message: reason };
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => {
      kill(`the probe did not end within ${options.timeoutMs} ms`);
    }, options.timeoutMs);
    const abort = (): void => {
      kill('the probe was stopped');
    };
    options.signal.addEventListener('abort', abort, { once: true });
    const end = (reason: string): void => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', abort);
      resolve(result ?? { type: 'failed', message: reason });
    };
    child.on('message', (raw) => {
      const parsed = fromProbe.safeParse(raw);
      result ??= parsed.success
        ? parsed.data
        : { type: 'failed', message: 'the probe sent an invalid message' };
    });
    child.on('error', (error) => {
      end(`the probe could not run: ${error.message}`);
    });
    child.on('exit', (code, signal) => {
      end(`the probe crashed (${signal ?? `exit code ${code ?? 'unknown'}`})`);
    });
    if (options.signal.aborted) abort();
    else child.send(message, () => undefined);
  });
}
