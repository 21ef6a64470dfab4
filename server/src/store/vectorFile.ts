/**
 * Reports' vectors beside their labels: `.glosa/vectors.bin`, which the map of reports is made of. A header, then
 * records of one size, appended as reports are read; `docs/label-record.md` says what is where. A record torn by a
 * crash is dropped on opening, a damaged one is passed over, the last one of a path counts.
 */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { DigestTable, digestWords } from './digestTable.js';
import {
  decodeRecords,
  encodeHeader,
  encodeRecord,
  headerBytes,
  headerOf,
  recordBytes,
} from './vectorFormat.js';
import type { RecordPlace, VectorHeader } from './vectorFormat.js';

/** Name of the file inside `.glosa`. */
export const vectorFileName = 'vectors.bin';

/** Records read at a time: about a millisecond of checking. */
const recordsPerRead = 512;

/** What a vector is known by. */
export interface VectorKey {
  readonly path: string;
  readonly textSha256: string;
}

/** A report's vector to be stored; null where the report has no words. */
export interface ReportVector extends VectorKey {
  readonly vector: readonly number[] | null;
}

/** 128 bits of a path's sha256, as the file has it, a byte a character. */
function pathDigest(path: string): string {
  return createHash('sha256').update(path, 'utf8').digest().toString('latin1', 0, 16);
}

/** 128 bits of a text's sha256, likewise. */
function textDigest(textSha256: string): string {
  return Buffer.from(textSha256.slice(0, 32), 'hex').toString('latin1');
}

/** The file with one writer: the caller holds the lock of the label file beside it. */
export class VectorFile {
  /** By path digest, the beginning of the text digest of its last record. */
  readonly #known = new DigestTable(digestWords);
  #endByte = headerBytes;
  /** Another model's, or no file of vectors: it is left as it is until there is a vector to write. */
  #foreign = false;

  private constructor(
    private readonly handle: FileHandle,
    private readonly header: VectorHeader,
  ) {}

