import { join } from 'node:path';
import { parseReport } from '../../core/report.js';
import { scoreCantemist } from '../../core/scores/cantemist.js';
import type { CantemistScores, ScoredDocument } from '../../core/scores/cantemist.js';
import type { PrecisionRecallF1 } from '../../core/scores/measures.js';
import { readCantemist } from '../../store/cantemist.js';
import type { CantemistCase } from '../../store/cantemist.js';
import { errorCode } from '../../store/walkReports.js';
import type { EvalArguments } from './arguments.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import { evalReaderCommand } from './evalReader.js';
import { readMentions } from './readMentions.js';
import type { ToRead } from './readParsed.js';
import { findRoots } from './roots.js';
import type { Root } from './roots.js';
import { whyNot, withCodingModel } from './session.js';
import type { CodingModel } from './session.js';

/** A gold document above it is no clinical case. */
const maxBytes = 16 * 1024 * 1024;

/** What `eval cantemist --json` prints. */
interface EvalReport extends CantemistScores {
  readonly model: { readonly name: string; readonly version: string; readonly sha256: string };
  readonly provider: string | null;
  readonly threshold: number;
  readonly spanThreshold: number;
  /** Files and lines that could not be taken as they stand. */
  readonly problems: number;
}

/** `glosa eval WHAT DIR`. Returns the exit code; @throws CliError, Interrupted. */
export async function evalCommand(args: EvalArguments, environment: CliEnvironment): Promise<number> {
  const { what } = args;
  return what === 'cantemist'
    ? evalCantemistCommand(args, environment)
    : evalReaderCommand({ ...args, what }, environment);
}

async function evalCantemistCommand(args: EvalArguments, environment: CliEnvironment): Promise<number> {
  const { messages, stdout } = environment;
  const [root] = await findRoots([args.folder], environment.cwd, messages);
  if (root?.kind !== 'folder') throw new CliError(exitCodes.usage, messages.usage.notAFolder(args.folder));
  const report = await withCodingModel(args, environment, (model) =>
    evaluate(args, root, model, environment),
  );
  const text = args.json ? `${JSON.stringify(report)}\n` : forPerson(report, environment);
  await writeTo(stdout, text);
  return report.problems > 0 ? exitCodes.someFailed : exitCodes.ok;
}

async function evaluate(
  args: EvalArguments,
  root: Root,
  { engine, vocabulary, pack, status }: CodingModel,
  environment: CliEnvironment,
): Promise<EvalReport> {
  const { messages, signal, stderr } = environment;
  const documents: ScoredDocument[] = [];
  let problems = 0;
  const complain = async (path: string, reason: string): Promise<void> => {
    problems++;
    await writeTo(stderr, `${messages.failed(path, reason)}\n`);
  };
  const cases = toRead(readCantemist(root.absolutePath, maxBytes));
  try {
    for await (const { tag, report, mentions } of readMentions(cases, engine, { jobs: args.jobs, signal })) {
      const shown = join(root.given, tag.path);
      for (const [ending, reason] of problemsOf(tag, environment)) await complain(shown + ending, reason);
      if (report !== null && mentions === null) await complain(`${shown}.txt`, messages.failure.engineFailed);
      // A document that was not read keeps its gold: what is missing is never left out of a score.
      documents.push({ gold: tag.gold.mentions, mentions: mentions ?? [] });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== 'scandir') throw error;
    throw new CliError(
      exitCodes.usage,
      messages.failed(root.given, messages.failure.unreadable(errorCode(error))),
    );
  }
  if (documents.length === 0) throw new CliError(exitCodes.usage, messages.usage.noPairs(root.given));
  const { threshold, spanThreshold } = vocabulary;
  const isValid = (code: string): boolean => vocabulary.describe(code) !== null;
  const scores = scoreCantemist(documents, { threshold, spanThreshold, isValid });
  const { name, version, sha256 } = pack;
  const model = { name, version, sha256 };
  return { model, provider: status.provider, threshold, spanThreshold, problems, ...scores };
}

async function* toRead(cases: AsyncIterable<CantemistCase>): AsyncGenerator<ToRead<CantemistCase>> {
  for await (const tag of cases)
    yield { tag, report: tag.report?.ok === true ? parseReport(tag.report.text) : null };
}

/** What to say of a case's files: the ending (and line) of each, and why. */
function problemsOf(
  { report, annotations, gold }: CantemistCase,
  { messages }: CliEnvironment,
): [ending: string, reason: string][] {
  const found: [string, string][] = [];
  if (report === null) found.push(['.ann', messages.failure.noText]);
  else if (!report.ok) found.push(['.txt', whyNot(report, maxBytes, messages)]);
  if (!annotations.ok) found.push(['.ann', whyNot(annotations, maxBytes, messages)]);
  for (const { line, kind } of gold.problems) found.push([`.ann:${line}`, messages.annProblem[kind]]);
  return found;
}

function forPerson(report: EvalReport, { messages }: CliEnvironment): string {
  const { evaluation } = messages;
  const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(4));
  const three = ({ precision, recall, f1 }: PrecisionRecallF1): string =>
    `P ${shown(precision)}  R ${shown(recall)}  F1 ${shown(f1)}`;
  const rows: [string, string][] = [
    [evaluation.model, `${report.model.name} ${report.model.version}, ${report.provider ?? '?'}`],
    [evaluation.documents, String(report.documents)],
    [evaluation.goldMentions, String(report.goldMentions)],
    ['MAP', shown(report.map)],
    [evaluation.without('8000/6'), shown(report.mapWithout8000_6)],
    [`NER (≥ ${shown(report.spanThreshold)})`, three(report.ner)],
    ['NORM', three(report.norm)],
    [evaluation.codes(shown(report.threshold)), three(report.codes)],
    [evaluation.calibrationError, shown(report.calibrationError)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}
