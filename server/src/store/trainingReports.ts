/** Reports with a site's codes: a table, a folder with a table in it, or a folder whose subfolders are named by code. */
import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { readReportFile } from './readReportFile.js';
import type { ReportFile } from './readReportFile.js';
import { parseTable } from './table.js';
import { walkReports } from './walkReports.js';

/** One report of a training set; `file` says why where there is no text. */
export interface TrainingReport {
  /** File path, or the table's row for a text in the table itself. */
  readonly path: string;
  readonly code: string;
  readonly description: string | null;
  readonly file: ReportFile;
}

/** The source has no reports with codes. */
export class NoTrainingReports extends Error {
  override readonly name = 'NoTrainingReports';
}

/** A table of a hundred thousand reports is about this large. */
const maxTableBytes = 512 * 1024 * 1024;
const tableEndings: readonly string[] = ['.csv', '.tsv'];
/** Names of columns, folded; the first of each is the documented one. */
const columnNames = {
  path: ['path', 'file', 'ruta', 'archivo', 'fichero'],
  text: ['text', 'report', 'texto', 'informe'],
  code: ['code', 'codigo'],
  description: ['description', 'descripcion', 'name', 'nombre'],
} as const;

/**
 * Reads a training set, a report at a time.
 * @param source a CSV or TSV with the columns `text,code` or `path,code` (paths from the table's folder), a
 * folder with such a table, or a folder with one subfolder a code.
 * @throws NoTrainingReports; the system's error where the source cannot be read.
 */
export async function* readTrainingReports(source: string, maxBytes: number): AsyncGenerator<TrainingReport> {
  if (!(await stat(source)).isDirectory()) {
    yield* fromTable(source, maxBytes);
    return;
  }
  const names = (await readdir(source)).sort();
  for (const name of names.filter((file) => tableEndings.includes(extname(file).toLowerCase()))) {
    const table = await tableOf(join(source, name));
    if (table === null) continue;
    yield* rowsOf(table, join(source, name), maxBytes);
    return;
  }
  let any = false;
  for await (const entry of walkReports(source)) {
    const [code, rest] = entry.path.split('/', 2);
    if (entry.kind === 'failure' || code === undefined || rest === undefined) continue;
    any = true;
    const file = await readReportFile(entry.absolutePath, maxBytes);
    yield { path: entry.path, code, description: null, file };
  }
  if (!any) throw new NoTrainingReports();
}

interface Table {
  readonly rows: readonly string[][];
  readonly columns: Readonly<Record<keyof typeof columnNames, number>>;
}

async function* fromTable(path: string, maxBytes: number): AsyncGenerator<TrainingReport> {
  const table = await tableOf(path);
  if (table === null) throw new NoTrainingReports();
  yield* rowsOf(table, path, maxBytes);
}

/** Null where the file is no table of reports and codes. */
async function tableOf(path: string): Promise<Table | null> {
  const file = await readReportFile(path, maxTableBytes);
  if (!file.ok) return null;
  const [header = [], ...rows] = parseTable(file.text);
  const folded = header.map((name) => name.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, ''));
  const find = (names: readonly string[]): number => folded.findIndex((name) => names.includes(name));
  const columns = {
    path: find(columnNames.path),
    text: find(columnNames.text),
    code: find(columnNames.code),
    description: find(columnNames.description),
  };
  if (columns.code < 0 || (columns.path < 0 && columns.text < 0)) return null;
  return { rows, columns };
}

async function* rowsOf(
  { rows, columns }: Table,
  table: string,
  maxBytes: number,
): AsyncGenerator<TrainingReport> {
  for (const [index, row] of rows.entries()) {
    const code = (row[columns.code] ?? '').trim();
    if (code === '') continue;
    const description = row[columns.description]?.trim();
    const shared = {
      code,
      description: description === undefined || description === '' ? null : description,
    };
    const text = row[columns.text];
    if (text !== undefined) {
      yield { ...shared, path: `row ${index + 2}`, file: { ok: true, text, encoding: 'UTF-8' } };
      continue;
    }
    const path = (row[columns.path] ?? '').trim();
    yield { ...shared, path, file: await readReportFile(resolve(dirname(table), path), maxBytes) };
  }
}
