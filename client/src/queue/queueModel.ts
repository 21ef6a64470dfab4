/** The part of the review queue that the client knows, and the entry that a person is at. No editor. */
import { reviewQueueRequest } from '../../../server/src/protocol.js';
import type { ReviewQueueParams, ReviewQueueResult, WireQueueEntry } from '../../../server/src/protocol.js';
import type { QueueFilter } from './filter.js';

const pageSize = 100;

export interface Asks {
  request<Result>(method: string, params: object): Promise<Result>;
}

export class QueueModel {
  readonly #server: Asks;
  #entries: readonly WireQueueEntry[] = [];
  #result: ReviewQueueResult | null = null;
  #filter: QueueFilter = {};
  #current: string | null = null;
  #wanted = pageSize;

  constructor(server: Asks) {
    this.#server = server;
  }

  get entries(): readonly WireQueueEntry[] {
    return this.#entries;
  }

  /** Null before the first answer. */
  get counts(): Omit<ReviewQueueResult, 'entries'> | null {
    return this.#result;
  }

  get filter(): QueueFilter {
    return this.#filter;
  }

  /** The entry that is open; null where none is, or where it is no longer in the queue. */
  get current(): WireQueueEntry | null {
    return this.entry(this.#current ?? '');
  }

  get more(): boolean {
    return this.#entries.length < (this.#result?.open ?? 0);
  }

  entry(id: string): WireQueueEntry | null {
    return this.#entries.find((one) => one.id === id) ?? null;
  }

  setFilter(filter: QueueFilter): void {
    this.#filter = filter;
    this.#wanted = pageSize;
    this.#current = null;
  }

  setCurrent(id: string | null): void {
    this.#current = id;
  }

  wantMore(): void {
    this.#wanted += pageSize;
  }

  /**
   * Asks anew.
   * @returns the entry that follows the one that was open, where that has been decided on; else null.
   */
  async refresh(): Promise<WireQueueEntry | null> {
    const before = this.#result?.reviewed ?? 0;
    const index = this.#entries.findIndex(({ id }) => id === this.#current);
    const entries: WireQueueEntry[] = [];
    let result: ReviewQueueResult;
    do {
      const limit = Math.min(pageSize, this.#wanted - entries.length);
      const params: ReviewQueueParams = { ...this.#filter, offset: entries.length, limit };
      result = await this.#server.request<ReviewQueueResult>(reviewQueueRequest, params);
      entries.push(...result.entries);
    } while (result.entries.length > 0 && entries.length < Math.min(this.#wanted, result.open));
    this.#result = result;
    this.#entries = entries;
    if (index < 0 || this.current !== null || result.reviewed <= before) return null;
    return entries[Math.min(index, entries.length - 1)] ?? null;
  }

  /** The entry beside the open one, going round; the first or last where none is open. */
  neighbour(direction: 1 | -1): WireQueueEntry | null {
    const { length } = this.#entries;
    if (length === 0) return null;
    const index = this.#entries.findIndex(({ id }) => id === this.#current);
    const next = index < 0 ? (direction === 1 ? 0 : length - 1) : (index + direction + length) % length;
    return this.#entries[next] ?? null;
  }
}
