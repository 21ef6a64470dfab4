/** CSV (RFC 4180, UTF-8, with a header): one row a fact of a report (`rows.ts`). */
import { toCsvRow } from '../csv.js';
import type { ExportFormat } from './exportFormat.js';
import { textTable } from './exportFormat.js';
import { rowColumnNames, rowsOf } from './rows.js';
import type { Row } from './rows.js';

/** A cell that is not said is empty. */
export function csvRow(row: Row): string {
  return toCsvRow(rowColumnNames.map((name) => String(row[name] ?? '')));
}

export const csvTableFormat: ExportFormat = {
  name: 'csv',
  dismissed: 'marked',
  layout: 'tables',
  tables: [
    textTable('labels.csv', toCsvRow(rowColumnNames), (report) => rowsOf(report).map(csvRow).join('')),
  ],
  losses: () => [],
};
