/** What stands around the canvas: tools, legend, the name under the mouse and the text for screen readers. */
import { drawKey } from './mapDraw.js';
import type { Colours } from './mapDraw.js';
import type { Tool } from './mapInput.js';
import type { MapData, MapTexts } from './mapTypes.js';
import { filled } from '../../filled.js';

export interface ChromeActions {
  setTool(tool: Tool): void;
  zoom(factor: number): void;
  reset(): void;
  review(): void;
  /** Shows one group in full and the others faintly; null: all in full. */
  emphasise(group: number | null): void;
}

const tools: readonly Tool[] = ['pan', 'rectangle', 'lasso'];
const buttonZoom = 1.5;
let instances = 0;

export class Chrome {
  readonly canvas = document.createElement('canvas');
  readonly #root = element('div', 'map');
  readonly #tip = element('div', 'map-tip');
  readonly #live = element('div', 'unseen');
  readonly #count = element('span', 'map-count');
  readonly #legend = element('ul', 'map-legend');
  readonly #tools = new Map<Tool, HTMLButtonElement>();
  readonly #review: HTMLButtonElement;
  readonly #texts: MapTexts;
  readonly #actions: ChromeActions;
  #emphasised: number | null = null;

  constructor(container: HTMLElement, texts: MapTexts, actions: ChromeActions) {
    this.#texts = texts;
    this.#actions = actions;
    this.#review = button(texts.review, () => {
      actions.review();
    });
    this.#root.append(this.#toolbar(), this.#stage(), this.#legend, paragraph(texts.note), this.#live);
    this.#live.setAttribute('aria-live', 'polite');
    this.#legend.setAttribute('role', 'list');
    this.#tip.hidden = true;
    this.setTool('rectangle');
    this.showSelected(0);
    container.replaceChildren(this.#root);
  }

  setTool(tool: Tool): void {
    for (const [name, pressed] of this.#tools) pressed.setAttribute('aria-pressed', String(name === tool));
    this.canvas.dataset.tool = tool;
  }

  say(text: string): void {
    this.#live.textContent = text;
  }

  showSelected(count: number): void {
    this.#count.textContent = filled(this.#texts.selected, count);
    // Not `disabled`: the keyboard must not lose its place when the selection goes.
    this.#review.setAttribute('aria-disabled', String(count === 0));
  }

  /** The name beside the mouse; null: none. */
  showTip(text: string | null, x: number, y: number): void {
    this.#tip.hidden = text === null;
    if (text === null) return;
    this.#tip.textContent = text;
    const rightHalf = x > this.canvas.clientWidth / 2;
    this.#tip.style.left = rightHalf ? '' : `${x + 14}px`;
    this.#tip.style.right = rightHalf ? `${this.canvas.clientWidth - x + 14}px` : '';
    this.#tip.style.top = `${Math.min(y + 8, this.canvas.clientHeight - 24)}px`;
  }

  /** @param others reports in no group. */
  showLegend({ groups }: MapData, others: number, colours: Colours): void {
    this.#emphasised = null;
    const { other, legendItem } = this.#texts;
    const items = groups.map(({ name, reports }, place) => ({ name, reports, place }));
    if (others > 0) items.push({ name: other, reports: others, place: -1 });
    this.#legend.replaceChildren(
      ...items.map(({ name, reports, place }) => {
        const key = document.createElement('canvas');
        key.setAttribute('aria-hidden', 'true');
        const shown = button(filled(legendItem, name, reports), () => {
          this.#emphasise(this.#emphasised === place ? null : place);
        });
        shown.prepend(key);
        shown.dataset.group = String(place);
        shown.setAttribute('aria-pressed', 'false');
        const item = document.createElement('li');
        item.append(shown);
        return item;
      }),
    );
    this.redrawLegend(colours);
  }

  /** After the theme has changed. */
  redrawLegend(colours: Colours): void {
    for (const shown of this.#legend.querySelectorAll('button')) {
      const key = shown.querySelector('canvas');
      if (key !== null) drawKey(key, Number(shown.dataset.group), colours);
    }
  }

  remove(): void {
    this.#root.remove();
  }

  #emphasise(group: number | null): void {
    this.#emphasised = group;
    for (const shown of this.#legend.querySelectorAll('button'))
      shown.setAttribute('aria-pressed', String(shown.dataset.group === String(group)));
    this.#actions.emphasise(group);
  }

  #toolbar(): HTMLElement {
    const bar = element('div', 'map-tools');
    bar.setAttribute('role', 'toolbar');
    bar.setAttribute('aria-label', this.#texts.title);
    for (const tool of tools) {
      const made = button(this.#texts[tool], () => {
        this.#actions.setTool(tool);
      });
      this.#tools.set(tool, made);
      bar.append(made);
    }
    const { zoomIn, zoomOut, reset } = this.#texts;
    bar.append(
      button(zoomIn, () => {
        this.#actions.zoom(buttonZoom);
      }),
      button(zoomOut, () => {
        this.#actions.zoom(1 / buttonZoom);
      }),
      button(reset, () => {
        this.#actions.reset();
      }),
      this.#count,
      this.#review,
    );
    return bar;
  }

  #stage(): HTMLElement {
    const stage = element('div', 'map-stage');
    const hint = paragraph(this.#texts.keys);
    hint.id = `map-keys-${++instances}`;
    hint.className = 'map-keys';
    const { canvas } = this;
    canvas.tabIndex = 0;
    // Arrow keys belong to the map, not to a screen reader's own browsing.
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-label', this.#texts.title);
    canvas.setAttribute('aria-describedby', hint.id);
    stage.append(canvas, this.#tip);
    const all = document.createDocumentFragment();
    all.append(hint, stage);
    const holder = element('div', 'map-holder');
    holder.append(all);
    return holder;
  }
}

function element(tag: 'div' | 'span' | 'ul', className: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

function paragraph(text: string): HTMLParagraphElement {
  const made = document.createElement('p');
  made.className = 'map-note';
  made.textContent = text;
  return made;
}

function button(text: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.append(text);
  made.addEventListener('click', act);
  return made;
}
