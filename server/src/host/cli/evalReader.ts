/** `glosa eval entities|labels|exam DIR`: annotated reports against what the shipped pipeline reads. */
import { entityScores, examScores, labelScores, readAnnotated } from '../../lsp/evaluation/annotated.js';
import type { AnnotatedKind, AnnotatedRead } from '../../lsp/evaluation/annotated.js';
import type { EvaluationNames } from '../../lsp/evaluation/names.js';
import { entityRows, examRows, labelRows, rowsText, setRows } from '../../lsp/evaluation/rows.js';
import type { Row } from '../../lsp/evaluation/rows.js';
import type { SetMember } from '../../lsp/evaluation/sets.js';
import { GoldFolder } from '../../store/goldReports.js';
import type { EvalArguments } from './argumentTypes.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { EvalWatcher, evalFolder, orUnreadable, readerOf } from './eval.js';
import { CliError, exitCodes } from './exitCodes.js';
import { withCodingModel } from './session.js';

export type ReaderEvalArguments = EvalArguments & { readonly what: AnnotatedKind };

/** Returns the exit code; @throws CliError, Interrupted. */
export async function evalReaderCommand(
  args: ReaderEvalArguments,
  environment: CliEnvironment,
): Promise<number> {
  const { messages, stdout } = environment;
  const { what, dev, jobs } = args;
  const root = await evalFolder(args, environment);
  const folder = await orUnreadable(root, environment, () => GoldFolder.open(root.absolutePath));
  const watcher = new EvalWatcher(root, environment);
  const { members, model } = await withCodingModel(args, environment, async (coding) => {
    if (coding.vocabulary.reader === null)
      throw new CliError(exitCodes.noModel, messages.noModel(messages.noReaderHead));
    const reader = readerOf(coding, jobs, environment);
    return { model: coding, members: await readAnnotated({ what, dev }, folder, reader, watcher) };
  });
  if (members.length === 0) throw new CliError(exitCodes.usage, messages.usage.noGold(root.given, what));
  const { name, version, sha256 } = model.pack;
  const { provider } = model.status;
  const head = {
    eval: what,
    model: { name, version, sha256 },
    provider,
    dev,
    problems: watcher.problems,
  };
  const { json, rows } = await score(what, members, messages.evaluation, environment.signal);
  const text = args.json
    ? `${JSON.stringify({ ...head, ...json })}\n`
    : rowsText([[messages.evaluation.model, `${name} ${version}, ${provider ?? '?'}`], ...rows]);
  await writeTo(stdout, text);
  return watcher.problems > 0 ? exitCodes.someFailed : exitCodes.ok;
}

async function score(
  what: AnnotatedKind,
  members: readonly SetMember<AnnotatedRead>[],
  names: EvaluationNames,
  signal: AbortSignal,
): Promise<{ json: object; rows: readonly Row[] }> {
  switch (what) {
    case 'entities': {
      const json = await entityScores(members, signal);
      return { json, rows: setRows(json, entityRows, names) };
    }
    case 'labels': {
      const json = await labelScores(members, signal);
      return { json, rows: setRows(json, labelRows, names) };
    }
    case 'exam': {
      const json = await examScores(members, signal);
      return { json, rows: setRows(json, examRows, names) };
    }
  }
}
