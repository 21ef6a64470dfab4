/** The site's templates, report skeletons, and findings for the Impression. */
import type { WirePosition, WireRange } from './ranges.js';

/** Request client → server: what may be inserted into a document, what suits it first. */
export const templatesRequest = 'glosa/templates';
export interface TemplatesParams {
  readonly uri: string;
  /** `site`: templates and phrases of `templates.folders`; `skeleton`: sections by exam. */
  readonly kind: 'site' | 'skeleton';
}
export interface TemplatesResult {
  readonly templates: readonly WireTemplate[];
  /** One sentence a file that is no template, for a person. */
  readonly problems: readonly string[];
}
export interface WireTemplate {
  readonly name: string;
  /** What is typed for it. */
  readonly abbreviations: readonly string[];
  readonly description: string;
  /** `es`, `en`, or null for any. */
  readonly language: 'es' | 'en' | null;
  /** False where its language or exam is another than the report's. */
  readonly fits: boolean;
  /** True for a skeleton whose findings say that all is normal. */
  readonly normal: boolean;
  /** Path of its file; null for a skeleton. */
  readonly path: string | null;
  /** In the snippet syntax of the Language Server Protocol. */
  readonly snippet: string;
}

export interface AddFindingsArguments {
  readonly uri: string;
  /** Ranges of the findings to insert, as the answer lists them. Without it nothing is inserted. */
  readonly findings?: readonly WireRange[];
  /** Where the person is: within the Impression the lines go after this line, else to its end. */
  readonly at?: WirePosition;
}
export interface AddFindingsResult {
  /** Lines that went into the report. */
  readonly inserted: number;
  /** False: the report has no Impression. */
  readonly impression: boolean;
  /** Findings that the Impression lacks now, in the order of the text; those that were inserted are left out. */
  readonly findings: readonly WireMissingFinding[];
}
export interface WireMissingFinding {
  readonly range: WireRange;
  /** Worded for the Impression, in the author's words. */
  readonly line: string;
  /** True for one that the check `impression-missing-finding` names. */
  readonly notable: boolean;
}
