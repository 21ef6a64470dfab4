/**
 * An index of code descriptions by word key. Built row by row, so that whoever builds it may pause between rows;
 * kept in flat arrays: half a million descriptions' words take a few megabytes.
 */
import { foldedWords, wordKey } from './wordKey.js';
import { fillerWords, littleWords } from './littleWords.js';

/** Numbers that grow by doubling. */
class Growing {
  #numbers = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#numbers.length) {
      const larger = new Uint32Array(this.#numbers.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length++] = value;
  }

  whole(): Uint32Array {
    return this.#numbers.slice(0, this.length);
  }
}

const documentsAtOnce = 2_000;
const fillerKeys: ReadonlySet<string> = new Set([...fillerWords].map(wordKey));

/** What a search of one word looks at: its key in the vocabulary, and how well it stands for the word. */
export interface KeyMatch {
  /** Index of the key. */
  readonly key: number;
  /** 0 to 1. */
  readonly quality: number;
}

/** A word of a query: the keys that stand for it, the best first. */
export interface WordMatch {
  readonly keys: readonly KeyMatch[];
  /** A lone sign ("L", "5"): it tells descriptions apart and none must have it. */
  readonly optional: boolean;
}

export interface DocumentMatch {
  readonly document: number;
  /** Words of the query that it has, optional ones left out. */
  readonly words: number;
  /** Part of the description that the words cover, 0 to 1, rare words counting more. */
  readonly coverage: number;
}

/** Collects descriptions; `finish` makes the index. */
export class CodeIndexBuilder {
  readonly #ids = new Map<string, number>();
  readonly #keyOfWord = new Map<string, number>();
  /** Key ids of all documents, one after the other. */
  readonly #keys = new Growing();
  readonly #ends = new Growing();

  /** Adds a description; its number is that of the calls before. */
  add(description: string): void {
    const first = this.#keys.length;
    const seen = new Set<number>();
    for (const word of foldedWords(description)) {
      if (littleWords.has(word)) continue;
      let id = this.#keyOfWord.get(word);
      if (id === undefined) {
        const key = wordKey(word);
        id = this.#ids.get(key) ?? this.#ids.size;
        this.#ids.set(key, id);
        this.#keyOfWord.set(word, id);
      }
      seen.add(id);
    }
    for (const id of seen) this.#keys.push(id);
    this.#ends.push(first + seen.size);
  }

