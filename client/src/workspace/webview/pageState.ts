/** What the page shows, apart from the rows of the table. */
import type {
  CorpusStatisticsResult,
  LabelDifference,
  ReportMap,
  WorkspaceResult,
} from '../../../../server/src/protocol.js';
import type { Job, JobState, Tab } from '../types.js';

export interface PageState {
  workspace: WorkspaceResult | null;
  tab: Tab;
  jobs: readonly JobState[];
  problems: ReadonlyMap<Job, string>;
  statistics: CorpusStatisticsResult | null;
  difference: LabelDifference | null;
  map: ReportMap | null;
  /** Files to compare. */
  before: string;
  after: string;
  /** Facets and lists shown in full. */
  open: ReadonlySet<string>;
}

export function freshState(): PageState {
  return {
    workspace: null,
    tab: 'reports',
    jobs: [],
    problems: new Map(),
    statistics: null,
    difference: null,
    map: null,
    before: '',
    after: '',
    open: new Set(),
  };
}

export function jobOf(state: PageState, job: Job): JobState | null {
  return state.jobs.find((one) => one.job === job) ?? null;
}

/** Tabs in their order. */
export const tabs: readonly Tab[] = ['reports', 'statistics', 'compare', 'map'];
