import { createHash } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DigestTable, digestBytes, digestWords } from './digestTable.js';
import { keyOfRecord } from './labelFormat.js';
import type { LabelFormat, RecordKey } from './labelFormat.js';
import type { StoredRecord } from './labelRecord.js';
import { scanRecords } from './recordScan.js';
import { acquireLock } from './writerLock.js';
import type { WriterLock } from './writerLock.js';

/** Thrown where the file exists and holds something else than labels: it is left as it was. */
export class NotALabelFile extends Error {
  override readonly name = 'NotALabelFile';
}

/** Thrown on closing where superseded records could not be taken out: the file holds every label all the same. */
export class NotCompacted extends Error {
  override readonly name = 'NotCompacted';
  constructor(override readonly cause: unknown) {
    super('superseded records could not be taken out');
  }
}

/**
 * Numbers of a row of the index: the text's short hash, what the record was read with, and the record's position in the
 * file, counted in records from 0.
 */
const column = { text: 0, readWith: digestWords, ordinal: digestWords + 1 } as const;

/**
 * A file of label records with one writer at a time. Records are appended; the last one for a path wins. A record
 * torn by a crash is dropped on opening; superseded ones go when the file is closed, by an atomic replacement.
 * Holds shortened hashes of all records in memory (32 bytes each, in a table of at most twice and a half as many rows),
 * never their paths or content.
 */
export class LabelFile {
  /** By path; of each its last record. */
  readonly #known = new DigestTable(digestWords + 2);
  /** Model, decisions and learned lists that records were read with, by their number in the index. */
  readonly #readWith: { readonly key: string; readonly modelSha256: string }[] = [];
  #handle: FileHandle;
  #records = 0;
  #superseded = 0;
  #endByte = 0;

  private constructor(
    readonly path: string,
    private readonly format: LabelFormat,
    handle: FileHandle,
    private readonly lock: WriterLock,
  ) {
    this.#handle = handle;
  }

  /**
   * Opens or makes the file and takes its lock (`<path>.lock`).
   * @throws LockHeld, NotALabelFile, or the system's error.
   */
  static async open(path: string, format: LabelFormat): Promise<LabelFile> {
    // The file behind a link: the closing rename must not replace the link.
    const target = await realpath(path).catch(() => path);
    const lock = await acquireLock(`${target}.lock`);
    let handle: FileHandle | null = null;
    try {
      // What a run that was killed while it took superseded records out has left.
      await rm(`${target}${besideEnding}`, { force: true });
      handle = await openForUpdate(target);
      const file = new LabelFile(target, format, handle, lock);
      await file.#load();
      return file;
    } catch (error) {
      await handle?.close();
      await lock.release();
      throw error;
    }
  }

  /** True where the last record for the path has this text and this model. */
  has(key: RecordKey): boolean {
    const row = this.#known.find(digestOf(key.path));
    if (row < 0) return false;
    if (!this.#known.hasDigest(row, column.text, shortHash(key.textSha256))) return false;
    return this.#readWith[this.#known.value(row, column.readWith)]?.key === readWith(key);
  }

  /** True where the last record of a path is of another model. */
  hasOthersThan(modelSha256: string): boolean {
    const other = this.#readWith.map((known) => known.modelSha256 !== modelSha256);
    if (!other.includes(true)) return false;
    for (const row of this.#known.rows()) if (other[this.#known.value(row, column.readWith)]) return true;
    return false;
  }

  /**
   * Appends records, whole or not at all: after an error the file ends where it ended before.
   * @throws the system's error (`ENOSPC`…); LockHeld as `check` does.
   */
  async append(records: readonly StoredRecord[]): Promise<void> {
    await this.check();
    await this.#write(bytesOf(records.map((record) => this.format.encode(record))));
    for (const record of records) this.#note(keyOfRecord(record));
  }

  /** @throws LockHeld where another process took this one for dead (it slept) and writes the file now. */
  check(): Promise<void> {
    return this.lock.check();
  }

  /**
   * Releases the file.
   * @param tidy true at the end of a whole run: the records are made durable and superseded ones taken out.
   *   False after an interruption, where the next run does it.
   * @throws NotCompacted; the system's error where the records may not be on the disk.
   */
  async close(tidy: boolean): Promise<void> {
    try {
      if (tidy) {
        await this.#handle.sync();
        if (this.#superseded > 0) {
          await this.#compact().catch((error: unknown) => {
            throw new NotCompacted(error);
          });
        }
      }
    } finally {
      await this.#handle.close();
      await this.lock.release();
    }
  }

