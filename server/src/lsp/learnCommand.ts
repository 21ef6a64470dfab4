/** `glosa.learnCodes` and `glosa.forgetLearned`, through `workspace/executeCommand`. */
import type { CancellationToken, WorkDoneProgressReporter } from 'vscode-languageserver/node';
import { z } from 'zod';
import { TooFewReports } from '../core/learn/learn.js';
import { EngineUnavailable } from '../engine/types.js';
import { commands } from '../protocol.js';
import type { ForgetLearnedResult, LearnCodesResult } from '../protocol.js';
import { ReviewLog } from '../store/reviews/reviewLog.js';
import { NoTrainingReports } from '../store/trainingReports.js';
import { errorCode } from '../store/walkReports.js';
import { learnMessages } from './learnMessages.js';
import { learnReports } from './learnReports.js';
import { parse } from './reviewCommands.js';
import type { Session } from './session.js';

/** Client ids of these belong to the client, which asks for the source: they are executed, not announced. */
export const learnCommands: readonly string[] = [commands.learnCodes, commands.forgetLearned];

/** A training file above it is no report. */
const maxBytes = 4 * 1024 * 1024;

const learnSchema = z.object({
  source: z.string().min(1).nullable(),
  name: z.string().trim().min(1).max(100),
  folder: z.string().optional(),
});
const forgetSchema = z.object({ name: z.string().optional(), folder: z.string().optional() }).optional();

/** How a request is followed and stopped. */
export interface Following {
  readonly token: CancellationToken;
  /** Says nothing where the client gave no token. */
  readonly progress: WorkDoneProgressReporter;
}

export async function runLearnCommand(
  session: Session,
  command: string,
  argument: unknown,
  following: Following,
): Promise<LearnCodesResult | ForgetLearnedResult> {
  return command === commands.learnCodes ? learn(session, argument, following) : forget(session, argument);
}

async function learn(session: Session, argument: unknown, following: Following): Promise<LearnCodesResult> {
  const { source, name, folder } = parse(learnSchema, argument);
  const texts = learnMessages[session.messages.language];
  const failed = (problem: string): LearnCodesResult => ({ name, path: null, markdown: null, problem });
  const roots = session.learned.roots();
  const root = folder === undefined ? roots[0] : roots.find((known) => known === folder);
  if (root === undefined) return failed(texts.noFolder);
  following.progress.begin('Glosa', 0, undefined, true);
  const controller = new AbortController();
  const listening = following.token.onCancellationRequested(() => {
    controller.abort();
  });
  try {
    const log = session.reviews.logs().get(root) ?? ReviewLog.of(root);
    await log.refresh();
    const { pack, unread } = await learnReports(
      source,
      name,
      { root, log },
      {
        engine: session.engine,
        signal: controller.signal,
        today: new Date().toISOString().slice(0, 10),
        maxBytes,
        onProgress: (stage, reports, part) => {
          following.progress.report(Math.round((part ?? 0) * 100), texts[stage](reports));
        },
      },
    );
    const path = await session.learned.store(root, pack);
    reread(session);
    return { name, path, markdown: texts.page(pack, unread), problem: null };
  } catch (error) {
    if (controller.signal.aborted) return failed('');
    if (error instanceof TooFewReports) return failed(texts.tooFew);
    if (error instanceof NoTrainingReports)
      return failed(source === null ? texts.noDecisions : texts.noReports);
    if (error instanceof EngineUnavailable) return failed(texts.noModel);
    if (error instanceof Error && 'syscall' in error) return failed(texts.unreadable(errorCode(error)));
    throw error;
  } finally {
    listening.dispose();
    following.progress.done();
  }
}

async function forget(session: Session, argument: unknown): Promise<ForgetLearnedResult> {
  const { name, folder } = parse(forgetSchema, argument) ?? {};
  const lists = session.learned.lists().filter(({ root }) => folder === undefined || root === folder);
  const forgotten = lists.filter(({ pack }) => pack.name === name);
  for (const { root, pack } of forgotten) await session.learned.forget(root, pack.name);
  if (forgotten.length > 0) reread(session);
  return {
    forgotten: forgotten.length,
    lists: session.learned.lists().map(({ root, pack }) => ({
      name: pack.name,
      folder: root,
      codes: pack.head.codes.length,
      reports: pack.head.reports,
      learnt: pack.learnt,
    })),
  };
}

/** Open reports get, or lose, the list's codes. */
function reread(session: Session): void {
  session.refresher.all();
  for (const document of session.documents.all()) session.analyser.start(document);
}
