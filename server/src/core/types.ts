/**
 * The plain data that every layer of Glosa speaks. Invariant of `core/`: pure functions over these
 * types; no I/O, clock, randomness or editor types. Every span counts UTF-16 units, end-exclusive.
 */
import type { CodeRows } from './codeSearch/codeRows.js';
import type { ReaderHead } from './readerHead.js';
import type { WordVector } from './wordVector.js';

/** Half-open span of a report's text in UTF-16 units. */
export interface Span {
  readonly startUtf16: number;
  readonly endUtf16: number;
}

export type Language = 'es' | 'en';

/** What a section of a report is for. `body` is text before or outside any known heading. */
export type SectionKind =
  | 'header'
  | 'indication'
  | 'history'
  | 'examination'
  | 'technique'
  | 'comparison'
  | 'findings'
  | 'organ'
  | 'pathology'
  | 'treatment'
  | 'course'
  | 'impression'
  | 'recommendation'
  | 'codes'
  | 'body';

export interface Section extends Span {
  readonly kind: SectionKind;
  /** The heading's own words, without colon or numbering; `null` where the section has none. */
  readonly heading: Span | null;
  readonly title: string;
  /** The text after the heading. */
  readonly body: Span;
}

export interface Sentence extends Span {
  /** Index into the report's sections. */
  readonly section: number;
  /** The organ heading this sentence stands under ("Hígado:"), read before it by the model. */
  readonly organHeading: Span | null;
}

/** 0 lower or no letter, 1 Initial or one capital letter, 2 ALL CAPITALS, 3 mixed. */
export type CaseType = 0 | 1 | 2 | 3;

/**
 * One word: a run of letters, a run of digits, or one other mark.
 * `folded` is lower-cased with accents and invisible characters taken out: what the model reads.
 */
export interface Word extends Span {
  readonly folded: string;
  readonly caseType: CaseType;
}

/** Exactly what the model reads for one sentence; with the model's sha256 it is the cache key. */
export interface ReaderInput {
  readonly words: readonly string[];
  readonly caseTypes: readonly CaseType[];
}

/** One code proposed for a mention. Probabilities are calibrated, 0 to 1, and never rounded. */
export interface CodeCandidate {
  readonly code: string;
  readonly probability: number;
}

/** A span of words that names a tumour morphology (S1), with its ranked codes. Word indices into the ReaderInput. */
export interface MentionReading {
  readonly firstWord: number;
  /** Exclusive. */
  readonly endWord: number;
  /** Probability that a mention is here, whatever its exact ends. */
  readonly probability: number;
  /** Probability that a mention has exactly these ends. */
  readonly spanProbability: number;
  /** Best first; `probability` here is given that the span is a mention. */
  readonly candidates: readonly CodeCandidate[];
}

/** Side of an anatomy (`docs/label-record.md`). */
export type Side = 'left' | 'right' | 'bilateral';
/** How a finding changed against a prior, as stated. */
export type Trend = 'new' | 'increasing' | 'decreasing' | 'no-change' | 'resolved';

/** Types of the annotation schema; they may overlap one another, never themselves. */
export const entityTypes = [
  'Finding',
  'Anatomy',
  'Location',
  'Measure',
  'Type_of_measure',
  'Degree',
  'Abbreviation',
  'Negation',
  'Uncertainty',
  'ConditionalTemporal',
] as const;
export type EntityType = (typeof entityTypes)[number];

export type RelationType =
  'has' | 'negates' | 'hedges' | 'past' | 'grades' | 'locates' | 'measures' | 'names';

/** An entity (S2, S3) by word indices of the ReaderInput. */
export interface EntityReading {
  readonly type: EntityType;
  readonly firstWord: number;
  /** Exclusive. */
  readonly endWord: number;
  /** Probability, 0 to 1. */
  readonly score: number;
  /** Findings only. */
  readonly assertion: Assertion | null;
  /** One of the 56 anatomy subtypes: of an anatomy, or of a finding whose word holds its anatomy. */
  readonly subtype: string | null;
  /** Anatomies only. */
  readonly side: Side | null;
  /** Findings only. */
  readonly trend: Trend | null;
}

/** A relation between two entities of a sentence, by their indices in `entities`. */
export interface RelationReading {
  readonly type: RelationType;
  readonly head: number;
  readonly tail: number;
  readonly score: number;
}

/**
 * The labels' attention queries over the words of one sentence (S4, paper 004), mergeable over sentences. In two fields
 * and not in an object a label: a long run keeps these of very many sentences (`labelQueries.ts` reads it).
 */
export interface LabelQueries {
  /** With a label's word scores s and word values v: l = log Σ exp(s), then Σ exp(s − l)·v; label after label. */
  readonly sums: readonly number[];
  /** One character a word for display, code 48 + round(63 · exp(s − max s)); label after label. */
  readonly weights: string;
}

/** What the report-level heads keep of one sentence. */
export interface ReportReading {
  /** The labels of the pack, in its order. */
  readonly labels: LabelQueries;
  readonly exam: {
    readonly logSumExp: number;
    /** Attention-weighted mean of the word vectors. */
    readonly vector: WordVector;
  };
  /** Plain mean of the word vectors. */
  readonly mean: WordVector;
}

