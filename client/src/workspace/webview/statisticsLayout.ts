/** How rich the words of the reports are, with the formula of each number. */
import type { CorpusStatisticsResult, WireCorpusStatistics } from '../../../../server/src/protocol.js';
import { h } from '../../panel/webview/vdom.js';
import type { VNode } from '../../panel/webview/vdom.js';
import { button, jobLine } from './headLayout.js';
import { jobOf } from './pageState.js';
import type { PageState } from './pageState.js';
import { filled } from '../../filled.js';

import type { Words } from './words.js';

export function statisticsLayout(words: Words, state: PageState): VNode[] {
  const { statistics: texts } = words.texts;
  const found = state.statistics;
  return [
    h('p', {}, texts.intro),
    jobOf(state, 'statistics') === null ? button(texts.run, 'statistics', '', { class: 'primary' }) : null,
    jobLine(words, state, 'statistics'),
    found === null ? null : table(words, found),
    found === null || found.unread === 0
      ? null
      : h('p', {}, filled(texts.unread, words.number(found.unread))),
    found === null ? null : h('p', { class: 'quiet' }, texts.note),
  ].flatMap((node) => node ?? []);
}

/** Formulas are the same in every language. */
const formulas = {
  tokens: 'N',
  types: 'V',
  once: 'V₁',
  perReport: 'N / R',
  ratio: 'V / N',
  yuleI: 'N² / (Σ m²·Vₘ − N)',
  yuleK: '10⁴ · (Σ m²·Vₘ − N) / N²',
} as const;

function table(words: Words, { all, es, en }: CorpusStatisticsResult): VNode {
  const { statistics: texts } = words.texts;
  const columns = [
    [texts.all, all],
    ...(
      [
        [texts.es, es],
        [texts.en, en],
      ] as const
    ).filter(([, one]) => one.reports > 0),
  ] as const;
  const whole = (value: number | null): string => (value === null ? '–' : words.number(value));
  const decimal = (value: number | null): string => (value === null ? '–' : words.decimal(value));
  const row = (name: string, formula: string, of: (one: WireCorpusStatistics) => string): VNode =>
    h('tr', {}, [
      h('th', { scope: 'row' }, name),
      ...columns.map(([, one]) => h('td', { class: 'number' }, of(one))),
      h('td', { class: 'formula' }, formula),
    ]);
  return h('table', { class: 'figures' }, [
    h('thead', {}, [
      h('tr', {}, [
        h('th', { scope: 'col' }, texts.measure),
        ...columns.map(([name]) => h('th', { scope: 'col', class: 'number' }, name)),
        h('th', { scope: 'col' }, texts.formula),
      ]),
    ]),
    h('tbody', {}, [
      row(texts.reports, 'R', (one) => whole(one.reports)),
      row(texts.tokens, formulas.tokens, (one) => whole(one.tokens)),
      row(texts.types, formulas.types, (one) => whole(one.types)),
      row(texts.once, formulas.once, (one) => whole(one.once)),
      row(texts.perReport, formulas.perReport, (one) => decimal(one.tokensPerReport)),
      row(texts.ratio, formulas.ratio, (one) => decimal(one.typeTokenRatio)),
      row(texts.yuleI, formulas.yuleI, (one) => decimal(one.yuleI)),
      row(texts.yuleK, formulas.yuleK, (one) => decimal(one.yuleK)),
    ]),
  ]);
}
