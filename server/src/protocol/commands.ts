/** Commands and their arguments. */
import type { WireLabelId } from './analysis.js';
import type { WireRange } from './ranges.js';
import type { QualityId } from './settings.js';

/** Commands. Those marked (server) are executed by the server through workspace/executeCommand. */
export const commands = {
  /** Asks nothing; (server) arguments: [LabelWorkspaceArguments?], result LabelWorkspaceResult */
  labelWorkspace: 'glosa.labelWorkspace',
  openWorkspaceView: 'glosa.openWorkspaceView',
  compareLabels: 'glosa.compareLabels',
  nextFlag: 'glosa.nextFlag',
  previousFlag: 'glosa.previousFlag',
  /** (server) arguments: [AcceptCodeArguments] */
  acceptCode: 'glosa.acceptCode',
  /** (server) arguments: [DismissArguments] */
  dismiss: 'glosa.dismiss',
  /** (server) arguments: [IgnoreCheckArguments] */
  ignoreCheck: 'glosa.ignoreCheck',
  /** (server) arguments: [UndoReviewArguments], result UndoReviewResult */
  undoReview: 'glosa.undoReview',
  /** (server) arguments: [AddNoteArguments] */
  addNote: 'glosa.addNote',
  /** (server) arguments: [MarkNormalArguments] */
  markNormal: 'glosa.markNormal',
  /** (server) arguments: [CorrectArguments] */
  correct: 'glosa.correct',
  /** (server) arguments: [AcceptArguments] */
  accept: 'glosa.accept',
  /** (server) arguments: [AdjudicateArguments] */
  adjudicate: 'glosa.adjudicate',
  /** (server) arguments: [ForgetCorrectionsArguments] */
  forgetCorrections: 'glosa.forgetCorrections',
  /** (server) no arguments, result WriteReviewsResult */
  writeReviews: 'glosa.writeReviews',
  reviewNext: 'glosa.reviewNext',
  reviewPrevious: 'glosa.reviewPrevious',
  showAgreement: 'glosa.showAgreement',
  findCode: 'glosa.findCode',
  insertTemplate: 'glosa.insertTemplate',
  insertSkeleton: 'glosa.insertSkeleton',
  /** Asks for the findings; (server) arguments: [AddFindingsArguments], result AddFindingsResult */
  addMissingFindings: 'glosa.addMissingFindings',
  /** Asks for the source; (server) arguments: [LearnCodesArguments], result LearnCodesResult */
  learnCodes: 'glosa.learnCodes',
  /** Asks for the list; (server) arguments: [ForgetLearnedArguments], result ForgetLearnedResult */
  forgetLearned: 'glosa.forgetLearned',
  /** Asks for the folder; (server) arguments: [EvaluateArguments], result EvaluateResult */
  evaluate: 'glosa.evaluate',
  restartServer: 'glosa.restartServer',
  showWhy: 'glosa.showWhy',
  toggleEntities: 'glosa.toggleEntities',
  toggleAttention: 'glosa.toggleAttention',
  focusPanel: 'glosa.focusPanel',
} as const;

export interface AcceptCodeArguments {
  readonly uri: string;
  readonly system: string;
  readonly code: string;
  /** True: also insert the code into the report's codes section. */
  readonly insert: boolean;
}

export interface LearnCodesArguments {
  /** Path of a folder of reports, or of a CSV or TSV; null: what was accepted and rejected in the folder's reviews. */
  readonly source: string | null;
  /** The list's name: `system` of its suggestions. A list of that name is replaced. */
  readonly name: string;
  /** Path of the workspace folder that keeps it; else the first. */
  readonly folder?: string;
}
export interface LearnCodesResult {
  readonly name: string;
  /** Of the list's file; null where nothing was learnt. */
  readonly path: string | null;
  /** The scores, for a preview. */
  readonly markdown: string | null;
  /** Why nothing was learnt, for a person; empty where it was cancelled. */
  readonly problem: string | null;
}

