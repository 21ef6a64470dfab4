/** Code actions on quality checks: the fix, and ignoring once, in the file or in the workspace. */
import { CodeActionKind } from 'vscode-languageserver/node';
import type { CodeAction, Diagnostic, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { qualityFixTitle } from '../../core/quality/messages.js';
import type { QualityFinding } from '../../core/quality/index.js';
import type { Language } from '../../core/types.js';
import { commands, diagnosticSource } from '../../protocol.js';
import type { IgnoreCheckArguments } from '../../protocol.js';
import { rangeOf } from '../analysed.js';
import type { Analysed } from '../analysed.js';
import type { ClientFacts } from '../clientFacts.js';
import type { Session } from '../session.js';
import { shownFindings } from './checks.js';

const scopes = ['once', 'file', 'workspace'] as const;
const ignoreTitles: Readonly<Record<Language, Readonly<Record<(typeof scopes)[number], string>>>> = {
  en: {
    once: 'Ignore this time',
    file: 'Ignore “{}” in this report',
    workspace: 'Ignore “{}” in the workspace',
  },
  es: {
    once: 'Ignorar esta vez',
    file: 'Ignorar «{}» en este informe',
    workspace: 'Ignorar «{}» en el espacio de trabajo',
  },
};

/** The client's diagnostics that this finding's actions answer. */
function answered(diagnostics: readonly Diagnostic[], finding: QualityFinding, range: Range): Diagnostic[] {
  return diagnostics.filter(
    ({ source, code, range: where }) =>
      source === diagnosticSource &&
      code === finding.id &&
      where.start.line === range.start.line &&
      where.start.character === range.start.character,
  );
}

/** Edits bound to the analysed version where the client can check it. */
function workspaceEdit(client: ClientFacts, analysed: Analysed, edits: TextEdit[]): WorkspaceEdit {
  const { uri, version } = analysed;
  return client.versionedEdits
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}

/** Actions for the findings that a range touches, in text order. */
export function qualityActions(
  { reviews, messages, client, typing }: Session,
  analysed: Analysed,
  range: Range,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const start = analysed.document.offsetAt(range.start);
  const end = analysed.document.offsetAt(range.end);
  return shownFindings(analysed, reviews, typing)
    .filter(({ finding: { span } }) => span.startUtf16 <= end && start <= span.endUtf16)
    .flatMap(({ finding }): CodeAction[] => {
      const where = rangeOf(analysed, finding.span);
      const shared = {
        kind: CodeActionKind.QuickFix,
        diagnostics: answered(diagnostics, finding, where),
      };
      const { fix } = finding;
      const fixes: CodeAction[] =
        fix === undefined || !client.actionLiterals
          ? []
          : [
              {
                ...shared,
                title: qualityFixTitle(fix.title, messages.language),
                edit: workspaceEdit(
                  client,
                  analysed,
                  fix.edits.map((edit) => ({ range: rangeOf(analysed, edit), newText: edit.newText })),
                ),
              },
            ];
      const ignores = scopes.map((scope): CodeAction => {
        const title = ignoreTitles[messages.language][scope].replace('{}', finding.id);
        const request: IgnoreCheckArguments = { uri: analysed.uri, id: finding.id, scope, range: where };
        return { ...shared, title, command: { title, command: commands.ignoreCheck, arguments: [request] } };
      });
      return [...fixes, ...ignores];
    });
}
