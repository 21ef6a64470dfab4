/** *Evaluate against gold*: scores of a folder of annotated reports, and where reading and gold differ. */
import type { WireRange } from './ranges.js';

export interface EvaluateArguments {
  /** Path of the gold folder; its kind is found out. */
  readonly folder: string;
}

/** What a folder has gold for. */
export type WireGoldKind = 'cantemist' | 'codiesp' | 'entities' | 'labels' | 'exam';

export interface EvaluateResult {
  /** Why there are no scores, for a person; empty where it was cancelled; null where there are some. */
  readonly problem: string | null;
  readonly title: string;
  readonly kinds: readonly WireGoldKind[];
  readonly tables: readonly WireScoreTable[];
  /** In the order of the documents, then of the text. */
  readonly errors: readonly WireGoldError[];
  /** Errors beyond those that are listed. */
  readonly moreErrors: number;
  /** Files and lines that could not be taken as they stand, each with its reason. */
  readonly problems: readonly string[];
}

export interface WireScoreTable {
  readonly title: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
}

export interface WireGoldError {
  /** Path relative to the folder; of a text inside a table the table's with `:LINE`, or the case. */
  readonly path: string;
  /** Of the report's file; null where the text is inside a table: `glosa/goldText` has it. */
  readonly uri: string | null;
  /** In words: what is wrong. */
  readonly what: string;
  /** Null where nothing is annotated, or nothing was read. */
  readonly gold: WireGoldSide | null;
  readonly read: WireGoldSide | null;
}

export interface WireGoldSide {
  /** Type, code or label, as a person reads it. */
  readonly value: string;
  /** The words there; empty where it is of the whole report. */
  readonly text: string;
  readonly range: WireRange | null;
}

/** Request client → server: a report that lies inside a gold table. */
export const goldTextRequest = 'glosa/goldText';
export interface GoldTextParams {
  /** The gold folder. */
  readonly folder: string;
  /** As {@link WireGoldError} has it. */
  readonly path: string;
}
export interface GoldTextResult {
  /** Null where it is no longer there. */
  readonly text: string | null;
}
