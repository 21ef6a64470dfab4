/** The filters, and the head and rows of the table. Rows are laid out one by one; the page puts them in place. */
import { labelIds, reportColumns } from '../../../../server/src/protocol.js';
import type {
  ReportFilter,
  ReportRow,
  ReportSort,
  WorkspaceOverview,
} from '../../../../server/src/protocol.js';
import { h } from '../../panel/webview/vdom.js';
import type { VNode } from '../../panel/webview/vdom.js';
import { button } from './headLayout.js';
import { filled } from '../../filled.js';
import { anatomyName, labelName, lookText, stateWords } from './words.js';
import type { Words } from './words.js';

const labelStates = ['stated', 'doubtful', 'notStated', 'notApplying'] as const;
const reportStates = ['suspected', 'doubtful', 'failed', 'reviewed', 'notReviewed', 'empty'] as const;

export function filterLayout(
  words: Words,
  overview: WorkspaceOverview,
  filter: ReportFilter,
  total: number | null,
): VNode[] {
  const { filters, facets } = words.texts;
  const select = (
    field: string,
    text: string,
    chosen: string | undefined,
    options: readonly (readonly [string, string])[],
  ): VNode =>
    h('label', { class: 'field' }, [
      h('span', {}, text),
      h('select', { 'data-field': field }, [
        h('option', { value: '', selected: chosen === undefined }, filters.any),
        ...options.map(([value, name]) => h('option', { value, selected: value === chosen }, name, value)),
      ]),
    ]);
  const search = (field: string, text: string): VNode =>
    h('label', { class: 'field' }, [
      h('span', {}, text),
      h('input', { type: 'search', 'data-field': field }),
    ]);
  const known = labelIds.filter((id) => overview.labels.some((label) => label.id === id));
  const filtered = Object.keys(filter).length > 0;
  return [
    search('path', filters.path),
    search('code', filters.code),
    known.length === 0
      ? null
      : select(
          'label',
          filters.label,
          filter.label,
          known.map((id) => [id, labelName(words, id)] as const),
        ),
    filter.label === undefined
      ? null
      : select(
          'is',
          filters.is,
          filter.is,
          labelStates.map((is) => [is, facets[is]] as const),
        ),
    overview.anatomies === null || overview.anatomies.length === 0
      ? null
      : select(
          'anatomy',
          filters.anatomy,
          filter.anatomy,
          overview.anatomies.map(({ subtype }) => [subtype, anatomyName(words, subtype)] as const),
        ),
    select(
      'state',
      filters.state,
      filter.state,
      reportStates.map((state) => [state, filters.states[state]] as const),
    ),
    h('div', { class: 'found' }, [
      total === null ? null : h('span', {}, filled(filters.found, words.number(total))),
      filter.paths === undefined
        ? null
        : h('span', { class: 'quiet' }, filled(filters.selection, words.number(filter.paths.length))),
      filtered ? button(filters.clear, 'clear', '', { class: 'link' }) : null,
    ]),
  ].flatMap((node) => node ?? []);
}

export function columnHeads(words: Words, sort: ReportSort): VNode[] {
  const { table } = words.texts;
  return reportColumns.map((by) => {
    const sorted = sort.by === by;
    const arrow = sorted ? (sort.descending ? ' ▼' : ' ▲') : '';
    return h(
      'div',
      {
        role: 'columnheader',
        class: `cell ${by}`,
        'aria-sort': sorted ? (sort.descending ? 'descending' : 'ascending') : 'none',
      },
      [
        h(
          'button',
          {
            type: 'button',
            'data-do': 'sort',
            'data-value': by,
            title: filled(table.sortBy, table.columns[by]),
          },
          [h('span', {}, table.columns[by]), h('span', { 'aria-hidden': 'true' }, arrow)],
        ),
      ],
      by,
    );
  });
}

/** @param row null while it is on its way. */
export function rowLayout(words: Words, row: ReportRow | null, index: number, active: boolean): VNode {
  const cells = row === null ? null : cellTexts(words, row);
  return h(
    'div',
    {
      role: 'row',
      class: `row${active ? ' active' : ''}${row?.failure == null ? '' : ' failed'}${row === null ? ' waiting' : ''}`,
      id: `row-${index}`,
      // The head is the first row.
      'aria-rowindex': index + 2,
      'aria-busy': row === null ? 'true' : null,
      'data-index': index,
      tabindex: active ? 0 : -1,
    },
    reportColumns.map((column) => {
      const text = cells?.[column] ?? '';
      return h(
        'div',
        { role: 'gridcell', class: `cell ${column}`, title: text === '' ? null : text },
        text,
        column,
      );
    }),
    String(index),
  );
}

function cellTexts(words: Words, row: ReportRow): Readonly<Record<ReportSort['by'], string>> {
  const { table } = words.texts;
  const labels = row.labels.map(({ id, probability, doubtful }) => {
    const said = `${labelName(words, id)} ${words.percent(probability)}`;
    return doubtful ? filled(table.doubtfulLabel, said) : said;
  });
  return {
    doubt: lookText(words, row),
    path: row.path,
    labels: labels.join(', '),
    codes: row.codes.join(', '),
    anatomies: row.anatomies.map((subtype) => anatomyName(words, subtype)).join(', '),
    checks: row.checks === 0 ? '' : words.number(row.checks),
    state: stateWords(words, row).join(', '),
  };
}

/** The order that a press on a column's head asks for. */
export function sortAfter(sort: ReportSort, by: ReportSort['by']): ReportSort {
  if (sort.by === by) return { by, descending: !sort.descending };
  return { by, descending: by !== 'path' && by !== 'codes' };
}
