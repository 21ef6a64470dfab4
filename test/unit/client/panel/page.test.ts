import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changes } from '../../../../client/src/panel/webview/changes.js';
import { layout } from '../../../../client/src/panel/webview/layout.js';
import type { PageState } from '../../../../client/src/panel/webview/layout.js';
import { neighbour } from '../../../../client/src/panel/webview/roving.js';
import { h, Patcher } from '../../../../client/src/panel/webview/vdom.js';
import type { PageElement, VNode } from '../../../../client/src/panel/webview/vdom.js';
import type { PanelItem, PanelModel } from '../../../../client/src/panel/types.js';

/** As much of an element as the patcher uses; `moves` counts insertions and removals of all of them. */
let moves = 0;
class FakeElement implements PageElement<FakeElement> {
  readonly attributes = new Map<string, string>();
  readonly children: FakeElement[] = [];
  #text = '';

  constructor(readonly tag: string) {}

  get textContent(): string {
    return this.#text + this.children.map(({ textContent }) => textContent).join('');
  }
  set textContent(text: string) {
    this.children.length = 0;
    this.#text = text;
  }
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }
  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }
  insertBefore(child: FakeElement, before: FakeElement | null): void {
    moves++;
    const known = this.children.indexOf(child);
    if (known >= 0) this.children.splice(known, 1);
    const place = before === null ? this.children.length : this.children.indexOf(before);
    if (place < 0) throw new Error('not a child');
    this.children.splice(place, 0, child);
  }
  removeChild(child: FakeElement): void {
    moves++;
    const place = this.children.indexOf(child);
    if (place < 0) throw new Error('not a child');
    this.children.splice(place, 1);
  }
  /** As {@link VNode}s are written below. */
  get html(): string {
    const attributes = [...this.attributes].map(([name, value]) => ` ${name}="${value}"`).join('');
    const inner = this.#text + this.children.map(({ html }) => html).join('');
    return `<${this.tag}${attributes}>${inner}</${this.tag}>`;
  }
}

