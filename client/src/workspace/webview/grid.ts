/** The table on the page: only the rows on the screen are there, whatever the number of reports. */
import type { ReportFilter, ReportSort } from '../../../../server/src/protocol.js';
import { Patcher } from '../../panel/webview/vdom.js';
import type { FromPage } from '../types.js';
import { RowPages, rowAfterKey, shownRows } from './rowPages.js';
import type { RowAnswer } from './rowPages.js';
import { columnHeads, rowLayout } from './tableLayout.js';
import type { Words } from './words.js';

const typingMs = 250;

export interface GridParts {
  readonly grid: HTMLElement;
  readonly columns: HTMLElement;
  readonly scroller: HTMLElement;
  readonly rows: HTMLElement;
}

export class Grid {
  readonly pages = new RowPages();
  readonly #parts: GridParts;
  readonly #heads: Patcher<Element>;
  readonly #rows: Patcher<Element>;
  readonly #post: (message: FromPage) => void;
  readonly #changed: () => void;
  #words: Words | null = null;
  #active = 0;
  #rowHeight = 24;
  #typing: number | undefined;

  /** @param changed the filter, the order or the number of rows is another. */
  constructor(parts: GridParts, post: (message: FromPage) => void, changed: () => void) {
    this.#parts = parts;
    this.#post = post;
    this.#changed = changed;
    const create = (tag: string): Element => document.createElement(tag);
    this.#heads = new Patcher<Element>(parts.columns, create);
    this.#rows = new Patcher<Element>(parts.rows, create);
    parts.scroller.addEventListener(
      'scroll',
      () => {
        this.show();
      },
      { passive: true },
    );
    new ResizeObserver(() => {
      this.show();
    }).observe(parts.scroller);
    parts.scroller.addEventListener('keydown', (event) => {
      this.#key(event);
    });
    parts.scroller.addEventListener('click', (event) => {
      const index = indexOf(event.target);
      if (index !== null) this.#activate(index, true);
    });
  }

  start(words: Words): void {
    this.#words = words;
    this.#parts.grid.setAttribute('aria-label', words.texts.table.title);
    this.#parts.grid.setAttribute('aria-description', words.texts.table.keys);
  }

  /** Shows other rows, from the first on. */
  ask(filter: ReportFilter, sort: ReportSort): void {
    this.pages.filter = filter;
    this.pages.sort = sort;
    this.#active = 0;
    this.#parts.scroller.scrollTop = 0;
    this.pages.reset();
    this.#changed();
    this.show();
  }

  /** As {@link ask}, once a person has stopped typing. */
  askSoon(filter: ReportFilter): void {
    window.clearTimeout(this.#typing);
    this.#typing = window.setTimeout(() => {
      this.ask(filter, this.pages.sort);
    }, typingMs);
  }

  /** The table is another one: the same rows are asked for again. */
  reload(): void {
    this.pages.renew();
    this.show();
  }

  take(answer: RowAnswer): void {
    const before = this.pages.total;
    if (!this.pages.take(answer)) return;
    if (before !== this.pages.total) this.#changed();
    this.#active = Math.min(this.#active, Math.max(0, (this.pages.total ?? 0) - 1));
    this.show();
  }

  show(): void {
    const words = this.#words;
    if (words === null) return;
    const { scroller, rows, grid } = this.#parts;
    // A hidden tab has no size; it is shown when it has one.
    if (scroller.clientHeight === 0) return;
    this.#heads.show(columnHeads(words, this.pages.sort));
    const total = this.pages.total ?? 0;
    grid.setAttribute('aria-rowcount', String(total + 1));
    rows.style.height = `${total * this.#rowHeight}px`;
    const { first, last } = shownRows(scroller.scrollTop, scroller.clientHeight, this.#rowHeight, total);
    const questions = this.pages.missing(first, Math.max(first, last));
    const indices = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
    // The row with the keyboard stays, also where it is scrolled out of sight.
    if (total > 0 && (this.#active < first || this.#active > last)) indices.push(this.#active);
    this.#rows.show(
      indices.map((index) => rowLayout(words, this.pages.row(index), index, index === this.#active)),
    );
    for (const element of rows.children) {
      if (element instanceof HTMLElement)
        element.style.transform = `translateY(${Number(element.dataset.index) * this.#rowHeight}px)`;
    }
    this.#measure();
    for (const question of questions) this.#post({ kind: 'rows', ...question });
  }

  focus(): void {
    this.#rowElement(this.#active)?.focus({ preventScroll: true });
  }

  /** Rows are as high as the theme's font makes them. */
  #measure(): void {
    const height = this.#parts.rows.firstElementChild?.getBoundingClientRect().height ?? 0;
    if (height === 0 || Math.abs(height - this.#rowHeight) < 0.5) return;
    this.#rowHeight = height;
    this.show();
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#open(this.#active, event.key === 'Enter');
      return;
    }
    const window = Math.max(1, Math.floor(this.#parts.scroller.clientHeight / this.#rowHeight) - 1);
    const next = rowAfterKey(event.key, this.#active, window, this.pages.total ?? 0);
    if (next === undefined) return;
    event.preventDefault();
    this.#activate(next, false);
  }

  #activate(index: number, open: boolean): void {
    this.#active = index;
    const { scroller } = this.#parts;
    const top = index * this.#rowHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    const below = top + this.#rowHeight - scroller.clientHeight;
    if (below > scroller.scrollTop) scroller.scrollTop = below;
    this.show();
    this.focus();
    if (open) this.#open(index, false);
  }

  #open(index: number, focus: boolean): void {
    const row = this.pages.row(index);
    if (row !== null) this.#post({ kind: 'open', path: row.path, subject: null, focus });
  }

  #rowElement(index: number): HTMLElement | null {
    return this.#parts.rows.querySelector<HTMLElement>(`[data-index="${index}"]`);
  }
}

function indexOf(target: EventTarget | null): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
  return row === null ? null : Number(row.dataset.index);
}
