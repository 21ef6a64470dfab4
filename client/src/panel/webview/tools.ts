/** Buttons of the panel's items. Their icons are lines in the text's own colour, which every theme and zoom has. */
import type { PanelDo } from '../types.js';
import { h } from './vdom.js';
import type { VNode } from './vdom.js';

/** Paths of a square of 16 by 16. */
const paths: Readonly<Record<PanelDo | 'why', string>> = {
  accept: 'M2.5 8.5l3.5 4 7.5-9',
  dismiss: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  copy: 'M5.5 5.5h8v8h-8zM10.5 3.5v-1h-8v8h1',
  ignore: 'M8 2a6 6 0 1 0 0 12 6 6 0 1 0 0-12M3.8 3.8l8.4 8.4',
  attention: 'M1.5 8c3.5-6 9.5-6 13 0-3.5 6-9.5 6-13 0M8 6a2 2 0 1 0 0 4 2 2 0 1 0 0-4',
  forget: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9M8 7v4',
  why: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13M6 6.3c.3-2.6 4.3-2.3 4 .2-.2 1.2-2 1.3-2 2.8M8 11.2v.6',
};

/** Elements that are no HTML. */
export const drawn: ReadonlySet<string> = new Set(['svg', 'path']);

function icon(of: PanelDo | 'why'): VNode {
  return h('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, [
    h('path', { d: paths[of] }),
  ]);
}

/** A button of an item: an icon, with its word beside it where there is room, and below it while it is pointed at. */
export function tool(of: PanelDo | 'why', word: string, attributes: Parameters<typeof h>[1]): VNode {
  return h(
    'button',
    { 'data-do': of, 'data-tip': word, ...attributes },
    [icon(of), h('span', { class: 'label' }, word)],
    of,
  );
}
