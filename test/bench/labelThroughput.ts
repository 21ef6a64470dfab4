import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createEngine } from '../../server/src/engine/engine.js';
import type { Engine } from '../../server/src/engine/types.js';
import { messagesFor } from '../../server/src/host/cli/messages.js';
import { runCli } from '../../server/src/host/cli/runCli.js';
import { figure } from './figures.js';
import type { Figure } from './figures.js';
import type { BenchOptions } from './options.js';
import { SentenceMaker } from './synthesis.js';

const reportWords = 112;

/**
 * Reports per second of `glosa label FOLDER`: files read from disk, records written to it, every sentence new.
 * The engine has started before the clock; each run has an engine, a cache and reports of its own.
 */
export async function labelThroughput(options: BenchOptions): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'glosa-bench-'));
  const values: number[] = [];
  let parentMs = 0;
  try {
    for (let run = 0; run < (options.n ?? 3); run++) {
      const reports = join(folder, `run-${run}`);
      writeReports(reports, options, run);
      const { seconds, cpuMs } = await labelFolder(reports, options);
      values.push(options.reports / seconds);
      parentMs = cpuMs / options.reports;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return figure('label-throughput', 'reports/s', values, {
    reports: options.reports,
    jobs: options.jobs,
    device: options.device,
    words: options.blanks ? '112 by white space' : '112 as the reader cuts them',
    parentMsPerReport: parentMs,
  });
}

/** Writes a run's reports, of which no sentence was read before. */
export function writeReports(folder: string, options: BenchOptions, run: number): void {
  const maker = new SentenceMaker(options.seed + run, options.examples);
  mkdirSync(folder);
  for (let i = 0; i < options.reports; i++) {
    const language = i % 4 === 0 ? 'en' : 'es';
    writeFileSync(
      join(folder, `${String(i).padStart(6, '0')}.txt`),
      maker.report(reportWords, language, options.blanks),
    );
  }
}

/** The pack that is measured. */
export function packFolder({ model, product }: BenchOptions): string {
  return model ?? join(product, '..', 'models', 'glosa-base');
}

/** Labels a folder with an engine that has started before the clock. */
export async function labelFolder(
  folder: string,
  options: BenchOptions,
): Promise<{ seconds: number; cpuMs: number }> {
  const engine = await startedEngine(options);
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  let endedMs = 0;
  await labelWith(engine, folder, options, () => (endedMs = performance.now()));
  const { user, system } = process.cpuUsage(cpuBefore);
  await engine.dispose();
  return { seconds: (endedMs - startedMs) / 1000, cpuMs: (user + system) / 1000 };
}

/** The engine of a bench, ready. */
export async function startedEngine(options: BenchOptions): Promise<Engine> {
  const engine = createEngine({
    packPath: packFolder(options),
    device: options.device,
    threads: 1,
    processes: options.jobs,
    cacheBytes: 64 * 1024 * 1024,
    watchdogMs: 20_000,
    childPath: join(options.product, 'engine-child.js'),
  });
  const { state, reason } = await engine.ready();
  if (state !== 'ready') throw new Error(`no usable model: ${reason ?? state}`);
  return engine;
}

/**
 * Runs `glosa label` on a folder with an engine that the caller keeps.
 * @param onWritten every record is on disk.
 * @param onRead sentences were asked for.
 */
export async function labelWith(
  engine: Engine,
  folder: string,
  options: BenchOptions,
  onWritten: () => void = () => undefined,
  onRead: (sentences: number) => void = () => undefined,
): Promise<void> {
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const code = await runCli(['label', folder, '--jobs', String(options.jobs)], {
    stdin: process.stdin,
    stdout: nowhere,
    stderr: process.stderr,
    interactive: false,
    cwd: process.cwd(),
    messages: messagesFor({}),
    signal: new AbortController().signal,
    version: '',
    defaultPackPath: '',
    childPath: '',
    createEngine: () => ({
      ready: () => engine.ready(),
      status: () => engine.status(),
      onStatus: (listener) => engine.onStatus(listener),
      read: (inputs, how) => {
        onRead(inputs.length);
        return engine.read(inputs, how);
      },
      restart: () => engine.restart(),
      // The command gives the engine back when every record is on disk.
      dispose: () => {
        onWritten();
        return Promise.resolve();
      },
    }),
    serve: () => Promise.resolve(),
  });
  if (code !== 0) throw new Error(`glosa label ended with ${code}`);
}