  async #load(): Promise<void> {
    let first = true;
    for await (const { bytes, startByte } of scanRecords(this.#handle, this.format.quoted)) {
      const line = bytes.toString('utf8');
      if (first && this.format.header !== '') {
        if (line !== this.format.header) throw new NotALabelFile(this.path);
      } else {
        const key = this.format.keyOf(line);
        if (key === null && this.#records === 0) throw new NotALabelFile(this.path);
        if (key === null) this.#records++;
        else this.#note(key);
      }
      first = false;
      this.#endByte = startByte + bytes.length;
    }
    const { size } = await this.#handle.stat();
    if (size > this.#endByte) {
      if (first && !(await this.#startsLikeLabels(size))) throw new NotALabelFile(this.path);
      await this.#handle.truncate(this.#endByte);
    }
    if (this.#endByte === 0 && this.format.header !== '') await this.#write(Buffer.from(this.format.header));
  }

  /** Whether a file that has no complete record is the torn first line of ours, and not somebody's text. */
  async #startsLikeLabels(size: number): Promise<boolean> {
    const expected = Buffer.from(this.format.header === '' ? '{"path":' : this.format.header);
    const length = Math.min(size, expected.length);
    const start = Buffer.alloc(length);
    await this.#handle.read(start, 0, length, 0);
    return start.equals(expected.subarray(0, length));
  }

  #note(key: RecordKey): void {
    const size = this.#known.size;
    const row = this.#known.put(digestOf(key.path));
    if (this.#known.size === size) this.#superseded++;
    this.#known.setDigest(row, column.text, shortHash(key.textSha256));
    this.#known.setValue(row, column.readWith, this.#numberOf(key));
    this.#known.setValue(row, column.ordinal, this.#records);
    this.#records++;
  }

  /** The number of what a record was read with: a run's are all alike. */
  #numberOf(record: RecordKey): number {
    const key = readWith(record);
    const known = this.#readWith.findIndex((other) => other.key === key);
    return known >= 0 ? known : this.#readWith.push({ key, modelSha256: record.modelSha256 }) - 1;
  }

  /** Whether a record is the last of its path. */
  #isLast(path: string, ordinal: number): boolean {
    const row = this.#known.find(digestOf(path));
    return row >= 0 && this.#known.value(row, column.ordinal) === ordinal;
  }

  async #write(bytes: Buffer): Promise<void> {
    let written = 0;
    try {
      while (written < bytes.length) {
        const { bytesWritten } = await this.#handle.write(
          bytes,
          written,
          bytes.length - written,
          this.#endByte + written,
        );
        written += bytesWritten;
      }
    } catch (error) {
      await this.#handle.truncate(this.#endByte).catch(() => undefined);
      throw error;
    }
    this.#endByte += written;
  }

  /** Writes the records that count to a file beside this one and renames it into place. */
  async #compact(): Promise<void> {
    const temporary = `${this.path}${besideEnding}`;
    const { mode } = await this.#handle.stat();
    const target = await open(temporary, 'w', mode);
    try {
      try {
        await this.#copyCurrent(target);
        await target.sync();
      } finally {
        await target.close();
      }
      await this.check();
      // Windows puts nothing in the place of an open file.
      await this.#handle.close();
      await rename(temporary, this.path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(this.path));
  }

  async #copyCurrent(target: FileHandle): Promise<void> {
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    const flush = async (): Promise<void> => {
      await target.writeFile(Buffer.concat(pending));
      pending = [];
      pendingBytes = 0;
    };
    let ordinal = this.format.header === '' ? 0 : -1;
    for await (const { bytes } of scanRecords(this.#handle, this.format.quoted)) {
      const key = ordinal < 0 ? null : this.format.keyOf(bytes.toString('utf8'));
      // A line that is not a record (edited by hand) is kept: nothing is lost by labelling.
      if (key === null || this.#isLast(key.path, ordinal)) {
        pending.push(bytes);
        pendingBytes += bytes.length;
        if (pendingBytes > 1 << 20) await flush();
      }
      ordinal++;
    }
    await flush();
  }
}

/** Of the file that is to replace a label file. */
const besideEnding = '.glosa-tmp';
/** 96 bits of a hash: enough that two texts of one path never meet, and short in memory. */
function shortHash(sha256: string): Buffer {
  const hash = Buffer.alloc(digestBytes);
  // A file edited by hand may have less than a hash here.
  hash.write(sha256, 'hex');
  return hash;
}

function digestOf(path: string): Buffer {
  return createHash('sha256').update(path, 'utf8').digest();
}

function readWith({ modelSha256, calibration = '', learned = '' }: RecordKey): string {
  return `${modelSha256} ${calibration} ${learned}`;
}

async function openForUpdate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return await open(path, 'wx+');
  }
}

/** Makes a rename durable; not every system lets a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // Windows and some network file systems; the rename itself has happened.
  }
}

/** Whether `path` is, or would become, a regular file: devices and pipes are written straight, never resumed. */
export async function isRegularOrMissing(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

/** Lines as UTF-8, one after the other; joined as text first they would be copied once more. */
function bytesOf(lines: readonly string[]): Buffer {
  const lengths = lines.map((line) => Buffer.byteLength(line, 'utf8'));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const line of lines) at += bytes.write(line, at, 'utf8');
  return bytes;
}
