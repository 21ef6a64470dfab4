/** Where the records of a label file stand, the last of each path; what is read again costs one read. */
import type { FileHandle } from 'node:fs/promises';
import { jsonlFormat } from './labelFormat.js';
import type { RecordKey } from './labelFormat.js';
import type { StoredRecord } from './labelRecord.js';
import { scanRecords } from './recordScan.js';

export interface RecordPlace {
  readonly startByte: number;
  readonly bytes: number;
}

/** Places by path, in the order of the file. @throws the system's error. */
export async function placesOf(
  handle: FileHandle,
  onRecord: (key: RecordKey) => void = () => undefined,
): Promise<Map<string, RecordPlace & RecordKey>> {
  const places = new Map<string, RecordPlace & RecordKey>();
  for await (const { bytes, startByte } of scanRecords(handle, jsonlFormat.quoted)) {
    const key = jsonlFormat.keyOf(bytes.toString('utf8'));
    if (key === null) continue;
    places.delete(key.path);
    places.set(key.path, { ...key, startByte, bytes: bytes.length });
    onRecord(key);
  }
  return places;
}

/** The record at a place; null where the file has been replaced since. */
export async function recordAt(
  handle: FileHandle,
  { startByte, bytes }: RecordPlace,
): Promise<StoredRecord | null> {
  const line = Buffer.allocUnsafe(bytes);
  const { bytesRead } = await handle.read(line, 0, bytes, startByte);
  try {
    return JSON.parse(line.toString('utf8', 0, bytesRead)) as StoredRecord;
  } catch {
    return null;
  }
}
