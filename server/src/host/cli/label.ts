import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EngineUnavailable } from '../../engine/types.js';
import type { Engine } from '../../engine/types.js';
import { labelEntries } from '../../lsp/labelling/labelEntries.js';
import type { Outcome } from '../../lsp/labelling/labelEntries.js';
import type { LearnedList } from '../../lsp/labelling/labelReports.js';
import { openVectors } from '../../lsp/labelling/reportVectors.js';
import type { VectorSink } from '../../lsp/labelling/reportVectors.js';
import { FailureNotes, failureFileName, readFailures, writeFailures } from '../../store/failures.js';
import type { Failures } from '../../store/failures.js';
import { ensureGlosaFolder } from '../../store/glosaFolder.js';
import { keepOtherModels } from '../../store/keptLabels.js';
import { NotCompacted } from '../../store/labelFile.js';
import { taughtBy } from '../../store/reviews/taught.js';
import { errorCode, reportExtensions } from '../../store/walkReports.js';
import type { WalkEntry } from '../../store/walkReports.js';
import type { LabelArguments } from './argumentTypes.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import { learnedReaders } from './learnedLists.js';
import { engineFor, usableModel } from './model.js';
import type { UsableModel } from './model.js';
import { Progress } from './progress.js';
import { countReports, entriesOf, findRoots, realTarget } from './roots.js';
import type { Root } from './roots.js';
import { fileSink, formats, guard, streamSink } from './sink.js';
import type { LabelSink } from './sink.js';
import { reasonText } from './session.js';
import { RunSummary } from './summary.js';

/** A run's failures, and those of the runs before. */
interface Notes {
  readonly run: FailureNotes;
  readonly before: Failures;
}

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
  readonly #paths: Set<string> | undefined;
  readonly #outPath: string | null;
  #model: UsableModel | null = null;
  #learned: readonly LearnedList[] = [];
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
    this.#paths = this.#outPath !== null && roots.length > 1 ? new Set() : undefined;
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
    const notes = await this.#notesFor(root, sink, model.sha256);
    let whole = false;
    let vectors: VectorSink | null = null;
    try {
      const { jobs, maxBytes, evidenceText } = this.args;
      const { signal } = this.environment;
      const learned = this.#learned;
      const taken = this.#paths === undefined ? {} : { taken: this.#paths };
      if (notes !== null && sink.path !== null)
        vectors = await openVectors(dirname(sink.path), this.#engine, model.sha256, () => sink.check());
      const taught = root.kind === 'folder' ? await taughtBy(root.absolutePath, model.sha256) : null;
      const options = { model, taught, jobs, signal, learned, maxBytes, evidenceText, vectors, ...taken };
      for await (const batch of labelEntries(withFirst(first.value, entries), sink, this.#engine, options))
        await this.#take(batch, root, notes);
      whole = !signal.aborted;
    } catch (error) {
      if (!(error instanceof EngineUnavailable)) throw error;
      const { reason } = this.#engine.status();
      throw new CliError(exitCodes.noModel, messages.engineLost(reason ?? error.message));
    } finally {
      if (notes !== null) await this.#keep(root, notes, whole);
      await vectors?.close(whole);
      if (sink !== this.#shared) await this.#close(sink, whole);
    }
  }

  /** Only what lies in `.glosa` has failures and earlier models beside it. */
  async #notesFor(root: Root, sink: LabelSink, modelSha256: string): Promise<Notes | null> {
    if (sink === this.#shared || sink.path === null || this.args.format !== 'jsonl') return null;
    const { path } = sink;
    try {
      if (sink.hasOthersThan(modelSha256))
        await guard(path, this.environment.messages, () => keepOtherModels(path, modelSha256));
      return { run: new FailureNotes(), before: await readFailures(root.absolutePath) };
    } catch (error) {
      await sink.close(false);
      throw error;
    }
  }

  async #keep(root: Root, { run, before }: Notes, whole: boolean): Promise<void> {
    const { messages, stderr } = this.environment;
    try {
      await writeFailures(root.absolutePath, run.after(before, whole));
    } catch (error) {
      // The labels are whole; only the list of failures is an older one.
      await writeTo(stderr, `${messages.cannotWrite(failureFileName, errorCode(error))}\n`);
    }
  }

  async #take(batch: readonly Outcome[], root: Root, notes: Notes | null): Promise<void> {
    const { messages, stderr } = this.environment;
    for (const outcome of batch) {
      if (outcome.state !== 'failed') notes?.run.done(outcome.path, notes.before);
      if (outcome.state === 'unchanged') this.#summary.unchanged++;
      else if (outcome.state === 'labelled') this.#summary.addRecord(outcome.record, outcome.encoding);
      else {
        notes?.run.failed(outcome.path, outcome.why);
        this.#summary.failed++;
        this.#progress.clear();
        const shown = root.kind === 'file' ? root.given : join(root.given, outcome.path);
        const reason = reasonText(outcome.why, this.args.maxBytes, messages);
        await writeTo(stderr, `${messages.failed(shown, reason)}\n`);
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
      const { stderr, messages } = this.environment;
      if (!(error instanceof NotCompacted))
        throw new CliError(exitCodes.cannotWrite, messages.cannotWrite(sink.path ?? '-', errorCode(error)));
      // Every record was appended whole; only the superseded ones could not be taken out.
      await writeTo(stderr, `${messages.warningNotCompacted(sink.path ?? '-', errorCode(error.cause))}\n`);
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
