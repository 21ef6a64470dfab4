/** `.glosa/reviews.jsonl` on disk: appended to, never rewritten. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { ensureGlosaFolder, glosaFolderName } from '../glosaFolder.js';
import { scanRecords } from '../recordScan.js';
import { LockHeld, acquireLock } from '../writerLock.js';
import type { WriterLock } from '../writerLock.js';
import { emptyChain, encodeLine, readLine, seal } from './chain.js';
import type { ChainEnd, ChainFault } from './chain.js';
import type { Decided, ReviewLine } from './reviewLine.js';

/** Name of the file inside `.glosa`. */
export const reviewFileName = 'reviews.jsonl';

/** Where a chain is broken. */
export interface BrokenAt {
  /** 1-based number of the line. */
  readonly line: number;
  readonly fault: ChainFault;
}

/** Thrown where the file has a line that does not continue the chain: nothing is written. */
export class BrokenChain extends Error {
  override readonly name = 'BrokenChain';
  constructor(readonly at: BrokenAt) {
    super('the chain of reviews is broken');
  }
}

/** Lines that have come since the last look. */
export interface NewLines {
  /** True where the file is another one than before: what was read of it no longer counts. */
  readonly reset: boolean;
  readonly lines: readonly ReviewLine[];
}

/** Another process holds the lock for the time of one append; after this long it is taken for stuck. */
const lockPatienceMs = 10_000;
const lockPauseMs = 15;
/** Lines read (about 25 µs each) before others of this thread have a turn. */
const linesPerTurn = 200;

/** Follows the file of one folder. Calls come one after the other; other processes may append between them. */
export class ReviewFile {
  readonly path: string;
  readonly #root: string;
  #end: ChainEnd = emptyChain;
  #endByte = 0;
  /** The last sound line, by which a file that was replaced is told. */
  #last: Buffer = Buffer.alloc(0);
  #broken: BrokenAt | null = null;
  #torn = false;

  /** @param root the folder that holds `.glosa`. */
  constructor(root: string) {
    this.#root = root;
    this.path = join(root, glosaFolderName, reviewFileName);
  }

  /** Where the chain was broken at the last look; lines from there on are not read. */
  get broken(): BrokenAt | null {
    return this.#broken;
  }

  /** True where the last look found bytes after the last whole line. */
  get torn(): boolean {
    return this.#torn;
  }

  /** Reads what has come since the last look. A file that is not there has no lines. @throws the system's error. */
  async read(): Promise<NewLines> {
    const handle = await openIfThere(this.path);
    if (handle === null) {
      const reset = this.#endByte > 0;
      this.#restart();
      return { reset, lines: [] };
    }
    try {
      return await this.#readFrom(handle);
    } finally {
      await handle.close();
    }
  }

  /**
   * Appends decisions to what others have written meanwhile, under the lock, durably, all or none. A torn last line
   * goes first.
   * @param make the decisions, given the number that the first of them will have.
   * @returns lines of others, then the lines written.
   * @throws BrokenChain, LockHeld, or the system's error; then the file ends where it ended before.
   */
  async append(
    make: (firstSeq: number) => readonly Decided[],
  ): Promise<{ readonly before: NewLines; readonly written: readonly ReviewLine[] }> {
    await ensureGlosaFolder(this.#root);
    const lock = await this.#lock();
    try {
      const handle = await openForUpdate(this.path);
      try {
        const before = await this.#readFrom(handle);
        if (this.#broken !== null) throw new BrokenChain(this.#broken);
        if (this.#torn) await handle.truncate(this.#endByte);
        return { before, written: await this.#write(handle, make(this.#end.seq + 1)) };
      } finally {
        await handle.close();
      }
    } finally {
      await lock.release();
    }
  }

  async #write(handle: FileHandle, decisions: readonly Decided[]): Promise<ReviewLine[]> {
    const lines: ReviewLine[] = [];
    let end = this.#end;
    for (const decided of decisions) {
      const line = seal(decided, end);
      lines.push(line);
      end = line;
    }
    const encoded = lines.map((line) => Buffer.from(encodeLine(line), 'utf8'));
    const bytes = Buffer.concat(encoded);
    try {
      for (let written = 0; written < bytes.length;) {
        const { bytesWritten } = await handle.write(
          bytes,
          written,
          bytes.length - written,
          this.#endByte + written,
        );
        written += bytesWritten;
      }
      await handle.datasync();
    } catch (error) {
      await handle.truncate(this.#endByte).catch(() => undefined);
      throw error;
    }
    this.#end = { seq: end.seq, hash: end.hash };
    this.#endByte += bytes.length;
    this.#last = encoded.at(-1) ?? this.#last;
    this.#torn = false;
    return lines;
  }

  async #lock(): Promise<WriterLock> {
    const giveUp = performance.now() + lockPatienceMs;
    for (;;) {
      try {
        return await acquireLock(`${this.path}.lock`);
      } catch (error) {
        if (!(error instanceof LockHeld) || performance.now() > giveUp) throw error;
        // Not all at the same moment.
        await sleep(lockPauseMs * (1 + Math.random()));
      }
    }
  }

  async #readFrom(handle: FileHandle): Promise<NewLines> {
    const { size } = await handle.stat();
    const reset = !(await this.#isSame(handle, size));
    if (reset) this.#restart();
    this.#broken = null;
    const lines: ReviewLine[] = [];
    let scannedTo = this.#endByte;
    for await (const { bytes, startByte } of scanRecords(handle, false, this.#endByte)) {
      scannedTo = startByte + bytes.length;
      const read = readLine(bytes.toString('utf8'), this.#end);
      if ('fault' in read) {
        this.#broken = { line: this.#end.seq + 1, fault: read.fault };
        break;
      }
      lines.push(read.line);
      if (lines.length % linesPerTurn === 0) await nextTurn();
      this.#end = { seq: read.line.seq, hash: read.line.hash };
      this.#endByte = scannedTo;
      this.#last = bytes;
    }
    this.#torn = this.#broken === null && size > scannedTo;
    return { reset, lines };
  }

  /** Whether the file still has, where it stood, the last line that was read. */
  async #isSame(handle: FileHandle, size: number): Promise<boolean> {
    if (size < this.#endByte) return false;
    const { length } = this.#last;
    if (length === 0) return true;
    const there = Buffer.alloc(length);
    await handle.read(there, 0, length, this.#endByte - length);
    return there.equals(this.#last);
  }

  #restart(): void {
    this.#end = emptyChain;
    this.#endByte = 0;
    this.#last = Buffer.alloc(0);
    this.#broken = null;
    this.#torn = false;
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

async function openForUpdate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return await open(path, 'wx+');
  }
}
