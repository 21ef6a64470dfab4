import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { decodeText } from '../decodeText.js';
import { textSha256 } from '../toLabelRecord.js';
import { parseCodiesp } from './codiesp.js';
import type { CodiespProblemKind, CodiespRow } from './codiesp.js';

const unzip = promisify(gunzip);
const textLine = z.object({ id: z.string(), es: z.string() });

/** The tables of a CodiEsp folder or submission. */
export interface CodiespTables {
  /** Rows of all tables by case, with the table of each. */
  readonly cases: ReadonlyMap<string, readonly { readonly table: string; readonly row: CodiespRow }[]>;
  /** sha256 of the tables together: another edition of them is another gold. */
  readonly sha256: string;
  readonly problems: readonly {
    readonly table: string;
    readonly line: number;
    readonly kind: CodiespProblemKind;
  }[];
}

/** The tables and texts of a CodiEsp folder. */
export interface CodiespFolder extends CodiespTables {
  /** By case, where a text is there. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads `*D.tsv`, `*P.tsv` and `*X.tsv` of a folder, and the texts beside them: `text_files/*.txt` or `*.txt` as
 * CodiEsp is given out, or `texts.jsonl.gz` with `id` and `es`. Null where no table is there.
 * @throws the system's error where a file cannot be read.
 */
export async function readCodiesp(folder: string): Promise<CodiespFolder | null> {
  const names = (await readdir(folder)).sort();
  const tables = await readTables(folder, names);
  return tables === null ? null : { ...tables, texts: await textsOf(folder, names) };
}

/**
 * Reads one table, whose name ends in `D.tsv`, `P.tsv` or `X.tsv`; null where it does not.
 * @throws the system's error where it cannot be read.
 */
export async function readCodiespTable(path: string): Promise<CodiespTables | null> {
  return readTables(dirname(path), [basename(path)]);
}

async function readTables(folder: string, names: readonly string[]): Promise<CodiespTables | null> {
  const cases = new Map<string, { table: string; row: CodiespRow }[]>();
  const problems: { table: string; line: number; kind: CodiespProblemKind }[] = [];
  const contents: string[] = [];
  // D before P before X: codes keep the order of their ranking.
  for (const letter of ['D', 'P', 'X'] as const) {
    for (const table of names.filter((name) => name.endsWith(`${letter}.tsv`))) {
      const content = await text(join(folder, table));
      contents.push(content);
      const kind = letter === 'D' ? 'diagnosis' : letter === 'P' ? 'procedure' : null;
      const read = parseCodiesp(content, kind);
      problems.push(...read.problems.map((problem) => ({ table, ...problem })));
      for (const [name, rows] of read.cases)
        cases.set(name, [...(cases.get(name) ?? []), ...rows.map((row) => ({ table, row }))]);
    }
  }
  if (contents.length === 0) return null;
  return { cases, sha256: textSha256(contents.join('\0')), problems };
}

async function textsOf(folder: string, names: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const place of ['.', 'text_files']) {
    if (place !== '.' && !names.includes(place)) continue;
    for (const name of await readdir(join(folder, place)))
      if (name.endsWith('.txt'))
        texts.set(name.slice(0, -'.txt'.length), await text(join(folder, place, name)));
  }
  if (names.includes('texts.jsonl.gz')) {
    const lines = (await unzip(await readFile(join(folder, 'texts.jsonl.gz')))).toString('utf8').split('\n');
    for (const line of lines.filter((found) => found !== '')) {
      const read = textLine.safeParse(parsed(line));
      // A case without a text is named where its codes are.
      if (read.success) texts.set(read.data.id, read.data.es);
    }
  }
  return texts;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function text(path: string): Promise<string> {
  const decoded = decodeText(await readFile(path));
  return decoded.ok ? decoded.text : '';
}
