/** Diagnostics of one analysis, the same for pull and push. */
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Diagnostic } from 'vscode-languageserver/node';
import { codeSuggestionId, diagnosticSource } from '../protocol.js';
import type { ReviewStore } from '../store/reviews.js';
import { rangeOf, textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import type { Messages } from './messages.js';
import { offered, strongestBySpan, suggestions } from './suggestions.js';

/** What a diagnostic carries for code actions. */
export interface SuggestionData {
  readonly id: typeof codeSuggestionId;
  readonly system: string;
  readonly code: string;
}

/** Longest quotation in a message, in UTF-16 units. */
const quotedUnits = 80;

/** Evidence on one line, shortened between characters. */
export function quote(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= quotedUnits) return line;
  return `${line.slice(0, quotedUnits).replace(/[\ud800-\udbff]$/u, '')}…`;
}

/** One Information diagnostic on each span of offered evidence, for the strongest code there. */
export function diagnosticsOf(analysed: Analysed, reviews: ReviewStore, messages: Messages): Diagnostic[] {
  return strongestBySpan(offered(suggestions(analysed, reviews))).map(({ code, evidence, review }) => {
    const stated = messages.suggestion(
      quote(textOf(analysed, evidence)),
      code,
      evidence.probability,
      evidence,
    );
    const data: SuggestionData = { id: codeSuggestionId, system: code.system, code: code.code };
    return {
      range: rangeOf(analysed, evidence),
      severity: DiagnosticSeverity.Information,
      source: diagnosticSource,
      code: codeSuggestionId,
      message: review === 'accepted' ? `${stated} · ${messages.acceptedMark}` : stated,
      data,
    };
  });
}
