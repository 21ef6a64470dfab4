/**
 * Keeps a part of the page in step with a description of it. Only what differs is touched, and a keyed element
 * lives on where its neighbours come and go: focus, selection and scrolling stay, and nothing flickers.
 */

/** A described element. It has either text or children. */
export interface VNode {
  readonly tag: string;
  /** Unique among siblings that have one; without it a node stands for its position. */
  readonly key: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly VNode[];
  readonly text: string;
}

/** What is needed of an element; the browser's `Element` has it. */
export interface PageElement<E> {
  textContent: string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  insertBefore(child: E, before: E | null): unknown;
  removeChild(child: E): unknown;
}

type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Describes an element. Attributes that are null or false are left out, true is an empty string.
 * @param content text, or children of which null ones are left out
 */
export function h(
  tag: string,
  attributes: Attributes,
  content: string | readonly (VNode | null)[] = '',
  key: string | null = null,
): VNode {
  const kept = Object.entries(attributes).filter(([, value]) => value !== null && value !== false);
  return {
    tag,
    key,
    attributes: Object.fromEntries(kept.map(([name, value]) => [name, value === true ? '' : String(value)])),
    children: typeof content === 'string' ? [] : content.filter((child) => child !== null),
    text: typeof content === 'string' ? content : '',
  };
}

interface Mounted<E> {
  node: VNode;
  readonly element: E;
  children: readonly Mounted<E>[];
}

export class Patcher<E extends PageElement<E>> {
  #shown: readonly Mounted<E>[] = [];

  /** @param root empty; nobody else changes what is in it. */
  constructor(
    readonly root: E,
    readonly create: (tag: string) => E,
  ) {}

  show(nodes: readonly VNode[]): void {
    this.#shown = this.#children(this.root, this.#shown, nodes);
  }

  #children(parent: E, before: readonly Mounted<E>[], nodes: readonly VNode[]): Mounted<E>[] {
    const left = new Map(before.map((mounted, i) => [identity(mounted.node, i), { mounted, i }]));
    const places: number[] = [];
    const after = nodes.map((node, i): Mounted<E> => {
      const known = left.get(identity(node, i));
      places.push(known?.i ?? -1);
      if (known === undefined) return this.#mount(node);
      left.delete(identity(node, i));
      this.#update(known.mounted, node);
      return known.mounted;
    });
    for (const { mounted } of left.values()) parent.removeChild(mounted.element);
    const unmoved = longestRising(places);
    let next: E | null = null;
    for (let i = after.length - 1; i >= 0; i--) {
      const element: E | undefined = after[i]?.element;
      if (element === undefined) continue;
      if (!unmoved.has(i)) parent.insertBefore(element, next);
      next = element;
    }
    return after;
  }

  #mount(node: VNode): Mounted<E> {
    const element = this.create(node.tag);
    for (const [name, value] of Object.entries(node.attributes)) element.setAttribute(name, value);
    if (node.text !== '') element.textContent = node.text;
    return { node, element, children: this.#children(element, [], node.children) };
  }

  #update(mounted: Mounted<E>, node: VNode): void {
    const { element, node: old } = mounted;
    for (const name of Object.keys(old.attributes)) {
      if (node.attributes[name] === undefined) element.removeAttribute(name);
    }
    for (const [name, value] of Object.entries(node.attributes)) {
      if (old.attributes[name] !== value) element.setAttribute(name, value);
    }
    if (old.text !== '' && node.text === '') element.textContent = '';
    mounted.children = this.#children(element, mounted.children, node.children);
    if (node.text !== '' && old.text !== node.text) element.textContent = node.text;
    mounted.node = node;
  }
}

/** Elements of another tag or key are others. */
function identity({ tag, key }: VNode, position: number): string {
  return key === null ? `${tag} #${position}` : `${tag} ${key}`;
}

/**
 * Indices of a longest rising subsequence, leaving out negative numbers: the elements that can stay where they are
 * while the others move.
 */
function longestRising(numbers: readonly number[]): Set<number> {
  const best: { readonly length: number; readonly before: number }[] = [];
  let end = -1;
  numbers.forEach((number, i) => {
    let length = 0;
    let before = -1;
    for (let j = 0; j < i; j++) {
      const reached = best[j]?.length ?? 0;
      if ((numbers[j] ?? -1) < number && reached > length) [length, before] = [reached, j];
    }
    best.push({ length: number < 0 ? 0 : length + 1, before });
    if (number >= 0 && length + 1 > (best[end]?.length ?? 0)) end = i;
  });
  const kept = new Set<number>();
  for (; end >= 0; end = best[end]?.before ?? -1) kept.add(end);
  return kept;
}
