/** What a pack says of report-level reading: how sentence readings become labels and an exam code (S4, S0). */
import type { LabelCues } from './labelCues.js';
import type { LabelId, SectionKind } from './types.js';

/** Added to every score of a sentence by the kind of its section; a kind that is not listed adds 0. */
export type SectionShift = Readonly<Partial<Record<SectionKind, number>>>;

/** One label query. `head` says whether the report is of head imaging; it is no label itself. */
export interface LabelHead {
  readonly id: LabelId | 'head';
  readonly sectionShift: SectionShift;
  /** Added to the merged value: the logit. */
  readonly bias: number;
  /** Added to the logit for a finding that the report states, times the score of the likeliest. */
  readonly finding: number;
  /** Platt scaling of the logit. */
  readonly calibration: { readonly scale: number; readonly offset: number };
  /** Probability at and above which the label is true. */
  readonly specific: number;
  /** Between this and `specific` the label is doubtful. */
  readonly sensitive: number;
}

/** One axis of the exam codes: a weight row and a bias for each of its values. */
export interface ExamAxis {
  /** `[values, dimension]`, row-major. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  /** The value's row of each code, in the order of `codes`; -1 where the axis does not have it. */
  readonly rowOfCode: Int32Array;
}

export interface ExamCode {
  readonly code: string;
  readonly es: string | null;
  readonly en: string | null;
}

/** How the pooled report vector becomes an ICD-10-PCS imaging code. */
export interface ExamHead {
  /** Every code that may be proposed. */
  readonly codes: readonly ExamCode[];
  readonly axes: readonly ExamAxis[];
  readonly sectionShift: SectionShift;
  /** The scores are divided by it before the softmax. */
  readonly temperature: number;
  /** Probability at and above which the best code is suggested. */
  readonly threshold: number;
}

export interface ReaderHead {
  /** The eight labels in their order, then `head`: one for each of `ReportReading.labels`. */
  readonly labels: readonly LabelHead[];
  /** Phrases that speak for head labels; null where the pack has none. */
  readonly cues: LabelCues | null;
  readonly exam: ExamHead;
  /** SNOMED CT identifier of each anatomy subtype. */
  readonly snomed: ReadonlyMap<string, string>;
}
