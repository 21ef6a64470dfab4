/** What a report's findings add to a report label, beside what its attention reads. */
import type { ParsedReport } from './report.js';
import type { Entity, SectionKind } from './types.js';

/** A question is no finding of this examination, nor is a history. */
const elsewhere: ReadonlySet<SectionKind> = new Set(['indication', 'history']);

/**
 * Score of the likeliest finding that the report states or suspects of the patient and does not call resolved; 0 where
 * it has none.
 * @param without index of a sentence that is left out, as in the deletion test.
 */
export function likeliestFinding(
  report: ParsedReport,
  entities: readonly Entity[],
  without: number | null = null,
): number {
  let most = 0;
  for (const { type, assertion, experiencer, trend, sentence, score } of entities) {
    if (type !== 'Finding' || assertion === 'absent' || experiencer !== 'patient') continue;
    if (trend === 'resolved' || sentence === without) continue;
    const kind = report.sections[report.sentences[sentence]?.section ?? -1]?.kind;
    if (kind === undefined || !elsewhere.has(kind)) most = Math.max(most, score);
  }
  return most;
}
