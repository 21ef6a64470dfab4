/** JSON lines: the label records themselves (`docs/label-record.md`). */
import { jsonlFormat } from '../labelFormat.js';
import type { ExportFormat } from './exportFormat.js';
import { textTable } from './exportFormat.js';

export const jsonlExportFormat: ExportFormat = {
  name: 'jsonl',
  dismissed: 'marked',
  layout: 'tables',
  tables: [textTable('labels.jsonl', jsonlFormat.header, ({ record }) => jsonlFormat.encode(record))],
  losses: () => [],
};