export interface ForgetLearnedArguments {
  /** Without a name nothing is forgotten: the answer lists what there is. */
  readonly name?: string;
  /** Path of the workspace folder; else any. */
  readonly folder?: string;
}
export interface ForgetLearnedResult {
  readonly forgotten: number;
  /** The lists that are left. */
  readonly lists: readonly WireLearnedList[];
}
export interface WireLearnedList {
  readonly name: string;
  /** Path of the workspace folder that keeps it. */
  readonly folder: string;
  readonly codes: number;
  readonly reports: number;
  /** Day, `YYYY-MM-DD`. */
  readonly learnt: string;
}

export interface DismissArguments {
  readonly uri: string;
  /** Diagnostic code, or `code-suggestion`. */
  readonly id: string;
  readonly code?: string;
  /** Of the code; without it, the code of every system that has it. */
  readonly system?: string;
  /** What a flag is about; with it `id`, `code` and `system` say nothing. */
  readonly subject?: FlagSubject;
}

/** A finding, by its entity id in the newest analysis, or a report label. */
export interface FlagSubject {
  readonly kind: 'finding' | 'label';
  readonly id: string;
}

/** What a decision is about. A finding is named by its entity id in the newest analysis. */
export type ReviewSubject =
  | { readonly kind: 'code'; readonly system: string; readonly code: string }
  | { readonly kind: 'finding' | 'label' | 'quality'; readonly id: string };

export interface UndoReviewArguments {
  readonly uri: string;
  /** Number of the decision's line; without it, the document's last decision that counts. */
  readonly seq?: number;
}
export interface UndoReviewResult {
  /** What was taken back; null where there was nothing. `seq` is null where it was never written. */
  readonly undone: { readonly decision: string; readonly seq: number | null } | null;
}

export interface AddNoteArguments {
  readonly uri: string;
  /** The person's words; not empty. */
  readonly note: string;
  /** Without it, the report. */
  readonly subject?: ReviewSubject;
  /** Without it, the subject's own evidence. */
  readonly range?: WireRange;
}

/** The report states none of the labels. */
export interface MarkNormalArguments {
  readonly uri: string;
}

export interface CorrectArguments {
  readonly uri: string;
  /** What the model said. */
  readonly subject: ReviewSubject;
  /** Where; without it, at all of the subject's evidence. */
  readonly range?: WireRange;
  /** What is right. */
  readonly correction:
    | { readonly kind: 'label'; readonly id: WireLabelId; readonly value: boolean }
    | { readonly kind: 'span'; readonly range: WireRange }
    | { readonly kind: 'code'; readonly system: string; readonly code: string };
}

/** The report states it. */
export interface AcceptArguments {
  readonly uri: string;
  readonly subject: ReviewSubject;
  /** Where; without it, at all of the subject's evidence. */
  readonly range?: WireRange;
}

/** A judgement between reviewers: what one of them decided, or something else. */
export interface AdjudicateArguments {
  readonly uri: string;
  /** `WireConflict.id`. */
  readonly conflict: string;
  /** Takes this person's decision. */
  readonly take?: string;
  /** Else: what holds. */
  readonly verdict?: 'accepted' | 'dismissed';
  /** Else: what is right instead. */
  readonly correction?: CorrectArguments['correction'];
  readonly note?: string;
}

/** Decisions made until now no longer teach; they stay in the reviews, and count. */
export interface ForgetCorrectionsArguments {
  /** Path of the workspace folder. */
  readonly folder: string;
  /** Without it, of all labels. */
  readonly label?: WireLabelId;
}

export interface WriteReviewsResult {
  /** Decisions that are still in memory alone. */
  readonly waiting: number;
  /** Why, for a person; null where none waits. */
  readonly problem: string | null;
}

export interface IgnoreCheckArguments {
  readonly uri: string;
  readonly id: QualityId;
  /** `once`: this finding until the server ends; `file`: the check in this report; `workspace`: everywhere. */
  readonly scope: 'once' | 'file' | 'workspace';
  /** The finding's range in the newest version. */
  readonly range: WireRange;
}
