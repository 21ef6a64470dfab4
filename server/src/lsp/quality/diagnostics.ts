/** Quality checks as diagnostics. */
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Diagnostic } from 'vscode-languageserver/node';
import { qualityMessage } from '../../core/quality/messages.js';
import { diagnosticSource } from '../../protocol.js';
import { rangeOf, textOf } from '../analysed.js';
import type { Analysed } from '../analysed.js';
import type { Messages } from '../messages.js';
import { quote } from '../quote.js';
import { shownFindings } from './checks.js';
import type { QualityIgnores } from './checks.js';
import { explanationOf } from './pages.js';
import type { TypingWatch } from './typing.js';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

/**
 * One diagnostic a finding, with the statements that it does not go together with.
 * @param docsFolder of the pages that explain the checks; null names none.
 */
export function qualityDiagnostics(
  analysed: Analysed,
  ignores: Pick<QualityIgnores, 'isIgnored'>,
  messages: Messages,
  typing: TypingWatch | null,
  docsFolder: string | null = null,
): Diagnostic[] {
  return shownFindings(analysed, ignores, typing).map(({ finding, severity }) => ({
    range: rangeOf(analysed, finding.span),
    severity: severities[severity],
    source: diagnosticSource,
    code: finding.id,
    ...(docsFolder === null
      ? {}
      : { codeDescription: { href: explanationOf(docsFolder, messages.language, finding.id) } }),
    message: qualityMessage(finding, messages.language),
    ...(finding.related.length === 0
      ? {}
      : {
          relatedInformation: finding.related.map((span) => ({
            location: { uri: analysed.uri, range: rangeOf(analysed, span) },
            message: quote(textOf(analysed, span)),
          })),
        }),
  }));
}
