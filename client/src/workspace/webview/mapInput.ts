/** Mouse, pen, touch and keyboard on the canvas, told as what a person wants. */
import { rectangle } from './mapView.js';
import type { Direction, Point } from './mapView.js';

export type Tool = 'pan' | 'rectangle' | 'lasso';

/** Places are pixels of the canvas. */
export interface MapGestures {
  readonly tool: () => Tool;
  hover(at: Point | null): void;
  pan(right: number, down: number): void;
  /** Magnifies what is at a place; null: the middle. */
  zoom(factor: number, at: Point | null): void;
  reset(): void;
  /** An outline being drawn, empty where it is given up. */
  outline(corners: readonly Point[]): void;
  /** A drawn outline. @param add to what is selected already. */
  brush(corners: readonly Point[], add: boolean): void;
  click(at: Point, add: boolean): void;
  move(direction: Direction): void;
  /** To the report a number of places on in the order of paths. */
  step(by: number | 'first' | 'last'): void;
  open(): void;
  toggle(): void;
  selectSeen(): void;
  clear(): void;
}

/** A pointer that moves less has clicked. */
const clickPixels = 4;
const wheelSpeed = 0.0015;
const panPixels = 60;
const keyZoom = 1.4;
const pageReports = 10;
const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const moves: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [panPixels, 0],
  right: [-panPixels, 0],
  up: [0, panPixels],
  down: [0, -panPixels],
};

/** @returns what takes the listeners away. */
export function listen(canvas: HTMLCanvasElement, gestures: MapGestures): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  listenToPointer(canvas, gestures, signal);
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      gestures.zoom(Math.exp(-event.deltaY * lines * wheelSpeed), placeOf(event));
    },
    { signal, passive: false },
  );
  canvas.addEventListener(
    'keydown',
    (event) => {
      if (onKey(event, gestures)) event.preventDefault();
    },
    { signal },
  );
  return () => {
    listening.abort();
  };
}

function placeOf(event: MouseEvent): Point {
  return { x: event.offsetX, y: event.offsetY };
}

function listenToPointer(canvas: HTMLCanvasElement, gestures: MapGestures, signal: AbortSignal): void {
  let trail: Point[] | null = null;
  let moved = false;
  let pans = false;
  const corners = (): Point[] => {
    const first = trail?.[0];
    const last = trail?.at(-1);
    if (trail === null || first === undefined || last === undefined) return [];
    return gestures.tool() === 'lasso' ? trail : rectangle(first, last);
  };
  canvas.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button > 1 || trail !== null) return;
      // The middle button moves the map whatever the tool.
      pans = event.button === 1 || gestures.tool() === 'pan';
      trail = [placeOf(event)];
      moved = false;
      canvas.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  canvas.addEventListener(
    'pointermove',
    (event) => {
      const at = placeOf(event);
      const before = trail?.at(-1);
      const start = trail?.[0];
      if (trail === null || before === undefined || start === undefined) {
        gestures.hover(at);
        return;
      }
      if (!moved && Math.hypot(at.x - start.x, at.y - start.y) < clickPixels) return;
      moved = true;
      if (pans) gestures.pan(at.x - before.x, at.y - before.y);
      trail.push(at);
      if (!pans) gestures.outline(corners());
    },
    { signal },
  );
  canvas.addEventListener(
    'pointerup',
    (event) => {
      if (trail === null) return;
      const drawn = corners();
      trail = null;
      if (!moved) gestures.click(placeOf(event), event.shiftKey);
      else if (!pans) gestures.brush(drawn, event.shiftKey);
      gestures.outline([]);
    },
    { signal },
  );
  canvas.addEventListener(
    'pointercancel',
    () => {
      trail = null;
      gestures.outline([]);
    },
    { signal },
  );
  canvas.addEventListener(
    'pointerleave',
    () => {
      gestures.hover(null);
    },
    { signal },
  );
}

/** Whether the key was one of the map's. */
function onKey(event: KeyboardEvent, gestures: MapGestures): boolean {
  const direction = directions[event.key];
  const command = event.ctrlKey || event.metaKey;
  if (direction !== undefined && !command && !event.altKey) {
    if (event.shiftKey) gestures.pan(...moves[direction]);
    else gestures.move(direction);
    return true;
  }
  if (command) {
    if (event.key !== 'a') return false;
    gestures.selectSeen();
    return true;
  }
  const act = keys[event.key];
  act?.(gestures);
  return act !== undefined;
}

const keys: Readonly<Record<string, (gestures: MapGestures) => void>> = {
  '+': (gestures) => {
    gestures.zoom(keyZoom, null);
  },
  '=': (gestures) => {
    gestures.zoom(keyZoom, null);
  },
  '-': (gestures) => {
    gestures.zoom(1 / keyZoom, null);
  },
  '0': (gestures) => {
    gestures.reset();
  },
  Home: (gestures) => {
    gestures.step('first');
  },
  End: (gestures) => {
    gestures.step('last');
  },
  PageDown: (gestures) => {
    gestures.step(pageReports);
  },
  PageUp: (gestures) => {
    gestures.step(-pageReports);
  },
  n: (gestures) => {
    gestures.step(1);
  },
  p: (gestures) => {
    gestures.step(-1);
  },
  Enter: (gestures) => {
    gestures.open();
  },
  ' ': (gestures) => {
    gestures.toggle();
  },
  Escape: (gestures) => {
    gestures.clear();
  },
};
