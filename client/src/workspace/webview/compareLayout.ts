/** What differs between two label files: what turned, what shifted, and in which reports, the worst first. */
import type { LabelDifference, ReportDifference, SubjectChange } from '../../../../server/src/protocol.js';
import { h } from '../../panel/webview/vdom.js';
import type { VNode } from '../../panel/webview/vdom.js';
import { button, jobLine, nameOf } from './headLayout.js';
import { jobOf } from './pageState.js';
import type { PageState } from './pageState.js';
import { filled } from '../../filled.js';
import { labelName } from './words.js';
import type { Words } from './words.js';

const firstReports = 100;
const firstChanges = 6;

export function compareLayout(words: Words, state: PageState): VNode[] {
  const { compare: texts } = words.texts;
  const versions = state.workspace?.overview?.versions ?? [];
  const { difference } = state;
  const running = jobOf(state, 'compare') !== null;
  return [
    h('p', {}, texts.intro),
    versions.length < 2 ? h('p', { class: 'quiet' }, texts.noVersions) : null,
    h('div', { class: 'bar' }, [
      ...(versions.length < 2
        ? []
        : [choice(words, state, 'before', texts.before), choice(words, state, 'after', texts.after)]),
      versions.length < 2 || running
        ? null
        : button(texts.run, 'compare', '', { class: 'primary', disabled: state.before === state.after }),
      running ? null : button(texts.choose, 'chooseFiles'),
    ]),
    jobLine(words, state, 'compare'),
    ...(difference === null ? [] : differenceLayout(words, difference, state.open)),
  ].flatMap((node) => node ?? []);
}

function choice(words: Words, state: PageState, field: 'before' | 'after', text: string): VNode {
  const versions = state.workspace?.overview?.versions ?? [];
  return h('label', { class: 'field' }, [
    h('span', {}, text),
    h(
      'select',
      { 'data-field': field },
      versions.map(({ path, model, present }) =>
        h(
          'option',
          { value: path, selected: path === state[field] },
          present ? `${model} – ${words.texts.compare.present}` : model,
          path,
        ),
      ),
    ),
  ]);
}

function differenceLayout(words: Words, found: LabelDifference, open: ReadonlySet<string>): VNode[] {
  const { compare: texts } = words.texts;
  const count = (text: string, value: number): VNode => h('li', {}, filled(text, words.number(value)));
  const facts = (name: string, { path, models }: LabelDifference['before']): VNode =>
    h('li', { class: 'quiet' }, `${name}: ${filled(texts.models, nameOf(path), models.join(', '))}`);
  const ofModels = found.reports.filter(({ textChanged }) => !textChanged);
  const ofTexts = found.reports.filter(({ textChanged }) => textChanged);
  return [
    h('ul', { class: 'summary' }, [
      facts(texts.before, found.before),
      facts(texts.after, found.after),
      count(texts.compared, found.compared),
      count(texts.changed, found.changed),
      count(texts.onlyBefore, found.onlyBefore),
      count(texts.onlyAfter, found.onlyAfter),
    ]),
    ...(found.labels.length === 0 ? [] : [h('h2', {}, texts.labels), labelTable(words, found)]),
    ...(found.codes.length === 0 ? [] : [h('h2', {}, texts.codes), codeTable(words, found)]),
    ...reportList(words, texts.reports, 'differences', ofModels, open),
    ...(ofTexts.length === 0 ? [] : reportList(words, texts.changedReports, 'changed', ofTexts, open)),
    found.more === 0 ? null : h('p', { class: 'quiet' }, filled(texts.more, words.number(found.more))),
  ].flatMap((node) => node ?? []);
}

function figures(heads: readonly string[], rows: readonly VNode[]): VNode {
  return h('table', { class: 'figures' }, [
    h('thead', {}, [
      h(
        'tr',
        {},
        heads.map((head, i) => h('th', { scope: 'col', class: i === 0 ? '' : 'number' }, head)),
      ),
    ]),
    h('tbody', {}, rows),
  ]);
}

function labelTable(words: Words, { labels }: LabelDifference): VNode {
  const { compare: texts } = words.texts;
  const heads = [
    texts.name,
    texts.on,
    texts.off,
    texts.statedBefore,
    texts.statedAfter,
    texts.meanShift,
    texts.absoluteShift,
  ];
  const number = (text: string): VNode => h('td', { class: 'number' }, text);
  const rows = labels.map((one) =>
    h('tr', {}, [
      h('th', { scope: 'row' }, labelName(words, one.id)),
      ...[one.turnedOn, one.turnedOff, one.statedBefore, one.statedAfter].map((n) => number(words.number(n))),
      number(one.meanShift === null ? '–' : words.shift(one.meanShift)),
      number(one.meanAbsoluteShift === null ? '–' : words.shift(one.meanAbsoluteShift).replace('+', '')),
    ]),
  );
  return figures(heads, rows);
}

function codeTable(words: Words, { codes }: LabelDifference): VNode {
  const { compare: texts } = words.texts;
  const rows = codes
    .slice(0, firstReports)
    .map(({ system, code, description, turnedOn, turnedOff }) =>
      h('tr', {}, [
        h('th', { scope: 'row' }, `${system} ${code} ${description}`),
        h('td', { class: 'number' }, words.number(turnedOn)),
        h('td', { class: 'number' }, words.number(turnedOff)),
      ]),
    );
  return figures([texts.name, texts.on, texts.off], rows);
}

function reportList(
  words: Words,
  title: string,
  key: string,
  reports: readonly ReportDifference[],
  open: ReadonlySet<string>,
): VNode[] {
  const shown = open.has(key) ? reports : reports.slice(0, firstReports);
  const left = reports.length - shown.length;
  return [
    h('h2', {}, title, `title ${key}`),
    reports.length === 0
      ? h('p', { class: 'quiet' }, words.texts.compare.same, `same ${key}`)
      : h(
          'ul',
          { class: 'differences' },
          shown.map((report) => difference(words, report)),
          `list ${key}`,
        ),
    left === 0
      ? null
      : button(filled(words.texts.facets.more, words.number(left)), 'more', key, { class: 'link' }),
  ].flatMap((node) => node ?? []);
}

function difference(words: Words, { path, changes }: ReportDifference): VNode {
  return h(
    'li',
    {},
    [
      button(path, 'open', JSON.stringify([path, null]), { class: 'link path' }),
      h(
        'ul',
        { class: 'changes' },
        changes.slice(0, firstChanges).map((change) =>
          h('li', {}, [
            button(changeText(words, change), 'open', JSON.stringify([path, change.subject]), {
              class: 'link',
            }),
          ]),
        ),
      ),
    ],
    path,
  );
}

function changeText(words: Words, { system, subject, turned, before, after }: SubjectChange): string {
  const { compare: texts } = words.texts;
  const name = system === null ? labelName(words, subject) : subject;
  const percent = (probability: number | null): string =>
    probability === null ? '–' : words.percent(probability);
  const text = turned === null ? texts.shifted : turned === 'on' ? texts.turnedOn : texts.turnedOff;
  return filled(text, name, percent(before), percent(after));
}
