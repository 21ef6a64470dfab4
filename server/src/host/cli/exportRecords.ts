/** `glosa export` to the formats that are made of label records: stored ones where there are, else read now. */
import { basename, extname, join, sep } from 'node:path';
import { parseReport } from '../../core/report.js';
import type { ReportToExport } from '../../store/exports/exportFormat.js';
import { recordFormats } from '../../store/exports/formats.js';
import type { RecordFormatName } from '../../store/exports/formats.js';
import { lossKinds } from '../../store/exports/losses.js';
import type { Loss, LossKind } from '../../store/exports/losses.js';
import { countDecisions, reviewedRecord, withoutDismissed } from '../../store/exports/reviewedRecord.js';
import { reviewersOf } from '../../store/exports/statements.js';
import { ReviewLog } from '../../store/reviews/reviewLog.js';
import { taughtBy } from '../../store/reviews/taught.js';
import type { Taught } from '../../store/reviews/taught.js';
import { StoredLabels } from '../../store/storedLabels.js';
import type { LabelRecord, ModelIdentity } from '../../store/labelRecord.js';
import { readReportFile } from '../../store/readReportFile.js';
import { mapOrdered } from '../../store/streams.js';
import { textSha256 } from '../../store/toLabelRecord.js';
import { reportExtensions } from '../../store/walkReports.js';
import type { WalkEntry } from '../../store/walkReports.js';
import { EngineUnavailable } from '../../engine/types.js';
import type { Engine } from '../../engine/types.js';
import type { ExportArguments } from './argumentTypes.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import { openExport, outOf } from './exportTarget.js';
import type { ExportTarget } from './exportTarget.js';
import { labelReports } from '../../lsp/labelling/labelReports.js';
import type { Prepared } from '../../lsp/labelling/labelReports.js';
import { engineFor, usableModel } from './model.js';
import { entriesOf, findRoots, realTarget } from './roots.js';
import type { Root } from './roots.js';
import { whyNot } from './session.js';
import { guard } from './sink.js';

type RecordArguments = ExportArguments & { readonly to: RecordFormatName };

/** Files being read and decoded ahead. */
const filesAhead = 16;

/** A report on its way; `failure` says why it is not exported. */
interface Tag {
  readonly shown: string;
  readonly path: string;
  readonly text: string;
  readonly stored: LabelRecord | null;
  readonly failure: string | null;
}

/** Returns the exit code. @throws CliError, Interrupted. */
export async function exportRecordsCommand(
  args: RecordArguments,
  environment: CliEnvironment,
): Promise<number> {
  const run = new RecordExport(
    args,
    environment,
    await findRoots(args.paths, environment.cwd, environment.messages),
  );
  try {
    return await run.all();
  } finally {
    await run.end();
  }
}

class RecordExport {
  readonly #engine: Engine;
  readonly #losses = new Map<LossKind, number>();
  /** Names that are taken in the output. */
  readonly #names = new Set<string>();
  #model: ModelIdentity | null = null;
  /** Of the folder that is being exported; undefined until one of its reports is to be read. */
  #taught: Taught | null | undefined;
  readonly #storedModels = new Set<string>();
  /** Labels, codes, findings and checks that people decided on. */
  #accepted = 0;
  #dismissed = 0;
  #written = 0;
  #stored = 0;
  #failed = 0;

  constructor(
    private readonly args: RecordArguments,
    private readonly environment: CliEnvironment,
    private readonly roots: readonly Root[],
  ) {
    this.#engine = engineFor(args, args.jobs, environment);
  }

