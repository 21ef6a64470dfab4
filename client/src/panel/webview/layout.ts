/** What the page looks like for a model: descriptions of elements, no element itself. */
import type { PanelChip, PanelGroup, PanelItem, PanelModel, PanelSection, WhyPart } from '../types.js';
import { tool } from './tools.js';
import { h } from './vdom.js';
import type { VNode } from './vdom.js';

/** What a person has done on the page. */
export interface PageState {
  /** Items whose explanation is open. */
  readonly open: ReadonlySet<string>;
  /** Sections that were closed, and folded groups that were opened. */
  readonly toggled: ReadonlySet<string>;
  /** Items under the cursor of the editor. */
  readonly current: ReadonlySet<string>;
  /** The one control of each section that the Tab key reaches, by section. */
  readonly stops: ReadonlyMap<string, string>;
}

/** Of an element's key: ids of HTML have no spaces. */
const idOf = (key: string): string => `g-${encodeURIComponent(key)}`;

export function layout(model: PanelModel, page: PageState): VNode[] {
  const { notice } = model;
  return [
    notice === null
      ? null
      : h(
          'div',
          { class: `notice ${model.state}` },
          [
            ...notice.lines.map((line) => h('p', {}, line)),
            ...notice.actions.map(({ command, name }) =>
              h('button', { class: 'wide', 'data-do': 'command', 'data-command': command }, name),
            ),
          ],
          'notice',
        ),
    ...model.sections.map((section) => sectionNode(section, model, page)),
  ].filter((node) => node !== null);
}

function sectionNode(section: PanelSection, model: PanelModel, page: PageState): VNode {
  const { id, title, count, groups, empty } = section;
  const open = !page.toggled.has(id);
  const body = idOf(id);
  const shown = new Rows(section, page);
  return h(
    'section',
    { 'aria-labelledby': `${body}-title`, 'data-section': id },
    [
      h('h2', { id: `${body}-title` }, [
        h(
          'button',
          {
            class: 'fold',
            'aria-expanded': open ? 'true' : 'false',
            'aria-controls': body,
            'data-do': 'toggle',
            'data-item': id,
          },
          [
            h('span', {}, title),
            count === null || count === 0 ? null : h('span', { class: 'count' }, String(count)),
          ],
        ),
      ]),
      h(
        'div',
        { id: body, hidden: !open },
        groups.length === 0
          ? [h('p', { class: 'empty' }, empty)]
          : groups.map((group) => groupNode(group, model, page, shown)),
      ),
    ],
    id,
  );
}

/** Gives the first control of a section to the Tab key where the one that had it is gone. */
class Rows {
  readonly #stop: string | undefined;
  #given = false;

  constructor({ id, groups }: PanelSection, page: PageState) {
    const wanted = page.stops.get(id);
    const controls = groups.flatMap((group) => controlsOf(group, page));
    this.#stop = wanted !== undefined && controls.includes(wanted) ? wanted : controls[0];
  }

  attributes(control: string): Readonly<Record<string, string>> {
    const stop = !this.#given && control === this.#stop;
    if (stop) this.#given = true;
    return { 'data-control': control, tabindex: stop ? '0' : '-1' };
  }
}

/** Control of an item: its key, and the name of the control after the last `|`. */
export function controlOf(item: string, name: string): string {
  return `${item}|${name}`;
}

function isOpen(group: PanelGroup, page: PageState): boolean {
  return !group.folded || page.toggled.has(group.key);
}

/** Controls in the order of the page. */
function controlsOf(group: PanelGroup, page: PageState): string[] {
  return [
    ...(group.folded ? [controlOf(group.key, 'fold')] : []),
    ...(isOpen(group, page) ? group.items.flatMap((item) => itemControls(item, page)) : []),
  ];
}

function itemControls({ key, reveals, chips, actions, why }: PanelItem, page: PageState): string[] {
  const opened = page.open.has(key) ? (why ?? []).flatMap((part) => part.chips) : [];
  return [
    ...(reveals ? ['name'] : []),
    ...chips.map((chip) => chip.key),
    ...actions.map((action) => action.do),
    'why',
    ...opened.map((chip) => chip.key),
  ].map((name) => controlOf(key, name));
}

