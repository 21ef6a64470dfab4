/** What every export is: a pure function from a label record that decisions were put into, and its report's text. */
import type { LabelRecord } from '../labelRecord.js';
import type { Loss } from './losses.js';

export type RecordCode = LabelRecord['codes'][number];
export type RecordEntity = LabelRecord['entities'][number];

/** One report on its way out. */
export interface ReportToExport {
  /** With people's decisions in it (`reviewedRecord.ts`). */
  readonly record: LabelRecord;
  /** The decoded text that the record's offsets refer to. */
  readonly text: string;
  /** Who decided anything on the report, each once. */
  readonly reviewers: readonly string[];
}

/** What an export may know beside the report. */
export interface ExportContext {
  /** When the export runs. */
  readonly now: Date;
  /** 1-based number of the report in this export. */
  readonly number: number;
  /** The report's file name without ending. */
  readonly caseName: string;
}

export interface ExportedFile {
  /** With its dot; put after the report's path without its own ending. */
  readonly ending: string;
  readonly content: string;
}

/** Takes reports one by one and gives the bytes of one growing file. */
export interface TableEncoder {
  add(report: ReportToExport, context: ExportContext): string | Uint8Array;
  end(): string | Uint8Array;
}

export interface ExportTable {
  readonly file: string;
  /** Bytes come from the encoder alone: the file's head is part of what the first call gives. */
  open(): Promise<TableEncoder>;
}

interface FormatBase {
  /** As `--to` names it. */
  readonly name: string;
  /**
   * What becomes of what a person dismissed: `marked`, with a mark of the decision and a value of false; `leftOut` of
   * formats that others act upon.
   */
  readonly dismissed: 'marked' | 'leftOut';
  /** What the format cannot hold of a record, for a preview; empty where it holds all. */
  losses(report: ReportToExport): readonly Loss[];
}

/** Files of its own for each report, in a folder. */
export interface PerReportFormat extends FormatBase {
  readonly layout: 'perReport';
  files(report: ReportToExport, context: ExportContext): readonly ExportedFile[];
}

/** One file for all reports, or a few of them in a folder. */
export interface TableFormat extends FormatBase {
  readonly layout: 'tables';
  readonly tables: readonly ExportTable[];
  /** Reports are told apart by their file name alone. */
  readonly byCaseName?: true;
}

export type ExportFormat = PerReportFormat | TableFormat;

/** A table of text rows under a fixed head. */
export function textTable(
  file: string,
  head: string,
  rows: (report: ReportToExport, context: ExportContext) => string,
): ExportTable {
  return {
    file,
    open: () => {
      let pending = head;
      const take = (text: string): string => {
        const all = pending + text;
        pending = '';
        return all;
      };
      return Promise.resolve({ add: (report, context) => take(rows(report, context)), end: () => take('') });
    },
  };
}
