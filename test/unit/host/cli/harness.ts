import { PassThrough, Readable, Writable } from 'node:stream';
import type { CliEnvironment } from '../../../../server/src/host/cli/environment.js';
import { messagesFor } from '../../../../server/src/host/cli/messages.js';
import { runCli } from '../../../../server/src/host/cli/runCli.js';
import type { EngineOptions } from '../../../../server/src/engine/types.js';
import { FakeEngine } from './fakeEngine.js';

export class Sink extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

export interface Harness {
  readonly engine?: FakeEngine;
  readonly cwd?: string;
  readonly stdin?: Readable | string;
  readonly locale?: string;
  readonly interrupt?: AbortController;
  readonly stdout?: Writable;
}

export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly engine: FakeEngine;
  readonly options: EngineOptions | null;
}

/** Runs one command line in this process with a fake engine. */
export async function glosa(argv: readonly string[], harness: Harness = {}): Promise<CliResult> {
  const engine = harness.engine ?? new FakeEngine();
  const stdout = new Sink();
  const stderr = new Sink();
  const input = harness.stdin ?? new PassThrough().end();
  let options: EngineOptions | null = null;
  const environment: CliEnvironment = {
    stdin: typeof input === 'string' ? Readable.from([Buffer.from(input)]) : input,
    stdout: harness.stdout ?? stdout,
    stderr,
    interactive: false,
    cwd: harness.cwd ?? process.cwd(),
    messages: messagesFor({ LANG: harness.locale ?? 'en_GB.UTF-8' }),
    signal: (harness.interrupt ?? new AbortController()).signal,
    version: '1.2.3',
    defaultPackPath: '/nowhere/models/glosa-base',
    childPath: '/nowhere/engine-child.js',
    createEngine: (asked) => {
      options = asked;
      return engine;
    },
    serve: () => Promise.resolve(),
  };
  const code = await runCli(argv, environment);
  return { code, out: stdout.text, err: stderr.text, engine, options };
}

/** The JSON objects of a text of JSON lines. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
