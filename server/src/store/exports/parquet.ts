/** Parquet: the rows of `rows.ts`, typed, a row group at a time so that memory stays flat. */
import type { ExportFormat, TableEncoder } from './exportFormat.js';
import { rowColumnNames, rowColumns, rowsOf } from './rows.js';
import type { Row } from './rows.js';

/** Rows held before they are written: some hundred reports. */
const rowsPerGroup = 50_000;

const schema = [
  { name: 'root', num_children: rowColumnNames.length },
  ...rowColumnNames.map((name) => {
    const type = rowColumns[name];
    return type === 'STRING'
      ? ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' } as const)
      : ({ name, type, repetition_type: 'OPTIONAL' } as const);
  }),
];

async function openParquet(): Promise<TableEncoder> {
  // An ES module, and needed for this format alone.
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const bytes = new ByteWriter();
  const parquet = new ParquetWriter({ writer: bytes, schema, createdBy: 'Glosa' });
  let rows: Row[] = [];
  const writeGroup = (): void => {
    const columnData = rowColumnNames.map((name) => ({ name, data: rows.map((row) => row[name] ?? null) }));
    // Without a `flush` of the writer nothing in it waits.
    void parquet.write({ columnData, rowGroupSize: rows.length });
    rows = [];
  };
  const drain = (): Uint8Array => {
    const written = bytes.getBytes().slice();
    bytes.index = 0;
    return written;
  };
  return {
    add: (report) => {
      for (const row of rowsOf(report)) rows.push(row);
      if (rows.length >= rowsPerGroup) writeGroup();
      return drain();
    },
    end: () => {
      if (rows.length > 0) writeGroup();
      void parquet.finish();
      return drain();
    },
  };
}

export const parquetFormat: ExportFormat = {
  name: 'parquet',
  dismissed: 'marked',
  layout: 'tables',
  tables: [{ file: 'labels.parquet', open: openParquet }],
  losses: () => [],
};
