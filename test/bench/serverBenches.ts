/** Benches that speak to the real server, `glosa serve --stdio`. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commands } from '../../server/src/protocol.js';
import { writeReports } from './labelThroughput.js';
import type { BenchOptions } from './options.js';
import { figure } from './figures.js';
import type { Figure } from './figures.js';
import { LspClient } from './lspClient.js';
import { treeMemory } from './memory.js';
import { SentenceMaker } from './synthesis.js';
import { TypedReport } from './typing.js';

const reportWords = 400;
const batchReports = 200;

/** Milliseconds from `didChange` to model-made diagnostics of that version, one new sentence an edit. */
export async function editToDiagnostics(options: BenchOptions): Promise<Figure> {
  const client = new LspClient(options);
  await client.initialize();
  const report = await TypedReport.open(client, maker(options), 'file:///bench/typed.informe', reportWords);
  for (let i = 0; i < 10; i++) await report.edit();
  const values: number[] = [];
  for (let i = 0; i < (options.n ?? 300); i++) {
    values.push(await report.edit());
    // A person pauses; without a pause the figure would be of a server that never rests.
    await pause(20);
  }
  await client.stop();
  return figure('edit-to-diagnostics', 'ms', values, { max: Math.max(...values) });
}

/** Milliseconds from starting the process to what the model made of the first report. */
export async function openToFirstResult(options: BenchOptions): Promise<Figure> {
  const values: number[] = [];
  for (let i = 0; i < (options.n ?? 15); i++) {
    const client = new LspClient(options);
    const uri = 'file:///bench/first.informe';
    const read = client.modelMade(uri, 1);
    await client.initialize();
    client.open(uri, maker(options).report(reportWords, 'es'));
    values.push((await read) - client.startedAtMs);
    await client.stop();
  }
  return figure('open-to-first-result', 'ms', values, { max: Math.max(...values) });
}

/** Gaps of the server's event loop while it reads 200 new reports at once and one is edited. */
export async function eventLoopGap(options: BenchOptions): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'glosa-bench-'));
  const path = join(folder, 'gaps.json');
  try {
    const client = new LspClient({
      ...options,
      nodeArguments: ['--require', join(process.cwd(), 'test', 'bench', 'loopDelayPreload.cjs')],
      env: { GLOSA_BENCH_GAPS: path },
    });
    await client.initialize();
    const sentences = maker(options);
    const typed = await TypedReport.open(client, sentences, 'file:///bench/typed.informe', reportWords);
    process.kill(client.pid, 'SIGUSR2');
    await Promise.all([openBatch(client, sentences), typed.edit().then(() => typed.edit())]);
    process.kill(client.pid, 'SIGUSR2');
    while (!existsSync(path)) await pause(5);
    await client.stop();
    const seen = JSON.parse(readFileSync(path, 'utf8')) as Record<
      'n' | 'median' | 'p95' | 'p99' | 'max' | 'cpuP99' | 'cpuMax' | 'cpuOver20',
      number
    >;
    return { name: 'event-loop-gap', unit: 'ms', ...seen };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Milliseconds from cancelling `Glosa: Label workspace` to its answer, while the model reads a folder. Each run has
 * reports of its own, and is cancelled at another moment.
 */
export async function labelCancel(options: BenchOptions): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'glosa-bench-'));
  const values: number[] = [];
  const labelled: number[] = [];
  try {
    for (let run = 0; run < (options.n ?? 10); run++) {
      const reports = join(folder, `run-${run}`);
      writeReports(reports, options, run);
      const client = new LspClient(options);
      await client.initialize(pathToFileURL(reports).href);
      // The model has started once it has read a report.
      const read = client.modelMade('file:///bench/first.informe', 1);
      client.open('file:///bench/first.informe', maker(options).report(112, 'es'));
      await read;
      const params = { command: commands.labelWorkspace, arguments: [] };
      const { id, answer } = client.cancellable('workspace/executeCommand', params);
      await pause(2_500 + 130 * run);
      const cancelledMs = performance.now();
      client.notify('$/cancelRequest', { id });
      const result = await answer;
      values.push(performance.now() - cancelledMs);
      if (result !== undefined) throw new Error('labelled before it was cancelled');
      const written = join(reports, '.glosa', 'labels.jsonl');
      if (existsSync(written)) labelled.push(readFileSync(written, 'utf8').split('\n').length - 1);
      await client.stop();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return figure('label-cancel', 'ms', values, {
    reports: options.reports,
    // Reports that had been labelled by then, of the run that was cancelled last.
    labelled: labelled.at(-1) ?? 0,
    max: Math.max(...values),
  });
}

/** Resident memory of server and engine while reports are opened and edited. */
export async function rss(options: BenchOptions): Promise<Figure> {
  const client = new LspClient(options);
  await client.initialize();
  const sentences = maker(options);
  const typed = await TypedReport.open(client, sentences, 'file:///bench/typed.informe', reportWords);
  const values: number[] = [];
  let peakMib = 0;
  const sample = (): void => {
    const memory = treeMemory(client.pid);
    values.push(memory.residentMib);
    peakMib = Math.max(peakMib, memory.peakMib);
  };
  const timer = setInterval(sample, 100);
  await openBatch(client, sentences);
  for (let i = 0; i < (options.n ?? 100); i++) await typed.edit();
  clearInterval(timer);
  sample();
  const { processes, residentMib, ownMib } = treeMemory(client.pid);
  await client.stop();
  return figure('rss', 'MiB', values, {
    peak: peakMib,
    processes,
    serverAtEnd: ownMib,
    engineAtEnd: residentMib - ownMib,
  });
}

async function openBatch(client: LspClient, sentences: SentenceMaker): Promise<void> {
  const reads: Promise<number>[] = [];
  for (let i = 0; i < batchReports; i++) {
    const uri = `file:///bench/batch-${i}.informe`;
    reads.push(client.modelMade(uri, 1));
    client.open(uri, sentences.report(112, i % 4 === 0 ? 'en' : 'es'));
  }
  await Promise.all(reads);
}

function maker(options: BenchOptions): SentenceMaker {
  return new SentenceMaker(options.seed, options.examples);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
