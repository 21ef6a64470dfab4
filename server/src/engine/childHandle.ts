/** The parent's hold on one reader process: fork, load, messages, watchdog. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { parentArgument } from './orphan.js';
import { PackError } from './packError.js';
import type { PackProblem } from './packError.js';
import { isReadings } from './readingsMessage.js';
import { fromChild } from './wire.js';
import type { FromChild, ToChild } from './wire.js';

/** After the watchdog's time the child gets this long to be heard, should the parent itself have slept. */
const graceMs = 100;

export interface ChildLimits {
  /** A run longer than this is taken for hung, in milliseconds. */
  readonly watchdogMs: number;
  /** Loading longer than this is taken for hung, in milliseconds. */
  readonly loadTimeoutMs: number;
}

export interface ChildListener {
  onReadings(message: Extract<FromChild, { type: 'readings' }>): void;
  /** Exactly once, after which nothing more comes. `reason` is plain English, without report text. */
  onExit(reason: string): void;
}

/**
 * What a reader keeps is made while it loads; what it makes per run dies at once. A new space of 4 MiB a half instead
 * of 16 saves 25 MiB, and what loading leaves behind, some 40 MiB, is collected then (`childMain`) and not minutes later.
 */
const memoryArguments = ['--max-semi-space-size=4', '--expose-gc'];
/**
 * Linux (mallopt(3)); other systems pass over it. A run's tensors come and go in sizes of their own: one arena that
 * gives its end back to the system holds 27 MiB less after a hundred runs, at no more CPU time.
 */
const memoryEnvironment = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' };

/** Starts a process of our own with a bundled script; nothing of its output reaches our stdout. */
export function forkScript(path: string, env: NodeJS.ProcessEnv): ChildProcess {
  return fork(path, [`${parentArgument}${process.pid}`], {
    env: { ...memoryEnvironment, ...env },
    // Not the parent's: --inspect and loaders are for the parent alone.
    execArgv: memoryArguments,
    // The server's stdout carries LSP messages.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
  });
}

export class ChildHandle {
  private readonly process: ChildProcess;
  private readonly ended: Promise<void>;
  private exited = false;
  private exitReason: string | null = null;
  private openReads = 0;
  private watchdog: NodeJS.Timeout | null = null;
  private loading: { resolve: (runtime: string) => void; reject: (error: Error) => void } | null = null;

  constructor(
    childPath: string,
    env: NodeJS.ProcessEnv,
    private readonly limits: ChildLimits,
    private readonly listener: ChildListener,
  ) {
    this.process = forkScript(childPath, env);
    this.process.on('message', (raw) => {
      this.receive(raw);
    });
    this.ended = new Promise((resolve) => {
      const end = (what: string): void => {
        if (this.exited) return;
        this.exited = true;
        this.stopWatchdog();
        const reason = this.exitReason ?? what;
        this.loading?.reject(new Error(reason));
        this.loading = null;
        listener.onExit(reason);
        resolve();
      };
      this.process.on('error', (error) => {
        end(`the reader process could not run: ${error.message}`);
      });
      this.process.on('exit', (code, signal) => {
        end(`the reader process ended unexpectedly (${signal ?? `exit code ${code ?? 'unknown'}`})`);
      });
    });
  }

  /** Process id, for tests and `doctor`. */
  get pid(): number | undefined {
    return this.process.pid;
  }

  /**
   * Loads a model; gives what runs it. @throws PackError where the pack is at fault; Error where the provider or the
   * process is.
   */
  load(message: Extract<ToChild, { type: 'load' }>): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.exited) {
        reject(new Error(this.exitReason ?? 'the reader process has ended'));
        return;
      }
      this.loading = { resolve, reject };
      this.startWatchdog(this.limits.loadTimeoutMs, 'the model took too long to load');
      this.send(message);
    });
  }

  /** Sends sentences; their readings come to the listener under `id`, the last with `done`. */
  read(id: number, urgent: boolean, sentences: readonly string[]): void {
    this.openReads++;
    if (this.openReads === 1) this.watchRun();
    this.send({ type: 'read', id, urgent, sentences: [...sentences] });
  }

  promote(id: number): void {
    this.send({ type: 'promote', id });
  }

  cancel(id: number): void {
    this.send({ type: 'cancel', id });
  }

  /** Ends the process now, also in the middle of a run; resolves when it has ended. */
  kill(reason: string): Promise<void> {
    this.exitReason ??= reason;
    this.process.kill('SIGKILL');
    return this.ended;
  }

  private send(message: ToChild): void {
    // A process that died meanwhile cannot be sent to; its exit is reported on its own.
    if (this.process.connected) this.process.send(message, () => undefined);
  }

  private receive(raw: unknown): void {
    if (this.exited) return;
    const message = isReadings(raw) ? raw : fromChild.safeParse(raw).data;
    if (message === undefined) {
      void this.kill('a message from the reader process is not valid');
      return;
    }
    this.stopWatchdog();
    switch (message.type) {
      case 'loaded':
        this.loading?.resolve(message.runtime);
        this.loading = null;
        break;
      case 'failed': {
        const error =
          message.kind === null
            ? new Error(message.message)
            : new PackError(message.kind as PackProblem, message.message, message.details);
        this.loading?.reject(error);
        this.loading = null;
        void this.kill(message.message);
        break;
      }
      case 'fault':
        this.exitReason ??= `a run failed: ${message.message}`;
        void this.kill(this.exitReason);
        break;
      case 'readings':
        if (message.done) this.openReads--;
        if (this.openReads > 0) this.watchRun();
        this.listener.onReadings(message);
    }
  }

  private watchRun(): void {
    this.startWatchdog(
      this.limits.watchdogMs,
      `the reader process did not answer within ${this.limits.watchdogMs} ms`,
    );
  }

  private startWatchdog(timeoutMs: number, reason: string): void {
    this.stopWatchdog();
    this.watchdog = setTimeout(() => {
      this.watchdog = setTimeout(() => {
        void this.kill(reason);
      }, graceMs);
    }, timeoutMs);
  }

  private stopWatchdog(): void {
    if (this.watchdog !== null) clearTimeout(this.watchdog);
    this.watchdog = null;
  }
}
