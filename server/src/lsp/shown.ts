/** What was on the screen of a person who decides: it goes into the decision's line, and recalibration needs it. */
import { beforeTeaching } from '../core/learn/recalibrate.js';
import type { Decided, Shown, Subject } from '../store/reviews/reviewLine.js';
import { codesOf } from './analysed.js';
import type { Analysed } from './analysed.js';

/** The probability of each subject that the decision is about; none where the model has not read this version. */
export function shownTo(
  analysed: Analysed,
  decision: Decided['decision'],
  subject: Subject | null,
  correction: { readonly kind: string; readonly id?: string } | undefined,
): Shown[] {
  if (!analysed.complete || subject === null) return [];
  switch (subject.kind) {
    case 'code':
      return codesOf(analysed)
        .filter(({ system, code }) => system === subject.system && code === subject.code)
        .map(({ probability }) => ({ subject, probability, ofModel: probability }));
    case 'label': {
      const labels = analysed.analysis?.labels ?? [];
      const id = correction?.kind === 'label' ? correction.id : subject.id;
      return labels
        .filter((label) => (decision === 'mark-normal' ? label.applies : label.id === id))
        .map((label) => ({
          subject: { kind: 'label', id: label.id },
          probability: label.probability,
          ofModel: beforeTeaching(label.probability, analysed.recalibration.get(label.id)),
        }));
    }
    case 'finding':
    case 'quality':
      return [];
  }
}
