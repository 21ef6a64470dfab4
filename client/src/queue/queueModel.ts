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
  #decided: string | null = null;
  #wanted = pageSize;

  constructor(server: Asks) {
    this.#server = server;
  }

  /** The same array for as long as nothing in it changes. */
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

  /** The entry that is open; null where none is. It stays until it is decided on, whatever a newer reading says. */
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
    this.#decided = null;
  }

  /** The open entry was decided on here: it need not be in the queue to be counted there. */
  setDecided(): void {
    this.#decided = this.#current;
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
    const open = this.current;
    const had = this.#entries;
    const entries: WireQueueEntry[] = [];
    let result: ReviewQueueResult;
    do {
      const limit = Math.min(pageSize, this.#wanted - entries.length);
      const params: ReviewQueueParams = { ...this.#filter, offset: entries.length, limit };
      result = await this.#server.request<ReviewQueueResult>(reviewQueueRequest, params);
      entries.push(...result.entries);
    } while (result.entries.length > 0 && entries.length < Math.min(this.#wanted, result.open));
    this.#result = result;
    const decided = result.reviewed > before || this.#decided === open?.id;
    const gone = open !== null && !entries.some(({ id }) => id === open.id);
    // The report has been read anew, since it is open, and is no longer doubtful there: a decision still goes to it.
    if (gone && !decided) entries.splice(Math.min(index, entries.length), 0, open);
    this.#entries = JSON.stringify(entries) === JSON.stringify(had) ? had : entries;
    return gone && decided ? (entries[Math.min(index, entries.length - 1)] ?? null) : null;
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
