/** `workspace/executeCommand`: accept and dismiss here, the other decisions in `reviewCommands.ts`. */
import {
  CancellationToken,
  ErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import type { ExecuteCommandParams, ShowMessageParams } from 'vscode-languageserver/node';
import { z } from 'zod';
import type { CodeSuggestion, Span } from '../core/types.js';
import { codeSuggestionId, commands } from '../protocol.js';
import type { AcceptCodeArguments, DismissArguments, FlagSubject } from '../protocol.js';
import { codesOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { insertionOf } from './codesSection.js';
import { insertionEdit } from './edits.js';
import { evaluate } from './evaluation/command.js';
import { flagSubjectAt } from './flagReviews.js';
import { answer } from './guard.js';
import { addMissingFindings } from './impressionCommand.js';
import { ignoreCheck } from './quality/ignoreCommand.js';
import { learnCommands, runLearnCommand } from './learnCommand.js';
import { forgetCorrections, writeReviews } from './learnt.js';
import { parse, reviewCommands } from './reviewCommands.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';
import { codeSubject, wireStale } from './suggestions.js';
import { labelWorkspace } from './workspace/labelCommand.js';

/** Commands that this server executes. */
export const serverCommands: readonly string[] = [
  commands.acceptCode,
  commands.dismiss,
  commands.ignoreCheck,
  commands.addMissingFindings,
  commands.forgetCorrections,
  commands.writeReviews,
  ...reviewCommands.keys(),
];

/** {@link DismissArguments} as it comes over the wire, where a missing key reads as undefined. */
type DismissRequest = Pick<DismissArguments, 'uri' | 'id'> & {
  readonly code?: string | undefined;
  readonly system?: string | undefined;
  readonly subject?: FlagSubject | undefined;
};

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
  system: z.string().optional(),
  subject: z.object({ kind: z.enum(['finding', 'label']), id: z.string() }).optional(),
});

async function accept(session: Session, request: AcceptCodeArguments): Promise<void> {
  const analysed = await analysedNow(session, request.uri, CancellationToken.None);
  if (analysed === null) return;
  const code = codesOf(analysed).find((c) => c.system === request.system && c.code === request.code);
  const spans = code?.evidence ?? [];
  await session.reviews.record(analysed, { decision: 'accept', subject: codeSubject(request), spans });
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
  if (request.subject === undefined && request.id !== codeSuggestionId) return;
  const analysed = await analysedNow(session, request.uri, CancellationToken.None);
  if (analysed === null) return;
  if (request.subject !== undefined) {
    const about = flagSubjectAt(analysed, request.subject);
    if (about === null) return;
    const [subject, spans] = about;
    await session.reviews.record(analysed, { decision: 'dismiss', subject, spans });
    return;
  }
  const ranked = codesOf(analysed);
  const isOfSystem = ({ system }: { readonly system: string }): boolean =>
    request.system === undefined || system === request.system;
  for (const code of ranked) {
    const meant = request.code === undefined ? code.value : code.code === request.code;
    if (meant && isOfSystem(code)) await dismissCode(session, analysed, code, code.evidence);
  }
  // A code that was accepted once may be withdrawn when the model no longer ranks it.
  for (const stale of wireStale(analysed, session.reviews)) {
    const isRanked = ranked.some(({ system, code }) => system === stale.system && code === stale.code);
    if (!isRanked && stale.code === request.code && isOfSystem(stale))
      await dismissCode(session, analysed, stale, []);
  }
}

/** Also for the phrases that it was accepted for, which the report may no longer have. */
async function dismissCode(
  session: Session,
  analysed: Analysed,
  code: Pick<CodeSuggestion, 'system' | 'code'>,
  spans: readonly Span[],
): Promise<void> {
  const subject = codeSubject(code);
  const report = session.reviews.of(analysed);
  const phrases = report.acceptedFor(subject).filter((phrase) => !report.text.has(phrase));
  await session.reviews.record(analysed, { decision: 'dismiss', subject, spans, phrases });
}

export function registerExecuteCommand(session: Session): void {
  session.connection.onExecuteCommand((request, cancellation, progress) =>
    answer<ExecuteCommandParams, unknown>(
      session,
      'workspace/executeCommand',
      null,
      async ({ command, arguments: list }, token) => {
        const argument: unknown = list?.[0];
        if (learnCommands.includes(command)) {
          return runLearnCommand(session, command, argument, { token, progress });
        }
        if (command === commands.labelWorkspace)
          return labelWorkspace(session, argument, { token, progress });
        if (command === commands.evaluate) return evaluate(session, argument, { token, progress });
        if (command === commands.acceptCode) await accept(session, parse(acceptSchema, argument));
        else if (command === commands.dismiss) await dismiss(session, parse(dismissSchema, argument));
        else if (command === commands.ignoreCheck) await ignoreCheck(session, argument);
        else if (command === commands.forgetCorrections) await forgetCorrections(session, argument);
        else if (command === commands.writeReviews) return writeReviews(session);
        else if (command === commands.addMissingFindings) return addMissingFindings(session, argument);
        else {
          const run = reviewCommands.get(command);
          if (run === undefined)
            throw new ResponseError(ErrorCodes.InvalidParams, 'This server does not have that command.');
          return run(session, argument);
        }
        return null;
      },
    )(request, cancellation),
  );
}
