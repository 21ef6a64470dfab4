/**
 * The code systems that ship beside the pack (`terminology/`), and the pack's own, as tables to search. Each table is
 * read and indexed when it is first asked for, a few milliseconds at a time: no keystroke waits for it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CodeRows } from '../core/codeSearch/codeRows.js';
import type { CodeColumn } from '../core/codeSearch/codeRows.js';
import { byScore, SearchTable } from '../core/codeSearch/codeTable.js';
import type { CodePhrase, FoundCode } from '../core/codeSearch/codeTable.js';
import { WordList } from '../core/codeSearch/queryWords.js';
import type { PackVocabulary } from '../core/types.js';

/** A code that was found, with its system. */
export interface SystemCode extends FoundCode {
  readonly system: string;
}

export interface CodeQuery {
  readonly query: string;
  readonly limit: number;
  /** Systems to search; null: all. */
  readonly systems: readonly string[] | null;
  /** The pack's codes, where it is loaded. */
  readonly vocabulary: PackVocabulary | null;
}

interface ShippedTable {
  readonly system: string;
  readonly file: string;
  readonly columns: readonly CodeColumn[];
}

/** The tables of `terminology/` (its README). */
const shipped: readonly ShippedTable[] = [
  { system: 'ICD-10-CM', file: 'icd-10-cm.tsv.gz', columns: ['code', 'complete', 'en'] },
  { system: 'ICD-10-PCS', file: 'icd-10-pcs-imaging.tsv.gz', columns: ['code', 'en', 'es', 'words'] },
];
/** Longest run of indexing between two turns of the event loop. */
const sliceMs = 4;

export class Terminology {
  readonly #folder: string;
  readonly #onFailure: (error: unknown) => void;
  readonly #tables = new Map<string, Promise<SearchTable | null>>();
  readonly #packTables = new WeakMap<PackVocabulary, Promise<SearchTable | null>>();
  #words: Promise<WordList> | null = null;
  #phrases: Promise<ReadonlyMap<string, readonly CodePhrase[]>> | null = null;
  /** Indexing goes on one table at a time. */
  #building: Promise<unknown> = Promise.resolve();

  /**
   * @param folder `terminology/` of the installation.
   * @param onFailure told once a table that cannot be read; the others go on.
   */
  constructor(folder: string, onFailure: (error: unknown) => void) {
    this.#folder = folder;
    this.#onFailure = onFailure;
  }

  /** Codes of all systems asked for, the nearest first, each once. */
  async search({ query, limit, systems, vocabulary }: CodeQuery): Promise<SystemCode[]> {
    const wanted = (system: string): boolean => systems?.includes(system) ?? true;
    const asked: [string, Promise<SearchTable | null>][] = [];
    if (vocabulary !== null && wanted(vocabulary.system)) {
      asked.push([vocabulary.system, this.#packTable(vocabulary)]);
    }
    for (const table of shipped) {
      if (wanted(table.system)) asked.push([table.system, this.#shippedTable(table)]);
    }
    const words = await this.#wordList();
    const found: SystemCode[] = [];
    for (const [system, building] of asked) {
      const table = await building;
      if (table === null) continue;
      found.push(...table.search(query, words, limit).map((code) => ({ ...code, system })));
      // Each system's search takes some milliseconds; other requests may come between.
      await turn();
    }
    return found.sort(byScore).slice(0, limit);
  }

  #packTable(vocabulary: PackVocabulary): Promise<SearchTable | null> {
    let table = this.#packTables.get(vocabulary);
    if (table === undefined) {
      table = this.#build(async () => {
        this.#phrases ??= this.#readPhrases();
        // The pack's codes are searched without the phrases where those cannot be read.
        const phrases = await this.#phrases.catch((error: unknown) => {
          this.#onFailure(error);
          return new Map<string, readonly CodePhrase[]>();
        });
        return { rows: vocabulary.rows(), phrases: phrases.get(vocabulary.system) ?? [] };
      });
      this.#packTables.set(vocabulary, table);
    }
    return table;
  }

  #shippedTable({ system, file, columns }: ShippedTable): Promise<SearchTable | null> {
    let table = this.#tables.get(system);
    if (table === undefined) {
      table = this.#build(async () => {
        this.#phrases ??= this.#readPhrases();
        const [text, phrases] = await Promise.all([this.#read(file), this.#phrases]);
        return { rows: new CodeRows(text, columns), phrases: phrases.get(system) ?? [] };
      });
      this.#tables.set(system, table);
    }
    return table;
  }

  #build(
    source: () => Promise<{ readonly rows: CodeRows; readonly phrases: readonly CodePhrase[] }>,
  ): Promise<SearchTable | null> {
    const built = this.#building.then(async () => {
      try {
        const { rows, phrases } = await source();
        return await inSlices(SearchTable.build(rows, phrases));
      } catch (error) {
        this.#onFailure(error);
        return null;
      }
    });
    this.#building = built;
    return built;
  }

  #wordList(): Promise<WordList> {
    this.#words ??= readFile(join(this.#folder, 'words.tsv'), 'utf8').then(
      (text) => new WordList(text),
      (error: unknown) => {
        this.#onFailure(error);
        return new WordList('');
      },
    );
    return this.#words;
  }

  async #readPhrases(): Promise<ReadonlyMap<string, readonly CodePhrase[]>> {
    const phrases = new Map<string, CodePhrase[]>();
    for (const line of (await this.#read('evidence.tsv.gz')).trimEnd().split('\n')) {
      const [system = '', code = '', phrase = '', count = '1'] = line.split('\t');
      const known = phrases.get(system);
      const read = { code, phrase, count: Number(count) };
      if (known === undefined) phrases.set(system, [read]);
      else known.push(read);
    }
    return phrases;
  }

  async #read(file: string): Promise<string> {
    return (await promisify(gunzip)(await readFile(join(this.#folder, file)))).toString('utf8');
  }
}

async function inSlices<T>(steps: Generator<undefined, T, undefined>): Promise<T> {
  for (let started = performance.now(); ;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - started < sliceMs) continue;
    await turn();
    started = performance.now();
  }
}