function groupNode(group: PanelGroup, model: PanelModel, page: PageState, rows: Rows): VNode {
  const open = isOpen(group, page);
  const title = idOf(`${group.key}/title`);
  const list = idOf(group.key);
  const heading =
    group.title === null
      ? null
      : group.folded
        ? h('h3', { id: title, 'data-row': true }, [
            h(
              'button',
              {
                class: 'fold',
                'aria-expanded': open ? 'true' : 'false',
                'aria-controls': list,
                'data-do': 'toggle',
                'data-item': group.key,
                ...rows.attributes(controlOf(group.key, 'fold')),
              },
              [h('span', {}, group.title)],
            ),
          ])
        : h('h3', { id: title }, group.title);
  return h(
    'div',
    { class: 'group' },
    [
      heading,
      h(
        'ul',
        {
          id: list,
          role: 'list',
          hidden: !open,
          'aria-labelledby': group.title === null ? null : title,
          'aria-description': model.texts.keys,
        },
        open ? group.items.map((item) => itemNode(item, model, page, rows)) : [],
      ),
    ],
    group.key,
  );
}

function itemNode(item: PanelItem, model: PanelModel, page: PageState, rows: Rows): VNode {
  const { key, name, detail, words, share, percent, chips, actions, whyTitle } = item;
  const current = page.current.has(key);
  const open = page.open.has(key);
  const why = idOf(`${key}/why`);
  const control = (of: string): Readonly<Record<string, string>> => rows.attributes(controlOf(key, of));
  const buttons = h(
    'div',
    { class: 'actions' },
    [
      ...actions.map((action) =>
        tool(action.do, action.name, {
          'data-item': key,
          'aria-label': action.title,
          ...control(action.do),
        }),
      ),
      tool('why', model.texts.why, {
        'data-item': key,
        'aria-label': whyTitle,
        'aria-expanded': open ? 'true' : 'false',
        'aria-controls': open ? why : null,
        ...control('why'),
      }),
    ],
    'actions',
  );
  // An item of one line has its buttons there.
  const short = chips.length === 0 && detail === null && share === null;
  return h(
    'li',
    {
      class: current ? `item ${item.tone} current` : `item ${item.tone}`,
      'data-row': true,
      'data-item': key,
      'aria-current': current ? 'true' : null,
    },
    [
      h('div', { class: 'line' }, [
        item.reveals
          ? h('button', { class: 'name', 'data-do': 'reveal', 'data-place': key, ...control('name') }, name)
          : h('span', { class: 'name' }, name),
        words.length === 0
          ? null
          : h(
              'span',
              { class: 'words' },
              words.map((word) => h('span', { class: 'word' }, word)),
              'words',
            ),
        percent === null ? null : h('span', { class: 'percent' }, percent, 'percent'),
        short ? buttons : null,
      ]),
      share === null
        ? null
        : h('progress', { max: '1', value: share.toFixed(3), 'aria-hidden': 'true' }, '', 'bar'),
      chips.length === 0 ? null : detailNode(detail),
      short
        ? null
        : h(
            'div',
            { class: 'tools' },
            [
              // Without chips the buttons stand beside the detail, which saves a line of each finding.
              chips.length === 0
                ? detailNode(detail)
                : h(
                    'div',
                    { class: 'chips' },
                    chips.map((chip) => chipNode(chip, control(chip.key))),
                    'chips',
                  ),
              buttons,
            ],
            'tools',
          ),
      open ? whyNode(item, why, model, control) : null,
    ],
    key,
  );
}

function detailNode(detail: string | null): VNode | null {
  return detail === null ? null : h('div', { class: 'detail' }, detail, 'detail');
}

function whyNode(
  { why }: PanelItem,
  id: string,
  model: PanelModel,
  control: (of: string) => Readonly<Record<string, string>>,
): VNode {
  const parts: readonly WhyPart[] = why ?? [{ text: model.texts.asking, chips: [] }];
  return h(
    'div',
    { id, class: 'why' },
    parts.map(({ text, chips }) =>
      h('div', { class: 'part' }, [
        h('p', {}, text),
        chips.length === 0
          ? null
          : h(
              'div',
              { class: 'chips' },
              chips.map((chip) => chipNode(chip, control(chip.key))),
            ),
      ]),
    ),
    'why',
  );
}

function chipNode({ key, text, note, title }: PanelChip, control: Readonly<Record<string, string>>): VNode {
  return h(
    'button',
    {
      class: 'chip',
      'data-do': 'reveal',
      'data-place': key,
      'aria-label': note === null ? title : `${title}, ${note}`,
      ...control,
    },
    [h('span', {}, text), note === null ? null : h('span', { class: 'note' }, note)],
    key,
  );
}
