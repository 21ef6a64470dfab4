/** What a report's findings add to a report label, beside what its attention reads. */
import type { ParsedReport } from './report.js';
import type { Entity, SectionKind } from './types.js';

/** A question is no finding of this examination, nor is a history. */
const elsewhere: ReadonlySet<SectionKind> = new Set(['indication', 'history']);

/**
 * The findings that a report states or suspects of the patient and does not call resolved, in text order.
 * @param without index of a sentence that is left out, as in the deletion test.
 */
export function statedFindings(
  report: ParsedReport,
  entities: readonly Entity[],
  without: number | null = null,
): Entity[] {
  return entities.filter(({ type, assertion, experiencer, trend, sentence }) => {
    if (type !== 'Finding' || assertion === 'absent' || experiencer !== 'patient') return false;
    if (trend === 'resolved' || sentence === without) return false;
    const kind = report.sections[report.sentences[sentence]?.section ?? -1]?.kind;
    return kind === undefined || !elsewhere.has(kind);
  });
}

/** Score of the likeliest of {@link statedFindings}; 0 where there is none. */
export function likeliestFinding(
  report: ParsedReport,
  entities: readonly Entity[],
  without: number | null = null,
): number {
  return statedFindings(report, entities, without).reduce((most, { score }) => Math.max(most, score), 0);
}
