/** What decisions have taught: `glosa/learnt` tells it, `glosa.forgetCorrections` ends it. */
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { z } from 'zod';
import { labelIds, learntRequest } from '../protocol.js';
import type { LearntResult, WriteReviewsResult } from '../protocol.js';
import { answer } from './guard.js';
import { parse } from './reviewCommands.js';
import type { Session } from './session.js';

const forgetSchema = z.object({ folder: z.string(), label: z.enum(labelIds).optional() });

export function learntOf({ reviews, learned, teaching }: Session): LearntResult {
  const lists = learned.lists();
  const folders = [...reviews.logs().keys()].map((folder) => ({
    folder,
    labels: teaching.summary(folder),
    lists: lists
      .filter(({ root }) => root === folder)
      .map(({ pack: { name, learnt, reviewed, head } }) => ({
        name,
        codes: head.codes.length,
        reports: head.reports,
        reviewed: (reviewed?.accepted ?? 0) + (reviewed?.rejected ?? 0),
        learnt,
        accuracy: head.scores.accuracy,
        macroF1: head.scores.f1,
      })),
  }));
  return { folders: folders.filter(({ labels, lists: own }) => labels.length > 0 || own.length > 0) };
}

/** Decisions made until now teach no more; every one of them stays in the reviews and counts. */
export async function forgetCorrections(session: Session, argument: unknown): Promise<null> {
  const { folder, label } = parse(forgetSchema, argument);
  if (!session.reviews.logs().has(folder))
    throw new ResponseError(ErrorCodes.InvalidParams, 'No workspace folder has this path.');
  const { reviewer } = await session.settings.get();
  await session.reviews.forget(folder, reviewer, label === undefined ? null : { kind: 'label', id: label });
  await session.teaching.update();
  return null;
}

/** Tries again to write what is in memory alone. */
export async function writeReviews({ reviews, messages }: Session): Promise<WriteReviewsResult> {
  const { waiting, problem } = await reviews.write();
  return { waiting, problem: problem === null ? null : messages.reviews.memoryOnly(problem) };
}

export function registerLearnt(session: Session): void {
  session.connection.onRequest(
    learntRequest,
    answer<unknown, LearntResult>(session, learntRequest, { folders: [] }, () => learntOf(session)),
  );
}