function htmlOf({ tag, attributes, children, text }: VNode): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<${tag}${written.join('')}>${text}${children.map(htmlOf).join('')}</${tag}>`;
}

function start() {
  const root = new FakeElement('main');
  return { root, patcher: new Patcher(root, (tag) => new FakeElement(tag)) };
}
const row = (key: string, text = key): VNode => h('li', {}, text, key);

describe('the patcher', () => {
  const nodes: fc.Arbitrary<VNode[]> = fc.letrec<{ list: VNode[] }>((tie) => ({
    list: fc.uniqueArray(
      fc
        .tuple(
          fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
          fc.constantFrom('li', 'p'),
          fc.oneof({ maxDepth: 2 }, fc.constantFrom('', 'x', 'y'), tie('list')),
          fc.constantFrom(null, '1', '2'),
        )
        .map(([key, tag, content, value]) => h(tag, { value }, content, key)),
      { selector: ({ key }) => key, maxLength: 4 },
    ),
  })).list;

  it('makes of any page any other', () => {
    fc.assert(
      fc.property(fc.array(nodes, { minLength: 1, maxLength: 5 }), (pages) => {
        const { root, patcher } = start();
        for (const page of pages) {
          patcher.show(page);
          expect(root.html).toBe(`<main>${page.map(htmlOf).join('')}</main>`);
        }
      }),
    );
  });

  it('keeps the element of a key where others come, go and change', () => {
    const { root, patcher } = start();
    patcher.show([row('a'), row('b'), row('c')]);
    const [, b, c] = root.children;
    patcher.show([row('new'), row('b', 'other words'), row('c')]);
    expect(root.children[1]).toBe(b);
    expect(root.children[2]).toBe(c);
    expect(b!.textContent).toBe('other words');
  });

  it('touches nothing where nothing changed, and moves one element where one moved', () => {
    const { patcher } = start();
    const keys = ['a', 'b', 'c', 'd', 'e'];
    patcher.show(keys.map((key) => row(key)));
    moves = 0;
    patcher.show(keys.map((key) => row(key)));
    expect(moves).toBe(0);
    patcher.show(['b', 'c', 'd', 'e', 'a'].map((key) => row(key)));
    expect(moves).toBe(1);
    patcher.show(keys.map((key) => row(key)));
    expect(moves).toBe(2);
  });
});

const item = (key: string, changes: Partial<PanelItem> = {}): PanelItem => ({
  key,
  name: key,
  reveals: false,
  detail: null,
  tone: 'stated',
  words: [],
  share: 0.5,
  percent: '50%',
  chips: [{ key: `${key}/0`, text: 'words', note: null, title: 'Show “words”, line 1' }],
  actions: [{ do: 'accept', name: 'Accept', title: `Accept ${key}` }],
  whyTitle: `Why: ${key}`,
  why: [{ text: 'because', chips: [] }],
  review: null,
  ...changes,
});
const model = (items: readonly PanelItem[], changes: Partial<PanelModel> = {}): PanelModel => ({
  uri: 'file:///a',
  state: 'ready',
  stateText: 'read',
  notice: null,
  texts: { why: 'Why', asking: 'Asking', keys: 'Arrows' },
  sections: [
    {
      id: 'codes',
      title: 'Codes',
      count: items.length,
      empty: 'none',
      groups: [
        { key: 'codes/X', title: 'X', folded: false, items },
        { key: 'codes/weaker', title: '1 less likely', folded: true, items: [item('weak')] },
      ],
    },
  ],
  ...changes,
});
const page: PageState = { open: new Set(), toggled: new Set(), current: new Set(), stops: new Map() };

function all(nodes: readonly VNode[]): VNode[] {
  return nodes.flatMap((node) => [node, ...all(node.children)]);
}
const buttons = (nodes: readonly VNode[]): VNode[] => all(nodes).filter(({ tag }) => tag === 'button');

describe('the layout', () => {
  it('names every section by its heading and every button by what it does to what', () => {
    const nodes = layout(model([item('8000/3')]), page);
    const [section] = nodes;
    const ids = all(nodes).flatMap(({ attributes }) => attributes.id ?? []);
    expect(section!.attributes['aria-labelledby']).toBe(ids[0]);
    for (const { attributes } of all(nodes)) {
      for (const name of ['aria-labelledby', 'aria-controls']) {
        if (attributes[name] !== undefined) expect(ids).toContain(attributes[name]);
      }
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(buttons(nodes).flatMap(({ attributes }) => attributes['aria-label'] ?? [])).toEqual([
      'Show “words”, line 1',
      'Accept 8000/3',
      'Why: 8000/3',
    ]);
  });

  it('lets the Tab key reach one button of a section, and the one that was used last', () => {
    const reached = (stops: PageState['stops'], items = [item('a'), item('b')]) =>
      buttons(layout(model(items), { ...page, stops }))
        .filter(({ attributes }) => attributes.tabindex === '0')
        .map(({ attributes }) => attributes['data-control']);
    expect(reached(new Map())).toEqual(['a|a/0']);
    expect(reached(new Map([['codes', 'b|why']]))).toEqual(['b|why']);
    expect(reached(new Map([['codes', 'b|why']]), [item('a')])).toEqual(['a|a/0']);
  });

  it('marks what is under the cursor, for eyes and ears', () => {
    const nodes = all(layout(model([item('a'), item('b')]), { ...page, current: new Set(['b']) }));
    const marked = nodes.filter(({ attributes }) => attributes['aria-current'] === 'true');
    expect(marked.map(({ key }) => key)).toEqual(['b']);
    expect(marked[0]!.attributes.class).toContain('current');
  });

  it('draws a button as an icon with its word for the eye and its whole name for screen readers', () => {
    const { root, patcher } = start();
    patcher.show(layout(model([item('mass')]), page));
    const button = /<button data-do="accept"[^>]*>.*?<\/button>/u.exec(root.html)?.[0];
    expect(button).toMatch(/ data-tip="Accept"[^>]* aria-label="Accept mass"/u);
    expect(button).toMatch(
      /<svg [^>]*aria-hidden="true"><path d="[^"]+"><\/path><\/svg><span class="label">Accept</u,
    );
  });

  it('puts a detail beside the buttons where there are no chips, and above them else', () => {
    const classesOfTools = (changes: Partial<PanelItem>): (string | undefined)[] =>
      all(layout(model([item('a', { detail: 'pulmón derecho', ...changes })]), page))
        .find(({ key }) => key === 'tools')!
        .children.map(({ attributes }) => attributes.class);
    expect(classesOfTools({ chips: [] })).toEqual(['detail', 'actions']);
    expect(classesOfTools({})).toEqual(['chips', 'actions']);
    const shown = (changes: Partial<PanelItem>): number =>
      all(layout(model([item('a', { detail: 'pulmón derecho', ...changes })]), page)).filter(
        ({ text }) => text === 'pulmón derecho',
      ).length;
    expect([shown({}), shown({ chips: [] })]).toEqual([1, 1]);
  });

  it('puts the buttons of an item that has one line into that line', () => {
    const parents = (changes: Partial<PanelItem>): (string | undefined)[] =>
      all(layout(model([item('a', changes)]), page))
        .filter(({ children }) => children.some(({ key }) => key === 'actions'))
        .map(({ attributes }) => attributes.class);
    expect(parents({ chips: [], share: null, percent: null })).toEqual(['line']);
    expect(parents({ chips: [], share: null, percent: null, detail: 'pulmón' })).toEqual(['tools']);
    expect(parents({ chips: [] })).toEqual(['tools']);
  });

  it('opens explanations and folded groups on request', () => {
    const closed = all(layout(model([item('a')]), page));
    expect(closed.some(({ text }) => text === 'because')).toBe(false);
    expect(closed.some(({ key }) => key === 'weak')).toBe(false);
    const open = { ...page, open: new Set(['a']), toggled: new Set(['codes/weaker']) };
    const opened = all(layout(model([item('a')]), open));
    expect(opened.some(({ text }) => text === 'because')).toBe(true);
    expect(opened.some(({ key }) => key === 'weak')).toBe(true);
    const asked = all(layout(model([item('a', { why: null })]), open));
    expect(asked.some(({ text }) => text === 'Asking')).toBe(true);
  });

  it('writes no style into the page, which its policy forbids', () => {
    for (const { tag, attributes } of all(layout(model([item('a')]), page))) {
      expect(attributes.style).toBeUndefined();
      expect(['style', 'script', 'img', 'iframe']).not.toContain(tag);
    }
  });
});

describe('arrow keys', () => {
  const rows = [['a1', 'a2', 'a3'], [], ['b1'], ['c1', 'c2']];
  it.each([
    ['a1', 'ArrowRight', 'a2'],
    ['a3', 'ArrowRight', undefined],
    ['a2', 'ArrowLeft', 'a1'],
    ['a3', 'ArrowDown', 'b1'],
    ['b1', 'ArrowDown', 'c1'],
    ['c2', 'ArrowUp', 'b1'],
    ['a1', 'ArrowUp', undefined],
    ['c1', 'Home', 'a1'],
    ['a1', 'End', 'c1'],
    ['gone', 'ArrowDown', undefined],
  ])('from %s, %s leads to %s', (from, key, to) => {
    expect(neighbour(rows, from, key)).toBe(to);
  });
});

describe('what is said aloud', () => {
  it('is the state when it changes, and nothing while the author types', () => {
    expect(changes(null, model([]))).toEqual(['read']);
    expect(changes(model([]), model([item('a', { percent: '60%' })]))).toEqual([]);
    expect(changes(model([]), model([], { uri: 'file:///b', stateText: 'another' }))).toEqual(['another']);
    expect(changes(model([]), model([], { state: 'noModel', stateText: 'no model' }))).toEqual(['no model']);
  });

  it('is a decision', () => {
    const before = model([item('8000/3'), item('8140/3')]);
    const now = model([item('8000/3', { review: 'accepted' }), item('8140/3')]);
    expect(changes(before, now)).toEqual(['8000/3: accepted']);
    expect(changes(now, now)).toEqual([]);
  });
});
