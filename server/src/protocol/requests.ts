/** Requests of the client about the newest version of a document. */
import type { WireEntity, WireLabelId } from './analysis.js';
import type { WireRange } from './ranges.js';

/** Request client → server: where a label's attention lies in the newest version. */
export const attentionRequest = 'glosa/attention';
export interface AttentionParams {
  readonly uri: string;
  readonly label: WireLabelId;
}
export interface AttentionResult {
  /** Version that the ranges are of; null where the model has not read the document. */
  readonly version: number | null;
  /** In text order; `weight` is the word's part of the report's attention, 0 to 1. Weak words are left out. */
  readonly words: readonly { readonly range: WireRange; readonly weight: number }[];
}

/** Request client → server: what a label's probability rests on in the newest version. */
export const whyLabelRequest = 'glosa/whyLabel';
export interface WhyLabelParams {
  readonly uri: string;
  readonly label: WireLabelId;
}
export interface WhyLabelResult {
  /** Version that the ranges are of; null where the model has not read the document. */
  readonly version: number | null;
  /** The words with the most attention, the strongest first, as in {@link AttentionResult}. */
  readonly words: AttentionResult['words'];
  /** Deletion test: each evidence sentence, and the label's probability in the report without it. */
  readonly without: readonly { readonly range: WireRange; readonly probability: number }[];
}

/** Request client → server: names, in the client's locale, of what analyses give as ids. */
export const termsRequest = 'glosa/terms';
export interface TermsResult {
  readonly labels: Readonly<Record<WireLabelId, string>>;
  /** Anatomy subtypes by the English names that entities have. */
  readonly subtypes: Readonly<Record<string, string>>;
  readonly assertions: Readonly<Record<NonNullable<WireEntity['assertion']>, string>>;
  /** What a report says of others than the patient now. */
  readonly experiencers: Readonly<Record<'family' | 'past', string>>;
  readonly sides: Readonly<Record<NonNullable<WireEntity['side']>, string>>;
  readonly trends: Readonly<Record<NonNullable<WireEntity['trend']>, string>>;
}

/** Request client → server: why a document is, or is not, analysed. */
export const whyRequest = 'glosa/why';
export interface WhyParams {
  readonly uri: string;
}
export interface WhyResult {
  readonly analysed: boolean;
  /** Machine-readable reasons, empty where analysed. */
  readonly reasons: readonly string[];
  /** One sentence a line for a person, in the client's locale. */
  readonly lines: readonly string[];
}
