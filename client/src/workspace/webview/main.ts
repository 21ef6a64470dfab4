/** The workspace view's page: shows what the host sends, and tells it what a person asks for. */
import type { ReportFilter, ReportSort } from '../../../../server/src/protocol.js';
import { Patcher } from '../../panel/webview/vdom.js';
import type { FromPage, Job, Tab, ToPage } from '../types.js';
import { compareLayout } from './compareLayout.js';
import { facetLayout, togglePressed } from './facetLayout.js';
import { Grid } from './grid.js';
import { headLayout } from './headLayout.js';
import { mapLayout } from './mapLayout.js';
import { ReportMapTab } from './mapTab.js';
import { freshState, tabs } from './pageState.js';
import { statisticsLayout } from './statisticsLayout.js';
import { filterLayout, sortAfter } from './tableLayout.js';
import { filled } from '../../filled.js';
import { wordsOf } from './words.js';
import type { Words } from './words.js';

/** Kept by VS Code while the page is hidden; it holds no word of a report. */
interface Saved {
  readonly tab: Tab;
  readonly filter: ReportFilter;
  readonly sort: ReportSort;
}
declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): Saved | undefined;
  setState(state: Saved): void;
};

const vscode = acquireVsCodeApi();
const saved = vscode.getState();
const state = freshState();
if (saved !== undefined) state.tab = saved.tab;
let words: Words | null = null;

function part(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error('no page');
  return element;
}
const post = (message: FromPage): void => {
  vscode.postMessage(message);
};
const patcher = (id: string): Patcher<Element> =>
  new Patcher<Element>(part(id), (tag) => document.createElement(tag));
const patchers = {
  head: patcher('head'),
  facets: patcher('facets'),
  filters: patcher('filters'),
  statistics: patcher('panel-statistics'),
  compare: patcher('panel-compare'),
  map: patcher('map-head'),
};
const live = part('live');
const grid = new Grid(
  { grid: part('grid'), columns: part('columns'), scroller: part('scroller'), rows: part('rows') },
  post,
  () => {
    save();
    showTable();
    const { total } = grid.pages;
    if (words !== null && total !== null) say(filled(words.texts.filters.found, words.number(total)));
  },
);
const map = new ReportMapTab(part('map'), {
  onBrush: (paths) => {
    const filter = withoutPaths(grid.pages.filter);
    grid.ask(paths.length === 0 ? filter : { ...filter, paths }, grid.pages.sort);
  },
  onReview: (paths) => {
    post({ kind: 'review', paths });
  },
  onOpen: (path) => {
    post({ kind: 'open', path, subject: null, focus: false });
  },
});
if (saved !== undefined) {
  grid.pages.filter = withoutPaths(saved.filter);
  grid.pages.sort = saved.sort;
}

/** A selection on the map ends with the page. */
function withoutPaths(filter: ReportFilter): ReportFilter {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => key !== 'paths'));
}

function save(): void {
  vscode.setState({ tab: state.tab, filter: grid.pages.filter, sort: grid.pages.sort });
}

function say(text: string): void {
  if (live.textContent !== text) live.textContent = text;
}

function show(): void {
  if (words === null) return;
  patchers.head.show(headLayout(words, state));
  const labelled = state.workspace?.overview != null;
  // Two label files can be compared wherever they lie.
  const shown = labelled || state.tab === 'compare';
  for (const tab of tabs) part(`panel-${tab}`).hidden = !shown || tab !== state.tab;
  if (!shown) return;
  if (state.tab === 'reports') {
    showTable();
    grid.show();
  } else if (state.tab === 'statistics') patchers.statistics.show(statisticsLayout(words, state));
  else if (state.tab === 'compare') patchers.compare.show(compareLayout(words, state));
  else {
    patchers.map.show(mapLayout(words, state, map.colouring));
    map.show(words, state.map);
  }
  settleFields();
}

function showTable(): void {
  const overview = state.workspace?.overview;
  if (words === null || overview == null) return;
  const { filter, total } = grid.pages;
  patchers.facets.show(facetLayout(words, overview, filter, state.open));
  patchers.filters.show(filterLayout(words, overview, filter, total));
  part('none').hidden = total !== 0;
  part('none').textContent = words.texts.table.none;
  settleFields();
}

/** Fields show what holds; one that a person is typing in is left alone. */
function settleFields(): void {
  const { filter } = grid.pages;
  const values: Readonly<Record<string, string>> = {
    folder: state.workspace?.folder ?? '',
    path: filter.path ?? '',
    code: filter.code ?? '',
    label: filter.label ?? '',
    is: filter.is ?? '',
    anatomy: filter.anatomy ?? '',
    state: filter.state ?? '',
    before: state.before,
    after: state.after,
    colouring: map.colouring ?? state.map?.colourings[0]?.id ?? '',
  };
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[data-field]')) {
    const value = values[field.dataset.field ?? ''] ?? '';
    const typed = field instanceof HTMLInputElement && field === document.activeElement;
    if (!typed && field.value !== value) field.value = value;
  }
}

