/** From cut texts to their sentences' readings through the engine: many reports a request, so that every child works. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ParsedReport } from '../../core/report.js';
import type { SentenceReading } from '../../core/types.js';
import { EngineUnavailable } from '../../engine/types.js';
import { inBatches, mapOrdered } from '../../store/streams.js';
import { orAborted } from '../labelling/interrupt.js';
import type { ReadingEngine } from '../labelling/labelReports.js';

/** One thing to read; `report` is null for what goes through in its place (a failure). */
export interface ToRead<T> {
  readonly tag: T;
  readonly report: ParsedReport | null;
}

/** `readings` has one a sentence; null where there was no report, or where the model failed on it twice. */
export interface ParsedRead<T> extends ToRead<T> {
  readonly readings: readonly SentenceReading[] | null;
}

/** Sentences per request and child; see `labelReports`. */
const sentencesPerJob = 512;
const requestsAhead = 3;
const idleMs = 10;

/**
 * Reads in the order of the source.
 * @throws Interrupted on the signal; EngineUnavailable where the engine is gone for good; the source's errors.
 */
export async function* readParsed<T>(
  source: AsyncIterable<ToRead<T>>,
  engine: ReadingEngine,
  { jobs, signal }: { readonly jobs: number; readonly signal: AbortSignal },
): AsyncGenerator<ParsedRead<T>> {
  const weigh = (item: ToRead<T>): number => 1 + (item.report?.inputs.length ?? 0);
  const batches = inBatches(inTurns(source), sentencesPerJob * jobs, idleMs, weigh);
  for await (const batch of mapOrdered(batches, requestsAhead, (items) => readBatch(items, engine, signal)))
    yield* inTurns(batch);
}

/** What is done with one report is done in a turn of its own: the event loop is never held by a batch of them. */
async function* inTurns<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  for await (const item of items) {
    yield item;
    await nextTurn();
  }
}

async function readBatch<T>(
  batch: readonly ToRead<T>[],
  engine: ReadingEngine,
  signal: AbortSignal,
): Promise<ParsedRead<T>[]> {
  try {
    return await readAll(batch, engine, signal);
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
  }
  // One report of the batch may have brought the engine down: the others are read without it.
  const alone: ParsedRead<T>[] = [];
  for (const item of batch) {
    try {
      alone.push(...(await readAll([item], engine, signal)));
    } catch (error) {
      if (!(error instanceof EngineUnavailable) || engine.status().state === 'unavailable') throw error;
      alone.push({ ...item, readings: null });
    }
  }
  return alone;
}

async function readAll<T>(
  items: readonly ToRead<T>[],
  engine: ReadingEngine,
  signal: AbortSignal,
): Promise<ParsedRead<T>[]> {
  const inputs = items.flatMap(({ report }) => report?.inputs ?? []);
  const readings =
    inputs.length === 0 ? [] : await orAborted(engine.read(inputs, { priority: 'batch', signal }), signal);
  let position = 0;
  return items.map((item) => {
    if (item.report === null) return { ...item, readings: null };
    return { ...item, readings: readings.slice(position, (position += item.report.inputs.length)) };
  });
}
