/** Counts of labels, codes and anatomies: a bar and its number each; pressing one filters the table. */
import type { ReportFilter, WorkspaceOverview } from '../../../../server/src/protocol.js';
import { h } from '../../panel/webview/vdom.js';
import type { VNode } from '../../panel/webview/vdom.js';
import { button } from './headLayout.js';
import { filled } from '../../filled.js';
import { anatomyName, labelName } from './words.js';
import type { Words } from './words.js';

/** Items of a facet before the rest is asked for. */
const firstItems = 12;

interface Item {
  readonly key: string;
  readonly name: string;
  readonly detail: string;
  readonly value: number;
  /** Said in full, for screen readers. */
  readonly said: string;
  readonly action: string;
  readonly pressed: boolean;
  /** A second number, with what it is. */
  readonly also: {
    readonly text: string;
    readonly said: string;
    readonly action: string;
    readonly pressed: boolean;
  } | null;
}

export function facetLayout(
  words: Words,
  overview: WorkspaceOverview,
  filter: ReportFilter,
  open: ReadonlySet<string>,
): VNode[] {
  const { facets } = words.texts;
  const systems = [...new Set(overview.codes.map(({ system }) => system))];
  return [
    h('h2', {}, facets.title),
    ...facet(
      words,
      'labels',
      facets.labels,
      labelItems(words, overview, filter),
      facets.noLabels,
      overview.reports,
      open,
    ),
    ...(systems.length === 0
      ? facet(words, 'codes', facets.codes, [], facets.noCodes, overview.reports, open)
      : systems.flatMap((system) =>
          facet(
            words,
            `codes ${system}`,
            filled('{0} {1}', facets.codes, system),
            codeItems(words, overview, system, filter),
            facets.noCodes,
            overview.reports,
            open,
          ),
        )),
    ...facet(
      words,
      'anatomies',
      facets.anatomies,
      anatomyItems(words, overview, filter),
      facets.noAnatomies,
      overview.reports,
      open,
    ),
  ];
}

function facet(
  words: Words,
  key: string,
  title: string,
  items: readonly Item[],
  empty: string,
  reports: number,
  open: ReadonlySet<string>,
): VNode[] {
  const all = open.has(key);
  const shown = all ? items : items.slice(0, firstItems);
  const left = items.length - shown.length;
  return [
    h('h3', {}, title, `title ${key}`),
    items.length === 0
      ? h('p', { class: 'quiet' }, empty, `empty ${key}`)
      : h(
          'ul',
          { class: 'facet' },
          shown.map((item) => itemLayout(words, item, reports)),
          `list ${key}`,
        ),
    left <= 0
      ? null
      : button(filled(words.texts.facets.more, words.number(left)), 'more', key, { class: 'link' }),
  ].flatMap((node) => node ?? []);
}

function itemLayout(words: Words, item: Item, reports: number): VNode {
  const { also } = item;
  return h(
    'li',
    {},
    [
      h(
        'button',
        {
          type: 'button',
          class: 'bar-item',
          'data-do': 'facet',
          'data-value': item.action,
          'aria-pressed': String(item.pressed),
          'aria-label': item.said,
          title: item.detail === '' ? null : `${item.name} ${item.detail}`,
        },
        [
          h('span', { class: 'name' }, item.name),
          item.detail === '' ? null : h('span', { class: 'detail' }, item.detail),
          h('span', { class: 'number' }, words.number(item.value)),
          h('progress', { max: Math.max(1, reports), value: item.value, 'aria-hidden': 'true' }),
        ],
      ),
      also === null
        ? null
        : h(
            'button',
            {
              type: 'button',
              class: 'also',
              'data-do': 'facet',
              'data-value': also.action,
              'aria-pressed': String(also.pressed),
              'aria-label': also.said,
            },
            also.text,
          ),
    ],
    item.key,
  );
}

/** What pressing an item puts into the filter; the page reads it back. */
export function facetAction(filter: ReportFilter): string {
  return JSON.stringify(filter);
}

function labelItems(words: Words, overview: WorkspaceOverview, filter: ReportFilter): Item[] {
  const { facets } = words.texts;
  return overview.labels.map(({ id, stated, doubtful }) => {
    const name = labelName(words, id);
    return {
      key: id,
      name,
      detail: '',
      value: stated,
      said: filled(facets.labelItem, name, words.number(stated), words.number(doubtful)),
      action: facetAction({ label: id, is: 'stated' }),
      pressed: filter.label === id && filter.is === 'stated',
      also:
        doubtful === 0
          ? null
          : {
              text: `+${words.number(doubtful)} ${facets.doubtful}`,
              said: `${name}: ${words.number(doubtful)} ${facets.doubtful}`,
              action: facetAction({ label: id, is: 'doubtful' }),
              pressed: filter.label === id && filter.is === 'doubtful',
            },
    };
  });
}

function codeItems(words: Words, overview: WorkspaceOverview, system: string, filter: ReportFilter): Item[] {
  return overview.codes
    .filter((code) => code.system === system)
    .map(({ code, description, reports }) => ({
      key: code,
      name: code,
      detail: description,
      value: reports,
      said: filled(words.texts.facets.item, `${code} ${description}`, words.number(reports)),
      action: facetAction({ code }),
      pressed: filter.code === code,
      also: null,
    }));
}

function anatomyItems(words: Words, overview: WorkspaceOverview, filter: ReportFilter): Item[] {
  return (overview.anatomies ?? []).map(({ subtype, reports, mentions }) => {
    const name = anatomyName(words, subtype);
    return {
      key: subtype,
      name,
      detail: '',
      value: reports,
      said: filled(words.texts.facets.anatomyItem, name, words.number(reports), words.number(mentions)),
      action: facetAction({ anatomy: subtype }),
      pressed: filter.anatomy === subtype,
      also: null,
    };
  });
}

/** The filter with an item pressed, or with it let go where it was pressed. */
export function togglePressed(filter: ReportFilter, pressed: ReportFilter): ReportFilter {
  const entries = Object.entries(pressed) as [keyof ReportFilter, unknown][];
  const held = entries.every(([key, value]) => filter[key] === value);
  const kept = Object.entries(filter).filter(([key]) => !(key in pressed));
  return Object.fromEntries(held ? kept : [...kept, ...entries]);
}
