/** What goes between the server and the workspace's workers. */
import type {
  CorpusStatisticsResult,
  LabelDifference,
  WorkspacePlaceParams,
  WorkspaceReportsParams,
} from '../../protocol.js';
import type { EvidencePlace, Version } from './folderTable.js';
import type { TableOverview } from './reportTable.js';
import type { TableRow } from './tableEntry.js';

/** What a worker is started for. A table answers until it is ended; the others end with one result. */
export type WorkerTask =
  | { readonly kind: 'table'; readonly root: string }
  | { readonly kind: 'statistics'; readonly root: string }
  | { readonly kind: 'compare'; readonly before: string; readonly after: string };

/** What of the editor's state a table's answers depend on. */
export interface Circumstances {
  /** Checks that the folder's settings switch off. */
  readonly off: readonly string[];
  /** What reports would be labelled with now; null: there is no model. */
  readonly reading: {
    readonly modelSha256: string;
    /** Hash of what decisions have taught; null: nothing. */
    readonly calibration: string | null;
  } | null;
}

/** Questions to a table, and their answers. */
export interface TableCalls {
  readonly overview: {
    readonly params: Circumstances;
    readonly result: { readonly overview: TableOverview; readonly versions: readonly Version[] };
  };
  readonly reports: {
    readonly params: { readonly asked: WorkspaceReportsParams; readonly now: Circumstances };
    readonly result: {
      readonly revision: number;
      readonly total: number;
      readonly rows: readonly TableRow[];
    };
  };
  readonly evidence: { readonly params: WorkspacePlaceParams; readonly result: EvidencePlace | null };
}
export type TableCall = keyof TableCalls;

export interface ToTable {
  readonly id: number;
  readonly call: TableCall;
  readonly params: unknown;
}

export type FromTable =
  | { readonly id: number; readonly result: unknown }
  /** @param error name of the error; its message may quote a line of the file. */
  | { readonly id: number; readonly error: string };

export type FromRun =
  | { readonly kind: 'progress'; readonly part: number; readonly done: number }
  | { readonly kind: 'result'; readonly result: CorpusStatisticsResult | LabelDifference }
  /** @param code the system's error code, or the error's name. @param path of the file at fault, where one is. */
  | { readonly kind: 'failed'; readonly code: string; readonly path: string | null };
