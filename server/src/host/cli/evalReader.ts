/** `glosa eval entities|labels|exam DIR`: annotated reports against what the shipped pipeline reads. */
import { join } from 'node:path';
import { examSystem } from '../../core/examCodes.js';
import { codePointOffsets } from '../../core/offsets.js';
import { mergeReadings, parseReport } from '../../core/report.js';
import type { Annotations, EntityReport } from '../../core/scores/annotated.js';
import { scoreEntities } from '../../core/scores/entities.js';
import { scoreExams } from '../../core/scores/exams.js';
import { scoreLabels } from '../../core/scores/labels.js';
import { entityTypes } from '../../core/types.js';
import type { ReportAnalysis } from '../../core/types.js';
import { splitWords } from '../../core/words.js';
import { GoldFolder } from '../../store/goldReports.js';
import type { GoldRow } from '../../store/goldTable.js';
import { isDevDocument } from '../../store/goldSplit.js';
import { parseBrat } from '../../store/imports/brat.js';
import type { BratDocument } from '../../store/imports/brat.js';
import type { ReportFile } from '../../store/readReportFile.js';
import { errorCode } from '../../store/walkReports.js';
import type { EvalArguments, EvalName } from './arguments.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { entityRows, examRows, labelRows } from './evalRows.js';
import type { Row } from './evalRows.js';
import { memberOf, scoreSets } from './evalSets.js';
import type { SetMember, SetScores } from './evalSets.js';
import { CliError, exitCodes } from './exitCodes.js';
import { readParsed } from './readParsed.js';
import type { ToRead } from './readParsed.js';
import { findRoots } from './roots.js';
import { whyNot, withCodingModel } from './session.js';
import type { CodingModel } from './session.js';

/** A gold document above it is no report. */
const maxBytes = 16 * 1024 * 1024;

export type ReaderEvalName = Exclude<EvalName, 'cantemist'>;
export type ReaderEvalArguments = EvalArguments & { readonly what: ReaderEvalName };

/** A report with what is right of it; `gold` is null for `labels` and `exam`. */
interface Gold {
  readonly path: string;
  readonly row: GoldRow | null;
  readonly report: ReportFile | null;
  readonly gold: BratDocument | null;
}

/** What was read of one report; null where it was not read. */
interface Read extends Gold {
  readonly analysis: ReportAnalysis | null;
}

/** Returns the exit code; @throws CliError, Interrupted. */
export async function evalReaderCommand(
  args: ReaderEvalArguments,
  environment: CliEnvironment,
): Promise<number> {
  const { messages, stdout } = environment;
  const [root] = await findRoots([args.folder], environment.cwd, messages);
  if (root?.kind !== 'folder') throw new CliError(exitCodes.usage, messages.usage.notAFolder(args.folder));
  const folder = await GoldFolder.open(root.absolutePath).catch((error: unknown) => {
    throw new CliError(
      exitCodes.usage,
      messages.failed(root.given, messages.failure.unreadable(errorCode(error))),
    );
  });
  const { members, model, problems } = await withCodingModel(args, environment, async (coding) => ({
    model: coding,
    ...(await readAll(args, root.given, folder, coding, environment)),
  }));
  if (members.length === 0) throw new CliError(exitCodes.usage, messages.usage.noGold(root.given, args.what));
  const { name, version, sha256 } = model.pack;
  const { provider } = model.status;
  const head = { eval: args.what, model: { name, version, sha256 }, provider, dev: args.dev, problems };
  const shown = ({ json, rows }: { json: object; rows: readonly Row[] }): string =>
    args.json
      ? `${JSON.stringify({ ...head, ...json })}\n`
      : forPerson([[messages.evaluation.model, `${name} ${version}, ${provider ?? '?'}`], ...rows]);
  await writeTo(stdout, shown(score(args.what, members, environment)));
  return problems > 0 ? exitCodes.someFailed : exitCodes.ok;
}

