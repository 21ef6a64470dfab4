/** The head of the page: folder, commands, what the labels are, and the tabs. */
import { h } from '../../panel/webview/vdom.js';
import type { VNode } from '../../panel/webview/vdom.js';
import type { Job } from '../types.js';
import { jobOf, tabs } from './pageState.js';
import type { PageState } from './pageState.js';
import { filled } from '../../filled.js';

import type { Words } from './words.js';

/** A button that does something. @param value what it does it with. */
export function button(
  text: string,
  action: string,
  value = '',
  attributes: Readonly<Record<string, string | boolean | null>> = {},
): VNode {
  return h('button', { type: 'button', 'data-do': action, 'data-value': value, ...attributes }, text);
}

/** How far a job is, with a button that ends it; or why it has no result. */
export function jobLine(words: Words, state: PageState, job: Job): VNode | null {
  const running = jobOf(state, job);
  const problem = state.problems.get(job);
  if (running === null)
    return problem === undefined
      ? null
      : h('p', { class: 'problem', role: 'alert' }, problem, `problem ${job}`);
  const { percent, message } = running;
  return h(
    'div',
    { class: 'job' },
    [
      h('progress', {
        max: 100,
        value: percent,
        'aria-label': words.texts.tabs[job === 'label' ? 'reports' : job],
      }),
      h('span', { class: 'said' }, message),
      button(words.texts.cancel, 'cancel', job),
    ],
    `job ${job}`,
  );
}

export function headLayout(words: Words, state: PageState): VNode[] {
  const { texts } = words;
  const { workspace } = state;
  if (workspace === null) return [h('p', { class: 'notice', role: 'status' }, texts.loading)];
  if (workspace.folder === null) return [h('p', { class: 'notice' }, texts.noFolder)];
  const { overview } = workspace;
  const labelling = jobOf(state, 'label') !== null;
  const failed = overview?.failed ?? 0;
  return [
    h('div', { class: 'bar' }, [
      workspace.folders.length > 1 ? folders(words, workspace.folders, workspace.folder) : null,
      labelling
        ? null
        : button(overview === null ? texts.label : texts.labelAgain, 'label', '', { class: 'primary' }),
      labelling || failed === 0 ? null : button(filled(texts.retry, words.number(failed)), 'retry'),
    ]),
    jobLine(words, state, 'label'),
    overview === null
      ? h('p', { class: 'notice' }, texts.notLabelled)
      : h('ul', { class: 'summary' }, summary(words, overview)),
    overview === null || labelling ? null : otherwiseTaught(words, overview.otherwiseTaught),
    overview === null && state.tab !== 'compare' ? null : tabList(words, state),
  ].flatMap((node) => node ?? []);
}

function folders(words: Words, all: readonly string[], chosen: string): VNode {
  return h('label', { class: 'field' }, [
    h('span', {}, words.texts.folder),
    h(
      'select',
      { 'data-field': 'folder' },
      all.map((folder) =>
        h('option', { value: folder, selected: folder === chosen }, nameOf(folder), folder),
      ),
    ),
  ]);
}

/** Last part of a path. */
export function nameOf(path: string): string {
  return /[^/\\]+(?=[/\\]*$)/u.exec(path)?.[0] ?? path;
}

function summary(
  words: Words,
  overview: NonNullable<NonNullable<PageState['workspace']>['overview']>,
): VNode[] {
  const { summary: texts } = words.texts;
  const count = (text: string, value: number, state: string | null): VNode | null => {
    if (value === 0) return null;
    const said = filled(text, words.number(value));
    return h('li', {}, [state === null ? h('span', {}, said) : button(said, 'state', state)], text);
  };
  return [
    count(texts.reports, overview.reports, null),
    count(texts.suspected, overview.suspected, 'suspected'),
    count(texts.doubtful, overview.doubtful, 'doubtful'),
    count(texts.reviewed, overview.reviewed, 'reviewed'),
    count(texts.failed, overview.failed, 'failed'),
    count(texts.empty, overview.empty, 'empty'),
    count(texts.unreadable, overview.unreadable, null),
    ...overview.models.map(({ name, version, reports }) =>
      h(
        'li',
        { class: 'quiet' },
        filled(texts.model, name, version, words.number(reports)),
        `${name} ${version}`,
      ),
    ),
  ].flatMap((node) => node ?? []);
}

/** Says that shown probabilities are not what decisions have taught since, and offers to label again. */
function otherwiseTaught(words: Words, reports: number): VNode | null {
  if (reports === 0) return null;
  const { summary: texts } = words.texts;
  return h(
    'div',
    { class: 'job', role: 'status' },
    [
      h('span', { class: 'said' }, filled(texts.otherwiseTaught, words.number(reports))),
      button(texts.relabel, 'label'),
    ],
    'otherwise taught',
  );
}

function tabList(words: Words, { tab }: PageState): VNode {
  return h(
    'div',
    { class: 'tabs', role: 'tablist', 'aria-label': words.texts.title },
    tabs.map((id) =>
      h(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: `tab-${id}`,
          'aria-selected': String(id === tab),
          'aria-controls': `panel-${id}`,
          tabindex: id === tab ? 0 : -1,
          'data-do': 'tab',
          'data-value': id,
        },
        words.texts.tabs[id],
        id,
      ),
    ),
  );
}
