/** Code actions on a decision that stands, and those for which the client asks a person for more. */
import { CodeActionKind } from 'vscode-languageserver/node';
import type { CodeAction } from 'vscode-languageserver/node';
import type { CodeEvidence, CodeSuggestion } from '../core/types.js';
import { commands } from '../protocol.js';
import type { AddNoteArguments, CorrectArguments, UndoReviewArguments } from '../protocol.js';
import { rangeOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import type { Session } from './session.js';
import { codeSubject } from './suggestions.js';

/** @param label the code as a person reads it. */
export function decisionActions(
  session: Session,
  analysed: Analysed,
  code: CodeSuggestion,
  evidence: CodeEvidence,
  label: string,
): CodeAction[] {
  const { uri } = analysed;
  const { system } = code;
  const words = session.messages.reviews;
  const report = session.reviews.of(analysed);
  const action = (title: string, command: string, argument: unknown): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    command: { title, command, arguments: [argument] },
  });
  const subject = codeSubject(code);
  const state = report.empty ? 'none' : report.on(subject, evidence);
  const standing = state === 'none' ? null : report.lastOn(subject, evidence);
  const undo: CodeAction[] = [];
  if (state !== 'none' && standing?.seq != null) {
    const argument: UndoReviewArguments = { uri, seq: standing.seq };
    undo.push(action(words.undo(label, state), commands.undoReview, argument));
  }
  if (session.client.options.asks !== true) return undo;
  const about = {
    uri,
    subject: { kind: 'code' as const, system, code: code.code },
    range: rangeOf(analysed, evidence),
  };
  const correction: Omit<CorrectArguments, 'correction'> = about;
  const note: Omit<AddNoteArguments, 'note'> = about;
  return [
    ...undo,
    action(words.correct(label), commands.correct, correction),
    action(words.note(label), commands.addNote, note),
  ];
}
