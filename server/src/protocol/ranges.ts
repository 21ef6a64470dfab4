/** Places in a document. */

/** LSP position, zero-based, UTF-16. */
export interface WirePosition {
  readonly line: number;
  readonly character: number;
}
export interface WireRange {
  readonly start: WirePosition;
  readonly end: WirePosition;
}
