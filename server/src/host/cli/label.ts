import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { LearnedReader } from '../../core/learn/suggest.js';
import { parseReport } from '../../core/report.js';
import { EngineUnavailable } from '../../engine/types.js';
import type { Engine } from '../../engine/types.js';
import type { TextEncoding } from '../../store/decodeText.js';
import { ensureGlosaFolder } from '../../store/glosaFolder.js';
import { readReportFile } from '../../store/readReportFile.js';
import { mapOrdered } from '../../store/streams.js';
import { textSha256 } from '../../store/toLabelRecord.js';
import { errorCode, reportExtensions } from '../../store/walkReports.js';
import type { WalkEntry } from '../../store/walkReports.js';
import type { LabelArguments } from './arguments.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import { labelReports } from './labelReports.js';
import type { Labelled, Prepared } from './labelReports.js';
import { learnedReaders } from './learnedLists.js';
import { engineFor, usableModel } from './model.js';
import type { UsableModel } from './model.js';
import { Progress } from './progress.js';
import { countReports, entriesOf, findRoots, realTarget } from './roots.js';
import type { Root } from './roots.js';
import { fileSink, formats, guard, streamSink } from './sink.js';
import type { LabelSink } from './sink.js';
import { whyNot } from './session.js';
import { RunSummary } from './summary.js';

/** Files being read and decoded ahead of the model. */
const filesAhead = 16;

type FileTag =
  | { readonly state: 'read'; readonly path: string; readonly encoding: TextEncoding }
  | { readonly state: 'unchanged' }
  | { readonly state: 'failed'; readonly path: string; readonly reason: string };

/** `glosa label PATH…`. Returns the exit code; @throws CliError, Interrupted. */
export async function labelCommand(args: LabelArguments, environment: CliEnvironment): Promise<number> {
  const roots = await findRoots(args.paths, environment.cwd, environment.messages);
  const run = new LabelRun(args, environment, roots);
  try {
    return await run.all();
  } finally {
    await run.end();
  }
}

class LabelRun {
  readonly #engine: Engine;
  readonly #summary = new RunSummary();
  readonly #progress: Progress;
  readonly #written: string[] = [];
  /** Paths written into the one output of several folders. */
  readonly #paths: Set<string> | null;
  readonly #outPath: string | null;
  #model: UsableModel | null = null;
  #learned: readonly LearnedReader[] = [];
  #shared: LabelSink | null = null;
  #total: number | null = null;
  #toStdout = false;

  constructor(
    private readonly args: LabelArguments,
    private readonly environment: CliEnvironment,
    private readonly roots: readonly Root[],
  ) {
    this.#engine = engineFor(args, args.jobs, environment);
    this.#progress = new Progress(environment, this.#summary, () => this.#total);
    this.#outPath = args.out === null || args.out === '-' ? null : resolve(environment.cwd, args.out);
    this.#paths = this.#outPath !== null && roots.length > 1 ? new Set() : null;
  }

