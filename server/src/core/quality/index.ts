/** The quality checks of a report: pure functions over its text and, where there are any, the reader's entities. */
import type { ParsedReport } from '../report.js';
import type { ReportAnalysis, Span } from '../types.js';
import { organNotDescribed } from '../assess/organNotDescribed.js';
import { scoreDiscrepancy } from '../assess/scoreDiscrepancy.js';
import { scoreMissing } from '../assess/scoreMissing.js';
import { scoreOutOfRange } from '../assess/scoreOutOfRange.js';
import { ageMismatch } from './ageMismatch.js';
import { comparisonWithoutPrior } from './comparisonWithoutPrior.js';
import { criticalWithoutCommunication } from './criticalWithoutCommunication.js';
import { deniedAndAsserted } from './deniedAndAsserted.js';
import { examRegionMismatch } from './examRegionMismatch.js';
import { followupWithoutInterval } from './followupWithoutInterval.js';
import { impressionMissingFinding } from './impressionMissingFinding.js';
import { impressionUnsupported } from './impressionUnsupported.js';
import { missingImpression } from './missingImpression.js';
import { sexMismatch } from './sexMismatch.js';
import { sideDiscrepancy } from './sideDiscrepancy.js';
import { sizeDiscrepancy } from './sizeDiscrepancy.js';
import { factsFor } from './facts.js';
import type { Facts } from './statements.js';
import type { QualityFinding } from './types.js';
import { unfilledField } from './unfilledField.js';

export { qualityIds } from './types.js';
export type { QualityEdit, QualityFinding, QualityFix, QualityId } from './types.js';

const checks: readonly ((facts: Facts) => QualityFinding[])[] = [
  sideDiscrepancy,
  deniedAndAsserted,
  impressionMissingFinding,
  impressionUnsupported,
  sexMismatch,
  ageMismatch,
  sizeDiscrepancy,
  examRegionMismatch,
  missingImpression,
  unfilledField,
  comparisonWithoutPrior,
  followupWithoutInterval,
  criticalWithoutCommunication,
  scoreOutOfRange,
  scoreDiscrepancy,
  scoreMissing,
  organNotDescribed,
];

/**
 * What the checks find, in the order of the text. It lists; it never judges which statement is right.
 * @param analysis its entities add to what the rules read; null where no model has read the report.
 */
export function checkQuality(
  report: ParsedReport,
  analysis: Pick<ReportAnalysis, 'entities' | 'relations' | 'labels'> | null,
): readonly QualityFinding[] {
  if (report.sentences.length === 0) return [];
  const facts = factsFor(report, analysis);
  return withoutEchoes(
    report,
    checks.flatMap((check) => check(facts)),
  ).sort((a, b) => a.span.startUtf16 - b.span.startUtf16 || a.span.endUtf16 - b.span.endUtf16);
}

/** A finding on the wrong side is one thing to look at: that each side lacks the other's finding is not a second. */
function withoutEchoes(report: ParsedReport, findings: readonly QualityFinding[]): QualityFinding[] {
  const sentenceAt = (span: Span): number =>
    report.sentences.findIndex((s) => s.startUtf16 <= span.startUtf16 && span.endUtf16 <= s.endUtf16);
  const sided = new Set(
    findings
      .filter(({ id }) => id === 'side-discrepancy')
      .flatMap(({ span, related }) => [span, ...related].map(sentenceAt)),
  );
  return findings.filter(
    ({ id, span, related }) =>
      (id !== 'denied-and-asserted' && id !== 'impression-missing-finding') ||
      ![span, ...related].some((one) => sided.has(sentenceAt(one))),
  );
}
