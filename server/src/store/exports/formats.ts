/** Every export that is made of label records, by its name. */
import { biocFormat } from './bioc.js';
import { bratFormat } from './brat.js';
import { codiespFormat } from './codiesp.js';
import { conllFormat } from './conll.js';
import { csvTableFormat } from './csv.js';
import type { ExportFormat } from './exportFormat.js';
import { fhirFormat } from './fhir.js';
import { jsonlExportFormat } from './jsonl.js';
import { omopFormat } from './omop.js';
import { parquetFormat } from './parquet.js';

export const recordFormatNames = [
  'brat',
  'conll',
  'bioc',
  'csv',
  'jsonl',
  'parquet',
  'codiesp',
  'fhir',
  'omop',
] as const;
export type RecordFormatName = (typeof recordFormatNames)[number];

export const recordFormats: Readonly<Record<RecordFormatName, ExportFormat>> = {
  brat: bratFormat,
  conll: conllFormat,
  bioc: biocFormat,
  csv: csvTableFormat,
  jsonl: jsonlExportFormat,
  parquet: parquetFormat,
  codiesp: codiespFormat,
  fhir: fhirFormat,
  omop: omopFormat,
};
