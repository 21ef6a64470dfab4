/** One `read` call: its sentences, what is known of them, and its end. */
import type { SentenceReading } from '../core/types.js';
import type { Waiter } from './scheduler.js';
import { EngineUnavailable, ReadCancelled } from './types.js';

export class ReadRequest implements Waiter {
  /** Settles once: with all readings in order, or with ReadCancelled or EngineUnavailable. */
  readonly promise: Promise<SentenceReading[]>;
  private readonly readings: (SentenceReading | undefined)[];
  /** Places of each sentence that is still to be read. */
  private readonly missing = new Map<string, number[]>();
  private settle: {
    readonly resolve: (readings: SentenceReading[]) => void;
    readonly reject: (error: Error) => void;
  } | null = null;

  /**
   * @param keys packed sentences, in order.
   * @param known gives a reading that needs no model, or undefined.
   * @param onSettled called once, before the promise settles.
   */
  constructor(
    keys: readonly string[],
    known: (key: string) => SentenceReading | undefined,
    private readonly onSettled: (request: ReadRequest) => void,
  ) {
    this.promise = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    this.readings = keys.map((key, index) => {
      const places = this.missing.get(key);
      if (places !== undefined) {
        places.push(index);
        return undefined;
      }
      const reading = known(key);
      if (reading === undefined) this.missing.set(key, [index]);
      return reading;
    });
    this.finishIfComplete();
  }

  /** Sentences still to be read, each once. */
  get missingKeys(): readonly string[] {
    return [...this.missing.keys()];
  }

  onReading(key: string, reading: SentenceReading): void {
    for (const index of this.missing.get(key) ?? []) this.readings[index] = reading;
    this.missing.delete(key);
    this.finishIfComplete();
  }

  onFailure(_key: string, reason: string): void {
    this.end(new EngineUnavailable(reason));
  }

  /** Ends the request with ReadCancelled, unless it has ended. */
  cancel(reason: string): void {
    this.end(new ReadCancelled(reason));
  }

  private finishIfComplete(): void {
    if (this.missing.size > 0 || this.settle === null) return;
    const { resolve } = this.settle;
    this.settle = null;
    this.onSettled(this);
    resolve(this.readings.filter((reading) => reading !== undefined));
  }

  private end(error: Error): void {
    if (this.settle === null) return;
    const { reject } = this.settle;
    this.settle = null;
    this.onSettled(this);
    reject(error);
  }
}
