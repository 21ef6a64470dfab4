/** The map of reports: a canvas that mouse, touch and keyboard reach, with a legend and a text of what is focused. */
import { Chrome } from './mapChrome.js';
import { Colours, draw } from './mapDraw.js';
import { listen } from './mapInput.js';
import type { MapGestures, Tool } from './mapInput.js';
import { filled } from '../../filled.js';
import {
  nearestPoint,
  neighbourTowards,
  outlineOf,
  panned,
  pointsInside,
  scaleOf,
  showing,
  toMap,
  wholeMap,
  zoomed,
} from './mapView.js';
import type { Point, Size, View } from './mapView.js';
import { watch } from './mapWatch.js';
import type { MapApi, MapData, MountedMap } from './mapTypes.js';

export type * from './mapTypes.js';

const clickReach = 8;
const hoverReach = 6;

/** Puts the map into `container`, which gives it its size. */
export function mountMap(container: HTMLElement, api: MapApi): MountedMap {
  return new ReportMapPage(container, api);
}

class ReportMapPage implements MountedMap {
  readonly #api: MapApi;
  readonly #chrome: Chrome;
  readonly #away: (() => void)[] = [];
  #colours = new Colours();
  #data: MapData = { paths: [], x: [], y: [], groups: [], groupOf: [] };
  #size: Size = { width: 0, height: 0 };
  #view: View = wholeMap;
  #tool: Tool = 'rectangle';
  #selected: ReadonlySet<number> = new Set();
  #focused = -1;
  #hovered = -1;
  #emphasised: number | null = null;
  #outline: readonly Point[] = [];
  #drawing: number | null = null;

