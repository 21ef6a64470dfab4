/** One code system's table with its index, and the search over it. */
import type { Language } from '../types.js';
import { CodeIndexBuilder } from './codeIndex.js';
import type { CodeIndex } from './codeIndex.js';
import type { CodeRow, CodeRows } from './codeRows.js';
import { queryKeys } from './queryWords.js';
import type { WordList } from './queryWords.js';

/** A phrase of annotated reports that stands for a code. */
export interface CodePhrase {
  readonly code: string;
  readonly phrase: string;
  /** Times that it did. */
  readonly count: number;
}

export interface FoundCode {
  readonly row: CodeRow;
  /** Higher is better: 2 and more where the code itself was typed, below 0 where words are missing. */
  readonly score: number;
  /** The phrase by which it was found, where no description was nearer. */
  readonly phrase: string | null;
  /** Words of the query that its description lacks. */
  readonly missing: number;
}

/** Phrases from annotated text are worth more than titles that cover as much: someone has coded so. */
const phraseBonus = 0.04;
/** A title that says all that was asked and no more goes before phrases. */
const wholeBonus = 0.25;
/** As whole: of numbers that are not exact. */
const wholeCoverage = 0.999;
/** Categories stand after the codes under them that the words fit as well. */
const categoryCost = 0.08;
/** A typed code goes before all words. */
const typedScore = 2;
const none = -Infinity;
const rowsAtOnce = 200;

/** A table's rows and phrases, and the numbers that ranking needs of each row. */
interface TableParts {
  readonly rows: CodeRows;
  readonly phrases: readonly CodePhrase[];
  readonly index: CodeIndex;
  /** Row of each document of the index; a phrase's is its code's. */
  readonly rowOf: Uint32Array;
  /** 1 for a category. */
  readonly categories: Uint8Array;
}

export class SearchTable {
  readonly #parts: TableParts;
  /** Score, phrase and missing words of each row in the search that goes on. */
  readonly #scores: Float32Array;
  readonly #phraseOf: Int32Array;
  readonly #missing: Uint8Array;

  private constructor(parts: TableParts) {
    this.#parts = parts;
    this.#scores = new Float32Array(parts.rows.length);
    this.#phraseOf = new Int32Array(parts.rows.length);
    this.#missing = new Uint8Array(parts.rows.length);
  }

  /** Builds a table; yields after every few rows, so that its caller may let others work. */
  static *build(
    rows: CodeRows,
    phrases: readonly CodePhrase[],
  ): Generator<undefined, SearchTable, undefined> {
    const builder = new CodeIndexBuilder();
    const rowOf: number[] = [];
    const categories = new Uint8Array(rows.length);
    const wanted = new Map<string, number | null>(phrases.map(({ code }) => [code, null]));
    for (let number = 0; number < rows.length; number++) {
      const { code, es, en, words, complete } = rows.at(number);
      if (!complete) categories[number] = 1;
      if (wanted.has(code)) wanted.set(code, number);
      for (const text of [es, en === null ? null : `${en} ${words}`]) {
        if (text === null) continue;
        builder.add(text);
        rowOf.push(number);
      }
      if (number % rowsAtOnce === 0) yield;
    }
    const known: CodePhrase[] = [];
    for (const phrase of phrases) {
      const row = wanted.get(phrase.code) ?? null;
      if (row === null) continue;
      builder.add(phrase.phrase);
      rowOf.push(row);
      known.push(phrase);
    }
    yield;
    const index = yield* builder.finish();
    return new SearchTable({ rows, phrases: known, index, rowOf: Uint32Array.from(rowOf), categories });
  }

  /**
   * Codes that begin with the query's code, then those with every word of it, the nearest first; where there is
   * none, those that lack as few words as may be, of which they have half or more.
   */
  search(query: string, list: WordList, limit: number): FoundCode[] {
    this.#scores.fill(none);
    const { rows, phrases } = this.#parts;
    const { typed, rest } = typedCode(query);
    const touched = typed !== '' && rest === '' ? this.#findTyped(typed) : [];
    touched.push(
      ...this.#findWords(rest === '' ? query : rest, list, rest === '' ? '' : typed, touched.length > 0),
    );
    return this.#best([...new Set(touched)], limit)
      .map((row): FoundCode => {
        const phrase = phrases[this.#phraseOf[row] ?? -1]?.phrase ?? null;
        return {
          row: rows.at(row),
          score: this.#scores[row] ?? none,
          phrase,
          missing: this.#missing[row] ?? 0,
        };
      })
      .sort(byScore)
      .slice(0, limit);
  }

  #findTyped(typed: string): number[] {
    const { rows } = this.#parts;
    const found: number[] = [];
    for (let row = 0; row < rows.length; row++) {
      const share = shareTyped(rows.codeAt(row), typed);
      if (share === 0) continue;
      this.#keep(row, typedScore + share, -1, 0);
      found.push(row);
    }
    return found;
  }

