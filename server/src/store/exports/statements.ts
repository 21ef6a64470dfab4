/** What a record states of a patient, for the exports that others act upon. */
import { isOffered } from '../../core/assertion.js';
import { codePointOffsets } from '../../core/offsets.js';
import type { LabelRecord } from '../labelRecord.js';
import type { ReportReviews } from '../reviews/reportReviews.js';
import type { RecordCode, ReportToExport } from './exportFormat.js';

/** Whose a finding is, or when: a past cue that speaks of it counts where the record says nothing else. */
export function experiencers({
  entities,
  relations,
}: LabelRecord): Map<string, 'patient' | 'past' | 'family'> {
  const past = new Set(relations.filter(({ type }) => type === 'past').map(({ tail }) => tail));
  return new Map(
    entities.map(({ id, experiencer }) => {
      const said = experiencer ?? 'patient';
      return [id, said === 'patient' && past.has(id) ? 'past' : said];
    }),
  );
}

/**
 * Accepted by a person, and still not denied nor of a relative: a decision is kept by its wording, and the text around
 * the wording may since have come to deny it.
 */
export function isAccepted(code: RecordCode, decide: ReportToExport['decide']): boolean {
  return isOffered(code) && decide(code) === 'accepted';
}

/** Who decided on the report, in the order of their first decision; what was undone does not count. */
export function reviewersOf({ entries }: ReportReviews): string[] {
  return [...new Set(entries.map(({ decided }) => decided.who))];
}

/**
 * What a person decided on a report's codes. A code that was accepted for words that the report no longer has is not
 * accepted.
 * @param text the report's, which the codes' evidence counts in.
 */
export function decisionsOf(reviews: ReportReviews, text: string): ReportToExport['decide'] {
  if (reviews.empty) return () => 'none';
  const offsets = codePointOffsets(text);
  return ({ system, code, evidence }) => {
    const spans = evidence.map(({ start, end }) => ({
      startUtf16: offsets.toUtf16(start),
      endUtf16: offsets.toUtf16(end),
    }));
    const state = reviews.state({ kind: 'code', system, code }, spans);
    return state === 'stale' ? 'none' : state;
  };
}
