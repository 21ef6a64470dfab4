/** `glosa.evaluate`: scores of a gold folder and its errors, with progress, through `workspace/executeCommand`. */
import { basename } from 'node:path';
import { z } from 'zod';
import { EngineUnavailable, ReadCancelled } from '../../engine/types.js';
import type { EngineStatus } from '../../engine/types.js';
import type { EvaluateResult } from '../../protocol.js';
import { findGold } from '../../store/goldKinds.js';
import type { FoundFolder, FoundGold } from '../../store/goldKinds.js';
import { errorCode } from '../../store/walkReports.js';
import { Interrupted } from '../labelling/interrupt.js';
import { ModelChanged, ofOneModel, startedStatus } from '../labelling/sameModel.js';
import type { Following } from '../learnCommand.js';
import { parse } from '../reviewCommands.js';
import type { Session } from '../session.js';
import { entityScores, examScores, labelScores, readAnnotated } from './annotated.js';
import type { AnnotatedKind } from './annotated.js';
import { evaluateCantemist } from './cantemist.js';
import { cantemistRows, codiespRows } from './codeRows.js';
import { evaluateCodiesp } from './codiesp.js';
import { evaluationMessages } from './editorMessages.js';
import type { EvaluationMessages } from './editorMessages.js';
import { EditorWatcher } from './editorWatcher.js';
import type { EvaluationReader } from './problems.js';
import { entityRows, examRows, labelRows, scoreTables, setRows } from './rows.js';
import type { Row } from './rows.js';

const schema = z.object({ folder: z.string().min(1) });

export async function evaluate(
  session: Session,
  argument: unknown,
  { token, progress }: Following,
): Promise<EvaluateResult> {
  const { folder } = parse(schema, argument);
  const texts = evaluationMessages[session.messages.language];
  const title = texts.title(basename(folder));
  const none = { title, kinds: [], tables: [], errors: [], moreErrors: 0, problems: [] };
  const failed = (problem: string): EvaluateResult => ({ ...none, problem });
  progress.begin('Glosa', 0, undefined, true);
  const controller = new AbortController();
  const { signal } = controller;
  const listening = token.onCancellationRequested(() => {
    controller.abort();
  });
  try {
    const found = await findGold(folder);
    if (found.gold.length === 0) return failed(texts.noGold);
    const status = await startedStatus(session.engine, signal);
    const reader = readerOf(session, status, signal);
    if (reader === null) return failed(texts.noModel);
    // Submissions, entities, labels and exams come of heads that a pack may be without.
    const gold = found.gold.filter(({ kind }) => kind === 'cantemist' || reader.vocabulary.reader !== null);
    if (gold.length === 0) return failed(texts.noReader);
    const total = gold.reduce((sum, { documents }) => sum + documents, 0);
    const watcher = new EditorWatcher(folder, texts);
    let before = 0;
    const rows: Row[] = [];
    for (const one of gold) {
      watcher.onDocument = (done) => {
        const share = Math.min(100, Math.round((100 * (before + done)) / total));
        progress.report(share, texts.reading(texts.kind[one.kind], done, one.documents));
      };
      rows.push(['', ''], [texts.kind[one.kind], '']);
      rows.push(...(await rowsOf(one, folder, found, reader, watcher.start(), texts)));
      before += one.documents;
    }
    const { name, version } = reader.model;
    return {
      problem: null,
      title,
      kinds: gold.map(({ kind }) => kind),
      tables: scoreTables([[texts.names.model, ''], [name, version], ...rows]),
      errors: watcher.errors,
      moreErrors: watcher.moreErrors,
      problems: watcher.problems,
    };
  } catch (error) {
    if (signal.aborted || error instanceof Interrupted || error instanceof ReadCancelled) return failed('');
    if (error instanceof EngineUnavailable) return failed(texts.noModel);
    if (error instanceof ModelChanged) return failed(texts.modelChanged);
    if (error instanceof Error && 'syscall' in error) return failed(texts.unreadable(errorCode(error)));
    throw error;
  } finally {
    listening.dispose();
    progress.done();
  }
}

function readerOf(
  { engine }: Session,
  { pack, vocabulary }: EngineStatus,
  signal: AbortSignal,
): EvaluationReader | null {
  if (pack === null || vocabulary === null) return null;
  return { engine: ofOneModel(engine, pack), vocabulary, model: pack, jobs: 1, signal };
}

async function rowsOf(
  { kind }: FoundGold,
  folder: string,
  { tables, codiesp }: FoundFolder,
  reader: EvaluationReader,
  watcher: EditorWatcher,
  { names }: EvaluationMessages,
): Promise<Row[]> {
  const annotated = (what: AnnotatedKind): ReturnType<typeof readAnnotated> =>
    readAnnotated({ what, dev: false }, tables, reader, watcher);
  switch (kind) {
    case 'cantemist': {
      const scores = await evaluateCantemist(folder, reader, watcher);
      return scores === null ? [] : cantemistRows(scores, reader.vocabulary, names);
    }
    case 'codiesp': {
      if (codiesp === null) return [];
      const options = { valid: null, seen: null };
      return codiespRows(await evaluateCodiesp(codiesp, options, reader, watcher), names);
    }
    case 'entities':
      return setRows(await entityScores(await annotated(kind), reader.signal), entityRows, names);
    case 'labels':
      return setRows(await labelScores(await annotated(kind), reader.signal), labelRows, names);
    case 'exam':
      return setRows(await examScores(await annotated(kind), reader.signal), examRows, names);
  }
}
