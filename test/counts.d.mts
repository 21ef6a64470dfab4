/** Types of counts.mjs, for its unit test. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
export function countVitest(report: unknown): Counts;
export function failuresOfVitest(report: unknown): string[];
export function countPytest(text: string): Counts;
export function countApi(results: unknown): Counts;
export function settle(counts: Counts, ended: boolean): Counts;
export function closingLine(rows: readonly Counts[]): { readonly text: string; readonly failed: number };
