/** Annotated reports (entities, labels, exam codes) against what the shipped pipeline reads. */
import { examSystem } from '../../core/examCodes.js';
import { codePointOffsets } from '../../core/offsets.js';
import { mergeReadings, parseReport } from '../../core/report.js';
import type { Annotations, EntityReport } from '../../core/scores/annotated.js';
import { EntityScorer } from '../../core/scores/entities.js';
import type { EntityScores } from '../../core/scores/entities.js';
import { scoreExams } from '../../core/scores/exams.js';
import type { ExamScores } from '../../core/scores/exams.js';
import { entityErrors, examErrors, labelErrors } from '../../core/scores/goldErrors.js';
import type { GoldError } from '../../core/scores/goldErrors.js';
import { scoreLabels } from '../../core/scores/labels.js';
import type { LabelSetScores } from '../../core/scores/labels.js';
import { entityTypes } from '../../core/types.js';
import type { CodeSuggestion, ReportAnalysis } from '../../core/types.js';
import { splitWords } from '../../core/words.js';
import type { GoldFolder } from '../../store/goldReports.js';
import { isDevDocument } from '../../store/goldSplit.js';
import type { GoldRow } from '../../store/goldTable.js';
import { parseBrat } from '../../store/imports/brat.js';
import type { BratDocument } from '../../store/imports/brat.js';
import type { ReportFile } from '../../store/readReportFile.js';
import { maxGoldBytes } from './problems.js';
import type { EvaluationReader, EvaluationWatcher } from './problems.js';
import { readParsed } from './readParsed.js';
import type { ToRead } from './readParsed.js';
import { memberOf, scoreSets } from './sets.js';
import type { Scorer, SetMember, SetScores } from './sets.js';

export type AnnotatedKind = 'entities' | 'labels' | 'exam';

/** A report with what is right of it; `gold` is null for `labels` and `exam`. */
interface Gold {
  readonly path: string;
  readonly row: GoldRow | null;
  readonly report: ReportFile | null;
  readonly gold: BratDocument | null;
}

/** What was read of one report; null where it was not read. */
export interface AnnotatedRead extends Gold {
  readonly analysis: ReportAnalysis | null;
}

export interface AnnotatedOptions {
  readonly what: AnnotatedKind;
  /** Only the documents that Glosa's training keeps out. */
  readonly dev: boolean;
}

/** @throws as `evaluateCantemist` does. */
export async function readAnnotated(
  { what, dev }: AnnotatedOptions,
  folder: GoldFolder,
  { engine, vocabulary, jobs, signal }: EvaluationReader,
  watcher: EvaluationWatcher,
): Promise<SetMember<AnnotatedRead>[]> {
  for (const { path, line, kind } of folder.problems) {
    if (what !== 'entities') await watcher.complain(`${path}:${line}`, { kind: 'table', fault: kind });
  }
  const members: SetMember<AnnotatedRead>[] = [];
  const source =
    what === 'entities' ? entitySource(dev, folder, watcher) : rowSource(what, dev, folder, watcher);
  for await (const { tag, report, readings } of readParsed(source, engine, { jobs, signal })) {
    if (report !== null && readings === null)
      await watcher.complain(`${tag.path}.txt`, { kind: 'engineFailed' });
    // A report that was not read keeps its gold: what is missing is never left out of a score.
    const analysis =
      report === null || readings === null ? null : mergeReadings(report, readings, vocabulary, []);
    const read = { ...tag, analysis };
    members.push(memberOf(tag.path, tag.row, read));
    const path = tag.row?.text == null ? `${tag.path}.txt` : tag.path;
    watcher.compared?.(path, report?.text ?? '', () => errorsOf(what, read));
  }
  return members;
}

type Members = readonly SetMember<AnnotatedRead>[];

/** @throws AbortError of the signal; likewise the others. */
export const entityScores = (members: Members, signal: AbortSignal): Promise<SetScores<EntityScores>> =>
  scoreSets(members, signal, () => {
    const scorer = new EntityScorer(entityTypes);
    return {
      add: (read) => {
        scorer.add(entityReport(read));
      },
      scores: () => scorer.scores(),
    };
  });

export const labelScores = (members: Members, signal: AbortSignal): Promise<SetScores<LabelSetScores>> =>
  scoreSets(members, signal, () =>
    collecting(
      ({ row, analysis }) => ({
        gold: row?.labels ?? new Map(),
        labels: analysis?.labels ?? [],
        exam: row?.exam ?? null,
      }),
      scoreLabels,
    ),
  );

export const examScores = (members: Members, signal: AbortSignal): Promise<SetScores<ExamScores>> =>
  scoreSets(members, signal, () =>
    collecting(
      (read) => ({ gold: read.row?.exam ?? '', ranking: examsOf(read).map(({ code }) => code) }),
      scoreExams,
    ),
  );

