/** Rounded to 6 decimals: what crosses from process to process is written and read faster so, and nobody needs more. */
export function sixDecimals(value: number): number {
  const rounded = Math.round(value * 1e6) / 1e6;
  // Past 2^53 / 10^6 there are no such decimals.
  return Number.isFinite(rounded) ? rounded : value;
}
