/** The panel's page: shows the models that the host sends and tells it what a person does. */
import type { FromPage, PanelModel, ToPage } from '../types.js';
import { changes } from './changes.js';
import { controlOf, layout } from './layout.js';
import { neighbour } from './roving.js';
import { drawn } from './tools.js';
import { Patcher } from './vdom.js';

/** Kept by VS Code while the view is hidden, and in its workspace storage: it holds no word of a report. */
interface Saved {
  readonly open: readonly string[];
  readonly toggled: readonly string[];
  readonly scroll: number;
}
declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): Saved | undefined;
  setState(state: Saved): void;
};

const arrows = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'];
const saveAfterMs = 200;
const vscode = acquireVsCodeApi();
const saved = vscode.getState();
const open = new Set(saved?.open);
const toggled = new Set(saved?.toggled);
const stops = new Map<string, string>();
let current: readonly string[] = [];
let model: PanelModel | null = null;
let scrollTo = saved?.scroll ?? 0;

const root = document.getElementById('panel');
const live = document.getElementById('live');
if (root === null || live === null) throw new Error('no page');
const patcher = new Patcher<Element>(root, (tag) =>
  drawn.has(tag) ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag),
);

function save(): void {
  // Keys of findings hold the report's words.
  const kept = [...open].filter((key) => !key.startsWith('finding:'));
  vscode.setState({ open: kept, toggled: [...toggled], scroll: document.documentElement.scrollTop });
}

function controls(within: ParentNode): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>('[data-control]')];
}

function find(control: string): HTMLElement | undefined {
  return controls(document).find(({ dataset }) => dataset.control === control);
}

function show(): void {
  if (model === null) return;
  const focused = (document.activeElement as HTMLElement | null)?.dataset.control;
  patcher.show(layout(model, { open, toggled, current: new Set(current), stops }));
  if (focused === undefined || (document.activeElement as HTMLElement | null)?.dataset.control === focused)
    return;
  // The button that was pressed may be gone: stay with its item, on the button that decides nothing.
  const item = focused.slice(0, focused.lastIndexOf('|'));
  const left = find(focused) ?? find(controlOf(item, 'why'));
  left?.focus({ preventScroll: true });
}

function take(next: PanelModel): void {
  const before = model;
  model = next;
  show();
  for (const [i, text] of changes(before, next).entries()) say(text, i === 0);
  if (before === null && scrollTo > 0) document.documentElement.scrollTop = scrollTo;
  scrollTo = 0;
}

function say(text: string, first: boolean): void {
  if (live === null) return;
  live.textContent = first ? text : `${live.textContent}. ${text}`;
}

/** Follows the editor's cursor, but not while a person is at work in the panel. */
function follow(items: readonly string[]): void {
  if (items.length === current.length && items.every((item, i) => item === current[i])) return;
  current = items;
  show();
  if (document.hasFocus()) return;
  const rows = [...document.querySelectorAll<HTMLElement>('li[data-item]')];
  const [row] = items.flatMap((item) => rows.find(({ dataset }) => dataset.item === item) ?? []);
  row?.scrollIntoView({ block: 'nearest' });
}

function toggle(set: Set<string>, key: string): void {
  if (!set.delete(key)) set.add(key);
  save();
  show();
}

function act(target: HTMLElement): void {
  const { do: what, item = '', place = '', command = '' } = target.dataset;
  switch (what) {
    case 'toggle':
      toggle(toggled, item);
      break;
    case 'why':
      toggle(open, item);
      vscode.postMessage({ kind: 'open', items: [...open] });
      break;
    case 'reveal':
      vscode.postMessage({ kind: 'reveal', place });
      break;
    case 'command':
      vscode.postMessage({ kind: 'command', command });
      break;
    case 'accept':
    case 'dismiss':
    case 'copy':
    case 'ignore':
    case 'attention':
    case 'forget':
      vscode.postMessage({ kind: 'do', do: what, item });
      break;
    default:
      break;
  }
}

/** To the first item under the cursor, else to the first control of the page. */
function focusPage(): void {
  const [item] = current;
  const all = controls(document).filter((control) => control.offsetParent !== null);
  const wanted = all.find(
    ({ dataset }) => item !== undefined && dataset.control?.startsWith(controlOf(item, '')),
  );
  (wanted ?? all[0] ?? document.querySelector<HTMLElement>('button'))?.focus();
}

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  switch (data.kind) {
    case 'model':
      take(data.model);
      break;
    case 'cursor':
      follow(data.items);
      break;
    case 'focus':
      focusPage();
      break;
  }
});
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-do]') : null;
  if (button !== null) act(button);
});
document.addEventListener('focusin', ({ target }) => {
  if (!(target instanceof HTMLElement)) return;
  const section = target.closest<HTMLElement>('[data-section]')?.dataset.section;
  const { control } = target.dataset;
  if (section === undefined || control === undefined || stops.get(section) === control) return;
  stops.set(section, control);
  show();
});
document.addEventListener('keydown', (event) => {
  const { target, key } = event;
  if (!(target instanceof HTMLElement) || !arrows.includes(key)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const section = target.closest('[data-section]');
  const { control } = target.dataset;
  if (section === null || control === undefined) return;
  const rows = [...section.querySelectorAll('[data-row]')].map((row) =>
    controls(row).map(({ dataset }) => dataset.control ?? ''),
  );
  event.preventDefault();
  const next = neighbour(rows, control, key);
  if (next !== undefined) find(next)?.focus();
});
let scrolled: number | undefined;
window.addEventListener(
  'scroll',
  () => {
    window.clearTimeout(scrolled);
    scrolled = window.setTimeout(save, saveAfterMs);
  },
  { passive: true },
);
vscode.postMessage({ kind: 'open', items: [...open] });
vscode.postMessage({ kind: 'ready' });
