/** Code actions on flags: accept, dismiss, mark as normal or as not stating the label, correct, note, take back. */
import { CodeActionKind } from 'vscode-languageserver/node';
import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver/node';
import { commands, diagnosticSource } from '../protocol.js';
import type { AcceptArguments, DismissArguments, FlagSubject } from '../protocol.js';
import { textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { subjectActions } from './decisionActions.js';
import { flagSubjectAt } from './flagReviews.js';
import { flagsOf, isAccepted } from './flags.js';
import type { Flag } from './flags.js';
import { quote } from './quote.js';
import type { Session } from './session.js';

/** The client's diagnostics that this flag's actions answer. */
function answered(diagnostics: readonly Diagnostic[], flag: Flag): Diagnostic[] {
  return diagnostics.filter(({ source, code, data }) => {
    const subject = (data as { subject?: FlagSubject } | null | undefined)?.subject;
    return (
      source === diagnosticSource &&
      code === flag.id &&
      subject?.kind === flag.subject.kind &&
      subject.id === flag.subject.id
    );
  });
}

/** Actions for the flags that a range touches, in text order. */
export function flagActions(
  session: Session,
  analysed: Analysed,
  range: Range,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const { reviews, messages } = session;
  const report = reviews.of(analysed);
  const start = analysed.document.offsetAt(range.start);
  const end = analysed.document.offsetAt(range.end);
  const touched = flagsOf(analysed, reviews).filter(
    ({ span }) => span.startUtf16 <= end && start <= span.endUtf16,
  );
  const seen = new Set<string>();
  return touched.flatMap((flag): CodeAction[] => {
    const action = (title: string, subject: FlagSubject): CodeAction[] => {
      const key = `${subject.kind} ${subject.id}`;
      if (seen.has(key)) return [];
      seen.add(key);
      const dismissal: DismissArguments = { uri: analysed.uri, id: flag.id, subject };
      const command = { title, command: commands.dismiss, arguments: [dismissal] };
      return [{ title, kind: CodeActionKind.QuickFix, diagnostics: answered(diagnostics, flag), command }];
    };
    const acceptances = flag.labels
      .filter((label) => !isAccepted(label, report))
      .flatMap(({ id }) => {
        const title = messages.reviews.acceptLabel(messages.reader.labels[id]);
        const argument: AcceptArguments = { uri: analysed.uri, subject: { kind: 'label', id } };
        if (seen.has(title)) return [];
        seen.add(title);
        const command = { title, command: commands.accept, arguments: [argument] };
        return [{ title, kind: CodeActionKind.QuickFix, diagnostics: answered(diagnostics, flag), command }];
      });
    return [
      ...acceptances,
      ...(flag.finding === null
        ? []
        : action(messages.reader.dismissFinding(quote(textOf(analysed, flag.finding))), flag.subject)),
      ...flag.labels.flatMap(({ id }) => action(messages.reader.dismissLabel(id), { kind: 'label', id })),
      ...furtherActions(session, analysed, flag),
    ];
  });
}

/** Take back, correct and note, of the flag's first label. */
function furtherActions(session: Session, analysed: Analysed, { labels, span, subject }: Flag): CodeAction[] {
  const { messages } = session;
  const [first] = labels;
  const about = flagSubjectAt(analysed, subject);
  if (first === undefined || about === null) return [];
  const name = messages.reader.labels[first.id];
  return subjectActions(session, analysed, { subject, decided: about[0], span, name });
}
