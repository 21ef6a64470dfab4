/** What the map needs of each labelled report, from a label file. */
import { open } from 'node:fs/promises';
import { isOffered } from '../../core/assertion.js';
import { examSystem } from '../../core/examCodes.js';
import type { Language } from '../../core/types.js';
import type { StoredRecord } from '../../store/labelRecord.js';
import { scanRecords } from '../../store/recordScan.js';

export interface MapCode {
  readonly code: string;
  readonly description: string;
}

export interface MapReport {
  readonly path: string;
  readonly textSha256: string;
  readonly modelSha256: string;
  readonly language: Language;
  /** Ids of those that the report states. */
  readonly labels: readonly string[];
  /** Stated ones, the best first, without the exam's. */
  readonly codes: readonly MapCode[];
  readonly exam: MapCode | null;
}

/**
 * The last record of each path, by path.
 * @throws the system's error where the file cannot be read.
 */
export async function readMapReports(labelPath: string): Promise<MapReport[]> {
  const last = new Map<string, MapReport>();
  const handle = await open(labelPath, 'r');
  try {
    for await (const { bytes } of scanRecords(handle, false)) {
      const report = reportOf(bytes);
      if (report !== null) last.set(report.path, report);
    }
  } finally {
    await handle.close();
  }
  return [...last.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Null where the line is no record. */
function reportOf(line: Buffer): MapReport | null {
  try {
    const record = JSON.parse(line.toString('utf8')) as StoredRecord;
    const { path, textSha256, language } = record;
    const stated = record.codes.filter((code) => code.value && isOffered(code));
    const codes = stated.map(({ system, code, description }) => ({ system, code, description }));
    const exam = codes.find(({ system }) => system === examSystem);
    return {
      path,
      textSha256,
      modelSha256: record.model.sha256,
      language,
      labels: record.labels.filter(({ value, applies }) => value && applies).map(({ id }) => id),
      codes: codes.filter(({ system }) => system !== examSystem),
      exam: exam ?? null,
    };
  } catch {
    return null;
  }
}
