/** `glosa eval codiesp DIR`: CodiEsp's tasks of a gold folder, for the pipeline or for a submission. */
import { readFile } from 'node:fs/promises';
import { codesOfTables, evaluateCodiesp, evaluateSubmission } from '../../lsp/evaluation/codiesp.js';
import type { CodiespOptions, CodiespScores } from '../../lsp/evaluation/codiesp.js';
import { codiespRows } from '../../lsp/evaluation/codeRows.js';
import { rowsText } from '../../lsp/evaluation/rows.js';
import type { Row } from '../../lsp/evaluation/rows.js';
import { readCodiesp, readCodiespTable } from '../../store/imports/codiespFolder.js';
import type { CodiespFolder, CodiespTables } from '../../store/imports/codiespFolder.js';
import type { EvalArguments } from './argumentTypes.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { EvalWatcher, evalFolder, orUnreadable, readerOf } from './eval.js';
import { CliError, exitCodes } from './exitCodes.js';
import { findRoots } from './roots.js';
import type { Root } from './roots.js';
import { withCodingModel } from './session.js';

/** Returns the exit code; @throws CliError, Interrupted. */
export async function evalCodiespCommand(args: EvalArguments, environment: CliEnvironment): Promise<number> {
  const { messages, stdout } = environment;
  const root = await evalFolder(args, environment);
  const gold = await folderOf(root, environment);
  const options: CodiespOptions = {
    seen: args.train === null ? null : codesOfTables(await tablesOf(args.train, environment)),
    valid: await validCodes(args.valid, environment),
  };
  const watcher = new EvalWatcher(root, environment);
  const given = args.submission === null ? null : await tablesOf(args.submission, environment);
  const { scores, head, rows } =
    given === null
      ? await ofModel(args, gold, options, watcher, environment)
      : {
          scores: await evaluateSubmission(gold, given, options, watcher),
          head: { submission: args.submission },
          rows: [],
        };
  const text = args.json
    ? `${JSON.stringify({ eval: 'codiesp', ...head, problems: watcher.problems, ...scores })}\n`
    : rowsText([...rows, ...codiespRows(scores, messages.evaluation)]);
  await writeTo(stdout, text);
  return watcher.problems > 0 ? exitCodes.someFailed : exitCodes.ok;
}

async function ofModel(
  args: EvalArguments,
  gold: CodiespFolder,
  options: CodiespOptions,
  watcher: EvalWatcher,
  environment: CliEnvironment,
): Promise<{ scores: CodiespScores; head: object; rows: Row[] }> {
  const { messages } = environment;
  return withCodingModel(args, environment, async (coding) => {
    if (coding.vocabulary.reader === null)
      throw new CliError(exitCodes.noModel, messages.noModel(messages.noReaderHead));
    const scores = await evaluateCodiesp(gold, options, readerOf(coding, args.jobs, environment), watcher);
    const { name, version, sha256 } = coding.pack;
    const { provider } = coding.status;
    return {
      scores,
      head: { model: { name, version, sha256 }, provider },
      rows: [[messages.evaluation.model, `${name} ${version}, ${provider ?? '?'}`]],
    };
  });
}

const tableNames = '*D.tsv, *P.tsv, *X.tsv';

async function folderOf(root: Root, environment: CliEnvironment): Promise<CodiespFolder> {
  const folder = await orUnreadable(root, environment, () => readCodiesp(root.absolutePath));
  if (folder !== null) return folder;
  const { usage } = environment.messages;
  throw new CliError(exitCodes.usage, usage.notAnImportFolder(root.given, tableNames));
}

/** The tables of a folder, or one table. @throws CliError with exit code 2. */
async function tablesOf(path: string, environment: CliEnvironment): Promise<CodiespTables> {
  const { cwd, messages } = environment;
  const [root] = await findRoots([path], cwd, messages);
  if (root?.kind === 'folder') return folderOf(root, environment);
  const table =
    root === undefined
      ? null
      : await orUnreadable(root, environment, () => readCodiespTable(root.absolutePath));
  if (table === null) throw new CliError(exitCodes.usage, messages.usage.notAnImportFolder(path, tableNames));
  return table;
}

/** First column of each file, as the official scripts take their lists; null where none is named. */
async function validCodes(
  paths: readonly string[],
  environment: CliEnvironment,
): Promise<ReadonlySet<string> | null> {
  if (paths.length === 0) return null;
  const codes = new Set<string>();
  for (const root of await findRoots(paths, environment.cwd, environment.messages)) {
    const content = await orUnreadable(root, environment, () => readFile(root.absolutePath, 'utf8'));
    for (const line of content.split(/\r?\n/)) {
      const code = line.split('\t')[0]?.trim().toLowerCase() ?? '';
      if (code !== '') codes.add(code);
    }
  }
  return codes;
}
