/** Words of the section on what decisions have taught, in the interface's language. */
import { l10n } from 'vscode';
import { filled } from '../filled.js';
import type { LearntWording } from './wording.js';

/** @param language for numbers. @param percent its own way to write a probability. */
export function learntWording(language: string, percent: (probability: number) => string): LearntWording {
  const decimals = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  return {
    shift: (shift, decisions, needed, before, after) => {
      const [from, to] = [percent(before), percent(after)];
      switch (shift) {
        case 'waiting':
          return filled(
            l10n.t(
              '{0} of {1} {1|decision that is|decisions that are} needed to change anything',
              decisions,
              needed,
            ),
            decisions,
            needed,
          );
        case 'raised':
          return filled(
            l10n.t(
              'Shown probabilities raised after {0} {0|decision|decisions}: {1} is shown as {2}',
              decisions,
              from,
              to,
            ),
            decisions,
          );
        case 'lowered':
          return filled(
            l10n.t(
              'Shown probabilities lowered after {0} {0|decision|decisions}: {1} is shown as {2}',
              decisions,
              from,
              to,
            ),
            decisions,
          );
        case 'same':
          return filled(
            l10n.t('Shown probabilities stay as they are after {0} {0|decision|decisions}', decisions),
            decisions,
          );
      }
    },
    why: (needed) =>
      filled(
        l10n.t(
          'Learnt from what was accepted, dismissed and corrected in this folder, from {0} {0|decision|decisions} on. Only decisions on readings of this model count.',
          needed,
        ),
        needed,
      ),
    list: (codes, reports, accuracy, macroF1, reviewed) => {
      const learnt = filled(
        l10n.t(
          '{0} {0|code|codes} from {1} {1|report|reports}; right in {2} of unseen reports, macro F1 {3}',
          codes,
          reports,
          percent(accuracy),
          decimals.format(macroF1),
        ),
        codes,
        reports,
      );
      return reviewed === 0 ? learnt : l10n.t('{0}; reviewed reports learnt from: {1}', learnt, reviewed);
    },
    listWhy: (day) =>
      l10n.t('Learnt on {0}. Accepted and dismissed codes count when it is learnt again.', day),
  };
}
