/** Phrases of folded words, found by their first word. */
import type { Word } from '../types.js';

interface Entry<T> {
  readonly parts: readonly Part[];
  readonly value: T;
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

/** Units of a word by which phrases are looked up; a stem is at least as long. */
const keyUnits = 3;

/** A set of phrases, each with a value. */
export class Phrases<T> {
  readonly #byKey = new Map<string, Entry<T>[]>();

  /** @param list phrases parted by `;`. `a|b` stands for either word, `stem*` for each word that begins so. */
  add(list: string, value: T): this {
    for (const phrase of list.split(';')) {
      const parts = phrase.trim().split(/\s+/).filter(Boolean).map(readPart);
      const [first] = parts;
      if (first === undefined) continue;
      const entry = { parts, value };
      for (const key of new Set([...first.words, ...first.stems].map((word) => word.slice(0, keyUnits)))) {
        const entries = this.#byKey.get(key);
        if (entries === undefined) this.#byKey.set(key, [entry]);
        else entries.push(entry);
      }
    }
    return this;
  }

  /** The longest phrase that starts at a word, or null; of equally long ones the one added first. */
  at(words: readonly Word[], index: number): PhraseMatch<T> | null {
    const entries = this.#byKey.get((words[index]?.folded ?? '').slice(0, keyUnits));
    let best: PhraseMatch<T> | null = null;
    for (const { parts, value } of entries ?? []) {
      const length = lengthAt(parts, words, index);
      if (length > (best?.length ?? 0)) best = { value, length };
    }
    return best;
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

function fits(part: Part, word: string): boolean {
  return part.words.has(word) || part.stems.some((stem) => word.startsWith(stem));
}

/** A set of phrases without values. */
export function phrases(list: string): Phrases<true> {
  return new Phrases<true>().add(list, true);
}
