/** Code actions on flags: dismiss the finding; mark the report as normal, or as not stating the label. */
import { CodeActionKind } from 'vscode-languageserver/node';
import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver/node';
import { commands, diagnosticSource } from '../protocol.js';
import type { DismissArguments, FlagSubject } from '../protocol.js';
import { textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { flagsOf } from './flags.js';
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
  { reviews, messages }: Session,
  analysed: Analysed,
  range: Range,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
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
    return [
      ...(flag.finding === null
        ? []
        : action(messages.reader.dismissFinding(quote(textOf(analysed, flag.finding))), flag.subject)),
      ...flag.labels.flatMap(({ id }) => action(messages.reader.dismissLabel(id), { kind: 'label', id })),
    ];
  });
}
