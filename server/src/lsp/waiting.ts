/** Promises that something else ends: a change, a cancellation or the clock. */
import type { CancellationToken } from 'vscode-languageserver/node';

/** A promise with its own `resolve`. */
export class Deferred {
  resolve: () => void = () => undefined;
  readonly promise = new Promise<void>((resolve) => {
    this.resolve = resolve;
  });
}

/** A promise that resolves when time is up or the client gave up. */
export class Deadline {
  passed = false;
  readonly promise: Promise<void>;
  #timer: NodeJS.Timeout | null = null;
  #subscription: { dispose(): void } | null = null;

  constructor(token: CancellationToken, limitMs: number) {
    this.promise = new Promise((resolve) => {
      const pass = (): void => {
        this.passed = true;
        resolve();
      };
      if (token.isCancellationRequested) pass();
      this.#subscription = token.onCancellationRequested(pass);
      if (Number.isFinite(limitMs)) this.#timer = setTimeout(pass, limitMs);
    });
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#subscription?.dispose();
  }
}
