/** From texts to label records through the engine: many reports a request, so that every child stays busy. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { recalibratedVocabulary } from '../../core/learn/recalibrate.js';
import { withLearnedCodes } from '../../core/learn/suggest.js';
import type { LearnedReader } from '../../core/learn/suggest.js';
import { mergeReadings } from '../../core/report.js';
import type { ParsedReport } from '../../core/report.js';
import type { SentenceReading } from '../../core/types.js';
import { EngineUnavailable } from '../../engine/types.js';
import type { Engine } from '../../engine/types.js';
import { vectorsWithout } from '../learnReports.js';
import { inBatches, mapOrdered } from '../../store/streams.js';
import type { LabelRecord, ModelIdentity } from '../../store/labelRecord.js';
import type { Taught } from '../../store/reviews/taught.js';
import { toLabelRecord } from '../../store/toLabelRecord.js';
import { orAborted } from './interrupt.js';

/** A report ready to be read. */
export interface PreparedReport {
  readonly path: string;
  readonly textSha256: string;
  readonly parsed: ParsedReport;
}

/** One thing to label; `report` is null for what goes through in its place (a failure, an unchanged file). */
export interface Prepared<T> {
  readonly tag: T;
  readonly report: PreparedReport | null;
}

/** `record` is null where there was no report, or where the model failed on it (`failed`). */
export interface Labelled<T> {
  readonly tag: T;
  readonly record: LabelRecord | null;
  /** `ReportAnalysis.vector`; null also without a record. */
  readonly vector: readonly number[] | null;
  readonly failed: boolean;
}
type Read = Pick<Labelled<never>, 'vector'> & { readonly record: LabelRecord };

/** What is needed of an engine. */
export type ReadingEngine = Pick<Engine, 'read' | 'status'>;

/** A learned list, ready to read, and what it is known by. */
export interface LearnedList {
  readonly reader: LearnedReader;
  readonly name: string;
  readonly sha256: string;
}

export interface LabelOptions {
  readonly model: ModelIdentity;
  /** Engine children. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  /** What the folder's decisions have taught. */
  readonly taught?: Taught | null;
  /** Lists whose codes are suggested too. */
  readonly learned?: readonly LearnedList[];
  /** Reports merged before the event loop has its turn; 8 unless given. */
  readonly reportsPerTurn?: number;
}

/** Sentences per request and child: about a quarter of a second of work, enough to sort by length. */
const sentencesPerJob = 512;
/** Requests under way: one that the children finish, one that is ready behind it, one being merged. */
const requestsAhead = 3;
const defaultReportsPerTurn = 8;
/** A batch that is not full waits this long for more. */
const idleMs = 10;

/**
 * Labels in the order of the source, a batch at a time.
 * @throws Interrupted on the signal; EngineUnavailable where the engine is gone for good; the source's errors.
 */
export async function* labelReports<T>(
  source: AsyncIterable<Prepared<T>>,
  engine: ReadingEngine,
  options: LabelOptions,
): AsyncGenerator<Labelled<T>[]> {
  const batches = inBatches(
    source,
    sentencesPerJob * options.jobs,
    idleMs,
    (item) => 1 + (item.report?.parsed.inputs.length ?? 0),
  );
  yield* mapOrdered(batches, requestsAhead, (batch) => labelBatch(batch, engine, options));
}

async function labelBatch<T>(
  batch: readonly Prepared<T>[],
  engine: ReadingEngine,
  options: LabelOptions,
): Promise<Labelled<T>[]> {
  const reports = batch.flatMap((item) => (item.report === null ? [] : [item.report]));
  let records: (Read | null)[];
  try {
    records = await read(reports, engine, options);
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    // One report of the batch may have brought the engine down: the others are read without it.
    records = [];
    for (const report of reports) records.push(await readAlone(report, engine, options));
  }
  let next = 0;
  return batch.map(({ tag, report }) => {
    const { record = null, vector = null } = report === null ? {} : (records[next++] ?? {});
    return { tag, record, vector, failed: report !== null && record === null };
  });
}

async function readAlone(
  report: PreparedReport,
  engine: ReadingEngine,
  options: LabelOptions,
): Promise<Read | null> {
  try {
    const [record] = await read([report], engine, options);
    return record ?? null;
  } catch (error) {
    if (!(error instanceof EngineUnavailable) || engine.status().state === 'unavailable') throw error;
    return null;
  }
}

async function read(
  reports: readonly PreparedReport[],
  engine: ReadingEngine,
  { model, signal, taught = null, learned = [], reportsPerTurn = defaultReportsPerTurn }: LabelOptions,
): Promise<Read[]> {
  const inputs = reports.flatMap((report) => report.parsed.inputs);
  const readings =
    inputs.length === 0 ? [] : await orAborted(engine.read(inputs, { priority: 'batch', signal }), signal);
  const vocabulary = recalibratedVocabulary(engine.status().vocabulary, taught?.by ?? new Map());
  const calibration =
    taught === null ? {} : { calibration: { decisions: taught.decisions, sha256: taught.sha256 } };
  const readers = learned.map(({ reader }) => reader);
  const lists =
    learned.length === 0 ? {} : { learned: learned.map(({ name, sha256 }) => ({ name, sha256 })) };
  const snomed = vocabulary?.reader?.snomed ?? new Map<string, string>();
  const records: Read[] = [];
  let position = 0;
  for (const { path, textSha256, parsed } of reports) {
    // The event loop is never held for long: children get their next work, a signal is seen.
    if (records.length % reportsPerTurn === reportsPerTurn - 1) await orAborted(nextTurn(), signal);
    const own: SentenceReading[] = readings.slice(position, position + parsed.inputs.length);
    position += parsed.inputs.length;
    const merged = mergeReadings(parsed, own, vocabulary, own.length === 0 ? ['empty'] : []);
    const without = vectorsWithout(parsed, own, vocabulary);
    const analysis = withLearnedCodes(merged, parsed, readers, without);
    const record = toLabelRecord(path, parsed, analysis, model, snomed, textSha256);
    records.push({ record: { ...record, ...calibration, ...lists }, vector: analysis.vector });
  }
  return records;
}
