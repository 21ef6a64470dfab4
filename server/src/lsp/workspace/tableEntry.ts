/** One report of the table: what it is, how it sorts, and the row that is sent of it. Pure. */
import type { ReportColumn, ReportFilter, ReportRow, WireLabelId } from '../../protocol.js';
import type { FailureReason } from '../../store/failures.js';
import type { Judged } from './doubt.js';
import type { Row } from './reportRow.js';

/** A row as the worker gives it: the failure's words are the server's. */
export type TableRow = Omit<ReportRow, 'failure'> & { readonly failure: FailureReason | null };

export interface Entry {
  readonly path: string;
  /** Null where the report failed and has no labels. */
  readonly row: Row | null;
  readonly judged: Judged;
  readonly reviewed: boolean;
  /** Findings of checks that are neither switched off nor ignored. */
  readonly checks: number;
  readonly failure: FailureReason | null;
}

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function isSuspected({ judged }: Entry): boolean {
  return judged.look !== null && judged.look.kind !== 'threshold';
}

/** What each state of a filter lets through. */
export const states: Readonly<Record<NonNullable<ReportFilter['state']>, (entry: Entry) => boolean>> = {
  suspected: isSuspected,
  doubtful: ({ row }) => row?.states.includes('doubtful') === true,
  failed: ({ failure }) => failure !== null,
  reviewed: ({ reviewed }) => reviewed,
  notReviewed: ({ reviewed }) => !reviewed,
  empty: ({ row }) => row?.empty === true,
};

function statedIn(entry: Entry): number {
  return entry.row?.states.filter((state) => state === 'stated').length ?? 0;
}

/** Failed first, then suspected, doubtful, empty and reviewed ones. */
function stateRank(entry: Entry): number {
  if (entry.failure !== null) return 5;
  if (isSuspected(entry)) return 4;
  if (states.doubtful(entry)) return 3;
  if (states.empty(entry)) return 2;
  return entry.reviewed ? 1 : 0;
}

/** Ascending; ties are by path. */
export const orders: Readonly<Record<ReportColumn, (a: Entry, b: Entry) => number>> = {
  doubt: (a, b) => a.judged.doubt - b.judged.doubt,
  path: (a, b) => byText(a.path, b.path),
  labels: (a, b) => statedIn(a) - statedIn(b),
  codes: (a, b) =>
    // A report without codes is neither the first nor the last in the alphabet: it comes after all that have some.
    byText(a.row?.codes[0]?.code ?? '\uffff', b.row?.codes[0]?.code ?? '\uffff'),
  anatomies: (a, b) => (a.row?.anatomies?.length ?? 0) - (b.row?.anatomies?.length ?? 0),
  checks: (a, b) => a.checks - b.checks,
  state: (a, b) => stateRank(a) - stateRank(b),
};

export function tableRow({ path, row, judged, reviewed, checks, failure }: Entry): TableRow {
  const labels = (row?.labels.ids ?? []).flatMap((id, place) => {
    const state = row?.states[place];
    if (state !== 'stated' && state !== 'doubtful') return [];
    const probability = row?.probabilities[place] ?? 0;
    return [{ id: id as WireLabelId, probability, doubtful: state === 'doubtful' }];
  });
  return {
    path,
    labels,
    codes: row?.codes.map(({ code }) => code) ?? [],
    anatomies: row?.anatomies?.map(({ subtype }) => subtype) ?? [],
    checks,
    doubt: judged.doubt,
    look: judged.look,
    reviewed,
    empty: row?.empty === true,
    failure,
  };
}
