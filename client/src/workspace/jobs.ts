/** Long requests of the workspace view, with their progress and a way to end them. */
import { CancellationTokenSource, l10n } from 'vscode';
import type { CancellationToken, Disposable, LogOutputChannel } from 'vscode';
import { errorName } from '../log.js';
import type { Server } from '../server.js';
import type { Job, JobState } from './types.js';

export class Jobs {
  readonly #server: Server;
  readonly #log: LogOutputChannel;
  readonly #onChange: () => void;
  readonly #running = new Map<Job, { state: JobState; readonly source: CancellationTokenSource }>();
  #next = 1;

  constructor(server: Server, log: LogOutputChannel, onChange: () => void) {
    this.#server = server;
    this.#log = log;
    this.#onChange = onChange;
  }

  get states(): readonly JobState[] {
    return [...this.#running.values()].map(({ state }) => state);
  }

  isRunning(job: Job): boolean {
    return this.#running.has(job);
  }

  cancel(job: Job): void {
    this.#running.get(job)?.source.cancel();
  }

  cancelAll(): void {
    for (const { source } of this.#running.values()) source.cancel();
  }

  /**
   * Follows a request that tells of its progress.
   * @param ask sends it, with the token of its progress.
   * @param outside ends it too.
   * @returns null where it was ended; `problem` where the server did not answer.
   */
  async run<Result>(
    job: Job,
    ask: (workDoneToken: string, token: CancellationToken) => Promise<Result>,
    outside?: CancellationToken,
    onProgress: (message: string, percent: number) => void = () => undefined,
  ): Promise<{ readonly result: Result } | { readonly problem: string } | null> {
    if (this.#running.has(job)) return null;
    const source = new CancellationTokenSource();
    const ending = outside?.onCancellationRequested(() => {
      source.cancel();
    });
    const entry = { state: { job, percent: null, message: '' } as JobState, source };
    this.#running.set(job, entry);
    this.#onChange();
    const token = `glosa-${job}-${Date.now()}-${this.#next++}`;
    let following: Disposable | null = null;
    try {
      following = await this.#server.onProgress(token, ({ message = '', percentage }) => {
        entry.state = { job, message, percent: percentage ?? null };
        onProgress(message, percentage ?? 0);
        this.#onChange();
      });
      const result = await ask(token, source.token);
      return source.token.isCancellationRequested ? null : { result };
    } catch (error) {
      if (source.token.isCancellationRequested) return null;
      this.#log.error(`workspace: ${job} failed: ${errorName(error)}`);
      return { problem: l10n.t('The language server does not answer. Restart it, or see the log.') };
    } finally {
      following?.dispose();
      ending?.dispose();
      source.dispose();
      this.#running.delete(job);
      this.#onChange();
    }
  }
}
