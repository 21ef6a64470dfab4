/** Work on a map is done in steps of a few milliseconds to tenths of a second: between two it can be given up. */
export interface Step {
  readonly phase: 'neighbours' | 'layout';
  /** Part of the phase that is done, 0 to 1. */
  readonly part: number;
}
