/** What the workspace view's host and its page tell each other. */
import type {
  CorpusStatisticsResult,
  LabelDifference,
  ReportFilter,
  ReportMap,
  ReportRow,
  ReportSort,
  TermsResult,
  WorkspaceResult,
} from '../../../server/src/protocol.js';

export type Tab = 'reports' | 'statistics' | 'compare' | 'map';
/** Work that takes a while, one of each kind at a time. */
export type Job = 'label' | 'statistics' | 'compare' | 'map';

/** A job on its way. */
export interface JobState {
  readonly job: Job;
  /** Null: it is not known how much there is to do. */
  readonly percent: number | null;
  readonly message: string;
}

export type ToPage =
  | {
      readonly kind: 'start';
      readonly texts: WorkspaceTexts;
      readonly terms: TermsResult;
      readonly language: 'es' | 'en';
    }
  | { readonly kind: 'workspace'; readonly workspace: WorkspaceResult }
  | {
      readonly kind: 'rows';
      /** Of the question. */
      readonly id: number;
      readonly offset: number;
      readonly revision: number;
      readonly total: number;
      readonly rows: readonly ReportRow[];
    }
  | { readonly kind: 'jobs'; readonly jobs: readonly JobState[] }
  | { readonly kind: 'statistics'; readonly statistics: CorpusStatisticsResult }
  | { readonly kind: 'difference'; readonly difference: LabelDifference }
  | { readonly kind: 'map'; readonly map: ReportMap }
  /** Why a job has no result, for a person; null takes an older one away. */
  | { readonly kind: 'problem'; readonly job: Job; readonly problem: string | null }
  | { readonly kind: 'show'; readonly tab: Tab };

export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'folder'; readonly folder: string }
  | {
      readonly kind: 'rows';
      readonly id: number;
      readonly filter: ReportFilter;
      readonly sort: ReportSort;
      readonly offset: number;
      readonly limit: number;
    }
  | { readonly kind: 'open'; readonly path: string; readonly subject: string | null; readonly focus: boolean }
  | { readonly kind: 'label'; readonly failedOnly: boolean }
  | { readonly kind: 'statistics' }
  | { readonly kind: 'compare'; readonly before: string; readonly after: string }
  | { readonly kind: 'chooseFiles' }
  | { readonly kind: 'map'; readonly seed: number }
  | { readonly kind: 'cancel'; readonly job: Job }
  | { readonly kind: 'review'; readonly paths: readonly string[] };

/** Texts that the map itself draws (`webview/map.ts`). */
export type MapText =
  | 'title'
  | 'keys'
  | 'note'
  | 'other'
  | 'legendItem'
  | 'focused'
  | 'selected'
  | 'cleared'
  | 'zoomIn'
  | 'zoomOut'
  | 'reset'
  | 'pan'
  | 'rectangle'
  | 'lasso'
  | 'review';

/** Every word of the page, in the interface's language; `{0}` and the like stand for what it fills in. */
export interface WorkspaceTexts {
  readonly title: string;
  readonly tabs: Readonly<Record<Tab, string>>;
  readonly folder: string;
  readonly label: string;
  readonly labelAgain: string;
  readonly retry: string;
  readonly cancel: string;
  readonly noFolder: string;
  readonly notLabelled: string;
  readonly loading: string;
  readonly summary: {
    readonly reports: string;
    readonly failed: string;
    readonly suspected: string;
    readonly doubtful: string;
    readonly reviewed: string;
    readonly empty: string;
    readonly unreadable: string;
    readonly model: string;
    readonly otherwiseTaught: string;
    readonly relabel: string;
  };
  readonly facets: {
    readonly title: string;
    readonly labels: string;
    readonly codes: string;
    readonly anatomies: string;
    readonly noLabels: string;
    readonly noCodes: string;
    readonly noAnatomies: string;
    readonly stated: string;
    readonly doubtful: string;
    readonly notStated: string;
    readonly notApplying: string;
    /** "{0}: {1} reports, {2} doubtful". */
    readonly labelItem: string;
    /** "{0}: {1} reports". */
    readonly item: string;
    readonly anatomyItem: string;
    readonly more: string;
  };
  readonly filters: {
    readonly title: string;
    readonly path: string;
    readonly code: string;
    readonly label: string;
    readonly is: string;
    readonly anatomy: string;
    readonly state: string;
    readonly any: string;
    readonly states: Readonly<Record<NonNullable<ReportFilter['state']>, string>>;
    readonly clear: string;
    readonly selection: string;
    readonly found: string;
  };
  readonly table: {
    readonly title: string;
    readonly keys: string;
    readonly columns: Readonly<Record<ReportSort['by'], string>>;
    readonly sortBy: string;
    readonly doubtfulLabel: string;
    readonly checks: string;
    readonly look: {
      readonly review: string;
      readonly gold: string;
      readonly evidence: string;
      readonly threshold: string;
    };
    readonly state: {
      readonly failed: string;
      readonly suspected: string;
      readonly doubtful: string;
      readonly reviewed: string;
      readonly empty: string;
    };
    readonly none: string;
  };
  readonly statistics: {
    readonly intro: string;
    readonly run: string;
    readonly measure: string;
    readonly all: string;
    readonly es: string;
    readonly en: string;
    readonly reports: string;
    readonly tokens: string;
    readonly types: string;
    readonly once: string;
    readonly perReport: string;
    readonly ratio: string;
    readonly yuleI: string;
    readonly yuleK: string;
    readonly formula: string;
    readonly note: string;
    readonly unread: string;
  };
  readonly compare: {
    readonly intro: string;
    readonly before: string;
    readonly after: string;
    readonly run: string;
    readonly choose: string;
    readonly noVersions: string;
    readonly models: string;
    readonly compared: string;
    readonly changed: string;
    readonly onlyBefore: string;
    readonly onlyAfter: string;
    readonly labels: string;
    readonly codes: string;
    readonly name: string;
    readonly on: string;
    readonly off: string;
    readonly statedBefore: string;
    readonly statedAfter: string;
    readonly meanShift: string;
    readonly absoluteShift: string;
    readonly reports: string;
    readonly changedReports: string;
    readonly same: string;
    readonly turnedOn: string;
    readonly turnedOff: string;
    readonly shifted: string;
    readonly more: string;
    readonly present: string;
  };
  readonly map: {
    readonly run: string;
    readonly again: string;
    readonly intro: string;
    readonly colour: string;
    readonly colourings: Readonly<Record<ReportMap['colourings'][number]['id'], string>>;
    readonly missing: string;
    readonly facts: string;
    readonly page: Readonly<Record<MapText, string>>;
  };
}
