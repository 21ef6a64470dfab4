/** What features ask of decisions, and what these ask of a session. */
import type { Span } from '../core/types.js';
import type { PackIdentity } from '../engine/types.js';
import type { ReportReviews } from '../store/reviews/reportReviews.js';
import type { WriteProblem } from '../store/reviews/reviewLog.js';
import type { Correction, Decided, Phrase, Subject } from '../store/reviews/reviewLine.js';
import type { Entry, Verdict } from '../store/reviews/standing.js';
import type { Analysed } from './analysed.js';

/** What features ask of decisions. */
export interface ReviewStore {
  /** What stands for this version of the document. */
  of(analysed: Analysed): ReportReviews;
  /** All decisions on a document, undone ones too. */
  entries(uri: string): readonly Entry[];
  /** Grows with every change of this document's decisions; part of diagnostics' result ids. */
  revision(uri: string): number;
}

/** Where the desk gets what it needs and tells what happened. */
export interface DeskSurroundings {
  /** URIs of the workspace folders, as they are now. */
  folders(): readonly string[];
  /** False: decisions stay in memory. */
  readonly trusted: boolean;
  /** The pack that reads now. */
  pack(): PackIdentity | null;
  /** Why decisions stay in memory; told once for each reason until a decision is written again. */
  tell(why: MemoryReason): void;
  /** Everything that was in memory has been written. */
  onWritten?(): void;
  /** Decisions of one document, or without a URI of any, are others than before. */
  onChange(uri: string | null): void;
}

/** Why decisions are in memory alone. */
export type MemoryReason = { readonly kind: 'untrusted' } | { readonly kind: 'noFolder' } | WriteProblem;

/** A decision as a command gives it. */
export interface NewDecision {
  readonly decision: Exclude<Decided['decision'], 'undo' | 'move' | 'forget'>;
  readonly subject: Subject | null;
  /** Where the evidence is. */
  readonly spans: readonly Span[];
  /** Evidence that this version no longer has. */
  readonly phrases?: readonly Phrase[];
  readonly correction?:
    | Exclude<Correction, { kind: 'span' }>
    | { readonly kind: 'span'; readonly span: Span }
    /** As another decision has it. */
    | { readonly kind: 'phrase'; readonly phrase: Phrase };
  readonly note?: string;
  readonly scope?: 'file' | 'workspace';
  /** Of a judgement. */
  readonly verdict?: Verdict;
  readonly settles?: readonly number[];
}
