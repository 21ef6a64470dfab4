/** *Label workspace* on one folder: its lock, its label file, its failures; the reading is `labelEntries`. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { ParsedReport } from '../../core/report.js';
import type { PackIdentity } from '../../engine/types.js';
import type { GlosaSettings } from '../../protocol.js';
import { FailureNotes, readFailures, writeFailures } from '../../store/failures.js';
import type { FailureReason } from '../../store/failures.js';
import { ensureGlosaFolder, labelFileName } from '../../store/glosaFolder.js';
import { isInside } from '../../store/insideFolder.js';
import { keepOtherModels } from '../../store/keptLabels.js';
import { LabelFile, NotCompacted } from '../../store/labelFile.js';
import { jsonlFormat } from '../../store/labelFormat.js';
import { taughtBy } from '../../store/reviews/taught.js';
import { walkReports } from '../../store/walkReports.js';
import type { WalkEntry } from '../../store/walkReports.js';
import { LockHeld } from '../../store/writerLock.js';
import type { LockHolder } from '../../store/writerLock.js';
import { isReport } from '../documentKind.js';
import { Interrupted, orAborted } from './interrupt.js';
import { labelEntries } from './labelEntries.js';
import type { ReadingEngine } from './labelReports.js';
import { openVectors } from './reportVectors.js';
import type { VectorSink } from './reportVectors.js';

/** Between two looks at a lock that another process holds. */
const lockPauseMs = 500;

/** How far a run is. */
export interface RunProgress {
  readonly labelled: number;
  readonly unchanged: number;
  readonly failed: number;
  /** Reports of the folder; null until they are counted. */
  readonly total: number | null;
}

export interface FolderRun {
  /** Path of the workspace folder. */
  readonly root: string;
  /** Reports to read, relative to it; null: all. */
  readonly paths: readonly string[] | null;
  readonly engine: ReadingEngine;
  readonly model: PackIdentity;
  readonly settings: GlosaSettings;
  readonly signal: AbortSignal;
  /** Cuts a report without holding up the editor; null where the signal ended it. */
  parse(text: string, signal: AbortSignal): Promise<ParsedReport | null>;
  onWaiting(holder: LockHolder | null): void;
  onProgress(progress: RunProgress): void;
  onFailed(path: string, why: FailureReason): void;
}

/**
 * Labels what is new or changed and appends it to `.glosa/labels.jsonl`. While another process writes there, it waits.
 * @throws Interrupted on the signal; EngineUnavailable; ModelChanged; NotALabelFile; the system's error.
 */
export async function labelFolder(run: FolderRun): Promise<RunProgress> {
  const { root, signal, model, settings } = run;
  const folder = await ensureGlosaFolder(root);
  const file = await openWhenFree(join(folder, labelFileName), run);
  const counts = { labelled: 0, unchanged: 0, failed: 0, total: null as number | null };
  let vectors: VectorSink | null = null;
  const notes = new FailureNotes();
  const before = await readFailures(root);
  let whole = false;
  let keeping: Promise<void> | null = null;
  try {
    if (file.hasOthersThan(model.sha256)) {
      keeping = keepOtherModels(file.path, model.sha256);
      await orAborted(keeping, signal);
      keeping = null;
    }
    // After the earlier labels are kept: where that fails, their vectors stay too.
    vectors = await openVectors(folder, run.engine, model.sha256, () => file.check());
    void count(run).then((total) => (counts.total = total));
    const options = {
      model,
      taught: await taughtBy(root, model.sha256),
      jobs: 1,
      signal,
      maxBytes: settings.maxFileSizeKb * 1024,
      evidenceText: settings.labels.evidenceText,
      // A report in the editor is never kept waiting for the merging of others.
      reportsPerTurn: 1,
      parse: async (text: string) => {
        const parsed = await run.parse(text, signal);
        if (parsed === null) throw new Interrupted();
        return parsed;
      },
      vectors,
    };
    for await (const batch of labelEntries(entriesOf(run), file, run.engine, options)) {
      for (const outcome of batch) {
        counts[outcome.state]++;
        if (outcome.state === 'failed') {
          notes.failed(outcome.path, outcome.why);
          run.onFailed(outcome.path, outcome.why);
        } else notes.done(outcome.path, before);
      }
      run.onProgress({ ...counts });
    }
    whole = !signal.aborted;
    if (whole) for (const path of run.paths ?? []) if (isFolderPath(path)) notes.done(path, before);
  } finally {
    // The list of failures is of use alone: where it cannot be written the labels are whole.
    await writeFailures(root, notes.after(before, whole && run.paths === null)).catch(() => undefined);
    await vectors?.close(whole);
    // Given up while the earlier labels are being copied: another run would append to them.
    if (keeping !== null && signal.aborted) void closeAfter(keeping, file);
    else await closeWhole(file, whole);
  }
  return counts;
}

/** Where a full disk lets no second file be, the labels are whole all the same; the next run takes out what is old. */
async function closeWhole(file: LabelFile, tidy: boolean): Promise<void> {
  try {
    await file.close(tidy);
  } catch (error) {
    if (!(error instanceof NotCompacted)) throw error;
  }
}

async function closeAfter(keeping: Promise<void>, file: LabelFile): Promise<void> {
  await keeping.catch(() => undefined);
  await file.close(false).catch(() => undefined);
}

async function openWhenFree(path: string, run: FolderRun): Promise<LabelFile> {
  const { signal } = run;
  for (;;) {
    const opening = LabelFile.open(path, jsonlFormat);
    try {
      return await orAborted(opening, signal);
    } catch (error) {
      // Where the wait was given up while a large file was opened, it is closed once it is.
      if (signal.aborted) void opening.then((file) => file.close(false)).catch(() => undefined);
      if (!(error instanceof LockHeld)) throw error;
      run.onWaiting(error.holder);
      await orAborted(sleep(lockPauseMs), signal);
    }
  }
}

/** The reports under the folder; where globs say which .txt and .md files are reports, those alone. */
async function* entriesOf({ root, paths, settings, signal }: FolderRun): AsyncGenerator<WalkEntry> {
  if (paths !== null) {
    for (const path of paths) {
      if (!isInside(path)) continue;
      // A folder that could not be listed failed as a whole.
      if (isFolderPath(path)) yield* walkReports(root, { signal }, path);
      else yield { kind: 'file', absolutePath: join(root, path), path };
    }
    return;
  }
  const globs = settings.reportGlobs;
  const folder = pathToFileURL(root).href;
  for await (const entry of walkReports(root, { signal })) {
    const isFile = entry.kind === 'file';
    if (isFile && globs.length > 0) {
      const uri = pathToFileURL(join(root, entry.path)).href;
      if (!isReport(uri, '', globs, [folder])) continue;
    }
    yield entry;
  }
}

/** Of a folder that failed, as `WalkEntry` names it. */
const isFolderPath = (path: string): boolean => path.endsWith('/');

/** Number of reports; null where that was given up. */
async function count(run: FolderRun): Promise<number | null> {
  let reports = 0;
  for await (const entry of entriesOf(run)) if (entry.kind === 'file') reports++;
  return run.signal.aborted ? null : reports;
}
