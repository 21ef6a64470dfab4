/** *Find code*. */

/** Code systems that are searched, beside the pack's own where it has another. */
export const codeSystems = ['ICD-O-3', 'ICD-10-CM', 'ICD-10-PCS'] as const;

/** Request client → server: codes whose code or description has the words of the query. */
export const findCodeRequest = 'glosa/findCode';
export interface FindCodeParams {
  readonly query: string;
  readonly limit: number;
  /** Systems to search; without it, all. */
  readonly systems?: readonly string[];
}
export interface FindCodeResult {
  /** The nearest first. */
  readonly codes: readonly WireFoundCode[];
}
export interface WireFoundCode {
  readonly system: string;
  readonly code: string;
  readonly description: string;
  readonly descriptionLanguage: 'es' | 'en';
  /** False for a category, which has codes under it and is none itself. */
  readonly complete: boolean;
  /** Words of annotated reports by which it was found, where its description was not nearer; else null. */
  readonly phrase: string | null;
  /** Words of the query that it lacks: 0 unless no code has them all. */
  readonly missing: number;
}
