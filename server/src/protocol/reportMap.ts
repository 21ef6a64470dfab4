/** The map of a folder's labelled reports: reports that the reader finds alike lie close together. */

/** Request client → server: the map of a folder. Takes a `workDoneToken` (percentages) and can be cancelled. */
export const reportMapRequest = 'glosa/reportMap';
export interface ReportMapParams {
  /** Path of a workspace folder. */
  readonly folder: string;
  /** Another seed, another map of the same reports; 1 unless given. */
  readonly seed?: number;
  /** Neighbours that a report is placed by, about; 5 to 100, 30 unless given. */
  readonly perplexity?: number;
}
/** A map, or why there is none, for a person. Both null where it was cancelled. */
export interface ReportMapResult {
  readonly map: ReportMap | null;
  readonly problem: string | null;
}
export interface ReportMap {
  /** Relative to the folder, sorted; `x`, `y` and a colouring's `groupOf` go by the same places. */
  readonly paths: readonly string[];
  /** −1 to 1, to four decimals; y goes up. The axes have no meaning and distances only a local one. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** What points can be coloured by; never empty. */
  readonly colourings: readonly MapColouring[];
  /** Labelled reports that no vector is stored of; labelling the folder again adds them. */
  readonly missing: number;
  /** Taken from an earlier run on the same vectors. */
  readonly cached: boolean;
  readonly seed: number;
  /** The one that was used: less than asked for where there are few reports. */
  readonly perplexity: number;
}
export type MapColouringId = 'labels' | 'codes' | 'exam' | 'language';
export interface MapColouring {
  readonly id: MapColouringId;
  /** Most reports first, eight at most. */
  readonly groups: readonly MapGroup[];
  /** Place of each report's group in `groups`; −1 where it is in none. */
  readonly groupOf: readonly number[];
}
export interface MapGroup {
  /** A label's id, a code or a language. */
  readonly id: string;
  /** For a person, in the client's locale. */
  readonly name: string;
  readonly reports: number;
}
