/** What stands around the map of reports: how it is made, what its colours are of, and what it lacks. */
import { h } from '../../panel/webview/vdom.js';
import type { VNode } from '../../panel/webview/vdom.js';
import { button, jobLine } from './headLayout.js';
import { jobOf } from './pageState.js';
import type { PageState } from './pageState.js';
import { filled } from '../../filled.js';

import type { Words } from './words.js';

export function mapLayout(words: Words, state: PageState, colouring: string | null): VNode[] {
  const { map: texts } = words.texts;
  const { map } = state;
  const running = jobOf(state, 'map') !== null;
  return [
    map === null ? h('p', {}, texts.intro) : null,
    h('div', { class: 'bar' }, [
      map === null || map.colourings.length < 2
        ? null
        : h('label', { class: 'field' }, [
            h('span', {}, texts.colour),
            h(
              'select',
              { 'data-field': 'colouring' },
              map.colourings.map(({ id }) =>
                h('option', { value: id, selected: id === colouring }, texts.colourings[id], id),
              ),
            ),
          ]),
      running
        ? null
        : button(map === null ? texts.run : texts.again, 'map', map === null ? '1' : String(map.seed + 1), {
            class: map === null ? 'primary' : '',
          }),
    ]),
    jobLine(words, state, 'map'),
    map === null || map.missing === 0
      ? null
      : h('p', { class: 'quiet' }, filled(texts.missing, words.number(map.missing))),
    map === null
      ? null
      : h('p', { class: 'quiet' }, filled(texts.facts, String(map.seed), words.number(map.perplexity))),
  ].flatMap((node) => node ?? []);
}
