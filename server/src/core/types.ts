/**
 * The plain data that every layer of Glosa speaks. Invariant of `core/`: pure functions over these
 * types; no I/O, clock, randomness or editor types. Every span counts UTF-16 units, end-exclusive.
 */

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

/** An entity (S2, S3) by word indices. */
export interface EntityReading {
  readonly type: string;
  readonly firstWord: number;
  readonly endWord: number;
  readonly score: number;
}

/** All that the model says of one sentence. It depends on the ReaderInput and the model alone. */
export interface SentenceReading {
  readonly mentions: readonly MentionReading[];
  readonly entities: readonly EntityReading[];
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

export interface Entity extends Span {
  readonly id: string;
  readonly type: string;
  readonly score: number;
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
  describe(code: string): { readonly es: string | null; readonly en: string | null } | null;
  /** Codes of the vocabulary whose code or description contains every word of `query`. */
  search(query: string, limit: number): readonly string[];
}
