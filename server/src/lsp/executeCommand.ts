/** `workspace/executeCommand`: accept and dismiss. */
import {
  CancellationToken,
  ErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import type { ShowMessageParams } from 'vscode-languageserver/node';
import { z } from 'zod';
import type { CodeSuggestion } from '../core/types.js';
import { codeSuggestionId, commands } from '../protocol.js';
import type { AcceptCodeArguments, DismissArguments } from '../protocol.js';
import type { Decision } from '../store/reviews.js';
import { codesOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { insertionOf } from './codesSection.js';
import { insertionEdit } from './edits.js';
import { answer } from './guard.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';
import { reviewKey } from './suggestions.js';

/** Commands that this server executes. */
export const serverCommands: readonly string[] = [commands.acceptCode, commands.dismiss];

/** {@link DismissArguments} as it comes over the wire, where a missing key reads as undefined. */
type DismissRequest = Pick<DismissArguments, 'uri' | 'id'> & { readonly code?: string | undefined };

const acceptSchema: z.ZodType<AcceptCodeArguments> = z.object({
  uri: z.string(),
  system: z.string(),
  code: z.string(),
  insert: z.boolean(),
});
const dismissSchema: z.ZodType<DismissRequest> = z.object({
  uri: z.string(),
  id: z.string(),
  code: z.string().optional(),
});

function parse<T>(schema: z.ZodType<T>, argument: unknown): T {
  const parsed = schema.safeParse(argument);
  if (!parsed.success) throw new ResponseError(ErrorCodes.InvalidParams, 'Bad arguments for this command.');
  return parsed.data;
}

function decide(session: Session, analysed: Analysed, code: CodeSuggestion, decision: Decision): void {
  for (const evidence of code.evidence) {
    session.reviews.set(analysed.uri, reviewKey(analysed, code, evidence), decision);
  }
}

async function accept(session: Session, request: AcceptCodeArguments): Promise<void> {
  const analysed = await analysedNow(session, request.uri, CancellationToken.None);
  if (analysed === null) return;
  const code = codesOf(analysed).find((c) => c.system === request.system && c.code === request.code);
  if (code !== undefined) decide(session, analysed, code, 'accepted');
  if (request.insert) await insert(session, analysed, request.code, code?.description);
}

/** Also for a code that the model did not propose: a person may accept any of the vocabulary. */
async function insert(
  session: Session,
  analysed: Analysed,
  code: string,
  proposed: string | undefined,
): Promise<void> {
  if (!session.client.appliesEdits) {
    const message: ShowMessageParams = { type: MessageType.Warning, message: session.messages.cannotInsert };
    session.connection.sendNotification(ShowMessageNotification.type, message).catch(() => undefined);
    return;
  }
  const known = analysed.vocabulary?.describe(code) ?? null;
  const description = proposed ?? known?.[analysed.analysis?.language ?? 'es'] ?? known?.es ?? '';
  const insertion = insertionOf(analysed, code, description);
  if (insertion === null) return;
  await session.connection.workspace.applyEdit(insertionEdit(session.client, analysed, insertion));
}

async function dismiss(session: Session, request: DismissRequest): Promise<void> {
  if (request.id !== codeSuggestionId) return;
  const analysed = await analysedNow(session, request.uri, CancellationToken.None);
  if (analysed === null) return;
  for (const code of codesOf(analysed)) {
    const meant = request.code === undefined ? code.value : code.code === request.code;
    if (meant) decide(session, analysed, code, 'dismissed');
  }
}

/** @param onReviewed called after a decision, with the document's URI. */
export function registerExecuteCommand(session: Session, onReviewed: (uri: string) => void): void {
  session.connection.onExecuteCommand(
    answer(session, 'workspace/executeCommand', null, async ({ command, arguments: list }) => {
      const argument: unknown = list?.[0];
      if (command === commands.acceptCode) {
        const request = parse(acceptSchema, argument);
        await accept(session, request);
        onReviewed(request.uri);
      } else if (command === commands.dismiss) {
        const request = parse(dismissSchema, argument);
        await dismiss(session, request);
        onReviewed(request.uri);
      } else {
        throw new ResponseError(ErrorCodes.InvalidParams, 'This server does not have that command.');
      }
      return null;
    }),
  );
}