  constructor(container: HTMLElement, api: MapApi) {
    this.#api = api;
    this.#chrome = new Chrome(container, api.texts, {
      setTool: (tool) => {
        this.#tool = tool;
        this.#chrome.setTool(tool);
      },
      zoom: (factor) => {
        this.#zoom(factor, null);
      },
      reset: () => {
        this.#see(wholeMap);
      },
      review: () => {
        if (this.#selected.size > 0) api.onReview(this.#selectedPaths());
      },
      emphasise: (group) => {
        this.#emphasised = group;
        this.#redraw();
      },
    });
    const { canvas } = this.#chrome;
    this.#away.push(
      listen(canvas, this.#gestures()),
      watch(canvas, {
        resized: (size) => {
          this.#size = size;
          this.#redraw();
        },
        themed: () => {
          this.#colours = new Colours();
          this.#chrome.redrawLegend(this.#colours);
          this.#redraw();
        },
        focused: () => {
          this.#redraw();
        },
      }),
    );
  }

  update(data: MapData): void {
    const before = this.#data;
    const same =
      before.paths.length === data.paths.length &&
      before.paths.every((path, i) => path === data.paths[i]) &&
      before.x.every((x, i) => x === data.x[i]);
    this.#data = data;
    this.#emphasised = null;
    this.#chrome.showLegend(data, data.groupOf.filter((group) => group < 0).length, this.#colours);
    if (same) {
      this.#redraw();
      return;
    }
    // Other points: what was selected and focused stays so where it is still there.
    const placeOf = new Map(data.paths.map((path, i) => [path, i]));
    const kept = [...this.#selected].flatMap((i) => placeOf.get(before.paths[i] ?? '') ?? []);
    this.#focused = placeOf.get(before.paths[this.#focused] ?? '') ?? -1;
    this.#hovered = -1;
    this.#view = wholeMap;
    const lost = kept.length !== this.#selected.size;
    this.#selected = new Set(kept);
    this.#chrome.showSelected(kept.length);
    if (lost) this.#api.onBrush(this.#selectedPaths());
    this.#redraw();
  }

  dispose(): void {
    for (const leave of this.#away) leave();
    if (this.#drawing !== null) cancelAnimationFrame(this.#drawing);
    this.#chrome.remove();
  }

  #gestures(): MapGestures {
    return {
      tool: () => this.#tool,
      hover: (at) => {
        this.#hover(at);
      },
      pan: (right, down) => {
        this.#see(panned(this.#view, this.#size, right, down));
      },
      zoom: (factor, at) => {
        this.#zoom(factor, at);
      },
      reset: () => {
        this.#see(wholeMap);
      },
      outline: (corners) => {
        this.#outline = corners;
        this.#redraw();
      },
      brush: (corners, add) => {
        const inside = pointsInside(this.#data, this.#onMap(corners));
        this.#select(add ? [...this.#selected, ...inside] : inside);
      },
      click: (at, add) => {
        this.#click(at, add);
      },
      move: (direction) => {
        if (this.#focused < 0)
          this.#focus(this.#nearest({ x: this.#size.width / 2, y: this.#size.height / 2 }));
        else this.#focus(neighbourTowards(this.#data, this.#focused, direction));
      },
      step: (by) => {
        const last = this.#data.paths.length - 1;
        const to = by === 'first' ? 0 : by === 'last' ? last : this.#focused + by;
        this.#focus(Math.min(last, Math.max(0, to)));
      },
      open: () => {
        this.#open(this.#focused);
      },
      toggle: () => {
        if (this.#focused < 0) return;
        const others = [...this.#selected].filter((i) => i !== this.#focused);
        this.#select(others.length < this.#selected.size ? others : [...others, this.#focused]);
      },
      selectSeen: () => {
        this.#select(pointsInside(this.#data, outlineOf(this.#view, this.#size)));
      },
      clear: () => {
        if (this.#selected.size > 0) this.#select([]);
      },
    };
  }

  #onMap(corners: readonly Point[]): Point[] {
    return corners.map((corner) => toMap(corner, this.#view, this.#size));
  }

  #nearest(at: Point, pixels = Infinity): number {
    const within = pixels / (scaleOf(this.#view, this.#size) || 1);
    return nearestPoint(this.#data, toMap(at, this.#view, this.#size), within);
  }

  #click(at: Point, add: boolean): void {
    const hit = this.#nearest(at, clickReach);
    if (hit >= 0 && add) this.#select([...this.#selected, hit]);
    else if (hit >= 0) this.#open(hit);
    else if (this.#selected.size > 0 && !add) this.#select([]);
    if (hit >= 0) this.#focus(hit);
  }

  #open(place: number): void {
    const path = this.#data.paths[place];
    if (path !== undefined) this.#api.onOpen(path);
  }

  #hover(at: Point | null): void {
    const hit = at === null ? -1 : this.#nearest(at, hoverReach);
    if (hit === this.#hovered && hit < 0) return;
    this.#chrome.showTip(
      hit < 0 ? null : `${this.#data.paths[hit] ?? ''} · ${this.#groupName(hit)}`,
      at?.x ?? 0,
      at?.y ?? 0,
    );
    if (hit === this.#hovered) return;
    this.#hovered = hit;
    this.#redraw();
  }

  #focus(place: number): void {
    const { paths, x, y } = this.#data;
    const path = paths[place];
    if (path === undefined) return;
    this.#focused = place;
    this.#view = showing(this.#view, this.#size, { x: x[place] ?? 0, y: y[place] ?? 0 });
    this.#chrome.say(filled(this.#api.texts.focused, path, this.#groupName(place), place + 1, paths.length));
    this.#redraw();
  }

  #groupName(place: number): string {
    return this.#data.groups[this.#data.groupOf[place] ?? -1]?.name ?? this.#api.texts.other;
  }

  #select(places: readonly number[]): void {
    this.#selected = new Set(places);
    const { size } = this.#selected;
    this.#chrome.showSelected(size);
    this.#chrome.say(size === 0 ? this.#api.texts.cleared : filled(this.#api.texts.selected, size));
    this.#api.onBrush(this.#selectedPaths());
    this.#redraw();
  }

  #selectedPaths(): string[] {
    return [...this.#selected].flatMap((i) => this.#data.paths[i] ?? []);
  }

  #zoom(factor: number, at: Point | null): void {
    const middle = { x: this.#size.width / 2, y: this.#size.height / 2 };
    this.#see(zoomed(this.#view, this.#size, factor, at ?? middle));
  }

  #see(view: View): void {
    this.#view = view;
    this.#redraw();
  }

  /** Once a frame, whatever has changed. */
  #redraw(): void {
    this.#drawing ??= requestAnimationFrame(() => {
      this.#drawing = null;
      const { canvas } = this.#chrome;
      const scene = {
        places: this.#data,
        groupOf: this.#data.groupOf,
        groups: this.#data.groups.length,
        view: this.#view,
        selected: this.#selected,
        focused: this.#focused,
        hovered: this.#hovered,
        emphasised: this.#emphasised,
        outline: this.#outline,
        active: document.activeElement === canvas,
      };
      draw(canvas, this.#size, scene, this.#colours);
    });
  }
}
