/** The review queue, what reviewers disagree on, and what was learnt from them. */
import type { WireLabelId } from './analysis.js';
import type { ReviewSubject } from './commands.js';
import type { WireRange } from './ranges.js';

/** Request client → server: what of the workspace's reports is to be reviewed, the most doubtful first. */
export const reviewQueueRequest = 'glosa/reviewQueue';
export type QueueKind = 'label' | 'code' | 'quality';
/**
 * `conflict`: reviewers disagree; `mislabel`: value and evidence, or value and an earlier decision, disagree;
 * `doubtful`: the probability is near the threshold; `check`: a quality check.
 */
export type QueueReason = 'conflict' | 'mislabel' | 'doubtful' | 'check';
export interface ReviewQueueParams {
  /** Entries to leave out at the start. */
  readonly offset: number;
  /** Entries wanted, at most 200. */
  readonly limit: number;
  readonly kind?: QueueKind;
  /** Id of a label. */
  readonly label?: string;
  /** A code, or its beginning. */
  readonly code?: string;
  /** What this person has not decided, whoever else has; else what nobody has. */
  readonly reviewer?: string;
  /** Path of one workspace folder; else all. */
  readonly folder?: string;
  /** Reports, relative to their folder; else all. */
  readonly paths?: readonly string[];
}
export interface ReviewQueueResult {
  readonly entries: readonly WireQueueEntry[];
  /** Entries that are still to be reviewed under this filter. */
  readonly open: number;
  /** Those that were reviewed. */
  readonly reviewed: number;
  /** Candidates beyond what is held; 0 where all are. */
  readonly leftOut: number;
  /** Labelled reports whose stored probabilities are from before, or without, what decisions have taught. */
  readonly otherwiseTaught: number;
  /** Names under which decisions were made, in alphabetical order. */
  readonly reviewers: readonly string[];
  /** False where no folder has labels yet: open reports alone are in the queue. */
  readonly labelled: boolean;
}
export interface WireQueueEntry {
  /** The same for the same entry in later answers. */
  readonly id: string;
  /** Of the report. */
  readonly uri: string;
  /** Of the report, relative to its workspace folder. */
  readonly path: string;
  readonly subject: Extract<ReviewSubject, { readonly kind: 'code' }> | WireNamedSubject;
  readonly reason: QueueReason;
  /** What a person reads: a label's name, a code with its description, a check's message. */
  readonly name: string;
  /** Null for checks and for subjects that the newest reading does not have. */
  readonly probability: number | null;
  readonly threshold: number | null;
  /** Whether the reading states it. */
  readonly value: boolean;
  /** Its first phrase, in the text that the report has now; null where it has none or the report has changed. */
  readonly range: WireRange | null;
  /** The report's words there; empty where there are none. */
  readonly words: string;
}
export interface WireNamedSubject {
  readonly kind: 'finding' | 'label' | 'quality';
  readonly id: string;
}

/** Request client → server: where reviewers of a document disagree. */
export const conflictsRequest = 'glosa/conflicts';
export interface ConflictsParams {
  readonly uri: string;
}
export interface ConflictsResult {
  readonly conflicts: readonly WireConflict[];
}
export interface WireConflict {
  /** Good until one of its people decides again. */
  readonly id: string;
  readonly name: string;
  readonly subject: WireQueueEntry['subject'];
  /** Its first phrase in the newest version, or null where it is of the report as a whole. */
  readonly range: WireRange | null;
  /** One for each person, the earlier first. */
  readonly sides: readonly WireSide[];
}
export interface WireSide {
  readonly who: string;
  /** ISO 8601. */
  readonly when: string;
  readonly verdict: 'accepted' | 'dismissed';
  /** What a person reads: "ana accepted it on 26 November 2026". */
  readonly text: string;
}

/** Request client → server: how far the workspace's reviewers agree, as a Markdown page. */
export const agreementRequest = 'glosa/agreement';
export interface AgreementResult {
  readonly markdown: string;
}

/** Request client → server: what the workspace's decisions have taught. */
export const learntRequest = 'glosa/learnt';
export interface LearntResult {
  readonly folders: readonly WireLearnt[];
}
export interface WireLearnt {
  /** Path of the workspace folder. */
  readonly folder: string;
  /** Labels with decisions on the model of now, by number of decisions. */
  readonly labels: readonly WireLearntLabel[];
  /** Learned code lists. */
  readonly lists: readonly WireLearntList[];
}
export interface WireLearntLabel {
  readonly id: WireLabelId;
  /** Reports with a decision on it. */
  readonly decisions: number;
  /** Fewer decisions change nothing. */
  readonly needed: number;
  /** How shown probabilities have moved. */
  readonly shift: 'waiting' | 'raised' | 'lowered' | 'same';
  /** A probability of the model, and what is shown instead. */
  readonly before: number;
  readonly after: number;
}
export interface WireLearntList {
  readonly name: string;
  readonly codes: number;
  readonly reports: number;
  /** Reports among what it was learnt from that people decided on. */
  readonly reviewed: number;
  /** Day, `YYYY-MM-DD`. */
  readonly learnt: string;
  /** On reports that it had not seen, 0 to 1. */
  readonly accuracy: number;
  readonly macroF1: number;
}
