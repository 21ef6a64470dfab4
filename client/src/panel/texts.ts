/** The panel's words in the interface's language. */
import { l10n } from 'vscode';
import type { TermsResult, WireCode, WireStatus } from '../../../server/src/protocol.js';
import { interfaceLanguage, languageNames } from '../description.js';
import { filled } from '../filled.js';
import { assessmentWording } from './assessmentTexts.js';
import { learntWording } from './learntTexts.js';
import type { PanelDo } from './types.js';
import type { PanelWording } from './wording.js';

function percentIn(locale: string): (probability: number) => string {
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return (probability) => {
    if (probability > 0 && probability < 0.005) return `<${format.format(0.01)}`;
    if (probability < 1 && probability >= 0.995) return `>${format.format(0.99)}`;
    return format.format(probability);
  };
}

function statusWords({ assertion, experiencer }: WireStatus): string[] {
  return [
    ...(assertion === 'possible' ? [l10n.t('suspected')] : []),
    ...(assertion === 'absent' ? [l10n.t('denied')] : []),
    ...(experiencer === 'family' ? [l10n.t('of a relative')] : []),
    ...(experiencer === 'past' ? [l10n.t('in the patient’s history')] : []),
  ];
}

function reviewWord(review: WireCode['review']): string | null {
  switch (review) {
    case 'accepted':
      return l10n.t('accepted');
    case 'dismissed':
      return l10n.t('dismissed');
    case 'stale':
      return l10n.t('accepted for words that have changed');
    case 'none':
      return null;
  }
}

function act(action: PanelDo, name: string): string {
  switch (action) {
    case 'accept':
      return l10n.t('Accept {0}', name);
    case 'dismiss':
      return l10n.t('Dismiss {0}', name);
    case 'copy':
      return l10n.t('Copy {0}', name);
    case 'ignore':
      return l10n.t('Ignore: {0}', name);
    case 'forget':
      return l10n.t('Forget what was learnt of {0}', name);
    case 'attention':
      return l10n.t('Show or hide the attention of {0} in the text', name);
  }
}

/** @param terms null until the server has told them: ids are shown as they are. */
export function panelWording(terms: TermsResult | null): PanelWording {
  const language = interfaceLanguage();
  const percent = percentIn(language);
  const quoted = (text: string): string => (language === 'es' ? `«${text}»` : `“${text}”`);
  return {
    terms,
    language,
    percent,
    quoted,
    sections: {
      labels: {
        title: l10n.t('What the report states'),
        empty: l10n.t('This model reads no report labels.'),
      },
      codes: { title: l10n.t('Codes'), empty: l10n.t('No code is suggested for this report.') },
      findings: { title: l10n.t('Findings'), empty: l10n.t('No finding was read in this report.') },
      assessment: {
        title: l10n.t('Scores and incidental findings'),
        empty: l10n.t('The report states no category of a scale and no incidental finding.'),
      },
      checks: { title: l10n.t('Checks'), empty: l10n.t('The checks found nothing to look at.') },
      learnt: { title: l10n.t('What was learnt'), empty: '' },
    },
    why: l10n.t('Why'),
    asking: l10n.t('Asking the language server…'),
    keys: l10n.t('Arrow keys move between the buttons of this section.'),
    reveal: (text, line) => l10n.t('Show {0}, line {1}', quoted(text), line),
    whyOf: (name) => l10n.t('Why: {0}', name),
    actions: {
      accept: l10n.t('Accept'),
      dismiss: l10n.t('Dismiss'),
      copy: l10n.t('Copy'),
      ignore: l10n.t('Ignore…'),
      attention: l10n.t('Attention'),
      forget: l10n.t('Forget…'),
    },
    act,
    says: {
      stated: l10n.t('stated'),
      doubtful: l10n.t('doubtful'),
      notStated: l10n.t('not stated'),
    },
    moreNotStated: (count) => filled(l10n.t('{0} {0|label|labels} of head imaging not stated', count), count),
    notApplying: (count) =>
      filled(l10n.t('{0} {0|label|labels} of head imaging {0|does|do} not apply', count), count),
    thresholds: (stated, doubtful) =>
      l10n.t('Stated from {0}, doubtful from {1}.', percent(stated), percent(doubtful)),
    topWords: l10n.t('The words with the most attention:'),
    without: (probability, now) =>
      l10n.t('{0} without this sentence instead of {1}:', percent(probability), percent(now)),
    read: l10n.t('The report has been read.'),
    noReading: l10n.t('The model has not read this version of the report.'),
    status: statusWords,
    review: reviewWord,
    staleWhy: l10n.t('The words that it was accepted for are no longer in the report.'),
    weaker: (count) => filled(l10n.t('{0} less likely', count), count),
    mention: (text, probability, runnerUp) =>
      [`${text}: ${percent(probability)}`, ...(runnerUp === null ? [] : [runnerUp])].join(', '),
    runnerUp: (code, probability) => l10n.t('next best {0} with {1}', code, percent(probability)),
    otherLanguage: languageNames(),
    elsewhere: l10n.t('No anatomy named'),
    score: (score) => l10n.t('Read as a finding with a score of {0}.', percent(score)),
    cues: (words) => l10n.t('Its status follows from {0}.', words.join(', ')),
    supports: (labels) => l10n.t('Supports: {0}.', labels.join(', ')),
    supportsNothing: l10n.t('Supports no label.'),
    rule: (id) => l10n.t('Rule {0}', id),
    learnt: learntWording(language, percent),
    assessment: assessmentWording(language),
  };
}
