/** What the server says of a document and of its engine. */
import type { WireAssessment } from './assessment.js';
import type { WireRange } from './ranges.js';

/** Notification server → client: the engine's state; sent on every change. */
export const statusNotification = 'glosa/status';
export interface StatusParams {
  readonly state: 'starting' | 'ready' | 'unavailable';
  /** `cpu`, `cuda`, `webgpu`, `coreml`, `dml`, or null. */
  readonly device: string | null;
  readonly model: { readonly name: string; readonly version: string; readonly sha256: string } | null;
  /** Why there is no model, or what is wrong with it; never report text. */
  readonly reason: string | null;
  /** Milliseconds from the change to the results of the last analysis, or null. */
  readonly lastAnalysisMs: number | null;
}

/** Notification server → client: results for one version of one document. */
export const analysisNotification = 'glosa/analysis';
export interface AnalysisParams {
  readonly uri: string;
  readonly version: number;
  readonly language: 'es' | 'en';
  readonly codes: readonly WireCode[];
  /** Codes with review `stale`, also those that the model no longer ranks. */
  readonly stale: readonly WireStaleCode[];
  /** In text order; they overlap. */
  readonly entities: readonly WireEntity[];
  readonly relations: readonly WireRelation[];
  /** All eight, or none where no model with labels has read the report. */
  readonly labels: readonly WireLabel[];
  readonly assessment: WireAssessment;
  /** True where the model has read every sentence of this version; false for rule-only results. */
  readonly complete: boolean;
  readonly notAnalysed: readonly string[];
  readonly analysisMs: number;
}
/** `stale`: accepted for words that the report no longer has. */
export type ReviewState = 'none' | 'accepted' | 'dismissed' | 'stale';
export interface WireStaleCode {
  readonly system: string;
  readonly code: string;
  readonly description: string;
}
export interface WireCode {
  readonly system: string;
  readonly code: string;
  readonly description: string;
  readonly descriptionLanguage: 'es' | 'en';
  readonly probability: number;
  readonly rank: number;
  readonly value: boolean;
  readonly review: ReviewState;
  /** The strongest status among the evidence; a denied or a relative's code is shown, never offered. */
  readonly status: WireStatus;
  readonly evidence: readonly WireEvidence[];
}
/** What the report says of the evidence: whether it is so, and of whom (`past`: the patient's history). */
export interface WireStatus {
  readonly assertion: 'present' | 'possible' | 'absent';
  readonly experiencer: 'patient' | 'family' | 'past';
}
export interface WireEvidence {
  readonly range: WireRange;
  readonly status: WireStatus;
  readonly probability: number;
  readonly runnerUp: { readonly code: string; readonly probability: number } | null;
}

/** A phrase that the reader found (`docs/label-record.md`); null where it says nothing. */
export interface WireEntity {
  /** `e1`, `e2`, …; good for this version alone. */
  readonly id: string;
  readonly type: WireEntityType;
  readonly range: WireRange;
  readonly score: number;
  readonly assertion: 'present' | 'possible' | 'absent' | null;
  /** English name of one of the pack's anatomy subtypes. */
  readonly subtype: string | null;
  /** SNOMED CT concept of the subtype. */
  readonly snomed: string | null;
  readonly side: 'left' | 'right' | 'bilateral' | null;
  readonly trend: 'new' | 'increasing' | 'decreasing' | 'no-change' | 'resolved' | null;
  readonly experiencer: 'patient' | 'family' | 'past' | null;
}
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
export type WireEntityType = (typeof entityTypes)[number];
/** `head` and `tail` are entity ids. */
export interface WireRelation {
  readonly type: string;
  readonly head: string;
  readonly tail: string;
  readonly score: number;
}
/** What the report states as a whole, as a probability; never a diagnosis. */
export interface WireLabel {
  readonly id: WireLabelId;
  readonly probability: number;
  /** At and above it `value` is true. */
  readonly threshold: number;
  /** Between it and `threshold` the label is doubtful. */
  readonly sensitiveThreshold: number;
  readonly value: boolean;
  /** False for the seven head labels outside head imaging. */
  readonly applies: boolean;
  readonly review: ReviewState;
  /** The strongest first; empty where `value` is false. */
  readonly evidence: readonly WireLabelEvidence[];
}
/** In the order of `AnalysisParams.labels`. */
export const labelIds = [
  'abnormal',
  'mass',
  'acute_stroke',
  'atrophy',
  'vascular',
  'small_vessel_disease',
  'white_matter_inflammation',
  'encephalomalacia',
] as const;
export type WireLabelId = (typeof labelIds)[number];
export interface WireLabelEvidence {
  readonly range: WireRange;
  /** Part of the label's attention on this sentence, 0 to 1. */
  readonly attention: number;
  /** Id of the finding at this range, or null where it is a whole sentence. */
  readonly entity: string | null;
}
