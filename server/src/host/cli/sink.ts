import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { LabelFile, NotALabelFile, isRegularOrMissing } from '../../store/labelFile.js';
import { csvFormat, jsonlFormat } from '../../store/labelFormat.js';
import type { LabelFormat, RecordKey } from '../../store/labelFormat.js';
import type { StoredRecord } from '../../store/labelRecord.js';
import { errorCode } from '../../store/walkReports.js';
import { LockHeld } from '../../store/writerLock.js';
import { writeTo } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import type { Messages } from './messages.js';

/** Where records go. */
export interface LabelSink {
  /** The file's path; null for standard output. */
  readonly path: string | null;
  /** Whether the report has been read before, with this text and model. */
  has(key: RecordKey): boolean;
  /** Whether the last record of a path is of another model. */
  hasOthersThan(modelSha256: string): boolean;
  append(records: readonly StoredRecord[]): Promise<void>;
  /** Asked before anything else is written beside the records. @throws where another process writes now. */
  check(): Promise<void>;
  /** `tidy`: the run came to its end. */
  close(tidy: boolean): Promise<void>;
}

export const formats: Readonly<Record<'jsonl' | 'csv', LabelFormat>> = {
  jsonl: jsonlFormat,
  csv: csvFormat,
};

/** A sink that forgets: standard output, a pipe or a device. */
export function streamSink(stream: Writable, path: string | null, format: LabelFormat): LabelSink {
  let header = format.header;
  return {
    path,
    has: () => false,
    hasOthersThan: () => false,
    append: async (records) => {
      await writeTo(stream, header + records.map((record) => format.encode(record)).join(''));
      header = '';
    },
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** Opens the file at `path`, to be resumed where it exists. @throws CliError with exit code 4. */
export async function fileSink(path: string, format: LabelFormat, messages: Messages): Promise<LabelSink> {
  return guard(path, messages, async () => {
    const inner: LabelSink = (await isRegularOrMissing(path))
      ? await LabelFile.open(path, format)
      : await deviceSink(path, format);
    return {
      path,
      has: (key) => inner.has(key),
      hasOthersThan: (sha256) => inner.hasOthersThan(sha256),
      append: (records) => guard(path, messages, () => inner.append(records)),
      check: () => guard(path, messages, () => inner.check()),
      close: (tidy) => inner.close(tidy),
    };
  });
}

async function deviceSink(path: string, format: LabelFormat): Promise<LabelSink> {
  const handle = await open(path, 'w');
  let header = format.header;
  return {
    path,
    has: () => false,
    hasOthersThan: () => false,
    append: async (records) => {
      await handle.writeFile(header + records.map((record) => format.encode(record)).join(''));
      header = '';
    },
    check: () => Promise.resolve(),
    close: () => handle.close(),
  };
}

/** Turns what the system says into the message and exit code for a person. */
export async function guard<T>(path: string, messages: Messages, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new CliError(exitCodes.cannotWrite, writeProblem(path, messages, error));
  }
}

function writeProblem(path: string, messages: Messages, error: unknown): string {
  if (error instanceof NotALabelFile) return messages.notALabelFile(path);
  if (error instanceof LockHeld) {
    const { holder, lockPath } = error;
    return messages.lockHeld(lockPath, holder?.pid ?? null, holder?.host ?? '', holder?.since ?? '');
  }
  return messages.cannotWrite(path, errorCode(error));
}
