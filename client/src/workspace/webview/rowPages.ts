/** Pages of the table that the page has, and which it lacks for what is on the screen. */
import type { ReportFilter, ReportRow, ReportSort } from '../../../../server/src/protocol.js';

export const pageRows = 100;
/** Pages kept: scrolling back a little costs no question. */
const mostPages = 60;

/** A question for rows. */
export interface RowQuestion {
  readonly id: number;
  readonly filter: ReportFilter;
  readonly sort: ReportSort;
  readonly offset: number;
  readonly limit: number;
}

export interface RowAnswer {
  readonly id: number;
  readonly offset: number;
  readonly revision: number;
  readonly total: number;
  readonly rows: readonly ReportRow[];
}

export class RowPages {
  #pages = new Map<number, readonly ReportRow[]>();
  /** Pages of the present table; the others stand in until theirs come. */
  #fresh = new Set<number>();
  readonly #asked = new Map<number, number>();
  #next = 1;
  /** Questions before it were of another filter, order or table. */
  #since = 1;
  #total: number | null = null;
  #revision = 0;
  filter: ReportFilter = {};
  sort: ReportSort = { by: 'doubt', descending: true };

  /** Rows that the filter lets through; null until the first answer. */
  get total(): number | null {
    return this.#total;
  }

  /** Forgets every row: the filter or the order is another. */
  reset(): void {
    this.#pages = new Map();
    this.renew();
  }

  /** The table has changed: rows are asked for again, and stay until the new ones come. */
  renew(): void {
    this.#fresh = new Set();
    this.#asked.clear();
    this.#since = this.#next;
  }

  row(index: number): ReportRow | null {
    return this.#pages.get(Math.floor(index / pageRows))?.[index % pageRows] ?? null;
  }

  /** Questions for the pages that rows `first` to `last` are on, and that are neither there nor asked for. */
  missing(first: number, last: number): RowQuestion[] {
    const questions: RowQuestion[] = [];
    for (let page = Math.floor(Math.max(0, first) / pageRows); page <= Math.floor(last / pageRows); page++) {
      if (this.#fresh.has(page) || [...this.#asked.values()].includes(page)) continue;
      const id = this.#next++;
      this.#asked.set(id, page);
      const { filter, sort } = this;
      questions.push({ id, filter, sort, offset: page * pageRows, limit: pageRows });
    }
    return questions;
  }

  /** @returns false where the answer is of an older question. */
  take({ id, offset, revision, total, rows }: RowAnswer): boolean {
    this.#asked.delete(id);
    if (id < this.#since) return false;
    if (revision !== this.#revision) {
      // The table has changed under the pages that are here.
      this.#fresh = new Set();
      this.#revision = revision;
    }
    this.#total = total;
    const page = offset / pageRows;
    this.#pages.delete(page);
    this.#pages.set(page, rows);
    this.#fresh.add(page);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= mostPages) break;
      this.#pages.delete(oldest);
      this.#fresh.delete(oldest);
    }
    return true;
  }
}

/** Rows that a scrolled window shows, with some more on both sides. @param top, height in pixels. */
export function shownRows(
  top: number,
  height: number,
  rowHeight: number,
  total: number,
): { first: number; last: number } {
  const around = 8;
  const first = Math.max(0, Math.floor(top / rowHeight) - around);
  const last = Math.min(total - 1, Math.ceil((top + height) / rowHeight) + around);
  return { first: Math.min(first, Math.max(0, total - 1)), last };
}

/** Where a key leads from a row; undefined for other keys. @param page rows of a window. */
export function rowAfterKey(key: string, active: number, page: number, total: number): number | undefined {
  const to: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: total - 1,
  };
  const wanted = to[key];
  return wanted === undefined || total === 0 ? undefined : Math.min(total - 1, Math.max(0, wanted));
}