  async all(): Promise<number> {
    const { args, environment } = this;
    const { messages, signal, stdout, cwd } = environment;
    const format = recordFormats[args.to];
    const out = args.preview ? null : await outOf(args.out, format, cwd, messages);
    const real = out === null ? null : await realTarget(out);
    // A root that is OUT, or lies in it, would have its reports overwritten.
    if (
      real !== null &&
      this.roots.some(({ absolutePath }) => `${absolutePath}${sep}`.startsWith(real + sep))
    )
      throw new CliError(exitCodes.usage, messages.usage.outHoldsReports(args.out));
    const target = out === null ? null : await guard(out, messages, () => openExport(out, format));
    // Only now are its folders there, and their links can be resolved.
    const exclude = new Set(out === null ? [] : [await realTarget(out)]);
    let whole = false;
    try {
      for (const root of this.roots) await this.#exportRoot(root, exclude, target);
      whole = !signal.aborted;
    } catch (error) {
      if (!(error instanceof EngineUnavailable)) throw error;
      const reason = this.#engine.status().reason ?? error.message;
      throw new CliError(exitCodes.noModel, messages.noModel(reason));
    } finally {
      if (target !== null) await guard(target.path, messages, () => target.close(whole));
    }
    await writeTo(stdout, this.#summary(target?.path ?? null));
    return this.#failed > 0 ? exitCodes.someFailed : exitCodes.ok;
  }

  async end(): Promise<void> {
    const gone = this.#engine.dispose();
    // An interrupted run does not wait for the children: they end when their parent does.
    if (this.environment.signal.aborted) gone.catch(() => undefined);
    else await gone;
  }

  async #exportRoot(root: Root, exclude: ReadonlySet<string>, target: ExportTarget | null): Promise<void> {
    const { args, environment } = this;
    const { messages, signal, stderr } = environment;
    const labels = args.fresh || root.kind === 'file' ? null : await StoredLabels.of(root.absolutePath);
    const reviews = await this.#reviewsOf(root);
    let found = false;
    try {
      const entries = entriesOf(root, { exclude, signal });
      const prepared = mapOrdered(entries, filesAhead, (entry) => this.#prepare(entry, root, labels));
      // Known before the first report is read; a batch of stored records alone never asks what it is.
      const engineModel = (): ModelIdentity => this.#model ?? { name: '', version: '', sha256: '' };
      this.#taught = undefined;
      const taught = (): Taught | null => this.#taught ?? null;
      const options = {
        get model() {
          return engineModel();
        },
        get taught() {
          return taught();
        },
        jobs: args.jobs,
        signal,
      };
      for await (const batch of labelReports(this.#named(prepared, root), this.#engine, options))
        for (const { tag, record } of batch) {
          found = true;
          const { failure, stored } = tag;
          const read = stored ?? record;
          if (failure === null && read !== null) await this.#take(tag, read, reviews, target);
          else {
            this.#failed++;
            const reason = failure ?? messages.failure.engineFailed;
            await writeTo(stderr, `${messages.failed(tag.shown, reason)}\n`);
          }
        }
    } finally {
      await labels?.close();
    }
    if (!found) await writeTo(stderr, `${messages.noReports(root.given, reportExtensions)}\n`);
  }

  /** Decisions of the folder; a file that is named alone has none. */
  async #reviewsOf(root: Root): Promise<ReviewLog> {
    if (root.kind === 'file') return ReviewLog.inMemory();
    const { messages, stderr } = this.environment;
    const reviews = ReviewLog.of(root.absolutePath);
    await reviews.refresh();
    const { problem } = reviews;
    if (problem !== null)
      await writeTo(stderr, `${messages.failed(problem.path, messages.failure.reviews)}\n`);
    return reviews;
  }

  async #prepare(entry: WalkEntry, root: Root, labels: StoredLabels | null): Promise<Prepared<Tag>> {
    const { messages } = this.environment;
    const shown = root.kind === 'file' ? root.given : join(root.given, entry.path);
    const tag: Tag = { shown, path: entry.path, text: '', stored: null, failure: null };
    const fail = (failure: string): Prepared<Tag> => ({ tag: { ...tag, failure }, report: null });
    if (entry.kind === 'failure') return fail(messages.failure.unreadable(entry.errorCode));
    const file = await readReportFile(entry.absolutePath, this.args.maxBytes);
    if (!file.ok) return fail(whyNot(file, this.args.maxBytes, messages));
    const { text } = file;
    const sha = textSha256(text);
    const stored = (await labels?.get(entry.path, sha, text)) ?? null;
    if (stored !== null) return { tag: { ...tag, text, stored }, report: null };
    const report = { path: entry.path, textSha256: sha, parsed: parseReport(text) };
    return { tag: { ...tag, text }, report };
  }

  /** Fails what has no name of its own in the output, and waits for the model where a report is to be read. */
  async *#named(source: AsyncIterable<Prepared<Tag>>, root: Root): AsyncGenerator<Prepared<Tag>> {
    const { messages } = this.environment;
    const format = recordFormats[this.args.to];
    const byCase = format.layout === 'tables' && format.byCaseName === true;
    for await (const item of source) {
      const { tag } = item;
      if (tag.failure !== null) {
        yield item;
        continue;
      }
      const name = byCase ? caseNameOf(tag.path) : stemOf(tag.path, format.layout === 'perReport');
      const failure =
        byCase && /[\t\r\n]/.test(name)
          ? messages.failure.caseName
          : this.#names.has(name)
            ? byCase
              ? messages.failure.sameCase
              : messages.failure.sameName
            : null;
      this.#names.add(name);
      if (failure === null && item.report !== null) {
        this.#model ??= (await usableModel(this.#engine, this.environment)).pack;
        if (this.#taught === undefined)
          this.#taught =
            root.kind === 'folder' ? await taughtBy(root.absolutePath, this.#model.sha256) : null;
      }
      yield failure === null ? item : { tag: { ...tag, failure }, report: null };
    }
  }

  async #take(tag: Tag, record: LabelRecord, reviews: ReviewLog, target: ExportTarget | null): Promise<void> {
    const own = reviews.report(tag.path, tag.text);
    const format = recordFormats[this.args.to];
    const reviewed = reviewedRecord(record, own, tag.text);
    const { accepted, dismissed } = countDecisions(reviewed);
    this.#accepted += accepted;
    this.#dismissed += dismissed;
    const report: ReportToExport = {
      record: format.dismissed === 'leftOut' ? withoutDismissed(reviewed) : reviewed,
      text: tag.text,
      reviewers: reviewersOf(own),
    };
    for (const loss of format.losses(report)) this.#lose(loss);
    this.#written++;
    if (tag.stored !== null) {
      this.#stored++;
      this.#storedModels.add(`${record.model.name} ${record.model.version}`);
    }
    if (target === null) return;
    const context = { now: new Date(), number: this.#written, caseName: caseNameOf(tag.path) };
    const stem = stemOf(tag.path, true);
    await guard(target.path, this.environment.messages, () => target.write(stem, report, context));
  }

  #lose({ kind, count }: Loss): void {
    this.#losses.set(kind, (this.#losses.get(kind) ?? 0) + count);
  }

  #summary(path: string | null): string {
    const { messages } = this.environment;
    const { losses } = messages;
    const { to } = this.args;
    const models = [...this.#storedModels].sort();
    const lines = lossKinds.flatMap((kind) => {
      const count = this.#losses.get(kind);
      return count === undefined ? [] : [`${String(count).padStart(8)}  ${losses.kind[kind]}\n`];
    });
    const done =
      path === null
        ? losses.preview(to, this.#written, this.#stored, models, this.#failed)
        : messages.exportedRecords(this.#written, this.#stored, models, this.#failed, path);
    const { dismissed } = recordFormats[to];
    const decided =
      this.#accepted + this.#dismissed === 0
        ? ''
        : losses.decided(this.#accepted, this.#dismissed, dismissed);
    return done + decided + (lines.length === 0 ? losses.none(to) : losses.head(to) + lines.join(''));
  }
}

/** A report's file name without ending. */
function caseNameOf(path: string): string {
  return basename(path, extname(path));
}

/** A report's path, with its ending or without. */
function stemOf(path: string, cut: boolean): string {
  return cut ? path.slice(0, path.length - extname(path).length) : path;
}
