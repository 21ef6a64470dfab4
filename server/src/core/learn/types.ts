/** Plain data of *Learn codes* (S0 of a site): what goes in, and the head that comes out. */
import type { PlattScaling } from './platt.js';
import type { ReportFeatures } from './features.js';

/** One report to learn from. */
export interface Example {
  readonly features: ReportFeatures;
  /** Null where only `rejected` is known of the report. */
  readonly code: string | null;
  /** Codes that a person said are not this report's. */
  readonly rejected: readonly string[];
}

/** A code of the site's list. */
export interface LearnedCode {
  readonly code: string;
  /** As the site words it; null where the list had none. */
  readonly description: string | null;
  /** Reports that it was learnt from. */
  readonly reports: number;
}

/** A code that too few reports had: it is listed and never suggested. */
export interface RareCode {
  readonly code: string;
  readonly reports: number;
}

/** Scores of one code over the held-out folds. */
export interface CodeScores {
  readonly code: string;
  readonly reports: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * Cross-validated scores, each report read by a head that had not seen it. Precision, recall and F1 are means
 * over the learnt codes of the code's own (paper 000); the best code of every report counts, whatever its probability.
 */
export interface LearnScores {
  readonly folds: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly accuracy: number;
  /** Share of the reports, those with rare codes among them, whose best code reached the threshold. */
  readonly suggested: number;
  /** Share of these suggestions that were right. */
  readonly suggestedRight: number;
  readonly codes: readonly CodeScores[];
}

/** Which hashed words the head knows, and how the reader's vector is standardised. */
export interface FeatureSpace {
  /** Hash buckets in rising order; a bucket's index is its column. */
  readonly buckets: Uint16Array;
  /** Inverse document frequency of each column. */
  readonly idf: Float32Array;
  /** That of words outside `buckets`: they count in a report's length. */
  readonly unseenIdf: number;
  /** Null where the head reads words alone. Its columns come after the words'. */
  readonly vector: { readonly mean: Float32Array; readonly scale: Float32Array } | null;
}

/** What was learnt: multinomial logistic regression on the frozen reader. */
export interface LearnedHead {
  readonly codes: readonly LearnedCode[];
  readonly rare: readonly RareCode[];
  /** Reports that were learnt from, those with rare codes not among them. */
  readonly reports: number;
  readonly space: FeatureSpace;
  /** `[columns, codes]`, row-major; a weight is its number times the code's scale. */
  readonly weights: Int8Array;
  readonly scales: Float32Array;
  readonly biases: Float32Array;
  /** From the log-odds of a code's share to the probability that it is right. */
  readonly calibration: PlattScaling;
  /** Probability at and above which the best code is suggested. */
  readonly threshold: number;
  /** A report of whose words a smaller part (0 to 1) is known gets no code at all. */
  readonly leastKnown: number;
  readonly scores: LearnScores;
}

/** Reports that people decided on and that were learnt from. */
export interface LearnedReviews {
  /** With an accepted code. */
  readonly accepted: number;
  /** With rejected codes alone. */
  readonly rejected: number;
}

/** A head with what it belongs to: one file in `.glosa/learned`. */
export interface LearnedPack {
  /** The list's name, and `system` of its suggestions. */
  readonly name: string;
  /** Of the model pack whose vectors were learnt from; no other model may read with it. */
  readonly modelSha256: string;
  /** Day it was learnt, `YYYY-MM-DD`. */
  readonly learnt: string;
  /** Not there where no decisions were learnt from. */
  readonly reviewed?: LearnedReviews;
  readonly head: LearnedHead;
}
