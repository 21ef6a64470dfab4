/** Code actions on evidence: accept, accept and insert into the codes section, dismiss, take back, correct, note. */
import { CodeActionKind } from 'vscode-languageserver/node';
import type { CodeAction, CodeActionParams, Command, Diagnostic } from 'vscode-languageserver/node';
import type { CodeSuggestion } from '../core/types.js';
import { codeSuggestionId, commands, diagnosticSource } from '../protocol.js';
import type { AcceptCodeArguments, DismissArguments } from '../protocol.js';
import type { Analysed } from './analysed.js';
import { insertionOf } from './codesSection.js';
import { conflictActions } from './conflicts.js';
import { insertionEdit } from './edits.js';
import { flagActions } from './flagActions.js';
import { answer } from './guard.js';
import { qualityActions } from './quality/actions.js';
import { analysedNow } from './session.js';
import type { Session } from './session.js';
import { isOffered } from '../core/assertion.js';
import { decisionActions } from './decisionActions.js';
import { allSuggestions } from './suggestions.js';

function codeLabel(code: CodeSuggestion): string {
  return code.description === code.code ? code.code : `${code.code} ${code.description}`;
}

/** The client's diagnostics that this code's actions answer. */
function answered(diagnostics: readonly Diagnostic[], code: CodeSuggestion): Diagnostic[] {
  return diagnostics.filter(({ source, code: id, data }) => {
    if (source !== diagnosticSource || id !== codeSuggestionId) return false;
    const about = data as { system?: unknown; code?: unknown } | null | undefined;
    return about?.code === code.code && about.system === code.system;
  });
}

/** Distinct codes whose evidence the range touches, the strongest first, each with its decision there. */
function codesAt(session: Session, analysed: Analysed, params: CodeActionParams) {
  const start = analysed.document.offsetAt(params.range.start);
  const end = analysed.document.offsetAt(params.range.end);
  const touched = allSuggestions(analysed, session.reviews)
    .filter(({ evidence }) => evidence.startUtf16 <= end && start <= evidence.endUtf16)
    .sort((a, b) => b.evidence.probability - a.evidence.probability);
  const seen = new Set<string>();
  return touched.filter(({ code }) => {
    const key = `${code.system} ${code.code}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Actions for the codes at a range; commands alone for clients without code action literals. */
export function codeActionsAt(
  session: Session,
  analysed: Analysed,
  params: CodeActionParams,
): (CodeAction | Command)[] {
  const { only } = params.context;
  if (only !== undefined && !only.some((kind) => kind === '' || kind === CodeActionKind.QuickFix)) return [];
  const { messages, client } = session;
  const found = codesAt(session, analysed, params);
  const actions = found.flatMap(({ code, review, evidence }): CodeAction[] => {
    const label = codeLabel(code);
    const { uri } = analysed;
    const acceptance: AcceptCodeArguments = { uri, system: code.system, code: code.code, insert: false };
    const dismissal: DismissArguments = { uri, id: codeSuggestionId, system: code.system, code: code.code };
    const shared = {
      kind: CodeActionKind.QuickFix,
      diagnostics: answered(params.context.diagnostics, code),
    };
    const acceptTitle =
      review === 'stale' || review === 'dismissed'
        ? messages.reviews.acceptAgain(label, review)
        : messages.accept(label);
    const accept: CodeAction = {
      ...shared,
      title: acceptTitle,
      command: { title: acceptTitle, command: commands.acceptCode, arguments: [acceptance] },
    };
    const dismissTitle = review === 'stale' ? messages.reviews.withdraw(label) : messages.dismiss(label);
    const dismiss: CodeAction = {
      ...shared,
      title: dismissTitle,
      command: { title: dismissTitle, command: commands.dismiss, arguments: [dismissal] },
    };
    const others = decisionActions(session, analysed, code, evidence, label);
    if (review === 'dismissed') return isOffered(evidence) ? [accept, ...others] : others;
    // What the report denies, or says of a relative, can be dismissed only.
    if (!isOffered(evidence)) return [dismiss, ...others];
    const insertion = insertionOf(analysed, code.code, code.description);
    const insertAction: CodeAction[] =
      insertion === null
        ? []
        : [
            {
              ...accept,
              title: messages.acceptAndInsert(label),
              edit: insertionEdit(client, analysed, insertion),
              // Preferred only where there is nothing to choose between.
              ...(found.length === 1 ? { isPreferred: true } : {}),
            },
          ];
    return [...(review === 'accepted' ? [] : [accept]), ...insertAction, dismiss, ...others];
  });
  actions.push(...flagActions(session, analysed, params.range, params.context.diagnostics));
  actions.push(...conflictActions(session, analysed, params.range, params.context.diagnostics));
  actions.push(...qualityActions(session, analysed, params.range, params.context.diagnostics));
  return client.actionLiterals ? actions : actions.flatMap(asCommand);
}

/** For a client that knows only commands, inserting is the server's part of the accept command. */
function asCommand({ title, command, edit }: CodeAction): Command[] {
  if (command === undefined) return [];
  if (edit === undefined) return [command];
  const [acceptance] = command.arguments as [AcceptCodeArguments];
  return [{ ...command, title, arguments: [{ ...acceptance, insert: true }] }];
}

export function registerCodeActions(session: Session): void {
  session.connection.onCodeAction(
    answer(session, 'textDocument/codeAction', [] as (CodeAction | Command)[], async (params, token) => {
      const analysed = await analysedNow(session, params.textDocument.uri, token);
      return analysed === null ? [] : codeActionsAt(session, analysed, params);
    }),
  );
}
