/** *Learn codes* from files: reads a training set with the engine and learns, leaving the thread free in between. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { examSystem, mergeExam } from '../core/examCodes.js';
import { featuresOf } from '../core/learn/features.js';
import type { ReportFeatures } from '../core/learn/features.js';
import { learnCodes } from '../core/learn/learn.js';
import { learnFrom } from '../core/learn/learnFrom.js';
import type { CodeDecision } from '../core/learn/learnFrom.js';
import type { VectorWithout } from '../core/learn/suggest.js';
import type { Example, LearnedPack, LearnedReviews } from '../core/learn/types.js';
import { parseReport } from '../core/report.js';
import type { ParsedReport } from '../core/report.js';
import type { Language, PackVocabulary, SentenceReading } from '../core/types.js';
import { EngineUnavailable, ReadCancelled } from '../engine/types.js';
import type { Engine } from '../engine/types.js';
import { decidedReports } from '../store/codeDecisions.js';
import type { DecidedCode, DecidedReport } from '../store/codeDecisions.js';
import type { ReviewLog } from '../store/reviews/reviewLog.js';
import { textSha256 } from '../store/toLabelRecord.js';
import { NoTrainingReports, readTrainingReports } from '../store/trainingReports.js';
import type { TrainingReport } from '../store/trainingReports.js';

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

/** People's decisions on codes of a folder's reports. */
export interface Reviews {
  /** The folder that holds `.glosa`. */
  readonly root: string;
  readonly log: ReviewLog;
}

export interface LearnOutcome {
  readonly pack: LearnedPack;
  /** Reports of the training set that could not be read; they were left out. */
  readonly unread: number;
}

/** A report with its features: the code that the training set gives it, and what people decided. */
interface Row {
  readonly features: ReportFeatures;
  readonly language: Language;
  readonly code: string | null;
  readonly decided: DecidedReport | null;
}

/**
 * Learns a list named `name` from a training set (`readTrainingReports` says what may be one) and from what people
 * decided: on the list's own codes, and on exam codes where the training set has them. A decision goes before the
 * training set's code for the same text.
 * @param source null: what people decided alone; where they accepted none of the list's codes, on exam codes.
 * @throws TooFewReports, NoTrainingReports, EngineUnavailable, ReadCancelled; the system's error where the source
 * cannot be read.
 */
export async function learnReports(
  source: string | null,
  name: string,
  reviews: Reviews | null,
  around: LearnSurroundings,
): Promise<LearnOutcome> {
  const descriptions = new Map<string, string>();
  const decidedOn = reviews === null ? [] : await decidedReports(reviews.log, reviews.root, around.maxBytes);
  const reviewed = decidedOn.filter(({ codes }) =>
    codes.some(({ system }) => system === name || system === examSystem),
  );
  const byText = new Map(reviewed.map((report) => [report.textSha256, report]));
  const batch = new FeatureBatch(around);
  const met = new Set<string>();
  let unread = 0;
  for await (const { code, description, file } of trainingReports(source, around.maxBytes)) {
    if (description !== null) descriptions.set(code, description);
    if (!file.ok) {
      unread++;
      continue;
    }
    const decided = byText.size === 0 ? null : (byText.get(textSha256(file.text)) ?? null);
    if (decided !== null) met.add(decided.textSha256);
    await batch.add(file.text, code, decided);
  }
  for (const report of reviewed) if (!met.has(report.textSha256)) await batch.add(report.text, null, report);
  const rows = await batch.finish();
  // Known now: an engine that was starting has read.
  const { pack, reason, vocabulary } = around.engine.status();
  if (pack === null && rows.length > 0) throw new EngineUnavailable(reason ?? 'no model');
  const { examples, exams, counts } = examplesOf(rows, name);
  if (source === null && examples.length === 0) throw new NoTrainingReports();
  const examCodes = vocabulary?.reader?.exam.codes ?? [];
  for (const [code, language] of exams) {
    const { es = null, en = null } = examCodes.find((known) => known.code === code) ?? {};
    const description = language === 'es' ? (es ?? en) : (en ?? es);
    if (description !== null && !descriptions.has(code)) descriptions.set(code, description);
  }
  const head = await inTurns(learnCodes(examples, descriptions), around.signal, (part) => {
    around.onProgress('learning', examples.length, part);
  });
  return {
    pack: {
      name,
      modelSha256: pack?.sha256 ?? '',
      learnt: around.today,
      head,
      ...(counts.accepted + counts.rejected === 0 ? {} : { reviewed: counts }),
    },
    unread,
  };
}

async function* trainingReports(source: string | null, maxBytes: number): AsyncGenerator<TrainingReport> {
  if (source !== null) yield* readTrainingReports(source, maxBytes);
}

/** Examples of the rows, as decisions leave them. */
function examplesOf(
  rows: readonly Row[],
  name: string,
): {
  readonly examples: readonly Example[];
  /** Exam codes that were learnt from decisions, with the language of a report that has them. */
  readonly exams: ReadonlyMap<string, Language>;
  readonly counts: LearnedReviews;
} {
  const listed = new Set(rows.flatMap(({ code }) => code ?? []));
  const ofList = rows.some(({ decided }) =>
    decided?.codes.some(({ system, accepted }) => accepted && system === name),
  );
  // Beside a training set, the exam codes that it has; without one, all of them or none.
  const isExam = ({ system, code }: DecidedCode): boolean =>
    system === examSystem && system !== name && (listed.size > 0 ? listed.has(code) : !ofList);
  const exams = new Map<string, Language>();
  const counts = { accepted: 0, rejected: 0 };
  const examples = rows.flatMap(({ features, language, code, decided }, index): Example[] => {
    const report = String(index);
    const own = decided?.codes ?? [];
    // The list's own codes have the last word.
    const counted = [...own.filter(isExam), ...own.filter(({ system }) => system === name)];
    if (counted.length === 0) return code === null ? [] : [{ features, code, rejected: [] }];
    for (const one of counted) if (one.accepted && isExam(one)) exams.set(one.code, language);
    counts[counted.some(({ accepted }) => accepted) ? 'accepted' : 'rejected']++;
    const given: CodeDecision[] = code === null ? [] : [{ report, code, accepted: true }];
    const decisions = counted.map(({ code: of, accepted }) => ({ report, code: of, accepted }));
    return learnFrom([...given, ...decisions], new Map([[report, features]]));
  });
  return { examples, exams, counts };
}

/** Turns texts into features, many sentences a request. */
class FeatureBatch {
  readonly #around: LearnSurroundings;
  readonly #made: Row[] = [];
  #waiting: (Pick<Row, 'code' | 'decided'> & { readonly report: ParsedReport })[] = [];
  #sentences = 0;

  constructor(around: LearnSurroundings) {
    this.#around = around;
  }

  async add(text: string, code: string | null, decided: DecidedReport | null): Promise<void> {
    if (this.#around.signal.aborted) throw new ReadCancelled();
    const report = parseReport(text);
    this.#waiting.push({ report, code, decided });
    this.#sentences += report.inputs.length;
    if (this.#sentences >= sentencesPerRequest) await this.#flush();
  }

  async finish(): Promise<Row[]> {
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
    for (const { report, ...row } of waiting) {
      const own = readings.slice(position, position + report.inputs.length);
      position += report.inputs.length;
      const features = featuresOf(report, vectorOf(report, own, vocabulary));
      this.#made.push({ ...row, features, language: report.language });
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
