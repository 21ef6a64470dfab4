/** The result of reading one version of one document: what every feature looks at. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ParsedReport } from '../core/report.js';
import type { LabelRecalibration } from '../core/learn/recalibrate.js';
import type { CodeSuggestion, PackVocabulary, ReportAnalysis, SentenceReading, Span } from '../core/types.js';
import type { GlosaSettings, WireRange } from '../protocol.js';
import type { WhyReason } from './messages.js';

export interface Analysed {
  readonly uri: string;
  readonly version: number;
  /** The text of this version; it stays as it is while the editor goes on. */
  readonly document: TextDocument;
  readonly settings: GlosaSettings;
  /** Null where the document is no report or cannot be read. */
  readonly report: ParsedReport | null;
  /** One a sentence, as the model gave them; empty before it has read. */
  readonly readings: readonly SentenceReading[];
  readonly analysis: ReportAnalysis | null;
  /** With what the folder's decisions have taught. */
  readonly vocabulary: PackVocabulary | null;
  /** What these have taught: what was done to the model's own probabilities. */
  readonly recalibration: LabelRecalibration;
  /** Identity of the pack whose readings these are, or null. */
  readonly packSha256: string | null;
  readonly reasons: readonly WhyReason[];
  /** True where the model has read every sentence of this version. */
  readonly complete: boolean;
  /** From the change's arrival to this result. */
  readonly analysisMs: number;
}

/** Span of UTF-16 units → LSP range in the analysed version. */
export function rangeOf(analysed: Analysed, span: Span): WireRange {
  return {
    start: analysed.document.positionAt(span.startUtf16),
    end: analysed.document.positionAt(span.endUtf16),
  };
}

/** The report's own words at a span. */
export function textOf(analysed: Analysed, span: Span): string {
  return analysed.document.getText().slice(span.startUtf16, span.endUtf16);
}

/** Codes of this analysis, best first; empty before the model has read. */
export function codesOf(analysed: Analysed): readonly CodeSuggestion[] {
  return analysed.analysis?.codes ?? [];
}
