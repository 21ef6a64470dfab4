/** A query's words, each with the words that may stand for it in descriptions. */
import { fillerWords, littleWords } from './littleWords.js';
import { bare, foldedWords, spellingKey, wordKey } from './wordKey.js';
import type { CodeIndex, KeyMatch, WordMatch } from './codeIndex.js';

/** How well a key stands for a word that was written otherwise; `beside`: descriptions have the word itself too. */
const quality = { exact: 1, other: 0.95, beside: 0.75, prefix: 0.85, inside: 0.5 } as const;
/** Fewer letters are the start of too many words. */
const prefixUnits = 2;
const insideUnits = 5;
/** Entries of the word list that a half-typed word may become. */
const maximumEntries = 12;
const maximumKeys = 400;

interface Entry {
  readonly word: string;
  readonly others: readonly string[];
}

/** Words of the person's language and abbreviations → the words of descriptions (`terminology/words.tsv`). */
export class WordList {
  readonly #entries = new Map<string, readonly string[]>();
  readonly #sorted: readonly Entry[];
  readonly #phrases: ReadonlySet<string>;

  /** @param text lines `words<TAB>words`, folded; `_` joins the words of a phrase. */
  constructor(text: string) {
    const phrases = new Set<string>();
    for (const line of text.split('\n')) {
      const [left = '', right = ''] = line.trimEnd().split('\t');
      const others = right.split(' ').filter(Boolean).map(wordKey);
      for (const word of left.split(' ').filter(Boolean)) {
        const name = word.includes('_') ? word.split('_').map(wordKey).join(' ') : wordKey(word);
        if (word.includes('_')) phrases.add(name);
        this.#entries.set(name, [...(this.#entries.get(name) ?? []), ...others]);
      }
    }
    this.#phrases = phrases;
    this.#sorted = [...this.#entries]
      .filter(([word]) => !word.includes(' '))
      .map(([word, others]) => ({ word, others }))
      .sort((a, b) => (a.word < b.word ? -1 : 1));
  }

  /** Keys of the words that an entry stands for. */
  of(key: string): readonly string[] {
    return this.#entries.get(key) ?? [];
  }

  /** The same of entries that begin so. */
  startingWith(prefix: string): readonly string[] {
    const found = this.#sorted.filter(({ word }) => word.startsWith(prefix));
    return found.slice(0, maximumEntries).flatMap(({ others }) => others);
  }

  /** Length in words of the longest phrase that starts at a place; 1 where none does. */
  phraseAt(keys: readonly string[], at: number): number {
    for (const length of [4, 3, 2]) {
      if (at + length <= keys.length && this.#phrases.has(keys.slice(at, at + length).join(' ')))
        return length;
    }
    return 1;
  }
}

/** One entry a word, or phrase, of the query that says something; the last one may be half typed. */
export function queryKeys(query: string, list: WordList, index: CodeIndex): WordMatch[] {
  const words = foldedWords(query).filter((word) => !littleWords.has(word));
  const keys = words.map(wordKey);
  const telling = (word: string): boolean => word.length > 1 && !fillerWords.has(word);
  const several = words.some(telling);
  const result: WordMatch[] = [];
  for (let at = 0; at < words.length;) {
    const length = list.phraseAt(keys, at);
    const last = at + length === words.length;
    const word = words[at] ?? '';
    const found =
      length > 1
        ? matches(list.of(keys.slice(at, at + length).join(' ')), index, quality.other)
        : wordMatches(word, list, index, last);
    result.push({ keys: found, optional: several && length === 1 && !telling(word) });
    at += length;
  }
  return result;
}

function wordMatches(word: string, list: WordList, index: CodeIndex, last: boolean): KeyMatch[] {
  const key = wordKey(word);
  const found = matches([key], index, quality.exact);
  if (fillerWords.has(word)) return found;
  found.push(...matches(list.of(key), index, found.length > 0 ? quality.beside : quality.other));
  const start = spellingKey(word);
  if (word.length >= prefixUnits && (last || found.length === 0)) {
    for (const prefix of new Set([start, bare(start)])) {
      found.push(...numbered(index.startingWith(prefix, maximumKeys), quality.prefix));
      found.push(...matches(list.startingWith(prefix), index, quality.prefix));
    }
  }
  if (word.length >= insideUnits && found.length === 0) {
    found.push(...numbered(index.holding(bare(start), maximumKeys), quality.inside));
  }
  return distinct(found);
}

function matches(keys: readonly string[], index: CodeIndex, worth: number): KeyMatch[] {
  return numbered(
    keys.map((key) => index.exact(key)).filter((key) => key !== null),
    worth,
  );
}

function numbered(keys: readonly number[], worth: number): KeyMatch[] {
  return keys.map((key) => ({ key, quality: worth }));
}

/** The first of each key, which is the best. */
function distinct(found: readonly KeyMatch[]): KeyMatch[] {
  const first = new Map<number, KeyMatch>();
  for (const match of found) if (!first.has(match.key)) first.set(match.key, match);
  return [...first.values()];
}
