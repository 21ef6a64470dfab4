/** Labelling a workspace, and looking at its labels. Folders are paths of workspace folders. */
import type { WireLabelId } from './analysis.js';
import type { WireRange } from './ranges.js';

export interface LabelWorkspaceArguments {
  /** Without it, every workspace folder. */
  readonly folder?: string;
  /** Reports to read, relative to `folder`, which they need; without them, all. */
  readonly paths?: readonly string[];
}
export interface LabelWorkspaceResult {
  readonly folders: readonly LabelledFolder[];
  /** Why it ended before its end, for a person; null where it did not. */
  readonly problem: string | null;
}
export interface LabelledFolder {
  readonly folder: string;
  readonly labelled: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly seconds: number;
}

/** Request client → server: what a folder's labels say as a whole. */
export const workspaceRequest = 'glosa/workspace';
export interface WorkspaceParams {
  /** Without it, the first. */
  readonly folder?: string;
}
export interface WorkspaceResult {
  /** Null where no folder is open, or none that is trusted. */
  readonly folder: string | null;
  readonly folders: readonly string[];
  /** Null where the folder has no labels and no failures. */
  readonly overview: WorkspaceOverview | null;
}
export interface WorkspaceOverview {
  /** Another number, another table: rows that were sent before no longer count. */
  readonly revision: number;
  /** Reports with labels. */
  readonly reports: number;
  readonly failed: number;
  /** A label contradicts its evidence, a decision or gold. */
  readonly suspected: number;
  readonly doubtful: number;
  readonly reviewed: number;
  readonly empty: number;
  /** Lines of the file that are no records. */
  readonly unreadable: number;
  /** Reports labelled by the model of now whose probabilities are from before, or without, what decisions have taught. */
  readonly otherwiseTaught: number;
  readonly models: readonly { readonly name: string; readonly version: string; readonly reports: number }[];
  readonly labels: readonly LabelCount[];
  /** Those that a report states, most reports first. */
  readonly codes: readonly CodeCount[];
  /** Null where the records have no entities. */
  readonly anatomies: readonly AnatomyCount[] | null;
  /** Label files to compare: the present one first, then those of earlier models. */
  readonly versions: readonly LabelVersion[];
}
/** Numbers of reports; they add up to those of the records with this label. */
export interface LabelCount {
  readonly id: WireLabelId;
  readonly stated: number;
  /** Not stated, but at or above the sensitive threshold. */
  readonly doubtful: number;
  readonly notStated: number;
  readonly notApplying: number;
}
export interface CodeCount {
  readonly system: string;
  readonly code: string;
  readonly description: string;
  readonly reports: number;
}
export interface AnatomyCount {
  /** English name of the subtype. */
  readonly subtype: string;
  readonly reports: number;
  /** Anatomies, and findings whose word names one. */
  readonly mentions: number;
}
export interface LabelVersion {
  readonly path: string;
  /** Of its first record. */
  readonly model: string;
  readonly present: boolean;
}

/** Request client → server: one page of the table of reports. */
export const workspaceReportsRequest = 'glosa/workspaceReports';
export interface WorkspaceReportsParams {
  readonly folder: string;
  readonly filter: ReportFilter;
  readonly sort: ReportSort;
  /** Rows are counted from 0. */
  readonly offset: number;
  /** 500 at most. */
  readonly limit: number;
}
/** All that is given has to hold. */
export interface ReportFilter {
  /** In the path, whatever its case and accents. */
  readonly path?: string;
  readonly label?: WireLabelId;
  /** Of `label`. */
  readonly is?: LabelState;
  /** A code, or words of its description. */
  readonly code?: string;
  readonly anatomy?: string;
  readonly state?: ReportState;
  /** These reports alone. */
  readonly paths?: readonly string[];
}
export type LabelState = 'stated' | 'doubtful' | 'notStated' | 'notApplying';
export type ReportState = 'suspected' | 'doubtful' | 'failed' | 'reviewed' | 'notReviewed' | 'empty';
export interface ReportSort {
  readonly by: ReportColumn;
  readonly descending: boolean;
}
export const reportColumns = ['path', 'doubt', 'labels', 'codes', 'anatomies', 'checks', 'state'] as const;
export type ReportColumn = (typeof reportColumns)[number];
export interface WorkspaceReportsResult {
  readonly revision: number;
  /** Rows that the filter lets through. */
  readonly total: number;
  readonly rows: readonly ReportRow[];
}
export interface ReportRow {
  readonly path: string;
  /** Stated and doubtful ones. */
  readonly labels: readonly {
    readonly id: WireLabelId;
    readonly probability: number;
    readonly doubtful: boolean;
  }[];
  readonly codes: readonly string[];
  readonly anatomies: readonly string[];
  /** Quality checks that found something. */
  readonly checks: number;
  /** 0 to 1: how near a probability is to its threshold; above 1: a label is contradicted. */
  readonly doubt: number;
  readonly look: LookReason | null;
  readonly reviewed: boolean;
  readonly empty: boolean;
  /** Null where it was read. */
  readonly failure: ReportFailure | null;
}
/** Why a report is worth a look: the label or code that is nearest to its threshold, or contradicted. */
export interface LookReason {
  readonly kind: 'review' | 'gold' | 'evidence' | 'threshold';
  /** A label's id, or a code. */
  readonly subject: string;
  readonly system: string | null;
  readonly probability: number;
  readonly threshold: number;
}
export interface ReportFailure {
  /** For a person. */
  readonly message: string;
}

