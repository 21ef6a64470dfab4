/** Phrases of folded words, found by their first word. */
import type { Word } from '../types.js';

interface Entry<T> {
  readonly parts: readonly Part[];
  readonly value: T;
}

/** A phrase in a list of those whose first words share a place. */
interface Listed<T> {
  /** `keyOf` its first word: words that share the place alone are told by it. */
  readonly key: number;
  readonly entry: Entry<T>;
}

/** One word of a phrase: any of these words, or any word that begins with one of these stems. */
interface Part {
  readonly words: ReadonlySet<string>;
  readonly stems: readonly string[];
}

export interface PhraseMatch<T> {
  readonly value: T;
  /** Words that the phrase takes. */
  readonly length: number;
}

/** A number of a word's first three units, by which phrases are looked up; a stem is at least as long. */
function keyOf(word: string): number {
  const { length } = word;
  const first = length > 0 ? word.charCodeAt(0) : 0;
  const second = length > 1 ? word.charCodeAt(1) : 0;
  const third = length > 2 ? word.charCodeAt(2) : 0;
  return first * 961 + second * 31 + third;
}

/** Words whose phrases are kept, in each set. */
const mostMet = 8192;
const nothing: readonly never[] = [];

/** A set of phrases, each with a value. */
export class Phrases<T> {
  /** By `keyOf` their first word, cut to the lists that there are. */
  readonly #lists: (Listed<T>[] | undefined)[];
  /** What begins with words that were asked for: reports say the same ones over and over. */
  readonly #met = new Map<string, readonly Entry<T>[]>();

  /** @param lists a power of two; a set of thousands of phrases is quicker with more. */
  constructor(lists = 256) {
    this.#lists = new Array<Listed<T>[] | undefined>(lists).fill(undefined);
  }

  /** @param list phrases parted by `;`. `a|b` stands for either word, `stem*` for each word that begins so. */
  add(list: string, value: T): this {
    this.#met.clear();
    for (const phrase of list.split(';')) {
      const parts = phrase.trim().split(/\s+/).filter(Boolean).map(readPart);
      const [first] = parts;
      if (first === undefined) continue;
      const entry = { parts, value };
      const keys = new Set([...first.words, ...first.stems].map(keyOf));
      for (const key of keys) (this.#lists[key & (this.#lists.length - 1)] ??= []).push({ key, entry });
    }
    return this;
  }

  /** The longest phrase that starts at a word, or null; of equally long ones the one added first. */
  at(words: readonly Word[], index: number): PhraseMatch<T> | null {
    const word = words[index]?.folded ?? '';
    const beginning = this.#met.get(word) ?? this.#meet(word);
    let best: Entry<T> | null = null;
    let longest = 0;
    for (const entry of beginning) {
      const length = lengthAt(entry.parts, words, index);
      if (length <= longest) continue;
      best = entry;
      longest = length;
    }
    return best === null ? null : { value: best.value, length: longest };
  }

  /** The phrases that begin with a word, in the order in which they were added. */
  #meet(word: string): readonly Entry<T>[] {
    const wanted = keyOf(word);
    const listed = this.#lists[wanted & (this.#lists.length - 1)] ?? [];
    const beginning: Entry<T>[] = [];
    for (const { key, entry } of listed) {
      if (key === wanted && entry.parts[0] !== undefined && fits(entry.parts[0], word)) beginning.push(entry);
    }
    if (this.#met.size >= mostMet) this.#met.clear();
    this.#met.set(word, beginning.length === 0 ? nothing : beginning);
    return beginning;
  }

  has(words: readonly Word[], first = 0, end = words.length): boolean {
    for (let at = first; at < end; at++) {
      const found = this.at(words, at);
      if (found !== null && at + found.length <= end) return true;
    }
    return false;
  }
}

/** Words that the parts take from `index` on, with the hyphens between them; 0 where they do not fit. */
function lengthAt(parts: readonly Part[], words: readonly Word[], index: number): number {
  let at = index;
  for (const part of parts) {
    if (at > index && words[at]?.folded === '-' && !part.words.has('-')) at++;
    if (!fits(part, words[at]?.folded ?? '')) return 0;
    at++;
  }
  return at - index;
}

function readPart(text: string): Part {
  const choices = text.split('|');
  return {
    words: new Set(choices.filter((choice) => !choice.endsWith('*'))),
    stems: choices.filter((choice) => choice.endsWith('*')).map((choice) => choice.slice(0, -1)),
  };
}

function fits({ words, stems }: Part, word: string): boolean {
  if (words.has(word)) return true;
  for (const stem of stems) if (word.startsWith(stem)) return true;
  return false;
}

/** A set of phrases without values. */
export function phrases(list: string): Phrases<true> {
  return new Phrases<true>().add(list, true);
}
