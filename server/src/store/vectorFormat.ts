/** Bytes of `vectors.bin`; `docs/label-record.md` describes them. All numbers are little-endian. */

const magic = Buffer.from('GLOSAVEC', 'latin1');
const formatVersion = 1;
const mostDimensions = 4_096;
/** Magic 8, version 4, dimension 4, sha256 of the model 32, none 16. */
export const headerBytes = 64;
/** Digest of the path 16, of the text 16, scale 4, checksum 4; the values come after. */
const fixedBytes = 40;
const digestBytes = 16;
const scaleByte = 32;
const checksumByte = 36;
const largest = 32_767;

export interface VectorHeader {
  /** Numbers of a vector. */
  readonly dimension: number;
  /** Of the pack's manifest: vectors of two models say nothing about each other. */
  readonly modelSha256: string;
}

export interface RecordPlace {
  /** Digests, a byte a character. */
  readonly path: string;
  readonly text: string;
  /** 0: the report has no words, and no vector. */
  readonly scale: number;
  readonly startByte: number;
  readonly valuesByte: number;
}

export function recordBytes(dimension: number): number {
  return fixedBytes + 2 * dimension;
}

export function encodeHeader({ dimension, modelSha256 }: VectorHeader): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  magic.copy(bytes);
  bytes.writeUInt32LE(formatVersion, 8);
  bytes.writeUInt32LE(dimension, 12);
  bytes.write(modelSha256, 16, 32, 'hex');
  return bytes;
}

/** Null where the bytes are no file of vectors of this version. */
export function headerOf(bytes: Buffer): VectorHeader | null {
  if (bytes.length < headerBytes || !bytes.subarray(0, magic.length).equals(magic)) return null;
  const dimension = bytes.readUInt32LE(12);
  if (bytes.readUInt32LE(8) !== formatVersion || dimension === 0 || dimension > mostDimensions) return null;
  return { dimension, modelSha256: bytes.toString('hex', 16, 48) };
}

/** @throws RangeError where the vector has another dimension. */
export function encodeRecord(
  {
    path,
    text,
    vector,
  }: { readonly path: string; readonly text: string; readonly vector: readonly number[] | null },
  dimension: number,
): Buffer {
  if (vector !== null && vector.length !== dimension)
    throw new RangeError(`a vector of ${vector.length} numbers in a file of ${dimension}`);
  const bytes = Buffer.alloc(recordBytes(dimension));
  bytes.write(path, 0, digestBytes, 'latin1');
  bytes.write(text, digestBytes, digestBytes, 'latin1');
  let most = 0;
  for (const value of vector ?? []) most = Math.max(most, Math.abs(value));
  // A vector of zeros is one: its scale is not 0.
  const scale = vector === null ? 0 : Math.fround(Math.max(most, 1e-30) / largest);
  bytes.writeFloatLE(scale, scaleByte);
  vector?.forEach((value, d) => {
    const whole = Math.max(-largest, Math.min(largest, Math.round(value / scale)));
    bytes.writeInt16LE(whole, fixedBytes + 2 * d);
  });
  bytes.writeUInt32LE(checksumOf(bytes), checksumByte);
  return bytes;
}

/**
 * Records in their order; those with a wrong checksum are left out.
 * @param fromByte where the first record starts.
 * @returns with them, where the last complete record ends.
 */
export function decodeRecords(
  bytes: Buffer,
  dimension: number,
  fromByte = headerBytes,
): { readonly records: RecordPlace[]; readonly wholeBytes: number } {
  const size = recordBytes(dimension);
  const records: RecordPlace[] = [];
  let startByte = fromByte;
  for (; startByte + size <= bytes.length; startByte += size) {
    const record = bytes.subarray(startByte, startByte + size);
    if (record.readUInt32LE(checksumByte) !== checksumOf(record)) continue;
    records.push({
      path: record.toString('latin1', 0, digestBytes),
      text: record.toString('latin1', digestBytes, 2 * digestBytes),
      scale: record.readFloatLE(scaleByte),
      startByte,
      valuesByte: startByte + fixedBytes,
    });
  }
  return { records, wholeBytes: startByte };
}

/** FNV-1a of all bytes but the checksum's own. */
function checksumOf(record: Buffer): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < record.length; at++) {
    if (at >= checksumByte && at < fixedBytes) continue;
    hash = Math.imul(hash ^ (record[at] ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
