/** Settings and initialization options. */

/** Ids of the quality checks: diagnostic codes, and names of the settings `glosa.quality.<id>`. */
export const qualityIds = [
  'side-discrepancy',
  'denied-and-asserted',
  'impression-missing-finding',
  'impression-unsupported',
  'sex-mismatch',
  'age-mismatch',
  'size-discrepancy',
  'exam-region-mismatch',
  'missing-impression',
  'unfilled-field',
  'comparison-without-prior',
  'followup-without-interval',
  'critical-without-communication',
  'score-out-of-range',
  'score-discrepancy',
  'score-missing',
  'organ-not-described',
] as const;
export type QualityId = (typeof qualityIds)[number];
export type QualitySeverity = 'error' | 'warning' | 'information' | 'hint' | 'off';

/** `initializationOptions` of the client; all optional, another editor sends none. */
export interface InitializationOptions {
  /** Folder of the pack that ships with the extension. */
  readonly packPath?: string;
  /** False in an untrusted workspace: packs and paths from settings are not read. */
  readonly trusted?: boolean;
  /** Where the client wants `glosa/analysis` notifications. */
  readonly analysis?: boolean;
  /** True where the client asks a person for what `glosa.correct` and `glosa.addNote` still lack. */
  readonly asks?: boolean;
  /** Interface language: `es…` is Spanish, all else English. */
  readonly locale?: string;
  /** `GlosaSettings` of a client that has no `workspace/configuration`; validated key by key. */
  readonly settings?: unknown;
}

/** Settings, read per resource (`workspace/configuration` with scopeUri). */
export interface GlosaSettings {
  readonly enable: boolean;
  /** Globs of .txt and .md files that are reports. */
  readonly reportGlobs: readonly string[];
  readonly model: { readonly path: string };
  readonly engine: { readonly device: 'auto' | 'cpu' | 'webgpu' | 'cuda'; readonly cudaPath: string };
  readonly codes: { readonly maxCodeLens: number; readonly sectionHeading: string };
  /** Diagnostics `flag-<label id>`: of what the report states, of what is doubtful alone, or none. */
  readonly flags: 'all' | 'doubtful' | 'none';
  /** Severity of each quality check's diagnostics; `off` shows none. */
  readonly quality: Readonly<Record<QualityId, QualitySeverity>>;
  /** Findings, anatomy and the like are marked in the text. */
  readonly entities: { readonly show: boolean };
  /** Whose decisions these are; empty: the operating system's user. */
  readonly reviewer: string;
  /**
   * `evidenceText` false: decisions hold hashes of phrases, not the phrases. `openNext`: after a decision on an entry
   * of the review queue the next one opens.
   */
  readonly reviews: { readonly evidenceText: boolean; readonly openNext: boolean };
  /** `evidenceText` false: `labels.jsonl` holds places of phrases, not the phrases. */
  readonly labels: { readonly evidenceText: boolean };
  /** Folders of the site's templates and phrases; relative ones are of the workspace folder. */
  readonly templates: { readonly folders: readonly string[] };
  readonly maxFileSizeKb: number;
}

export const defaultSettings: GlosaSettings = {
  enable: true,
  reportGlobs: [],
  model: { path: '' },
  engine: { device: 'auto', cudaPath: '' },
  codes: { maxCodeLens: 3, sectionHeading: '' },
  flags: 'all',
  quality: {
    'side-discrepancy': 'warning',
    'denied-and-asserted': 'warning',
    'impression-missing-finding': 'warning',
    'impression-unsupported': 'warning',
    'sex-mismatch': 'warning',
    'age-mismatch': 'warning',
    'size-discrepancy': 'warning',
    'exam-region-mismatch': 'warning',
    'missing-impression': 'warning',
    'unfilled-field': 'warning',
    'comparison-without-prior': 'warning',
    'followup-without-interval': 'warning',
    'critical-without-communication': 'warning',
    'score-out-of-range': 'warning',
    'score-discrepancy': 'warning',
    'score-missing': 'information',
    'organ-not-described': 'information',
  },
  entities: { show: true },
  reviewer: '',
  reviews: { evidenceText: true, openNext: true },
  labels: { evidenceText: true },
  templates: { folders: [] },
  maxFileSizeKb: 1024,
};
