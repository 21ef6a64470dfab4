/** A record as rows, one a fact: what CSV and Parquet exports hold. Nothing of a record is lost. */
import type { LabelRecord } from '../labelRecord.js';
import type { ReportToExport } from './exportFormat.js';

/** `BOOLEAN`, `INT32`, `DOUBLE` and `STRING` are Parquet's types. */
export const rowColumns = {
  path: 'STRING',
  /** `report`, `label`, `code`, `evidence`, `entity`, `fragment`, `relation`, `quality` or `assessment`. */
  kind: 'STRING',
  /** Of a label, entity or check; the code of a code; the number of a relation; the value of a category. */
  id: 'STRING',
  /** Of an evidence or fragment: its label (`label:abnormal`), code (`code:1`, by its place among them), check (`quality:1`), category (`assessment:1`) or entity. */
  parent: 'STRING',
  /** Of an entity or relation; a code's or category's system; a check's severity; a report's language. */
  type: 'STRING',
  start: 'INT32',
  end: 'INT32',
  text: 'STRING',
  probability: 'DOUBLE',
  threshold: 'DOUBLE',
  sensitiveThreshold: 'DOUBLE',
  rank: 'INT32',
  value: 'BOOLEAN',
  applies: 'BOOLEAN',
  description: 'STRING',
  assertion: 'STRING',
  experiencer: 'STRING',
  subtype: 'STRING',
  snomed: 'STRING',
  side: 'STRING',
  trend: 'STRING',
  head: 'STRING',
  tail: 'STRING',
  /** What a person decided on a label, code, entity or check; empty where nobody has. */
  decision: 'STRING',
  textSha256: 'STRING',
  modelName: 'STRING',
  modelVersion: 'STRING',
  modelSha256: 'STRING',
  notAnalysed: 'STRING',
  /** Of a report whose label probabilities decisions have taught: how many, and a hash of what they taught. */
  calibrationDecisions: 'INT32',
  calibrationSha256: 'STRING',
} as const;
export type RowColumn = keyof typeof rowColumns;
export const rowColumnNames = Object.keys(rowColumns) as RowColumn[];
export type RowValue = string | number | boolean | null;
export type Row = Readonly<Partial<Record<RowColumn, RowValue>>>;

type Evidence = LabelRecord['codes'][number]['evidence'];

/** Rows of one report, `report` first; a thing's evidence follows it. */
export function rowsOf({ record }: ReportToExport): Row[] {
  const { path, model, calibration } = record;
  const phrases = (parent: string, evidence: Evidence): Row[] =>
    evidence.map(({ start, end, text }) => ({ path, kind: 'evidence', parent, start, end, text }));
  return [
    {
      path,
      kind: 'report',
      type: record.language,
      textSha256: record.textSha256,
      modelName: model.name,
      modelVersion: model.version,
      modelSha256: model.sha256,
      notAnalysed: record.notAnalysed.join(';'),
      calibrationDecisions: calibration?.decisions ?? null,
      calibrationSha256: calibration?.sha256 ?? null,
    },
    ...record.labels.flatMap(({ evidence, ...label }) => [
      { path, kind: 'label', ...label },
      ...phrases(`label:${label.id}`, evidence),
    ]),
    ...record.codes.flatMap((code, index) => {
      const { evidence, system, code: id, ...said } = code;
      return [{ path, kind: 'code', id, type: system, ...said }, ...phrases(`code:${index + 1}`, evidence)];
    }),
    ...record.entities.flatMap(({ fragments = [], score, ...entity }) => [
      { path, kind: 'entity', ...entity, probability: score },
      ...fragments.map(({ start, end }) => ({ path, kind: 'fragment', parent: entity.id, start, end })),
    ]),
    ...record.relations.map(({ score, ...relation }, index) => ({
      path,
      kind: 'relation',
      id: String(index + 1),
      ...relation,
      probability: score,
    })),
    ...record.quality.flatMap(({ evidence, id, severity, message, ...decided }, index) => [
      { path, kind: 'quality', id, type: severity, description: message, rank: index + 1, ...decided },
      ...phrases(`quality:${index + 1}`, evidence),
    ]),
    ...(record.assessments ?? []).flatMap(
      ({ evidence, system, variant, value, valid, use, part, side, points }, index) => [
        {
          path,
          kind: 'assessment',
          id: value,
          type: system,
          subtype: variant,
          value: valid,
          assertion: use,
          description: part,
          side,
          rank: points,
        },
        ...phrases(`assessment:${index + 1}`, evidence),
      ],
    ),
  ];
}