  /** Sorts what was added; yields now and then, as adding does not. */
  finish(): Generator<undefined, CodeIndex, undefined> {
    return CodeIndex.build([...this.#ids.keys()], this.#keys.whole(), this.#ends.whole());
  }
}

export class CodeIndex {
  readonly #vocabulary: readonly string[];
  /** Key ids in alphabetical order, for prefixes. */
  readonly #sorted: Uint32Array;
  readonly #idOf: ReadonlyMap<string, number>;
  /** Documents of each key: `#documents` from `#starts[key]` to `#starts[key + 1]`. */
  readonly #starts: Uint32Array;
  readonly #documents: Uint32Array;
  /** Rarity of each key. */
  readonly #weights: Float32Array;
  /** Sum of a document's weights. */
  readonly #totals: Float32Array;
  /** Words that a document has, and the last of them. */
  readonly #matched: Uint8Array;
  readonly #last: Uint8Array;
  readonly #sums: Float32Array;

  private constructor(
    vocabulary: readonly string[],
    sorted: Uint32Array,
    keys: Uint32Array,
    ends: Uint32Array,
  ) {
    this.#vocabulary = vocabulary;
    this.#sorted = sorted;
    this.#idOf = new Map(vocabulary.map((key, id) => [key, id]));
    this.#starts = new Uint32Array(vocabulary.length + 1);
    this.#weights = new Float32Array(vocabulary.length);
    this.#documents = new Uint32Array(keys.length);
    this.#totals = new Float32Array(ends.length);
    this.#matched = new Uint8Array(ends.length);
    this.#last = new Uint8Array(ends.length);
    this.#sums = new Float32Array(ends.length);
  }

  /** @param keys key ids document by document. @param ends where each document's end in `keys`. */
  static *build(
    vocabulary: readonly string[],
    keys: Uint32Array,
    ends: Uint32Array,
  ): Generator<undefined, CodeIndex, undefined> {
    const order = vocabulary.map((_, id) => id);
    order.sort((a, b) => compare(vocabulary[a] ?? '', vocabulary[b] ?? ''));
    yield;
    const index = new CodeIndex(vocabulary, Uint32Array.from(order), keys, ends);
    yield;
    index.#count(keys, ends.length);
    const next = index.#starts.slice();
    for (let document = 0, at = 0; document < ends.length; document++) {
      for (; at < (ends[document] ?? 0); at++) {
        const key = keys[at] ?? 0;
        const place = next[key] ?? 0;
        index.#documents[place] = document;
        next[key] = place + 1;
        index.#totals[document] = (index.#totals[document] ?? 0) + (index.#weights[key] ?? 0);
      }
      if (document % documentsAtOnce === 0) yield;
    }
    return index;
  }

  /** Where each key's documents begin, and how rare it is. */
  #count(keys: Uint32Array, documents: number): void {
    for (const key of keys) this.#starts[key + 1] = (this.#starts[key + 1] ?? 0) + 1;
    for (let key = 0; key < this.#weights.length; key++) {
      const having = this.#starts[key + 1] ?? 0;
      const filler = fillerKeys.has(this.#vocabulary[key] ?? '');
      this.#weights[key] = filler ? 0 : Math.log(1 + documents / Math.max(having, 1));
      this.#starts[key + 1] = having + (this.#starts[key] ?? 0);
    }
  }

  /** The key itself, or null where no description has it. */
  exact(key: string): number | null {
    return this.#idOf.get(key) ?? null;
  }

  /** Keys that begin so, in alphabetical order, at most `limit`. */
  startingWith(prefix: string, limit: number): number[] {
    let low = 0;
    for (let high = this.#sorted.length; low < high;) {
      const middle = (low + high) >>> 1;
      if (compare(this.#keyAt(middle), prefix) < 0) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (; found.length < limit && this.#keyAt(low).startsWith(prefix) && low < this.#sorted.length; low++) {
      found.push(this.#sorted[low] ?? 0);
    }
    return found;
  }

  /** Keys that hold a part. */
  holding(part: string, limit: number): number[] {
    const found: number[] = [];
    for (let key = 0; key < this.#vocabulary.length && found.length < limit; key++) {
      if (this.#vocabulary[key]?.includes(part) === true) found.push(key);
    }
    return found;
  }

  /**
   * Documents that have at least so many of the words, in the order of their numbers.
   * @param words at most 255.
   */
  having(words: readonly WordMatch[], atLeast: number): DocumentMatch[] {
    this.#matched.fill(0);
    this.#last.fill(0);
    this.#sums.fill(0);
    words.forEach(({ keys, optional }, word) => {
      for (const { key, quality } of keys) {
        const weight = (this.#weights[key] ?? 0) * quality;
        const end = this.#starts[key + 1] ?? 0;
        for (let at = this.#starts[key] ?? 0; at < end; at++) {
          const document = this.#documents[at] ?? 0;
          if (this.#last[document] === word + 1) continue;
          this.#last[document] = word + 1;
          if (!optional) this.#matched[document] = (this.#matched[document] ?? 0) + 1;
          this.#sums[document] = (this.#sums[document] ?? 0) + weight;
        }
      }
    });
    const found: DocumentMatch[] = [];
    this.#matched.forEach((matched, document) => {
      if (matched < atLeast || matched === 0) return;
      // A description of filler words alone is covered by none.
      const coverage = (this.#sums[document] ?? 0) / Math.max(this.#totals[document] ?? 0, Number.EPSILON);
      found.push({ document, words: matched, coverage: Math.min(coverage, 1) });
    });
    return found;
  }

  #keyAt(place: number): string {
    return this.#vocabulary[this.#sorted[place] ?? -1] ?? '';
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
