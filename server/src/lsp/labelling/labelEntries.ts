/** From files to label records in a file: what the shell's `label` and *Label workspace* do alike. */
import { parseReport } from '../../core/report.js';
import type { ParsedReport } from '../../core/report.js';
import type { TextEncoding } from '../../store/decodeText.js';
import type { FailureReason } from '../../store/failures.js';
import { learnedKey } from '../../store/labelFormat.js';
import type { RecordKey } from '../../store/labelFormat.js';
import type { LabelRecord, StoredRecord } from '../../store/labelRecord.js';
import { readReportFile } from '../../store/readReportFile.js';
import { withoutText } from '../../store/recordText.js';
import { mapOrdered } from '../../store/streams.js';
import { textSha256 } from '../../store/toLabelRecord.js';
import type { WalkEntry } from '../../store/walkReports.js';
import { labelReports } from './labelReports.js';
import type { LabelOptions, Labelled, Prepared, ReadingEngine } from './labelReports.js';
import { vectorsOf } from './reportVectors.js';
import type { VectorSink } from './reportVectors.js';

/** Files being read and decoded ahead of the model. */
const filesAhead = 16;

/** Where records go. */
export interface RecordSink {
  /** Whether the report has been read before, with this text and model. */
  has(key: RecordKey): boolean;
  append(records: readonly StoredRecord[]): Promise<void>;
}

export interface EntryOptions extends LabelOptions {
  /** Larger files fail, unread. */
  readonly maxBytes: number;
  /** False: records go without the report's words. */
  readonly evidenceText: boolean;
  /** Paths that one output of several folders has already: a second report of that path fails. */
  readonly taken?: Set<string>;
  /**
   * Cuts a report; at once unless given. A process with other work has its own way (`parse`).
   * @throws Interrupted on the signal.
   */
  readonly parse?: (text: string, signal: AbortSignal) => Promise<ParsedReport>;
  /** Where the reports' vectors go; a report without one there is read, labelled before or not. */
  readonly vectors?: VectorSink | null;
}

/** What became of one report; `path` is relative to the labelled folder. */
export type Outcome =
  | {
      readonly state: 'labelled';
      readonly path: string;
      readonly record: LabelRecord;
      readonly encoding: TextEncoding;
    }
  | { readonly state: 'unchanged'; readonly path: string }
  | { readonly state: 'failed'; readonly path: string; readonly why: FailureReason };

interface Tag {
  readonly path: string;
  readonly encoding: TextEncoding | null;
  readonly why: FailureReason | null;
}

/**
 * Reads what is not in the sink yet, and appends it; yields what became of the reports in their order, a batch at a
 * time, once it is written.
 * @throws Interrupted on the signal; EngineUnavailable where the engine is gone for good; the sink's errors.
 */
export async function* labelEntries(
  entries: AsyncIterable<WalkEntry>,
  sink: RecordSink,
  engine: ReadingEngine,
  options: EntryOptions,
): AsyncGenerator<Outcome[]> {
  const prepared = mapOrdered(entries, filesAhead, (entry) => prepare(entry, sink, options));
  for await (const batch of labelReports(prepared, engine, options)) {
    const records = batch.flatMap(({ record }) => record ?? []);
    // Before the records: after a crash between the two the reports are read again.
    await options.vectors?.append(vectorsOf(batch));
    await sink.append(options.evidenceText ? records : records.map(withoutText));
    yield batch.map(outcomeOf);
  }
}

async function prepare(entry: WalkEntry, sink: RecordSink, options: EntryOptions): Promise<Prepared<Tag>> {
  const { path } = entry;
  const fail = (why: FailureReason): Prepared<Tag> => ({ tag: { path, encoding: null, why }, report: null });
  if (entry.kind === 'failure') return fail({ reason: 'unreadable', errorCode: entry.errorCode });
  const file = await readReportFile(entry.absolutePath, options.maxBytes);
  if (!file.ok) {
    return fail(file);
  }
  if (options.taken?.has(path) === true) return fail({ reason: 'samePath' });
  options.taken?.add(path);
  const sha = textSha256(file.text);
  const tag: Tag = { path, encoding: file.encoding, why: null };
  const known = sink.has({
    path,
    textSha256: sha,
    modelSha256: options.model.sha256,
    ...(options.taught == null ? {} : { calibration: options.taught.sha256 }),
    ...learnedKey(options.learned ?? []),
  });
  if (known && options.vectors?.has({ path, textSha256: sha }) !== false) return { tag, report: null };
  const parsed = await (options.parse ?? parseAtOnce)(file.text, options.signal);
  return { tag, report: { path, textSha256: sha, parsed } };
}

/** For a process that does nothing else meanwhile. */
const parseAtOnce = (text: string): ParsedReport => parseReport(text);

function outcomeOf({ tag, record, failed }: Labelled<Tag>): Outcome {
  const { path, encoding, why } = tag;
  if (why !== null) return { state: 'failed', path, why };
  if (failed || encoding === null) return { state: 'failed', path, why: { reason: 'engineFailed' } };
  return record === null ? { state: 'unchanged', path } : { state: 'labelled', path, record, encoding };
}
