/** What a quality check says of a report: two of its statements that do not go together, or one that is not there. */
import type { Span } from '../types.js';

/** Ids of the checks, in the order of the settings and of the explanation page. */
export const qualityIds = [
  'side-discrepancy',
  'denied-and-asserted',
  'impression-missing-finding',
  'impression-unsupported',
  'sex-mismatch',
  'age-mismatch',
  'size-discrepancy',
  'exam-region-mismatch',
  'missing-impression',
  'unfilled-field',
  'comparison-without-prior',
  'followup-without-interval',
  'critical-without-communication',
  'score-out-of-range',
  'score-discrepancy',
  'score-missing',
  'organ-not-described',
] as const;
export type QualityId = (typeof qualityIds)[number];

/** Names of the quick fixes; `messages.ts` has their titles. */
export type QualityFixTitle = 'replace' | 'addImpression' | 'addToImpression';

/** Replaces the text of the span; an empty span inserts. */
export interface QualityEdit extends Span {
  readonly newText: string;
}

export interface QualityFix {
  readonly title: QualityFixTitle;
  readonly edits: readonly QualityEdit[];
}

/** Words of the report, or numbers made of them, that a message names. */
export type MessageArguments = Readonly<Record<string, string>>;

export interface QualityFinding {
  readonly id: QualityId;
  /** Where the report is to be looked at. Never empty in a report that has text. */
  readonly span: Span;
  /** The statements that it does not go together with. */
  readonly related: readonly Span[];
  readonly messageArguments: MessageArguments;
  readonly fix?: QualityFix;
}
