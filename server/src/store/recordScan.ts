import type { FileHandle } from 'node:fs/promises';

const lineFeed = 0x0a;
const doubleQuote = 0x22;
const chunkBytes = 256 * 1024;

/** One complete record of a file, with its line end. */
export interface ScannedRecord {
  readonly bytes: Buffer;
  readonly startByte: number;
}

/**
 * Yields the complete records of a file, a chunk at a time. What follows the last line end (a record torn by a crash)
 * is not yielded.
 * @param quoted whether line feeds inside double quotes belong to a record (CSV).
 * @param fromByte where to begin: the start of a record.
 */
export async function* scanRecords(
  file: FileHandle,
  quoted: boolean,
  fromByte = 0,
): AsyncGenerator<ScannedRecord> {
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  let recordStart = fromByte;
  let inQuotes = false;
  for (let position = fromByte; ;) {
    const chunk = Buffer.allocUnsafe(chunkBytes);
    const { bytesRead } = await file.read(chunk, 0, chunkBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    let start = 0;
    for (let i = 0; i < bytesRead; i++) {
      const byte = chunk[i];
      if (quoted && byte === doubleQuote) inQuotes = !inQuotes;
      if (byte !== lineFeed || inQuotes) continue;
      const piece = chunk.subarray(start, i + 1);
      const bytes = carriedBytes === 0 ? piece : Buffer.concat([...carried, piece]);
      yield { bytes, startByte: recordStart };
      recordStart += bytes.length;
      start = i + 1;
      carried = [];
      carriedBytes = 0;
    }
    if (start < bytesRead) {
      carried.push(chunk.subarray(start, bytesRead));
      carriedBytes += bytesRead - start;
    }
  }
}
