/** Places of the report that the panel speaks of, and which of its items are under the cursor. */
import type { WirePosition, WireRange } from '../../../server/src/protocol.js';

export interface Anchor {
  readonly item: string;
  readonly range: WireRange;
}

/** Collected while a model is built. */
export class Places {
  readonly #byKey = new Map<string, WireRange>();
  readonly #anchors: Anchor[] = [];

  /** @param item lies there, so that the cursor finds it; null where the place is not its own. */
  add(key: string, range: WireRange, item: string | null): void {
    this.#byKey.set(key, range);
    if (item !== null) this.#anchors.push({ item, range });
  }

  get(key: string): WireRange | undefined {
    return this.#byKey.get(key);
  }

  /** Items whose text holds the position, the narrowest first, each once. */
  at(position: WirePosition): string[] {
    const under = this.#anchors.filter(({ range }) => holds(range, position));
    under.sort((a, b) => extent(a.range) - extent(b.range));
    return [...new Set(under.map(({ item }) => item))];
  }
}

function holds({ start, end }: WireRange, at: WirePosition): boolean {
  const after = at.line > start.line || (at.line === start.line && at.character >= start.character);
  const before = at.line < end.line || (at.line === end.line && at.character <= end.character);
  return after && before;
}

/** For comparing only: a line counts for more than any line is long. */
function extent({ start, end }: WireRange): number {
  return (end.line - start.line) * 1e6 + end.character - start.character;
}
