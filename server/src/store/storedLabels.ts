/** The labels that a folder's `.glosa/labels.jsonl` keeps, read one at a time. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { glosaFolderName, labelFileName } from './glosaFolder.js';
import { jsonlFormat } from './labelFormat.js';
import { storedRecordSchema } from './labelRecord.js';
import type { LabelRecord } from './labelRecord.js';
import { scanRecords } from './recordScan.js';
import { withText } from './recordText.js';

interface Place {
  readonly textSha256: string;
  readonly startByte: number;
  readonly bytes: number;
}

/** Holds where each record stands, not the records: memory grows by a line's address a report. */
export class StoredLabels {
  private constructor(
    private readonly file: FileHandle,
    private readonly places: ReadonlyMap<string, Place>,
  ) {}

  /** Null where the folder has no label file that can be read. */
  static async of(folder: string): Promise<StoredLabels | null> {
    const file = await open(join(folder, glosaFolderName, labelFileName), 'r').catch(() => null);
    if (file === null) return null;
    const places = new Map<string, Place>();
    try {
      for await (const { bytes, startByte } of scanRecords(file, jsonlFormat.quoted)) {
        const key = jsonlFormat.keyOf(bytes.toString('utf8'));
        // The last record of a path counts.
        if (key !== null)
          places.set(key.path, { textSha256: key.textSha256, startByte, bytes: bytes.length });
      }
    } catch {
      await file.close();
      return null;
    }
    return new StoredLabels(file, places);
  }

  /** The record of exactly this text, with its words; null where there is none of this version. */
  async get(path: string, textSha256: string, text: string): Promise<LabelRecord | null> {
    const place = this.places.get(path);
    if (place?.textSha256 !== textSha256) return null;
    const bytes = Buffer.allocUnsafe(place.bytes);
    await this.file.read(bytes, 0, place.bytes, place.startByte);
    try {
      const parsed = storedRecordSchema.safeParse(JSON.parse(bytes.toString('utf8')));
      return parsed.success ? withText(parsed.data, text) : null;
    } catch {
      return null;
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}