  /** @param all true: only rows with every word. */
  #findWords(query: string, list: WordList, typed: string, all: boolean): number[] {
    const { rows, phrases, index, rowOf, categories } = this.#parts;
    const words = queryKeys(query, list, index);
    const needed = words.filter(({ optional }) => !optional).length;
    const having = index
      .having(words, all ? needed : Math.ceil(needed / 2))
      .filter(({ document }) => typed === '' || shareTyped(rows.codeAt(rowOf[document] ?? 0), typed) > 0);
    const most = having.reduce((highest, { words: had }) => Math.max(highest, had), 0);
    const found: number[] = [];
    for (const { document, words: had, coverage } of having) {
      if (had < most) continue;
      const row = rowOf[document] ?? 0;
      const phrase = document - (rowOf.length - phrases.length);
      const whole = coverage >= wholeCoverage && had === needed ? wholeBonus : 0;
      const bonus = phrase < 0 ? whole : phraseBonus * Math.log2(1 + (phrases[phrase]?.count ?? 0));
      const cost = categories[row] === 1 ? categoryCost : 0;
      this.#keep(row, coverage + bonus - cost, phrase, needed - had);
      found.push(row);
    }
    return found;
  }

  #keep(row: number, score: number, phrase: number, missing: number): void {
    if ((this.#scores[row] ?? none) >= score - missing) return;
    this.#scores[row] = score - missing;
    this.#phraseOf[row] = phrase;
    this.#missing[row] = missing;
  }

  /** Rows that may be among the `limit` best: those that score no less than the last of them. */
  #best(found: readonly number[], limit: number): number[] {
    if (found.length <= limit) return [...found];
    const scores = Float32Array.from(found, (row) => this.#scores[row] ?? none).sort();
    const least = scores[scores.length - limit] ?? none;
    const above = found.filter((row) => (this.#scores[row] ?? none) > least);
    const equal = found.filter((row) => this.#scores[row] === least);
    // Hundreds of rows may score alike; a few more than are shown are enough to order by title.
    return [...above, ...equal.slice(0, limit * 4)];
  }
}

/** A code, or the start of one, before the query's words: it has a digit; `typed` is '' where there is none. */
function typedCode(query: string): { readonly typed: string; readonly rest: string } {
  const [, first = '', rest = ''] = /^\s*(\S+)\s*([^]*)$/u.exec(query) ?? [];
  const isCode = /^[a-z0-9][a-z0-9./]*$/i.test(first) && /[0-9]/.test(first);
  // Before words, fewer signs are a number: "2 nódulos".
  if (!isCode || (rest !== '' && first.length < 3)) return { typed: '', rest: '' };
  return { typed: first.toUpperCase().replace(/[./]/g, ''), rest: rest.trim() };
}

/** Part of a code that was typed, whatever its dots and slashes; 0 where it does not begin so. */
function shareTyped(code: string, typed: string): number {
  let matched = 0;
  for (const sign of code) {
    if (sign === '.' || sign === '/') continue;
    if (matched === typed.length) break;
    if (sign !== typed[matched]) return 0;
    matched++;
  }
  return matched === typed.length ? typed.length / code.length : 0;
}

/** The nearest first; of equally near ones the shorter title, then the smaller code. */
export function byScore(a: FoundCode, b: FoundCode): number {
  return (
    b.score - a.score ||
    titleOf(a.row, 'en').length - titleOf(b.row, 'en').length ||
    (a.row.code < b.row.code ? -1 : 1)
  );
}

/** The language that {@link titleOf} gives: the wanted one where the code has a name in it. */
export function titleLanguage(row: Pick<CodeRow, 'es' | 'en'>, wanted: Language): Language {
  if (row[wanted] !== null) return wanted;
  return wanted === 'es' ? 'en' : 'es';
}

/** A code's name, in a language where there is one. */
export function titleOf({ code, es, en }: CodeRow, language: Language): string {
  return (language === 'es' ? (es ?? en) : (en ?? es)) ?? code;
}