/** For scores that only count what is small already: a thousand reports take a millisecond or two. */
function collecting<D, S>(
  prepare: (read: AnnotatedRead) => D,
  score: (documents: readonly D[]) => S,
): Scorer<AnnotatedRead, S> {
  const documents: D[] = [];
  return {
    add: (read) => {
      documents.push(prepare(read));
    },
    scores: () => score(documents),
  };
}

function examsOf({ analysis }: AnnotatedRead): CodeSuggestion[] {
  const codes = (analysis?.codes ?? []).filter(({ system }) => system === examSystem);
  return codes.sort((a, b) => a.rank - b.rank);
}

function errorsOf(what: AnnotatedKind, read: AnnotatedRead): readonly GoldError[] {
  switch (what) {
    case 'entities':
      return entityErrors(entityReport(read));
    case 'labels':
      return labelErrors(read.row?.labels ?? new Map(), read.analysis?.labels ?? []);
    case 'exam': {
      const [best] = examsOf(read);
      const side = best === undefined ? null : { value: best.code, span: best.evidence[0] ?? null };
      return examErrors(read.row?.exam ?? '', side);
    }
  }
}

const isWanted = (dev: boolean, path: string, row: GoldRow | null): boolean =>
  !dev || isDevDocument(row?.document ?? path.slice(path.lastIndexOf('/') + 1));

async function* entitySource(
  dev: boolean,
  folder: GoldFolder,
  watcher: EvaluationWatcher,
): AsyncGenerator<ToRead<Gold>> {
  for await (const { path, row, report, annotations } of folder.annotated(maxGoldBytes)) {
    if (!isWanted(dev, path, row)) continue;
    if (report === null) await watcher.complain(`${path}.ann`, { kind: 'noText' });
    else if (!report.ok) await watcher.complain(`${path}.txt`, { kind: 'unread', file: report });
    if (!annotations.ok) await watcher.complain(`${path}.ann`, { kind: 'unread', file: annotations });
    const text = report?.ok === true ? report.text : null;
    const gold = text !== null && annotations.ok ? parseBrat(annotations.text, text) : null;
    for (const { line, kind } of gold?.problems ?? [])
      await watcher.complain(`${path}.ann:${line}`, { kind: 'annotation', fault: kind });
    // Without its text the offsets of an .ann mean nothing.
    if (text !== null && gold !== null) yield { tag: { path, row, report, gold }, report: parseReport(text) };
  }
}

async function* rowSource(
  what: 'labels' | 'exam',
  dev: boolean,
  folder: GoldFolder,
  watcher: EvaluationWatcher,
): AsyncGenerator<ToRead<Gold>> {
  for await (const { path, row, report } of folder.labelled(maxGoldBytes)) {
    if (!isWanted(dev, path, row) || (what === 'exam' ? row.exam === null : row.labels.size === 0)) continue;
    if (report === null) await watcher.complain(path, { kind: 'noText' });
    else if (!report.ok) await watcher.complain(`${path}.txt`, { kind: 'unread', file: report });
    yield {
      tag: { path, row, report, gold: null },
      report: report?.ok === true ? parseReport(report.text) : null,
    };
  }
}

function entityReport({ report, gold, analysis }: AnnotatedRead): EntityReport {
  const text = report?.ok === true ? report.text : '';
  return {
    words: splitWords(text, { startUtf16: 0, endUtf16: text.length }),
    gold: gold === null ? { entities: [], relations: [] } : goldAnnotations(text, gold),
    read: analysis === null ? { entities: [], relations: [] } : readAnnotations(analysis),
  };
}

function goldAnnotations(text: string, { entities, relations, attributes }: BratDocument): Annotations {
  const offsets = codePointOffsets(text);
  const index = new Map(entities.map(({ id }, i) => [id, i]));
  return {
    entities: entities.map(({ id, type, pieces }) => {
      const said = attributes.get(id);
      return {
        type,
        pieces: pieces.map(({ start, end }) => ({
          startUtf16: offsets.toUtf16(start),
          endUtf16: offsets.toUtf16(end),
        })),
        subtype: said?.get('Subtype')?.replaceAll('_', ' ') ?? null,
        assertion: said?.get('Assertion') ?? null,
        side: said?.get('Side') ?? null,
        trend: said?.get('Trend') ?? null,
      };
    }),
    relations: relations.map(({ type, head, tail }) => ({
      type,
      head: index.get(head) ?? -1,
      tail: index.get(tail) ?? -1,
    })),
  };
}

function readAnnotations({ entities, relations }: ReportAnalysis): Annotations {
  const index = new Map(entities.map(({ id }, i) => [id, i]));
  return {
    entities: entities.map(({ type, startUtf16, endUtf16, subtype, assertion, side, trend }) => ({
      type,
      pieces: [{ startUtf16, endUtf16 }],
      subtype,
      assertion,
      side,
      trend,
    })),
    relations: relations.map(({ type, head, tail }) => ({
      type,
      head: index.get(head) ?? -1,
      tail: index.get(tail) ?? -1,
    })),
  };
}
