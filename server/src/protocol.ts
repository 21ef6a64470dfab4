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

/** Code system of the codes that say which examination was made. */
export const examCodeSystem = 'ICD-10-PCS';

/** Flags have this and a label's id as their code: `flag-abnormal`. */
export const flagIdPrefix = 'flag-';

/** Commands. Those marked (server) are executed by the server through workspace/executeCommand. */
export const commands = {
  labelWorkspace: 'glosa.labelWorkspace',
  nextFlag: 'glosa.nextFlag',
  previousFlag: 'glosa.previousFlag',
  /** (server) arguments: [AcceptCodeArguments] */
  acceptCode: 'glosa.acceptCode',
  /** (server) arguments: [DismissArguments] */
  dismiss: 'glosa.dismiss',
  /** (server) arguments: [IgnoreCheckArguments] */
  ignoreCheck: 'glosa.ignoreCheck',
  /** (server) arguments: [UndoReviewArguments], result UndoReviewResult */
  undoReview: 'glosa.undoReview',
  /** (server) arguments: [AddNoteArguments] */
  addNote: 'glosa.addNote',
  /** (server) arguments: [MarkNormalArguments] */
  markNormal: 'glosa.markNormal',
  /** (server) arguments: [CorrectArguments] */
  correct: 'glosa.correct',
  findCode: 'glosa.findCode',
  /** Asks for the source; (server) arguments: [LearnCodesArguments], result LearnCodesResult */
  learnCodes: 'glosa.learnCodes',
  /** Asks for the list; (server) arguments: [ForgetLearnedArguments], result ForgetLearnedResult */
  forgetLearned: 'glosa.forgetLearned',
  evaluate: 'glosa.evaluate',
  restartServer: 'glosa.restartServer',
  showWhy: 'glosa.showWhy',
  toggleEntities: 'glosa.toggleEntities',
  toggleAttention: 'glosa.toggleAttention',
  focusPanel: 'glosa.focusPanel',
} as const;

export interface AcceptCodeArguments {
  readonly uri: string;
  readonly system: string;
  readonly code: string;
  /** True: also insert the code into the report's codes section. */
  readonly insert: boolean;
}

export interface LearnCodesArguments {
  /** Path of a folder of reports, or of a CSV or TSV. */
  readonly source: string;
  /** The list's name: `system` of its suggestions. A list of that name is replaced. */
  readonly name: string;
  /** Path of the workspace folder that keeps it; else the first. */
  readonly folder?: string;
}
export interface LearnCodesResult {
  readonly name: string;
  /** Of the list's file; null where nothing was learnt. */
  readonly path: string | null;
  /** The scores, for a preview. */
  readonly markdown: string | null;
  /** Why nothing was learnt, for a person; empty where it was cancelled. */
  readonly problem: string | null;
}

export interface ForgetLearnedArguments {
  /** Without a name nothing is forgotten: the answer lists what there is. */
  readonly name?: string;
  /** Path of the workspace folder; else any. */
  readonly folder?: string;
}
export interface ForgetLearnedResult {
  readonly forgotten: number;
  /** The lists that are left. */
  readonly lists: readonly WireLearnedList[];
}
export interface WireLearnedList {
  readonly name: string;
  /** Path of the workspace folder that keeps it. */
  readonly folder: string;
  readonly codes: number;
  readonly reports: number;
  /** Day, `YYYY-MM-DD`. */
  readonly learnt: string;
}

export interface DismissArguments {
  readonly uri: string;
  /** Diagnostic code, or `code-suggestion`. */
  readonly id: string;
  readonly code?: string;
  /** What a flag is about; with it `id` and `code` say nothing. */
  readonly subject?: FlagSubject;
}

/** A finding, by its entity id in the newest analysis, or a report label. */
export interface FlagSubject {
  readonly kind: 'finding' | 'label';
  readonly id: string;
}

/** What a decision is about. A finding is named by its entity id in the newest analysis. */
export type ReviewSubject =
  | { readonly kind: 'code'; readonly system: string; readonly code: string }
  | { readonly kind: 'finding' | 'label' | 'quality'; readonly id: string };

export interface UndoReviewArguments {
  readonly uri: string;
  /** Number of the decision's line; without it, the document's last decision that counts. */
  readonly seq?: number;
}
export interface UndoReviewResult {
  /** What was taken back; null where there was nothing. `seq` is null where it was never written. */
  readonly undone: { readonly decision: string; readonly seq: number | null } | null;
}

export interface AddNoteArguments {
  readonly uri: string;
  /** The person's words; not empty. */
  readonly note: string;
  /** Without it, the report. */
  readonly subject?: ReviewSubject;
  /** Without it, the subject's own evidence. */
  readonly range?: WireRange;
}

/** The report states none of the labels. */
export interface MarkNormalArguments {
  readonly uri: string;
}

export interface CorrectArguments {
  readonly uri: string;
  /** What the model said. */
  readonly subject: ReviewSubject;
  /** Where; without it, at all of the subject's evidence. */
  readonly range?: WireRange;
  /** What is right. */
  readonly correction:
    | { readonly kind: 'label'; readonly id: WireLabelId; readonly value: boolean }
    | { readonly kind: 'span'; readonly range: WireRange }
    | { readonly kind: 'code'; readonly system: string; readonly code: string };
}

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
] as const;
export type QualityId = (typeof qualityIds)[number];
export type QualitySeverity = 'error' | 'warning' | 'information' | 'hint' | 'off';

export interface IgnoreCheckArguments {
  readonly uri: string;
  readonly id: QualityId;
  /** `once`: this finding until the server ends; `file`: the check in this report; `workspace`: everywhere. */
  readonly scope: 'once' | 'file' | 'workspace';
  /** The finding's range in the newest version. */
  readonly range: WireRange;
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
  /** Codes with review `stale`, also those that the model no longer ranks. */
  readonly stale: readonly WireStaleCode[];
  /** In text order; they overlap. */
  readonly entities: readonly WireEntity[];
  readonly relations: readonly WireRelation[];
  /** All eight, or none where no model with labels has read the report. */
  readonly labels: readonly WireLabel[];
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
  /** `evidenceText` false: decisions hold hashes of phrases, not the phrases. */
  readonly reviews: { readonly evidenceText: boolean };
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
  },
  entities: { show: true },
  reviewer: '',
  reviews: { evidenceText: true },
  maxFileSizeKb: 1024,
};
