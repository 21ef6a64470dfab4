/** Decisions on a learned list's codes, as further rows to learn from. */
import type { ReportFeatures } from './features.js';
import type { Example } from './types.js';

/** A person's decision on one code of one report. */
export interface CodeDecision {
  /** What names the report; equal for decisions on the same report. */
  readonly report: string;
  readonly code: string;
  readonly accepted: boolean;
}

/**
 * Rows of the decided reports, to be learnt from beside the first reports. Of two decisions on the same code the
 * later counts, and of two accepted codes the later. A report with an accepted code is an example of it; one with
 * rejected codes alone says what it is not.
 * @param decisions oldest first.
 * @param features of each report that could be read; decisions on others are left out.
 */
export function learnFrom(
  decisions: readonly CodeDecision[],
  features: ReadonlyMap<string, ReportFeatures>,
): Example[] {
  const byReport = new Map<string, Map<string, boolean>>();
  for (const { report, code, accepted } of decisions) {
    const known = byReport.get(report) ?? new Map<string, boolean>();
    byReport.set(report, known);
    // Deleted first, so that the map's order is that of the last decisions.
    known.delete(code);
    known.set(code, accepted);
  }
  return [...byReport].flatMap(([report, codes]): Example[] => {
    const read = features.get(report);
    if (read === undefined) return [];
    const code = [...codes].filter(([, accepted]) => accepted).at(-1)?.[0] ?? null;
    const rejected = [...codes].flatMap(([other, accepted]) => (accepted ? [] : [other]));
    return [{ features: read, code, rejected }];
  });
}
