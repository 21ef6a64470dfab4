/** *Learn codes* from files: reads a training set with the engine and learns, leaving the thread free in between. */
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { mergeExam } from '../core/examCodes.js';
import { featuresOf } from '../core/learn/features.js';
import type { ReportFeatures } from '../core/learn/features.js';
import { learnCodes } from '../core/learn/learn.js';
import { learnFrom } from '../core/learn/learnFrom.js';
import type { CodeDecision } from '../core/learn/learnFrom.js';
import type { VectorWithout } from '../core/learn/suggest.js';
import type { Example, LearnedPack } from '../core/learn/types.js';
import { parseReport } from '../core/report.js';
import type { ParsedReport } from '../core/report.js';
import type { PackVocabulary, SentenceReading } from '../core/types.js';
import { EngineUnavailable, ReadCancelled } from '../engine/types.js';
import type { Engine } from '../engine/types.js';
import { readReportFile } from '../store/readReportFile.js';
import { readTrainingReports } from '../store/trainingReports.js';

/** Sentences a request: enough to sort by length, little enough to be stopped soon. */
const sentencesPerRequest = 512;
/** Work done between two turns of the event loop. */
const turnMs = 8;

/** What it is learnt with. */
export interface LearnSurroundings {
  readonly engine: Pick<Engine, 'read' | 'status'>;
  readonly signal: AbortSignal;
  /** Today, `YYYY-MM-DD`. */
  readonly today: string;
  /** Larger files are not read. */
  readonly maxBytes: number;
  /** Part done, 0 to 1; null while reports are read, whose number is not known before. */
  onProgress(stage: 'reading' | 'learning', reports: number, part: number | null): void;
}

/** Decisions on the list's codes; their reports lie under `root`. */
export interface Corrections {
  readonly root: string;
  readonly decisions: readonly CodeDecision[];
}

export interface LearnOutcome {
  readonly pack: LearnedPack;
  /** Reports that could not be read; they were left out. */
  readonly unread: number;
  /** Decided reports that were learnt from as well. */
  readonly corrected: number;
}

/**
 * Learns a list named `name` from a training set (`readTrainingReports` says what may be one).
 * @throws TooFewReports, NoTrainingReports, EngineUnavailable, ReadCancelled; the system's error where the source
 * cannot be read.
 */
export async function learnReports(
  source: string,
  name: string,
  corrections: Corrections | null,
  around: LearnSurroundings,
): Promise<LearnOutcome> {
  const descriptions = new Map<string, string>();
  const batch = new FeatureBatch<Example>(around);
  let unread = 0;
  for await (const { code, description, file } of readTrainingReports(source, around.maxBytes)) {
    if (description !== null) descriptions.set(code, description);
    if (file.ok) await batch.add(file.text, (features) => ({ features, code, rejected: [] }));
    else unread++;
  }
  const examples = await batch.finish();
  // Known now: an engine that was starting has read.
  const { pack, reason } = around.engine.status();
  if (pack === null && examples.length > 0) throw new EngineUnavailable(reason ?? 'no model');
  const corrected = corrections === null ? [] : await correctedExamples(corrections, around);
  const head = await inTurns(learnCodes([...examples, ...corrected], descriptions), around.signal, (part) => {
    around.onProgress('learning', examples.length, part);
  });
  return {
    pack: { name, modelSha256: pack?.sha256 ?? '', learnt: around.today, head },
    unread,
    corrected: corrected.length,
  };
}

async function correctedExamples(
  { root, decisions }: Corrections,
  around: LearnSurroundings,
): Promise<Example[]> {
  const batch = new FeatureBatch<[string, ReportFeatures]>(around);
  for (const path of new Set(decisions.map(({ report }) => report))) {
    const file = await readReportFile(join(root, path), around.maxBytes);
    if (file.ok) await batch.add(file.text, (features) => [path, features]);
  }
  return learnFrom(decisions, new Map(await batch.finish()));
}

/** Turns texts into features, many sentences a request. */
class FeatureBatch<T> {
  readonly #around: LearnSurroundings;
  readonly #made: T[] = [];
  #waiting: { readonly report: ParsedReport; readonly make: (features: ReportFeatures) => T }[] = [];
  #sentences = 0;

  constructor(around: LearnSurroundings) {
    this.#around = around;
  }

  async add(text: string, make: (features: ReportFeatures) => T): Promise<void> {
    if (this.#around.signal.aborted) throw new ReadCancelled();
    const report = parseReport(text);
    this.#waiting.push({ report, make });
    this.#sentences += report.inputs.length;
    if (this.#sentences >= sentencesPerRequest) await this.#flush();
  }

  async finish(): Promise<T[]> {
    await this.#flush();
    return this.#made;
  }

  async #flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#sentences = 0;
    const { engine, signal } = this.#around;
    const inputs = waiting.flatMap(({ report }) => report.inputs);
    const readings = inputs.length === 0 ? [] : await engine.read(inputs, { priority: 'batch', signal });
    const { vocabulary } = engine.status();
    let position = 0;
    for (const { report, make } of waiting) {
      const own = readings.slice(position, position + report.inputs.length);
      position += report.inputs.length;
      this.#made.push(make(featuresOf(report, vectorOf(report, own, vocabulary))));
    }
    this.#around.onProgress('reading', this.#made.length, null);
    await nextTurn();
  }
}

function vectorOf(
  report: ParsedReport,
  readings: readonly (SentenceReading | null)[],
  vocabulary: PackVocabulary | null,
): readonly number[] | null {
  const head = vocabulary?.reader?.exam;
  return head === undefined ? null : (mergeExam(report, readings, head)?.vector ?? null);
}

/** The report's vector as if one sentence had not been there. */
export function vectorsWithout(
  report: ParsedReport,
  readings: readonly SentenceReading[],
  vocabulary: PackVocabulary | null,
): VectorWithout {
  return (sentence) =>
    vectorOf(
      report,
      readings.map((reading, index) => (index === sentence ? null : reading)),
      vocabulary,
    );
}

async function inTurns<P extends { readonly done: number; readonly total: number }, T>(
  work: Generator<P, T>,
  signal: AbortSignal,
  onPart: (part: number) => void,
): Promise<T> {
  let said = -1;
  for (;;) {
    const until = performance.now() + turnMs;
    do {
      const step = work.next();
      if (step.done === true) return step.value;
      if (step.value.done !== said) {
        said = step.value.done;
        onPart(said / step.value.total);
      }
    } while (performance.now() < until);
    await nextTurn();
    if (signal.aborted) throw new ReadCancelled();
  }
}
