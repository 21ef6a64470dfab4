import type { Readable, Writable } from 'node:stream';
import type { Engine, EngineOptions } from '../../engine/types.js';
import type { Messages } from './messages.js';

/** What a command may touch, so that tests can run it in their own process with an engine of their own. */
export interface CliEnvironment {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** True where progress may be drawn on `stderr`. */
  readonly interactive: boolean;
  readonly cwd: string;
  readonly messages: Messages;
  /** Aborted by SIGINT or SIGTERM; its reason is the exit code. */
  readonly signal: AbortSignal;
  readonly version: string;
  /** Folder of the pack that ships with this build. */
  readonly defaultPackPath: string;
  /** The bundled engine child. */
  readonly childPath: string;
  createEngine(options: EngineOptions): Engine;
  /** Runs the language server over standard input and output; resolves when the editor ends it. */
  serve(): Promise<void>;
}

/** Writes and waits where the reader is slower than we are. Rejects with the stream's error (`EPIPE`, `ENOSPC`…). */
export async function writeTo(stream: Writable, text: string): Promise<void> {
  if (text === '') return;
  await new Promise<void>((resolve, reject) => {
    stream.write(text, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
