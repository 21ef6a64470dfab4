/** Code actions on a decision that stands, and those for which the client asks a person for more. */
import { CodeActionKind } from 'vscode-languageserver/node';
import type { CodeAction } from 'vscode-languageserver/node';
import type { CodeEvidence, CodeSuggestion, Span } from '../core/types.js';
import { commands } from '../protocol.js';
import type { AddNoteArguments, CorrectArguments, ReviewSubject, UndoReviewArguments } from '../protocol.js';
import type { Subject } from '../store/reviews/reviewLine.js';
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
  const subject = { kind: 'code' as const, system: code.system, code: code.code };
  return subjectActions(session, analysed, {
    subject,
    decided: codeSubject(code),
    span: evidence,
    name: label,
  });
}

/** Something to decide on, at one place. */
export interface DecisionPlace {
  readonly subject: ReviewSubject;
  /** The same as decisions know it. */
  readonly decided: Subject;
  readonly span: Span;
  /** As a person reads it. */
  readonly name: string;
}

export function subjectActions(
  session: Session,
  analysed: Analysed,
  { subject, decided, span, name }: DecisionPlace,
): CodeAction[] {
  const { uri } = analysed;
  const words = session.messages.reviews;
  const report = session.reviews.of(analysed);
  const action = (title: string, command: string, argument: unknown): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    command: { title, command, arguments: [argument] },
  });
  const state = report.empty ? 'none' : report.on(decided, span);
  const standing = state === 'none' ? null : report.lastOn(decided, span);
  const undo: CodeAction[] = [];
  if (state !== 'none' && standing?.seq != null) {
    const argument: UndoReviewArguments = { uri, seq: standing.seq };
    undo.push(action(words.undo(name, state), commands.undoReview, argument));
  }
  if (session.client.options.asks !== true) return undo;
  const about = { uri, subject, range: rangeOf(analysed, span) };
  const correction: Omit<CorrectArguments, 'correction'> = about;
  const note: Omit<AddNoteArguments, 'note'> = about;
  return [
    ...undo,
    action(words.correct(name), commands.correct, correction),
    action(words.note(name), commands.addNote, note),
  ];
}