function score(
  what: ReaderEvalName,
  members: readonly SetMember<Read>[],
  { messages }: CliEnvironment,
): { json: object; rows: readonly Row[] } {
  const { evaluation } = messages;
  const both = <S>(
    scores: SetScores<S>,
    rowsOf: (scores: S) => readonly Row[],
  ): ReturnType<typeof score> => ({
    json: scores,
    rows: [
      ...scores.sets.map(({ name, origin, scores: own }) => ({
        title: `${name} (${evaluation.origin[origin ?? 'none']})`,
        own,
      })),
      ...(scores.all !== null && scores.sets.length > 1 ? [{ title: evaluation.all, own: scores.all }] : []),
    ].flatMap(({ title, own }): Row[] => [['', ''], [title, ''], ...rowsOf(own)]),
  });
  switch (what) {
    case 'entities':
      return both(
        scoreSets(members, (own) => scoreEntities(own.map(entityReport), entityTypes)),
        (scores) => entityRows(scores, evaluation),
      );
    case 'labels':
      return both(
        scoreSets(members, (own) =>
          scoreLabels(
            own.map(({ row, analysis }) => ({
              gold: row?.labels ?? new Map(),
              labels: analysis?.labels ?? [],
              exam: row?.exam ?? null,
            })),
          ),
        ),
        (scores) => labelRows(scores, evaluation),
      );
    case 'exam':
      return both(
        scoreSets(members, (own) =>
          scoreExams(
            own.map(({ row, analysis }) => ({
              gold: row?.exam ?? '',
              ranking: (analysis?.codes ?? [])
                .filter(({ system }) => system === examSystem)
                .sort((a, b) => a.rank - b.rank)
                .map(({ code }) => code),
            })),
          ),
        ),
        (scores) => examRows(scores, evaluation),
      );
  }
}

async function readAll(
  args: ReaderEvalArguments,
  given: string,
  folder: GoldFolder,
  { engine, vocabulary }: CodingModel,
  { messages, signal, stderr }: CliEnvironment,
): Promise<{ members: SetMember<Read>[]; problems: number }> {
  if (vocabulary.reader === null)
    throw new CliError(exitCodes.noModel, messages.noModel(messages.noReaderHead));
  let problems = 0;
  const complain = async (path: string, reason: string): Promise<void> => {
    problems++;
    await writeTo(stderr, `${messages.failed(join(given, path), reason)}\n`);
  };
  for (const { path, line, kind } of folder.problems) {
    if (args.what !== 'entities') await complain(`${path}:${line}`, messages.goldProblem[kind]);
  }
  const members: SetMember<Read>[] = [];
  const source = toRead(args, folder, complain, messages);
  for await (const { tag, report, readings } of readParsed(source, engine, { jobs: args.jobs, signal })) {
    if (report !== null && readings === null)
      await complain(`${tag.path}.txt`, messages.failure.engineFailed);
    // A report that was not read keeps its gold: what is missing is never left out of a score.
    const analysis =
      report === null || readings === null ? null : mergeReadings(report, readings, vocabulary, []);
    members.push(memberOf(tag.path, tag.row, { ...tag, analysis }));
  }
  return { members, problems };
}

async function* toRead(
  { what, dev }: ReaderEvalArguments,
  folder: GoldFolder,
  complain: (path: string, reason: string) => Promise<void>,
  messages: CliEnvironment['messages'],
): AsyncGenerator<ToRead<Gold>> {
  const wanted = (path: string, row: GoldRow | null): boolean =>
    !dev || isDevDocument(row?.document ?? path.slice(path.lastIndexOf('/') + 1));
  if (what === 'entities') {
    for await (const { path, row, report, annotations } of folder.annotated(maxBytes)) {
      if (!wanted(path, row)) continue;
      if (report === null) await complain(`${path}.ann`, messages.failure.noText);
      else if (!report.ok) await complain(`${path}.txt`, whyNot(report, maxBytes, messages));
      if (!annotations.ok) await complain(`${path}.ann`, whyNot(annotations, maxBytes, messages));
      const text = report?.ok === true ? report.text : null;
      const gold = text !== null && annotations.ok ? parseBrat(annotations.text, text) : null;
      for (const { line, kind } of gold?.problems ?? [])
        await complain(`${path}.ann:${line}`, messages.importProblem[kind]);
      // Without its text the offsets of an .ann mean nothing.
      if (text !== null && gold !== null)
        yield { tag: { path, row, report, gold }, report: parseReport(text) };
    }
    return;
  }
  for await (const { path, row, report } of folder.labelled(maxBytes)) {
    if (!wanted(path, row) || (what === 'exam' ? row.exam === null : row.labels.size === 0)) continue;
    if (report === null) await complain(path, messages.failure.noText);
    else if (!report.ok) await complain(`${path}.txt`, whyNot(report, maxBytes, messages));
    yield {
      tag: { path, row, report, gold: null },
      report: report?.ok === true ? parseReport(report.text) : null,
    };
  }
}

function entityReport({ report, gold, analysis }: Read): EntityReport {
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

function forPerson(rows: readonly Row[]): string {
  const width = Math.max(...rows.filter(([, value]) => value !== '').map(([name]) => name.length));
  return rows
    .map(([name, value]) => (value === '' ? `${name}\n` : `${name.padEnd(width)}  ${value}\n`))
    .join('');
}
