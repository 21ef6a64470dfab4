/** Long work in pieces: the event loop has its turn every few milliseconds, and the work can be stopped. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work between two turns of the event loop. */
const turnMs = 4;

export class Turns {
  readonly #signal: AbortSignal;
  #until = performance.now() + turnMs;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Lets others go first where it is their turn. @throws AbortError of the signal. */
  maybe(): Promise<void> | undefined {
    return performance.now() <= this.#until ? undefined : this.#turn();
  }

  async #turn(): Promise<void> {
    await nextTurn();
    this.#signal.throwIfAborted();
    this.#until = performance.now() + turnMs;
  }
}
