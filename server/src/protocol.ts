/**
 * Messages and names that the client and the server share; the only server file the client imports.
 * `docs/protocol.md` describes them and changes together with this file (a unit test checks it).
 */

/** Name of settings section, diagnostics source and language ids. */
export const settingsSection = 'glosa';
export const diagnosticSource = 'glosa';
export const reportLanguageId = 'glosa-report';

/** Code of the Information diagnostic on the evidence of a suggested ICD-O-3 code. */
export const codeSuggestionId = 'code-suggestion';

/** Commands. Those marked (server) are executed by the server through workspace/executeCommand. */
export const commands = {
  labelWorkspace: 'glosa.labelWorkspace',
  nextFlag: 'glosa.nextFlag',
  previousFlag: 'glosa.previousFlag',
  /** (server) arguments: [AcceptCodeArguments] */
  acceptCode: 'glosa.acceptCode',
  /** (server) arguments: [DismissArguments] */
  dismiss: 'glosa.dismiss',
  findCode: 'glosa.findCode',
  learnCodes: 'glosa.learnCodes',
  evaluate: 'glosa.evaluate',
  restartServer: 'glosa.restartServer',
  showWhy: 'glosa.showWhy',
} as const;

export interface AcceptCodeArguments {
  readonly uri: string;
  readonly system: string;
  readonly code: string;
  /** True: also insert the code into the report's codes section. */
  readonly insert: boolean;
}

export interface DismissArguments {
  readonly uri: string;
  /** Diagnostic code, or `code-suggestion`. */
  readonly id: string;
  readonly code?: string;
}

/** LSP position, zero-based, UTF-16. */
export interface WirePosition {
  readonly line: number;
  readonly character: number;
}
export interface WireRange {
  readonly start: WirePosition;
  readonly end: WirePosition;
}

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
  /** True where the model has read every sentence of this version; false for rule-only results. */
  readonly complete: boolean;
  readonly notAnalysed: readonly string[];
  readonly analysisMs: number;
}
export type ReviewState = 'none' | 'accepted' | 'dismissed';
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

/** Request client → server: codes whose code or description has every word of the query. */
export const findCodeRequest = 'glosa/findCode';
export interface FindCodeParams {
  readonly query: string;
  readonly limit: number;
}
export interface FindCodeResult {
  readonly codes: readonly { readonly system: string; readonly code: string; readonly description: string }[];
}

/** `initializationOptions` of the client; all optional, another editor sends none. */
export interface InitializationOptions {
  /** Folder of the pack that ships with the extension. */
  readonly packPath?: string;
  /** False in an untrusted workspace: packs and paths from settings are not read. */
  readonly trusted?: boolean;
  /** Where the client wants `glosa/analysis` notifications. */
  readonly analysis?: boolean;
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
  readonly maxFileSizeKb: number;
}

export const defaultSettings: GlosaSettings = {
  enable: true,
  reportGlobs: [],
  model: { path: '' },
  engine: { device: 'auto', cudaPath: '' },
  codes: { maxCodeLens: 3, sectionHeading: '' },
  maxFileSizeKb: 1024,
};
