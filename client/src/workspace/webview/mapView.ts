/** Geometry of the map: what part of it is seen, and which points lie where. No element of the page. */

/** Places of points, from −1 to 1, y up. */
export interface Places {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels of the canvas, as CSS counts them; y down. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is seen: the map's place in the middle of the canvas, and how often it is magnified. */
export interface View {
  readonly centre: Point;
  /** 1: the whole map fits. */
  readonly zoom: number;
}

export const wholeMap: View = { centre: { x: 0, y: 0 }, zoom: 1 };
const mostZoom = 400;
/** Share of the shorter side that the whole map takes, so that no symbol is cut at the edge. */
const used = 0.94;

/** Pixels of one unit. */
export function scaleOf({ zoom }: View, { width, height }: Size): number {
  return (zoom * used * Math.min(width, height)) / 2;
}

export function toScreen({ x, y }: Point, view: View, size: Size): Point {
  const scale = scaleOf(view, size);
  return {
    x: size.width / 2 + (x - view.centre.x) * scale,
    y: size.height / 2 - (y - view.centre.y) * scale,
  };
}

export function toMap({ x, y }: Point, view: View, size: Size): Point {
  const scale = scaleOf(view, size) || 1;
  return {
    x: view.centre.x + (x - size.width / 2) / scale,
    y: view.centre.y - (y - size.height / 2) / scale,
  };
}

/** Magnifies by `factor`; what is at the pixel `at` stays there. */
export function zoomed(view: View, size: Size, factor: number, at: Point): View {
  const zoom = Math.min(mostZoom, Math.max(1, view.zoom * factor));
  const before = toMap(at, view, size);
  const after = toMap(at, { ...view, zoom }, size);
  return bounded({
    zoom,
    centre: { x: view.centre.x + before.x - after.x, y: view.centre.y + before.y - after.y },
  });
}

/** Moves what is seen by pixels. */
export function panned(view: View, size: Size, right: number, down: number): View {
  const scale = scaleOf(view, size) || 1;
  return bounded({ ...view, centre: { x: view.centre.x - right / scale, y: view.centre.y + down / scale } });
}

/** The view moved as little as shows the point, a margin from the edge. */
export function showing(view: View, size: Size, point: Point): View {
  const margin = Math.min(40, size.width / 4, size.height / 4);
  const { x, y } = toScreen(point, view, size);
  const right = Math.max(0, margin - x) - Math.max(0, x - (size.width - margin));
  const down = Math.max(0, margin - y) - Math.max(0, y - (size.height - margin));
  return right === 0 && down === 0 ? view : panned(view, size, right, down);
}

/** The middle of the canvas stays on the map. */
function bounded({ zoom, centre }: View): View {
  const clamp = (value: number): number => Math.min(1, Math.max(-1, value));
  return { zoom, centre: { x: clamp(centre.x), y: clamp(centre.y) } };
}

/** The point nearest to a place, within a distance; −1 where there is none. */
export function nearestPoint({ x, y }: Places, place: Point, within: number): number {
  let best = -1;
  let bestDistance = within * within;
  for (let i = 0; i < x.length; i++) {
    const distance = ((x[i] ?? 0) - place.x) ** 2 + ((y[i] ?? 0) - place.y) ** 2;
    if (distance > bestDistance) continue;
    best = i;
    bestDistance = distance;
  }
  return best;
}

export type Direction = 'left' | 'right' | 'up' | 'down';
const towards: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, 1],
  down: [0, -1],
};

/** The next point in a direction: in a quarter of the circle, what lies off the line counts as farther; −1: none. */
export function neighbourTowards({ x, y }: Places, from: number, direction: Direction): number {
  const [right, up] = towards[direction];
  let best = -1;
  let bestDistance = Infinity;
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i] ?? 0) - (x[from] ?? 0);
    const dy = (y[i] ?? 0) - (y[from] ?? 0);
    const along = dx * right + dy * up;
    const off = Math.abs(dx * up) + Math.abs(dy * right);
    if (along <= 0 || off > along) continue;
    const distance = along + 2 * off;
    if (distance >= bestDistance) continue;
    best = i;
    bestDistance = distance;
  }
  return best;
}

/** Points inside a closed outline, in map units (even-odd rule; a rectangle is an outline of four corners). */
export function pointsInside({ x, y }: Places, outline: readonly Point[]): number[] {
  const left = Math.min(...outline.map((corner) => corner.x));
  const right = Math.max(...outline.map((corner) => corner.x));
  const bottom = Math.min(...outline.map((corner) => corner.y));
  const top = Math.max(...outline.map((corner) => corner.y));
  const inside: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const px = x[i] ?? 0;
    const py = y[i] ?? 0;
    if (px < left || px > right || py < bottom || py > top) continue;
    if (isInside(px, py, outline)) inside.push(i);
  }
  return inside;
}

function isInside(x: number, y: number, outline: readonly Point[]): boolean {
  let inside = false;
  let before = outline.at(-1);
  for (const corner of outline) {
    if (before !== undefined && corner.y > y !== before.y > y) {
      const crossing = corner.x + ((y - corner.y) / (before.y - corner.y)) * (before.x - corner.x);
      if (x < crossing) inside = !inside;
    }
    before = corner;
  }
  return inside;
}

/** Outline of what is seen. */
export function outlineOf(view: View, size: Size): Point[] {
  return rectangle({ x: 0, y: 0 }, { x: size.width, y: size.height }).map((corner) =>
    toMap(corner, view, size),
  );
}

/** Corners of the rectangle between two opposite ones. */
export function rectangle(a: Point, b: Point): Point[] {
  return [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
}

/** Half a symbol's size in pixels: smaller where there are many, larger where the map is magnified. */
export function symbolRadius(points: number, zoom: number): number {
  const base = points > 20_000 ? 1.5 : points > 5_000 ? 2 : points > 1_000 ? 3 : 4;
  return Math.min(8, base * (1 + Math.log2(zoom) / 3));
}
