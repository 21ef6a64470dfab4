/** What the map shows, says and asks for. */

/** Words of the map, in the interface's language. `{0}`, `{1}`… stand for what the map fills in. */
export interface MapTexts {
  /** Name of the whole, for screen readers: "Map of reports". */
  readonly title: string;
  /** How it is used by keyboard, in one sentence or two. */
  readonly keys: string;
  /** What closeness means, and that axes mean nothing. */
  readonly note: string;
  /** Group of the reports that are in none: "other". */
  readonly other: string;
  /** Name of a group and its number of reports: "{0}: {1} reports". */
  readonly legendItem: string;
  /** The focused report: path, group, its place among all, all: "{0}, {1}. Report {2} of {3}." */
  readonly focused: string;
  /** Number of selected reports: "{0} reports selected". */
  readonly selected: string;
  /** No report is selected any more. */
  readonly cleared: string;
  /** Names of buttons. */
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly reset: string;
  /** Tools, of which one is pressed: what dragging does. */
  readonly pan: string;
  readonly rectangle: string;
  readonly lasso: string;
  /** Puts the selected reports on the review queue. */
  readonly review: string;
}

export interface MapGroupShown {
  readonly name: string;
  readonly reports: number;
}

/** What is shown. Arrays go by the same places. */
export interface MapData {
  readonly paths: readonly string[];
  /** −1 to 1; y goes up. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Eight at most: colour and symbol of each go by its place. */
  readonly groups: readonly MapGroupShown[];
  /** Place of the group, or −1. */
  readonly groupOf: readonly number[];
}

/** What the map asks of the page around it. */
export interface MapApi {
  readonly texts: MapTexts;
  /** Reports that a person selected on the map; empty where the selection was given up. */
  onBrush(paths: readonly string[]): void;
  /** The button for the review queue, with what is selected. */
  onReview(paths: readonly string[]): void;
  /** Enter on, or a click on, a report. */
  onOpen(path: string): void;
}

export interface MountedMap {
  /** Shows other points or another colouring; the view stays where the paths are the same. */
  update(data: MapData): void;
  /** Takes the map and its listeners away. */
  dispose(): void;
}