  /**
   * Opens or makes the file. One of another model, or that is no file of vectors, knows no report, and is emptied by
   * the first vector: its vectors cannot be compared with this model's.
   * @throws the system's error.
   */
  static async open(path: string, header: VectorHeader): Promise<VectorFile> {
    const handle = await open(path, 'a+').then(async (made) => {
      await made.close();
      return open(path, 'r+');
    });
    try {
      const start = Buffer.alloc(headerBytes);
      const { bytesRead } = await handle.read(start, 0, headerBytes, 0);
      const found = headerOf(start.subarray(0, bytesRead));
      const file = new VectorFile(handle, header);
      if (found?.modelSha256 !== header.modelSha256 || found.dimension !== header.dimension) {
        file.#foreign = true;
        return file;
      }
      await file.#load();
      await handle.truncate(file.#endByte);
      return file;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Whether the last record of the path is of this text. */
  has({ path, textSha256 }: VectorKey): boolean {
    const row = this.#known.find(Buffer.from(pathDigest(path), 'latin1'));
    if (row < 0) return false;
    return this.#known.hasDigest(row, 0, Buffer.from(textDigest(textSha256), 'latin1'));
  }

  /** Appends vectors, whole or not at all. @throws the system's error. */
  async append(vectors: readonly ReportVector[]): Promise<void> {
    const fresh = vectors.map(({ path, textSha256, vector }) => ({
      path: pathDigest(path),
      text: textDigest(textSha256),
      vector,
    }));
    if (fresh.length === 0) return;
    if (this.#foreign) await this.#empty();
    const bytes = Buffer.concat(fresh.map((record) => encodeRecord(record, this.header.dimension)));
    let written = 0;
    try {
      while (written < bytes.length) {
        const left = bytes.length - written;
        written += (await this.handle.write(bytes, written, left, this.#endByte + written)).bytesWritten;
      }
    } catch (error) {
      await this.handle.truncate(this.#endByte).catch(() => undefined);
      throw error;
    }
    this.#endByte += written;
    for (const { path, text } of fresh) this.#note(path, text);
  }

  /**
   * Releases the file. @param tidy true at the end of a whole run: vectors of texts that are no more are taken out
   * once they are as many as those that count.
   */
  async close(tidy: boolean): Promise<void> {
    try {
      const records = (this.#endByte - headerBytes) / recordBytes(this.header.dimension);
      if (tidy && !this.#foreign && records > 2 * this.#known.size) await this.#compact();
      if (tidy) await this.handle.sync();
    } finally {
      await this.handle.close();
    }
  }

  async #empty(): Promise<void> {
    await this.handle.truncate(0);
    await this.handle.write(encodeHeader(this.header), 0, headerBytes, 0);
    this.#foreign = false;
  }

  async #load(): Promise<void> {
    for await (const { records, endByte } of piecesOf(this.handle, this.header.dimension)) {
      for (const { path, text } of records) this.#note(path, text);
      this.#endByte = endByte;
    }
  }

  /** @param path digest. @param text digest. */
  #note(path: string, text: string): void {
    const row = this.#known.put(Buffer.from(path, 'latin1'));
    this.#known.setDigest(row, 0, Buffer.from(text, 'latin1'));
  }

  /** In place: what is lost by a crash here is made anew by the next run, which does not find it. */
  async #compact(): Promise<void> {
    const { dimension } = this.header;
    const size = recordBytes(dimension);
    const last = new Map<string, number>();
    for await (const { records, fromByte } of piecesOf(this.handle, dimension))
      for (const { path, startByte } of records) last.set(path, fromByte + startByte);
    this.#endByte = headerBytes;
    // What is written lies before what is still to be read.
    for await (const { records, fromByte, bytes } of piecesOf(this.handle, dimension)) {
      const kept = records.filter(({ path, startByte }) => last.get(path) === fromByte + startByte);
      const packed = Buffer.concat(kept.map(({ startByte }) => bytes.subarray(startByte, startByte + size)));
      await this.handle.write(packed, 0, packed.length, this.#endByte);
      this.#endByte += packed.length;
    }
    await this.handle.truncate(this.#endByte);
  }
}

interface Piece {
  /** Their places count from `fromByte`. */
  readonly records: readonly RecordPlace[];
  /** Of the file. */
  readonly fromByte: number;
  readonly endByte: number;
  /** Used again for the next piece. */
  readonly bytes: Buffer;
}

/** A file's records some at a time, so that neither memory nor the event loop feels how many there are. */
async function* piecesOf(handle: FileHandle, dimension: number): AsyncGenerator<Piece> {
  const bytes = Buffer.allocUnsafe(recordsPerRead * recordBytes(dimension));
  for (let fromByte = headerBytes; ;) {
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, fromByte);
    const { records, wholeBytes } = decodeRecords(bytes.subarray(0, bytesRead), dimension, 0);
    if (wholeBytes === 0) return;
    yield { records, fromByte, endByte: fromByte + wholeBytes, bytes };
    fromByte += wholeBytes;
  }
}

/** Vectors of a file as they stand, read while another process may append. */
export interface StoredVectors extends VectorHeader {
  /** The vector of exactly this text, numbers at `at` of `data`; null where there is none. */
  find(key: VectorKey): Int16Vector | null;
}

/** Numbers are `values[d] · scale`. */
export interface Int16Vector {
  readonly values: Int16Array;
  readonly scale: number;
}

/** Null where there is no such file, or it is no file of vectors. */
export async function readVectors(path: string): Promise<StoredVectors | null> {
  const bytes = await readFile(path).catch(() => null);
  const header = bytes === null ? null : headerOf(bytes);
  if (bytes === null || header === null) return null;
  const last = new Map(decodeRecords(bytes, header.dimension).records.map((record) => [record.path, record]));
  return {
    ...header,
    find: ({ path: report, textSha256 }) => {
      const record = last.get(pathDigest(report));
      if (record?.text !== textDigest(textSha256) || record.scale === 0) return null;
      const values = new Int16Array(header.dimension);
      for (let d = 0; d < values.length; d++) values[d] = bytes.readInt16LE(record.valuesByte + 2 * d);
      return { values, scale: record.scale };
    },
  };
}
