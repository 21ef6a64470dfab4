import { isOffered } from '../core/assertion.js';
import { examSystem } from '../core/examCodes.js';
import type { StoredRecord } from './labelRecord.js';
import { parseCsvRow, toCsvRow } from './csv.js';

/** What says whether a report has been read already. */
export interface RecordKey {
  readonly path: string;
  readonly textSha256: string;
  readonly modelSha256: string;
  /** Of what decisions had taught; none where the labels are the model's own. */
  readonly calibration?: string;
  /** Hashes of the learned lists whose codes were suggested, in their order, joined by spaces; none without lists. */
  readonly learned?: string;
}

/** What a record is known by. */
export function keyOfRecord({ path, textSha256, model, calibration, learned }: StoredRecord): RecordKey {
  return {
    path,
    textSha256,
    modelSha256: model.sha256,
    ...(calibration === undefined ? {} : { calibration: calibration.sha256 }),
    ...learnedKey(learned ?? []),
  };
}

/** The part of a key that says which learned lists were read with. */
export function learnedKey(lists: readonly { readonly sha256: string }[]): Pick<RecordKey, 'learned'> {
  return lists.length === 0 ? {} : { learned: lists.map(({ sha256 }) => sha256).join(' ') };
}

/** How records are laid out in a label file. Every record ends with a line feed. */
export interface LabelFormat {
  readonly name: 'jsonl' | 'csv';
  /** First line of a new file, with its line end; empty for none. */
  readonly header: string;
  /** Whether line feeds inside double quotes belong to a record. */
  readonly quoted: boolean;
  encode(record: StoredRecord): string;
  /** Null where the line is not a record of this format. */
  keyOf(line: string): RecordKey | null;
}

/** One JSON object a line, as `docs/label-record.md` says. */
export const jsonlFormat: LabelFormat = {
  name: 'jsonl',
  header: '',
  quoted: false,
  encode: (record) => `${JSON.stringify(record)}\n`,
  keyOf: (line) => {
    try {
      const value = JSON.parse(line) as Partial<StoredRecord> | null;
      const { path, textSha256 } = value ?? {};
      const modelSha256 = value?.model?.sha256;
      if (typeof path !== 'string' || typeof textSha256 !== 'string' || typeof modelSha256 !== 'string')
        return null;
      const calibration = value?.calibration?.sha256;
      return {
        path,
        textSha256,
        modelSha256,
        ...(typeof calibration === 'string' ? { calibration } : {}),
        ...learnedKey(Array.isArray(value?.learned) ? value.learned : []),
      };
    } catch {
      return null;
    }
  },
};

const csvColumns = [
  'path',
  'textSha256',
  'language',
  'modelName',
  'modelVersion',
  'modelSha256',
  'topCode',
  'topCodeDescription',
  'topCodeProbability',
  'codes',
  'evidence',
  'labels',
  'quality',
  'notAnalysed',
  'exam',
  'examDescription',
  'examProbability',
  'calibrationSha256',
] as const;

const calibrationColumn = csvColumns.indexOf('calibrationSha256');

/** One row per report (RFC 4180, CR LF); lists are joined by `;`. Columns: `docs/label-record.md`. */
export const csvFormat: LabelFormat = {
  name: 'csv',
  header: toCsvRow(csvColumns),
  quoted: true,
  encode: (record) => {
    // What the report denies or says of a relative is no code of the patient's.
    const offered = record.codes.filter((code) => code.system !== examSystem && isOffered(code));
    const [top] = offered;
    const suggested = offered.filter((code) => code.value);
    const exam = record.codes.find((code) => code.system === examSystem);
    return toCsvRow([
      record.path,
      record.textSha256,
      record.language,
      record.model.name,
      record.model.version,
      record.model.sha256,
      top?.code ?? '',
      top?.description ?? '',
      top === undefined ? '' : String(top.probability),
      suggested.map((code) => code.code).join(';'),
      suggested.map((code) => code.evidence[0]?.text ?? '').join(';'),
      record.labels
        .filter((label) => label.value && label.applies)
        .map((label) => label.id)
        .join(';'),
      record.quality.map((check) => check.id).join(';'),
      record.notAnalysed.join(';'),
      exam?.code ?? '',
      exam?.description ?? '',
      exam === undefined ? '' : String(exam.probability),
      record.calibration?.sha256 ?? '',
    ]);
  },
  keyOf: (line) => {
    const fields = parseCsvRow(line);
    const [path, textSha256, , , , modelSha256] = fields ?? [];
    const calibration = fields?.[calibrationColumn] ?? '';
    if (fields?.length !== csvColumns.length || path === undefined) return null;
    if (textSha256 === undefined || modelSha256 === undefined) return null;
    return { path, textSha256, modelSha256, ...(calibration === '' ? {} : { calibration }) };
  },
};