/** Request client → server: where the evidence of a report's labels is. */
export const workspacePlaceRequest = 'glosa/workspacePlace';
export interface WorkspacePlaceParams {
  readonly folder: string;
  readonly path: string;
  /** A label's id, a code or an anatomy subtype; without it, what the row is worth a look for. */
  readonly subject?: string;
}
export interface WorkspacePlaceResult {
  readonly uri: string;
  /** Null where there is no evidence, or the report has changed since. */
  readonly range: WireRange | null;
}

/** Request client → server: words of the labelled reports. Takes a `workDoneToken` and can be cancelled. */
export const corpusStatisticsRequest = 'glosa/corpusStatistics';
export interface CorpusStatisticsParams {
  readonly folder: string;
}
export interface CorpusStatisticsResult {
  readonly all: WireCorpusStatistics;
  readonly es: WireCorpusStatistics;
  readonly en: WireCorpusStatistics;
  /** Reports that could not be read. */
  readonly unread: number;
}
/** `core/corpusStatistics.ts` says how each is computed; null where it is not defined. */
export interface WireCorpusStatistics {
  readonly reports: number;
  readonly tokens: number;
  readonly types: number;
  readonly once: number;
  readonly sumOfSquares: number;
  readonly typeTokenRatio: number | null;
  readonly yuleK: number | null;
  readonly yuleI: number | null;
  readonly tokensPerReport: number | null;
}

/** Request client → server: what differs between two label files. Takes a `workDoneToken` and can be cancelled. */
export const compareLabelsRequest = 'glosa/compareLabels';
export interface CompareLabelsParams {
  /** Path of the older file. */
  readonly before: string;
  readonly after: string;
}
/** A difference, or why there is none, for a person. */
export interface CompareLabelsResult {
  readonly difference: LabelDifference | null;
  readonly problem: string | null;
}
export interface LabelDifference {
  readonly before: LabelFileFacts;
  readonly after: LabelFileFacts;
  /** In both files with the same text: their differences are the models'. */
  readonly compared: number;
  /** In both files, with another text. */
  readonly changed: number;
  readonly onlyBefore: number;
  readonly onlyAfter: number;
  /** Of the compared reports. */
  readonly labels: readonly LabelShift[];
  /** Codes that turned on or off in a compared report, most turns first. */
  readonly codes: readonly CodeShift[];
  /** Reports with a difference, the worst first; those with another text are marked. */
  readonly reports: readonly ReportDifference[];
  /** Reports with a difference that are not listed. */
  readonly more: number;
}
export interface LabelFileFacts {
  readonly path: string;
  readonly reports: number;
  /** `name version (sha256)` of every model in it. */
  readonly models: readonly string[];
}
export interface LabelShift {
  readonly id: string;
  readonly turnedOn: number;
  readonly turnedOff: number;
  /** Reports that state it, before and after. */
  readonly statedBefore: number;
  readonly statedAfter: number;
  /** Mean of after less before; null without a report. */
  readonly meanShift: number | null;
  readonly meanAbsoluteShift: number | null;
}
export interface CodeShift {
  readonly system: string;
  readonly code: string;
  readonly description: string;
  readonly turnedOn: number;
  readonly turnedOff: number;
}
export interface ReportDifference {
  readonly path: string;
  readonly textChanged: boolean;
  /** The worst first. */
  readonly changes: readonly SubjectChange[];
}
export interface SubjectChange {
  /** Null of a label. */
  readonly system: string | null;
  /** A label's id, or a code. */
  readonly subject: string;
  /** Null: only the probability has shifted. */
  readonly turned: 'on' | 'off' | null;
  /** Null where the ranking does not have the code. */
  readonly before: number | null;
  readonly after: number | null;
}
