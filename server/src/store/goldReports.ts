/** Reports of a folder with what is right of them: entities in brat files, labels and exam codes in tables. */
import { readFile, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { decodeText } from './decodeText.js';
import { parseLabelTable, parseReportLines } from './goldTable.js';
import type { GoldProblem, GoldRow, GoldTable } from './goldTable.js';
import { annotatedFiles } from './imports/annotatedFiles.js';
import type { AnnotatedFile } from './imports/annotatedFiles.js';
import { readReportFile } from './readReportFile.js';
import type { ReportFile } from './readReportFile.js';

/** A table of the folder; `path` is relative to it, `/`-separated. */
interface FoundTable extends GoldTable {
  readonly path: string;
}

/** A report with its row. */
export interface LabelledFile {
  /** Relative to the folder, without ending; of a JSON line the file and the line. */
  readonly path: string;
  readonly row: GoldRow;
  /** Null where the table's report is not there. */
  readonly report: ReportFile | null;
}

/** Brat files with their row, if any. */
export interface AnnotatedReport extends AnnotatedFile {
  readonly row: GoldRow | null;
}

export interface TableProblem extends GoldProblem {
  readonly path: string;
}

/** The tables under a folder: every `labels.tsv`, and every `.jsonl`. Hidden files and folders are left out. */
export class GoldFolder {
  private constructor(
    private readonly folder: string,
    private readonly tables: readonly FoundTable[],
  ) {}

  /** @throws the system's error where the folder cannot be listed or a table cannot be read. */
  static async open(folder: string): Promise<GoldFolder> {
    const listed = (await readdir(folder, { recursive: true })).map((name) => name.split(sep).join('/'));
    const tables: FoundTable[] = [];
    for (const path of listed.filter((name) => !/(?:^|\/)\./.test(name)).sort()) {
      const parse = /(?:^|\/)labels\.tsv$/.test(path)
        ? parseLabelTable
        : path.endsWith('.jsonl')
          ? parseReportLines
          : null;
      if (parse === null) continue;
      const decoded = decodeText(await readFile(join(folder, path)));
      tables.push({ path, ...parse(decoded.ok ? decoded.text : '') });
    }
    return new GoldFolder(folder, tables);
  }

  get problems(): TableProblem[] {
    return this.tables.flatMap(({ path, problems }) => problems.map((problem) => ({ path, ...problem })));
  }

  /** Of every table. */
  get rows(): GoldRow[] {
    return this.tables.flatMap(({ rows }) => rows);
  }

  /** Every `.ann` under the folder, in order of paths. @param maxBytes of one file. */
  async *annotated(maxBytes: number): AsyncGenerator<AnnotatedReport> {
    const rows = new Map<string, GoldRow>();
    for (const { path, rows: own } of this.tables) {
      for (const row of own) if (row.text === null) rows.set(beside(path, row.id), row);
    }
    for await (const file of annotatedFiles(this.folder, maxBytes))
      yield { ...file, row: rows.get(file.path) ?? null };
  }

  /** Every row of every table. @param maxBytes of one file. */
  async *labelled(maxBytes: number): AsyncGenerator<LabelledFile> {
    for (const { path: table, rows } of this.tables) {
      for (const row of rows) {
        if (row.text !== null) {
          const report = { ok: true, text: row.text, encoding: 'UTF-8' } as const;
          yield { path: `${table}:${row.line}`, row, report };
          continue;
        }
        const path = beside(table, row.id);
        const report = await readReportFile(join(this.folder, `${path}.txt`), maxBytes);
        const gone = !report.ok && report.reason === 'unreadable' && report.errorCode === 'ENOENT';
        yield { path, row, report: gone ? null : report };
      }
    }
  }
}

function beside(table: string, id: string): string {
  return table.slice(0, table.lastIndexOf('/') + 1) + id;
}
