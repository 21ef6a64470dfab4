import { closeSync, constants, fstatSync, open, read } from 'node:fs';
import { promisify } from 'node:util';
import { decodeText } from './decodeText.js';
import type { TextEncoding } from './decodeText.js';
import { errorCode } from './walkReports.js';

/** A report's text, or why there is none. Never throws for what a file may be. */
export type ReportFile =
  | { readonly ok: true; readonly text: string; readonly encoding: TextEncoding }
  | { readonly ok: false; readonly reason: 'binary' | 'notAFile' }
  | { readonly ok: false; readonly reason: 'tooLarge'; readonly bytes: number }
  | { readonly ok: false; readonly reason: 'unreadable'; readonly errorCode: string };

// File descriptors, not FileHandles: four times less work for each of 100,000 small files.
const openFile = promisify(open);
const readInto = promisify(read);

/**
 * Reads and decodes one report.
 * @param maxBytes files above it are not read (`tooLarge`), so that one file cannot fill the memory.
 */
export async function readReportFile(path: string, maxBytes: number): Promise<ReportFile> {
  try {
    // Not blocking: a named pipe called x.txt must not hold the run until someone writes to it.
    const descriptor = await openFile(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) return { ok: false, reason: 'notAFile' };
      if (stats.size > maxBytes) return { ok: false, reason: 'tooLarge', bytes: stats.size };
      return decodeText(await readBytes(descriptor, stats.size));
    } finally {
      closeRead(descriptor);
    }
  } catch (error) {
    return { ok: false, reason: 'unreadable', errorCode: errorCode(error) };
  }
}

/** Up to `size` bytes; fewer where the file has become shorter. */
async function readBytes(descriptor: number, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await readInto(descriptor, bytes, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

/** At once, and not by way of another thread. What was read is read, whatever becomes of it. */
function closeRead(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // A file that was only read loses nothing.
  }
}