function openTab(tab: Tab): void {
  state.tab = tab;
  save();
  show();
}

function changed(field: HTMLInputElement | HTMLSelectElement): void {
  const { value } = field;
  const name = field.dataset.field ?? '';
  if (name === 'folder') post({ kind: 'folder', folder: value });
  else if (name === 'before' || name === 'after') {
    state[name] = value;
    show();
  } else if (name === 'colouring') {
    map.colouring = value;
    show();
  } else {
    const kept = Object.entries(grid.pages.filter).filter(
      ([key]) => key !== name && !(name === 'label' && value === '' && key === 'is'),
    );
    const filter = Object.fromEntries(value === '' ? kept : [...kept, [name, value]]) as ReportFilter;
    if (field instanceof HTMLInputElement) grid.askSoon(filter);
    else grid.ask(filter, grid.pages.sort);
  }
}

function act(action: string, value: string): void {
  switch (action) {
    case 'tab':
      openTab(value as Tab);
      break;
    case 'label':
    case 'retry':
      post({ kind: 'label', failedOnly: action === 'retry' });
      break;
    case 'cancel':
      post({ kind: 'cancel', job: value as Job });
      break;
    case 'state':
      state.tab = 'reports';
      show();
      grid.ask({ state: value as NonNullable<ReportFilter['state']> }, grid.pages.sort);
      break;
    case 'facet':
      grid.ask(togglePressed(grid.pages.filter, JSON.parse(value) as ReportFilter), grid.pages.sort);
      break;
    case 'more':
      state.open = new Set([...state.open, value]);
      show();
      break;
    case 'clear':
      grid.ask({}, grid.pages.sort);
      break;
    case 'sort':
      grid.ask(grid.pages.filter, sortAfter(grid.pages.sort, value as ReportSort['by']));
      break;
    case 'open': {
      const [path, subject] = JSON.parse(value) as [string, string | null];
      post({ kind: 'open', path, subject, focus: false });
      break;
    }
    case 'statistics':
      post({ kind: 'statistics' });
      break;
    case 'compare':
      post({ kind: 'compare', before: state.before, after: state.after });
      break;
    case 'chooseFiles':
      post({ kind: 'chooseFiles' });
      break;
    case 'map':
      post({ kind: 'map', seed: Number(value) });
      break;
    default:
      break;
  }
}

function take(message: ToPage): void {
  switch (message.kind) {
    case 'start':
      words = wordsOf(message.texts, message.terms, message.language);
      document.title = message.texts.title;
      grid.start(words);
      show();
      break;
    case 'workspace': {
      const before = state.workspace;
      state.workspace = message.workspace;
      const versions = message.workspace.overview?.versions ?? [];
      const paths = versions.map(({ path }) => path);
      if (!paths.includes(state.after)) state.after = paths[0] ?? '';
      if (!paths.includes(state.before)) state.before = paths[1] ?? '';
      const isOther = before?.folder !== message.workspace.folder;
      if (isOther) {
        // Chosen on the map of the folder before.
        grid.pages.filter = withoutPaths(grid.pages.filter);
        state.statistics = null;
        state.difference = null;
        state.map = null;
      }
      show();
      if (isOther || before.overview?.revision !== message.workspace.overview?.revision) grid.reload();
      break;
    }
    case 'rows':
      grid.take(message);
      break;
    case 'jobs':
      state.jobs = message.jobs;
      show();
      break;
    case 'statistics':
      state.statistics = message.statistics;
      show();
      break;
    case 'difference':
      state.difference = message.difference;
      show();
      break;
    case 'map':
      state.map = message.map;
      show();
      break;
    case 'problem': {
      const problems = new Map(state.problems);
      if (message.problem === null) problems.delete(message.job);
      else problems.set(message.job, message.problem);
      state.problems = problems;
      show();
      break;
    }
    case 'show':
      openTab(message.tab);
      break;
  }
}

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  take(data);
});
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-do]') : null;
  if (button !== null) act(button.dataset.do ?? '', button.dataset.value ?? '');
});
document.addEventListener('change', ({ target }) => {
  if (target instanceof HTMLSelectElement && target.dataset.field !== undefined) changed(target);
});
document.addEventListener('input', ({ target }) => {
  if (target instanceof HTMLInputElement && target.dataset.field !== undefined) changed(target);
});
document.addEventListener('keydown', (event) => {
  const { target, key } = event;
  if (!(target instanceof HTMLElement) || target.getAttribute('role') !== 'tab') return;
  const now = tabs.indexOf(state.tab);
  const to: Readonly<Record<string, number>> = {
    ArrowRight: (now + 1) % tabs.length,
    ArrowLeft: (now + tabs.length - 1) % tabs.length,
    Home: 0,
    End: tabs.length - 1,
  };
  const next = tabs[to[key] ?? -1];
  if (next === undefined) return;
  event.preventDefault();
  openTab(next);
  document.getElementById(`tab-${next}`)?.focus();
});
post({ kind: 'ready' });
