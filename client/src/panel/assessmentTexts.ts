/** Words of the panel's section of categories and incidental findings, in the interface's language. */
import { l10n } from 'vscode';
import { filled } from '../filled.js';
import type { AssessmentWording } from './wording.js';

export function assessmentWording(language: 'es' | 'en'): AssessmentWording {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const change = new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  return {
    categories: l10n.t('Categories'),
    incidentals: l10n.t('Incidental findings'),
    organs: l10n.t('Organs of the exam'),
    others: (count) => filled(l10n.t('{0} of other exams, denied or asked', count), count),
    byRule: l10n.t('Read from the report’s words by rules, without the model.'),
    noValue: l10n.t('The scale has no such value.'),
    uses: {
      prior: l10n.t('earlier exam'),
      asked: l10n.t('in the indication'),
      denied: l10n.t('denied'),
      hypothetical: l10n.t('under a condition'),
    },
    parts: {
      periventricular: l10n.t('periventricular'),
      deep: l10n.t('deep'),
      total: l10n.t('sum'),
      sequence: l10n.t('of one sequence'),
    },
    points: (points) => filled(l10n.t('{0} {0|point|points}', points), points),
    sums: ({ now, before, changePercent }) => [
      ...(now === null ? [] : [l10n.t('sum of targets {0} mm', number.format(now))]),
      ...(before === null ? [] : [l10n.t('before {0} mm', number.format(before))]),
      ...(changePercent === null ? [] : [`${change.format(changePercent)}${language === 'es' ? ' ' : ''}%`]),
    ],
    followUps: {
      stated: l10n.t('the report states a follow-up'),
      'none-needed': l10n.t('the report states that none is needed'),
    },
    noFollowUp: l10n.t('the report states no follow-up'),
    allNamed: l10n.t('The report names every organ of the exam.'),
    notNamed: (organs) => l10n.t('Not named: {0}.', organs),
  };
}