/** All that the model says of one sentence. It depends on the ReaderInput and the model alone. */
export interface SentenceReading {
  readonly mentions: readonly MentionReading[];
  readonly entities: readonly EntityReading[];
  readonly relations: readonly RelationReading[];
  /** Null where the pack has no report-level heads, or the sentence no words. */
  readonly report: ReportReading | null;
}

/** A code of a code system suggested for a whole report, with the text that supports it. */
export interface CodeSuggestion {
  /** `ICD-O-3`, `ICD-10-PCS`, or a site list's name. */
  readonly system: string;
  readonly code: string;
  readonly description: string;
  /** Language of `description`: the interface shows a mark where it is not the interface's. */
  readonly descriptionLanguage: Language;
  readonly probability: number;
  /** 1-based. */
  readonly rank: number;
  /** True above the system's threshold. */
  readonly value: boolean;
  /** The status that says most of the patient among the evidence: what a coder may accept. */
  readonly status: Status;
  /**
   * Mentions at or above the threshold, the strongest first; below it the strongest alone. Never empty.
   */
  readonly evidence: readonly CodeEvidence[];
}

/** What the report says of a phrase: whether it is so, and of whom or when (NegEx, ConText). */
export type Assertion = 'present' | 'possible' | 'absent';
export type Experiencer = 'patient' | 'family' | 'past';

export interface Status {
  readonly assertion: Assertion;
  /** `past` is the patient's own history. */
  readonly experiencer: Experiencer;
}

export interface CodeEvidence extends Span, Status {
  /** Probability of this code at this mention. */
  readonly probability: number;
  /** The next best code at this mention. */
  readonly runnerUp: CodeCandidate | null;
}

/** An entity of a report. Invariant: its span lies in one sentence, or in the organ heading over it. */
export interface Entity extends Span {
  /** `e1`, `e2`, … in the order of the text. */
  readonly id: string;
  readonly type: EntityType;
  readonly score: number;
  /** Index into the report's sentences. */
  readonly sentence: number;
  readonly assertion: Assertion | null;
  readonly subtype: string | null;
  readonly side: Side | null;
  readonly trend: Trend | null;
  /** Findings only: of whom or when; `past` where the report puts it in the past. */
  readonly experiencer: Experiencer | null;
}

/** A relation between two entities, by their ids. */
export interface Relation {
  readonly type: RelationType;
  readonly head: string;
  readonly tail: string;
  readonly score: number;
}

/** Report labels, in the order of `labels` everywhere. */
export type LabelId =
  | 'abnormal'
  | 'mass'
  | 'acute_stroke'
  | 'atrophy'
  | 'vascular'
  | 'small_vessel_disease'
  | 'white_matter_inflammation'
  | 'encephalomalacia';

/** What the report states, as a probability; never a diagnosis. */
export interface ReportLabel {
  readonly id: LabelId;
  /** Calibrated. */
  readonly probability: number;
  /** At and above it `value` is true: the specific threshold. */
  readonly threshold: number;
  /** The paper's "err towards yes"; between the two the label is doubtful. */
  readonly sensitiveThreshold: number;
  readonly value: boolean;
  /** False for the seven head labels outside head imaging. */
  readonly applies: boolean;
  /** Sentences or findings that carry it, the strongest first; empty where `value` is false. */
  readonly evidence: readonly LabelEvidenceSpan[];
}

/** A phrase that carries a label: its share of the report's attention, 0 to 1, and its entity where it is one. */
export interface LabelEvidenceSpan extends Span {
  readonly attention: number;
  readonly entity: string | null;
}

/** Why some or all of a report was not read by the model. */
export type NotAnalysedReason =
  | 'empty'
  | 'binary'
  | 'tooLarge'
  | 'notAReport'
  | 'noModel'
  | 'engineFailed'
  | 'untrustedWorkspace'
  | 'cancelled';

/** Everything known of one version of one report. */
export interface ReportAnalysis {
  readonly language: Language;
  readonly sections: readonly Section[];
  readonly sentences: readonly Sentence[];
  readonly codes: readonly CodeSuggestion[];
  readonly entities: readonly Entity[];
  readonly relations: readonly Relation[];
  /** All eight, or none where no pack with labels has read the report. */
  readonly labels: readonly ReportLabel[];
  /** Report vector for *Learn codes* and maps; null where the pack makes none. */
  readonly vector: readonly number[] | null;
  /** Empty where the model has read every sentence. */
  readonly notAnalysed: readonly NotAnalysedReason[];
}

/** What `core/` needs of a pack to merge sentence readings into report codes. */
export interface PackVocabulary {
  readonly system: string;
  /** Calibrated probability at and above which a code is suggested. */
  readonly threshold: number;
  /** Calibrated `spanProbability` at and above which a mention is predicted at exactly its span. */
  readonly spanThreshold: number;
  /** Settings of the report-level merge; null where the pack has no `reader` head. */
  readonly reader: ReaderHead | null;
  /** Also describes the pack's exam codes. */
  describe(code: string): { readonly es: string | null; readonly en: string | null } | null;
  /** All codes with their descriptions, for *Find code*. */
  rows(): CodeRows;
}
