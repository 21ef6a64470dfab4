/** Diagnostics of one analysis, the same for pull and push. */
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import type { Diagnostic } from 'vscode-languageserver/node';
import { codeSuggestionId, diagnosticSource } from '../protocol.js';
import { rangeOf, textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { conflictDiagnostics } from './conflicts.js';
import { flagDiagnostics } from './flagDiagnostics.js';
import type { Messages } from './messages.js';
import { quote } from './quote.js';
import { offered, strongestBySpan, suggestions } from './suggestions.js';
import type { ReviewStore } from './reviewDesk.js';

/** What a diagnostic carries for code actions. */
export interface SuggestionData {
  readonly id: typeof codeSuggestionId;
  readonly system: string;
  readonly code: string;
}

/** Suggested codes, flags of what the report states, and what reviewers disagree on. */
export function diagnosticsOf(analysed: Analysed, reviews: ReviewStore, messages: Messages): Diagnostic[] {
  return [
    ...codeDiagnostics(analysed, reviews, messages),
    ...flagDiagnostics(analysed, reviews, messages),
    ...conflictDiagnostics({ reviews, messages }, analysed),
  ];
}

/** One Information diagnostic on each span of offered evidence, for the strongest code there. */
function codeDiagnostics(analysed: Analysed, reviews: ReviewStore, messages: Messages): Diagnostic[] {
  // An exam's or a learned list's code stands on the sentence that says most of it, which is nothing to review.
  const ofPhrases = suggestions(analysed, reviews).filter(
    ({ code }) => code.system === analysed.vocabulary?.system,
  );
  return strongestBySpan(offered(ofPhrases)).map(({ code, evidence, review }) => {
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
