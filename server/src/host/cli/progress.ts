import type { CliEnvironment } from './environment.js';
import type { RunSummary } from './summary.js';

const redrawMs = 200;

/** One line on the terminal that says how far the run is; nothing where standard error is not a terminal. */
export class Progress {
  #drawn = false;
  #lastMs = 0;

  constructor(
    private readonly environment: CliEnvironment,
    private readonly summary: RunSummary,
    /** Reports to come, once counted. */
    private readonly total: () => number | null,
  ) {}

  update(): void {
    const now = performance.now();
    if (!this.environment.interactive || now - this.#lastMs < redrawMs) return;
    this.#lastMs = now;
    this.#drawn = true;
    const { done, perSecond } = this.summary;
    const total = this.total();
    const minutesLeft = total === null || perSecond === 0 ? null : (total - done) / perSecond / 60;
    this.environment.stderr.write(
      `\r\u001b[2K${this.environment.messages.progress(done, total, perSecond, minutesLeft)}`,
    );
  }

  /** Takes the line away, before something else is written. */
  clear(): void {
    if (this.#drawn) this.environment.stderr.write('\r\u001b[2K');
    this.#drawn = false;
  }
}
