/** What a folder's reviewers decided on report labels, as recalibration takes it. */
import type { LabelDecision } from '../../core/learn/recalibrate.js';
import type { LabelId } from '../../core/types.js';
import type { ReviewLog } from './reviewLog.js';
import { effectsOf, standing } from './standing.js';
import type { Entry, Verdict } from './standing.js';

interface Last {
  readonly verdict: Verdict;
  /** What the model gave; null where no line says it. */
  readonly ofModel: number | null;
  readonly entry: Entry;
}

/**
 * The last decision on each label of a report, of those that were made on this model's readings, that say what was
 * shown, and that nobody wanted forgotten.
 * @param entries all decisions on the report.
 * @param forgotten `forget` decisions that count.
 * @param modelSha256 decisions on what another model read say nothing of this one.
 */
export function labelDecisionsIn(
  entries: readonly Entry[],
  forgotten: readonly Entry[],
  modelSha256: string,
): LabelDecision[] {
  return [...lastOf(entries, modelSha256)].flatMap(([label, { verdict, ofModel, entry }]) =>
    ofModel === null || forgotten.some((forget) => isForgotten(forget, label, entry))
      ? []
      : [{ label, probability: ofModel, accepted: verdict === 'accepted' }],
  );
}

/** The same of all reports of a log. */
export function labelDecisionsOf(
  { byPath, forgets }: Pick<ReviewLog, 'byPath' | 'forgets'>,
  modelSha256: string,
): LabelDecision[] {
  const forgotten = standing(forgets);
  return [...byPath.values()].flatMap((entries) => labelDecisionsIn(entries, forgotten, modelSha256));
}

function lastOf(entries: readonly Entry[], modelSha256: string): Map<LabelId, Last> {
  const last = new Map<LabelId, Last>();
  for (const entry of standing(entries)) {
    const { shown, model } = entry.decided;
    if (model?.sha256 !== modelSha256) continue;
    const shownOf = (id: string): number | undefined =>
      shown?.find(({ subject }) => subject.kind === 'label' && subject.id === id)?.ofModel;
    for (const { subject, verdict } of effectsOf(entry.decided)) {
      if (subject !== 'normal' && subject.kind !== 'label') continue;
      const named =
        subject === 'normal'
          ? (shown ?? []).flatMap((one) => (one.subject.kind === 'label' ? [one.subject.id] : []))
          : [subject.id];
      for (const id of named) {
        // An id that the pack does not have recalibrates nothing.
        const label = id as LabelId;
        last.set(label, { verdict, ofModel: shownOf(id) ?? last.get(label)?.ofModel ?? null, entry });
      }
    }
  }
  return last;
}

/** Numbers follow the order of writing; what waits comes after all that is written. */
function orderOf({ seq }: Entry): number {
  return seq ?? Infinity;
}

function isForgotten(forget: Entry, label: LabelId, entry: Entry): boolean {
  const { subject } = forget.decided;
  const about = subject === null || (subject.kind === 'label' && subject.id === label);
  if (!about) return false;
  if (forget.seq === null && entry.seq === null) return forget.decided.when > entry.decided.when;
  return orderOf(forget) > orderOf(entry);
}
