/** Phrases of folded words, found by their first word. */
import type { Word } from '../types.js';

interface Entry<T> {
  readonly parts: readonly Part[];
  readonly value: T;
}

/** Phrases whose first words have a key together. */
interface Listed<T> {
  readonly key: number;
  readonly entries: Entry<T>[];
}

/** One word of a phrase: any of these words, or any word that begins with one of these stems. */
interface Part {
  readonly words: readonly string[];
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

/** A set of phrases, each with a value. */
export class Phrases<T> {
  /** By `keyOf` their first word, cut to the lists that there are. */
  readonly #lists: (Listed<T>[] | undefined)[];
  /** A bit a list: most words begin no phrase, and then no list is touched. */
  readonly #filled: Uint32Array;

  /** @param lists a power of two from 256 on; a set of thousands of phrases is quicker with more. */
  constructor(lists = 256) {
    this.#lists = new Array<Listed<T>[] | undefined>(lists).fill(undefined);
    this.#filled = new Uint32Array(lists / 32);
  }

  /** @param list phrases parted by `;`. `a|b` stands for either word, `stem*` for each word that begins so. */
  add(list: string, value: T): this {
    for (const phrase of list.split(';')) {
      const parts = phrase.trim().split(/\s+/).filter(Boolean).map(readPart);
      const [first] = parts;
      if (first === undefined) continue;
      const keys = new Set([...first.words, ...first.stems].map(keyOf));
      for (const key of keys) this.#list(key).push({ parts, value });
    }
    return this;
  }

  /** The list of a key. */
  #list(key: number): Entry<T>[] {
    const place = key & (this.#lists.length - 1);
    const listed = (this.#lists[place] ??= []);
    this.#filled[place >> 5] = (this.#filled[place >> 5] ?? 0) | (1 << (place & 31));
    let own = listed.find((other) => other.key === key);
    if (own === undefined) listed.push((own = { key, entries: [] }));
    return own.entries;
  }

  /** The longest phrase that starts at a word, or null; of equally long ones the one added first. */
  at(words: readonly Word[], index: number): PhraseMatch<T> | null {
    const wanted = keyOf(words[index]?.folded ?? '');
    const place = wanted & (this.#lists.length - 1);
    if (((this.#filled[place >> 5] ?? 0) & (1 << (place & 31))) === 0) return null;
    for (const { key, entries } of this.#lists[place] ?? []) {
      if (key === wanted) return longestAt(entries, words, index);
    }
    return null;
  }

  has(words: readonly Word[], first = 0, end = words.length): boolean {
    for (let at = first; at < end; at++) {
      const found = this.at(words, at);
      if (found !== null && at + found.length <= end) return true;
    }
    return false;
  }
}

function longestAt<T>(
  entries: readonly Entry<T>[],
  words: readonly Word[],
  index: number,
): PhraseMatch<T> | null {
  let best: Entry<T> | null = null;
  let longest = 0;
  for (const entry of entries) {
    const length = lengthAt(entry.parts, words, index);
    if (length <= longest) continue;
    best = entry;
    longest = length;
  }
  return best === null ? null : { value: best.value, length: longest };
}

/** Words that the parts take from `index` on, with the hyphens between them; 0 where they do not fit. */
function lengthAt(parts: readonly Part[], words: readonly Word[], index: number): number {
  let at = index;
  for (const part of parts) {
    if (at > index && words[at]?.folded === '-' && !part.words.includes('-')) at++;
    if (!fits(part, words[at]?.folded ?? '')) return 0;
    at++;
  }
  return at - index;
}

function readPart(text: string): Part {
  const choices = text.split('|');
  return {
    words: choices.filter((choice) => !choice.endsWith('*')),
    stems: choices.filter((choice) => choice.endsWith('*')).map((choice) => choice.slice(0, -1)),
  };
}

function fits({ words, stems }: Part, word: string): boolean {
  // Short lists: to ask a set takes longer.
  for (const own of words) if (own === word) return true;
  for (const stem of stems) if (word.startsWith(stem)) return true;
  return false;
}

/** A set of phrases without values. */
export function phrases(list: string): Phrases<true> {
  return new Phrases<true>().add(list, true);
}
