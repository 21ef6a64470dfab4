/** The vectors that a labelling run leaves beside its labels, for the map of reports. */
import { join } from 'node:path';
import { vectorSize } from '../../core/examCodes.js';
import { VectorFile, vectorFileName } from '../../store/vectorFile.js';
import type { ReportVector, VectorKey } from '../../store/vectorFile.js';
import type { Labelled, ReadingEngine } from './labelReports.js';

/** Where vectors go. It never fails: labels are whole without them, and the next run makes up for them. */
export interface VectorSink {
  has(key: VectorKey): boolean;
  append(vectors: readonly ReportVector[]): Promise<void>;
  /** @param tidy true at the end of a whole run. */
  close(tidy: boolean): Promise<void>;
}

/**
 * Opens the vectors beside a label file, whose lock the caller holds; null where the model makes none or they cannot
 * be written.
 * @param folder of the label file.
 * @param check throws where the lock was lost.
 */
export async function openVectors(
  folder: string,
  engine: ReadingEngine,
  modelSha256: string,
  check: () => Promise<void>,
): Promise<VectorSink | null> {
  const head = engine.status().vocabulary?.reader?.exam;
  const dimension = head === undefined ? 0 : vectorSize(head);
  if (dimension === 0) return null;
  const file = await VectorFile.open(join(folder, vectorFileName), { dimension, modelSha256 }).catch(
    () => null,
  );
  if (file === null) return null;
  let writable = true;
  return {
    // Once writing has failed, nothing is read for its vector's sake.
    has: (key) => !writable || file.has(key),
    append: async (vectors) => {
      if (!writable) return;
      // Two writers would write over each other's vectors; of the labels the label file says it.
      await check();
      try {
        await file.append(vectors);
      } catch {
        writable = false;
      }
    },
    close: (tidy) => file.close(tidy && writable).catch(() => undefined),
  };
}

/** The vectors of the reports that were read. */
export function vectorsOf(batch: readonly Labelled<unknown>[]): ReportVector[] {
  return batch.flatMap(({ record, vector }) =>
    record === null ? [] : [{ path: record.path, textSha256: record.textSha256, vector }],
  );
}
