/** The tab of the map: mounts it once there is one, and gives it the points and the colouring that was chosen. */
import type { ReportMap } from '../../../../server/src/protocol.js';
import { mountMap } from './map.js';
import type { MapApi, MountedMap } from './map.js';
import type { Words } from './words.js';

export class ReportMapTab {
  readonly #container: HTMLElement;
  readonly #api: Omit<MapApi, 'texts'>;
  #mounted: MountedMap | null = null;
  #shown: { readonly map: ReportMap; readonly colouring: string | null } | null = null;
  /** Id of the colouring; null: the first. */
  colouring: string | null = null;

  constructor(container: HTMLElement, api: Omit<MapApi, 'texts'>) {
    this.#container = container;
    this.#api = api;
  }

  show(words: Words, map: ReportMap | null): void {
    this.#container.hidden = map === null;
    if (map === null) {
      this.#mounted?.dispose();
      this.#mounted = null;
      this.#shown = null;
      return;
    }
    if (this.#shown?.map === map && this.#shown.colouring === this.colouring) return;
    this.#shown = { map, colouring: this.colouring };
    this.#mounted ??= mountMap(this.#container, { ...this.#api, texts: words.texts.map.page });
    const colouring = map.colourings.find(({ id }) => id === this.colouring) ?? map.colourings[0];
    this.#mounted.update({
      paths: map.paths,
      x: map.x,
      y: map.y,
      groups: colouring?.groups ?? [],
      groupOf: colouring?.groupOf ?? map.paths.map(() => -1),
    });
  }
}
