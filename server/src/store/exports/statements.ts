/** What a record states of a patient, for the exports that others act upon. */
import { isOffered } from '../../core/assertion.js';
import type { LabelRecord } from '../labelRecord.js';
import type { ReportReviews } from '../reviews/reportReviews.js';
import type { RecordCode } from './exportFormat.js';

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
export function isAccepted(code: RecordCode): boolean {
  return isOffered(code) && code.decision === 'accepted';
}

/** Who decided on the report, in the order of their first decision; what was undone does not count. */
export function reviewersOf({ entries }: ReportReviews): string[] {
  return [...new Set(entries.map(({ decided }) => decided.who))];
}