  async all(): Promise<number> {
    const { stdout, stderr, messages, signal } = this.environment;
    if (this.#outPath !== null && (await isFolder(this.#outPath)))
      throw new CliError(exitCodes.usage, messages.usage.outIsAFolder(this.#outPath));
    const exclude = new Set(this.#outPath === null ? [] : [await realTarget(this.#outPath)]);
    if (this.environment.interactive) {
      const count = countReports(this.roots, { exclude, signal });
      count.then(
        (total) => (this.#total = total),
        () => undefined,
      );
    }
    for (const root of this.roots) await this.#label(root, entriesOf(root, { exclude, signal }));
    if (this.#shared !== null) await this.#close(this.#shared, true);
    this.#progress.clear();
    await writeTo(this.#toStdout ? stderr : stdout, this.#summary.text(messages, this.#model, this.#written));
    return this.#summary.failed > 0 ? exitCodes.someFailed : exitCodes.ok;
  }

  async end(): Promise<void> {
    this.#progress.clear();
    await this.#shared?.close(false);
    const gone = this.#engine.dispose();
    // An interrupted run does not wait for the children: they end when their parent does.
    if (this.environment.signal.aborted) gone.catch(() => undefined);
    else await gone;
  }

  async #label(root: Root, entries: AsyncGenerator<WalkEntry>): Promise<void> {
    const { messages, stderr } = this.environment;
    const first = await entries.next();
    if (first.done === true) {
      await writeTo(stderr, `${messages.noReports(root.given, reportExtensions)}\n`);
      return;
    }
    if (this.#model === null) {
      this.#model = await usableModel(this.#engine, this.environment);
      this.#learned = await learnedReaders(this.args.learned, this.#model.pack, this.environment);
      this.#summary.start();
    }
    const model = this.#model.pack;
    const sink = await this.#sinkFor(root);
    let whole = false;
    try {
      const prepared = mapOrdered(withFirst(first.value, entries), filesAhead, (entry) =>
        this.#prepare(entry, root, sink, model.sha256),
      );
      const learned = this.#learned;
      const options = { model, jobs: this.args.jobs, signal: this.environment.signal, learned };
      for await (const batch of labelReports(prepared, this.#engine, options)) await this.#take(batch, sink);
      whole = !this.environment.signal.aborted;
    } catch (error) {
      if (!(error instanceof EngineUnavailable)) throw error;
      const { reason } = this.#engine.status();
      throw new CliError(exitCodes.noModel, messages.engineLost(reason ?? error.message));
    } finally {
      if (sink !== this.#shared) await this.#close(sink, whole);
    }
  }

  async #prepare(
    entry: WalkEntry,
    root: Root,
    sink: LabelSink,
    modelSha256: string,
  ): Promise<Prepared<FileTag>> {
    const { messages } = this.environment;
    const shown = root.kind === 'file' ? root.given : join(root.given, entry.path);
    const fail = (reason: string): Prepared<FileTag> => ({
      tag: { state: 'failed', path: shown, reason },
      report: null,
    });
    if (entry.kind === 'failure') return fail(messages.failure.unreadable(entry.errorCode));
    const file = await readReportFile(entry.absolutePath, this.args.maxBytes);
    if (!file.ok) return fail(whyNot(file, this.args.maxBytes, messages));
    const { path } = entry;
    if (this.#paths?.has(path) === true) return fail(messages.failure.samePath);
    this.#paths?.add(path);
    const sha = textSha256(file.text);
    // Stored labels do not say which lists were read with: with lists every report is read again.
    if (this.#learned.length === 0 && sink.has({ path, textSha256: sha, modelSha256 }))
      return { tag: { state: 'unchanged' }, report: null };
    return {
      tag: { state: 'read', path: shown, encoding: file.encoding },
      report: { path, textSha256: sha, parsed: parseReport(file.text) },
    };
  }

  async #take(batch: readonly Labelled<FileTag>[], sink: LabelSink): Promise<void> {
    const { messages, stderr } = this.environment;
    await sink.append(batch.flatMap(({ record }) => record ?? []));
    for (const { tag, record, failed } of batch) {
      if (tag.state === 'unchanged') this.#summary.unchanged++;
      else if (tag.state === 'read' && record !== null) this.#summary.addRecord(record, tag.encoding);
      else if (tag.state === 'failed' || failed) {
        this.#summary.failed++;
        this.#progress.clear();
        const reason = tag.state === 'failed' ? tag.reason : messages.failure.engineFailed;
        await writeTo(stderr, `${messages.failed(tag.path, reason)}\n`);
      }
    }
    this.#progress.update();
  }

  async #sinkFor(root: Root): Promise<LabelSink> {
    const { args, environment } = this;
    const format = formats[args.format];
    if (args.out === '-' || (args.out === null && root.kind === 'file')) {
      this.#toStdout = true;
      return (this.#shared ??= streamSink(environment.stdout, null, format));
    }
    if (this.#outPath !== null)
      return (this.#shared ??= await fileSink(this.#outPath, format, environment.messages));
    const folder = await guard(root.absolutePath, environment.messages, () =>
      ensureGlosaFolder(root.absolutePath),
    );
    return fileSink(join(folder, `labels.${format.name}`), format, environment.messages);
  }

  async #close(sink: LabelSink, tidy: boolean): Promise<void> {
    if (sink === this.#shared) this.#shared = null;
    if (sink.path !== null) this.#written.push(sink.path);
    try {
      await sink.close(tidy);
    } catch (error) {
      // Every record was appended whole; only the superseded ones could not be taken out.
      const { stderr, messages } = this.environment;
      await writeTo(stderr, `${messages.warningNotCompacted(sink.path ?? '-', errorCode(error))}\n`);
    }
  }
}

async function* withFirst<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}
