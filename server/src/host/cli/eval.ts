/** `glosa eval WHAT DIR`: annotations against what the shipped pipeline reads. */
import { join } from 'node:path';
import type { CantemistScores } from '../../core/scores/cantemist.js';
import { evaluateCantemist } from '../../lsp/evaluation/cantemist.js';
import { cantemistRows } from '../../lsp/evaluation/codeRows.js';
import type { EvaluationReader, EvaluationWatcher } from '../../lsp/evaluation/problems.js';
import { rowsText } from '../../lsp/evaluation/rows.js';
import { errorCode } from '../../store/walkReports.js';
import type { EvalArguments } from './argumentTypes.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { evalCodiespCommand } from './evalCodiesp.js';
import { evalReaderCommand } from './evalReader.js';
import { CliError, exitCodes } from './exitCodes.js';
import { goldProblemText } from './goldProblems.js';
import { findRoots } from './roots.js';
import type { Root } from './roots.js';
import { withCodingModel } from './session.js';
import type { CodingModel } from './session.js';

/** What `eval cantemist --json` prints. */
interface EvalReport extends CantemistScores {
  readonly model: { readonly name: string; readonly version: string; readonly sha256: string };
  readonly provider: string | null;
  readonly threshold: number;
  readonly spanThreshold: number;
  /** Files and lines that could not be taken as they stand. */
  readonly problems: number;
}

/** Returns the exit code; @throws CliError, Interrupted. */
export async function evalCommand(args: EvalArguments, environment: CliEnvironment): Promise<number> {
  const { what } = args;
  if (what === 'cantemist') return evalCantemistCommand(args, environment);
  if (what === 'codiesp') return evalCodiespCommand(args, environment);
  return evalReaderCommand({ ...args, what }, environment);
}

async function evalCantemistCommand(args: EvalArguments, environment: CliEnvironment): Promise<number> {
  const { messages, stdout } = environment;
  const root = await evalFolder(args, environment);
  const { evaluation } = messages;
  const report = await withCodingModel(args, environment, (model) =>
    orUnreadable(root, environment, () => evaluate(args, root, model, environment)),
  );
  const { name, version } = report.model;
  const text = args.json
    ? `${JSON.stringify(report)}\n`
    : rowsText([
        [evaluation.model, `${name} ${version}, ${report.provider ?? '?'}`],
        ...cantemistRows(report, report, evaluation),
      ]);
  await writeTo(stdout, text);
  return report.problems > 0 ? exitCodes.someFailed : exitCodes.ok;
}

async function evaluate(
  args: EvalArguments,
  root: Root,
  model: CodingModel,
  environment: CliEnvironment,
): Promise<EvalReport> {
  const watcher = new EvalWatcher(root, environment);
  const scores = await evaluateCantemist(root.absolutePath, readerOf(model, args.jobs, environment), watcher);
  if (scores === null) throw new CliError(exitCodes.usage, environment.messages.usage.noPairs(root.given));
  const { threshold, spanThreshold } = model.vocabulary;
  const { name, version, sha256 } = model.pack;
  return {
    model: { name, version, sha256 },
    provider: model.status.provider,
    threshold,
    spanThreshold,
    problems: watcher.problems,
    ...scores,
  };
}

/** The one DIR. @throws CliError with exit code 2. */
export async function evalFolder(
  { folder }: EvalArguments,
  { cwd, messages }: CliEnvironment,
): Promise<Root> {
  const [root] = await findRoots([folder], cwd, messages);
  if (root?.kind !== 'folder') throw new CliError(exitCodes.usage, messages.usage.notAFolder(folder));
  return root;
}

/** Names the folder where the system cannot list it; other errors go on. */
export async function orUnreadable<T>(
  root: Root,
  { messages }: CliEnvironment,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    const reason = messages.failure.unreadable(errorCode(error));
    throw new CliError(exitCodes.usage, messages.failed(root.given, reason));
  }
}

export function readerOf(model: CodingModel, jobs: number, { signal }: CliEnvironment): EvaluationReader {
  return { engine: model.engine, vocabulary: model.vocabulary, model: model.pack, jobs, signal };
}

/** Names on standard error what could not be taken, and counts it. */
export class EvalWatcher implements EvaluationWatcher {
  problems = 0;

  constructor(
    private readonly root: Root,
    private readonly environment: CliEnvironment,
  ) {}

  readonly complain: EvaluationWatcher['complain'] = async (place, problem) => {
    this.problems++;
    const { messages, stderr } = this.environment;
    const reason = goldProblemText(problem, messages);
    await writeTo(stderr, `${messages.failed(join(this.root.given, place), reason)}\n`);
  };
}
