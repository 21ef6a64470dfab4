import { describe, expect, it } from 'vitest';
import { togglePressed } from '../../../../client/src/workspace/webview/facetLayout.js';
import {
  RowPages,
  pageRows,
  rowAfterKey,
  shownRows,
} from '../../../../client/src/workspace/webview/rowPages.js';
import { sortAfter } from '../../../../client/src/workspace/webview/tableLayout.js';
import type { ReportRow } from '../../../../server/src/protocol.js';

const row = (path: string): ReportRow => ({
  path,
  labels: [],
  codes: [],
  anatomies: [],
  checks: 0,
  doubt: 0,
  look: null,
  reviewed: false,
  empty: false,
  failure: null,
});
const rows = (offset: number, name = 'r'): ReportRow[] =>
  Array.from({ length: pageRows }, (_, i) => row(`${name}${offset + i}`));

describe('pages of the table', () => {
  it('are asked for once, for the rows on the screen', () => {
    const pages = new RowPages();
    const questions = pages.missing(90, 210);
    expect(questions.map(({ offset, limit }) => [offset, limit])).toEqual([
      [0, pageRows],
      [100, pageRows],
      [200, pageRows],
    ]);
    expect(pages.missing(0, 299)).toEqual([]);
    pages.take({ id: questions[1]!.id, offset: 100, revision: 1, total: 1_000, rows: rows(100) });
    expect(pages.total).toBe(1_000);
    expect(pages.row(150)?.path).toBe('r150');
    expect(pages.row(50)).toBeNull();
  });

  it('of an older filter are not taken', () => {
    const pages = new RowPages();
    const [old] = pages.missing(0, 10);
    pages.filter = { path: 'x' };
    pages.reset();
    const [now] = pages.missing(0, 10);
    expect(now?.filter).toEqual({ path: 'x' });
    expect(pages.take({ id: old!.id, offset: 0, revision: 1, total: 9, rows: rows(0) })).toBe(false);
    expect(pages.row(0)).toBeNull();
    expect(pages.take({ id: now!.id, offset: 0, revision: 1, total: 1, rows: [row('x')] })).toBe(true);
    expect(pages.row(0)?.path).toBe('x');
  });

  it('stay until the new ones come when the table has changed', () => {
    const pages = new RowPages();
    const [first] = pages.missing(0, 10);
    pages.take({ id: first!.id, offset: 0, revision: 1, total: 100, rows: rows(0) });
    pages.renew();
    expect(pages.row(3)?.path).toBe('r3');
    const [again] = pages.missing(0, 10);
    pages.take({ id: again!.id, offset: 0, revision: 2, total: 100, rows: rows(0, 'n') });
    expect(pages.row(3)?.path).toBe('n3');
    expect(pages.missing(0, 10)).toEqual([]);
  });
});

describe('what is on the screen', () => {
  it('is a few rows of 100,000, also at both ends', () => {
    expect(shownRows(0, 240, 24, 100_000)).toEqual({ first: 0, last: 18 });
    expect(shownRows(24 * 50_000, 240, 24, 100_000)).toEqual({ first: 49_992, last: 50_018 });
    expect(shownRows(24 * 99_990, 240, 24, 100_000).last).toBe(99_999);
    expect(shownRows(0, 240, 24, 0)).toEqual({ first: 0, last: -1 });
    // Scrolled beyond the end of a table that has become shorter.
    expect(shownRows(24 * 500, 240, 24, 3)).toEqual({ first: 2, last: 2 });
  });

  it('moves by keys, and not beyond the ends', () => {
    expect(rowAfterKey('ArrowDown', 4, 10, 100)).toBe(5);
    expect(rowAfterKey('PageUp', 4, 10, 100)).toBe(0);
    expect(rowAfterKey('PageDown', 95, 10, 100)).toBe(99);
    expect(rowAfterKey('End', 0, 10, 100_000)).toBe(99_999);
    expect(rowAfterKey('a', 0, 10, 100)).toBeUndefined();
    expect(rowAfterKey('ArrowDown', 0, 10, 0)).toBeUndefined();
  });
});

describe('filters and orders', () => {
  it('go on and off with a bar', () => {
    const on = togglePressed({ path: 'a', label: 'mass', is: 'doubtful' }, { label: 'mass', is: 'stated' });
    expect(on).toEqual({ path: 'a', label: 'mass', is: 'stated' });
    expect(togglePressed(on, { label: 'mass', is: 'stated' })).toEqual({ path: 'a' });
  });

  it('turn a column round, and begin with the most or with A', () => {
    expect(sortAfter({ by: 'doubt', descending: true }, 'doubt')).toEqual({ by: 'doubt', descending: false });
    expect(sortAfter({ by: 'doubt', descending: true }, 'path')).toEqual({ by: 'path', descending: false });
    expect(sortAfter({ by: 'path', descending: false }, 'checks')).toEqual({
      by: 'checks',
      descending: true,
    });
  });
});
