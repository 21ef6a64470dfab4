/** Draws the map: each group has a symbol and a colour of its own, both from its place in the legend. */
import { scaleOf, symbolRadius, toScreen } from './mapView.js';
import type { Places, Point, Size, View } from './mapView.js';

/** What is to be seen. */
export interface Scene {
  readonly places: Places;
  /** Place of each point's group, or −1. */
  readonly groupOf: readonly number[];
  readonly groups: number;
  readonly view: View;
  readonly selected: ReadonlySet<number>;
  /** −1: none. */
  readonly focused: number;
  readonly hovered: number;
  /** Only this group is drawn in full; null: all. */
  readonly emphasised: number | null;
  /** Outline that is being drawn, in pixels. */
  readonly outline: readonly Point[];
  /** The canvas has the keyboard. */
  readonly active: boolean;
}

type Symbol = (path: Path2D | CanvasRenderingContext2D, x: number, y: number, r: number) => void;

/** A polygon of corners given in radii. */
const polygon =
  (...corners: readonly (readonly [number, number])[]): Symbol =>
  (path, x, y, r) => {
    corners.forEach(([dx, dy], i) => {
      if (i === 0) path.moveTo(x + dx * r, y + dy * r);
      else path.lineTo(x + dx * r, y + dy * r);
    });
    path.closePath();
  };
const circle: Symbol = (path, x, y, r) => {
  path.moveTo(x + r, y);
  path.arc(x, y, r, 0, 2 * Math.PI);
};
const thin = 0.4;
const plus = polygon(
  [-thin, -1.2],
  [thin, -1.2],
  [thin, -thin],
  [1.2, -thin],
  [1.2, thin],
  [thin, thin],
  [thin, 1.2],
  [-thin, 1.2],
  [-thin, thin],
  [-1.2, thin],
  [-1.2, -thin],
  [-thin, -thin],
);
const cross = polygon(
  [0, -0.5],
  [0.7, -1.2],
  [1.2, -0.7],
  [0.5, 0],
  [1.2, 0.7],
  [0.7, 1.2],
  [0, 0.5],
  [-0.7, 1.2],
  [-1.2, 0.7],
  [-0.5, 0],
  [-1.2, -0.7],
  [-0.7, -1.2],
);
const symbols: readonly Symbol[] = [
  circle,
  polygon([-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]),
  polygon([0, -1.2], [1.1, 0.8], [-1.1, 0.8]),
  polygon([0, -1.3], [1, 0], [0, 1.3], [-1, 0]),
  plus,
  polygon([0, 1.2], [1.1, -0.8], [-1.1, -0.8]),
  cross,
  polygon([-1.3, -0.55], [1.3, -0.55], [1.3, 0.55], [-1.3, 0.55]),
];
/** Of points in no group: a ring. */
const colourNames = [
  '--vscode-charts-blue',
  '--vscode-charts-orange',
  '--vscode-charts-green',
  '--vscode-charts-red',
  '--vscode-charts-purple',
  '--vscode-charts-yellow',
  '--vscode-terminal-ansiCyan',
  '--vscode-terminal-ansiMagenta',
];
const dimmed = 0.2;
const mostRings = 100;

/** The theme's colours, as they are now. */
export class Colours {
  readonly #style = getComputedStyle(document.documentElement);
  readonly #body = getComputedStyle(document.body);

  of(name: string): string {
    return this.#style.getPropertyValue(name).trim() || this.#body.color;
  }

  group(place: number): string {
    return this.of(colourNames[place] ?? '--vscode-descriptionForeground');
  }
}

/** Draws one symbol of the legend in the middle of a canvas. */
export function drawKey(canvas: HTMLCanvasElement, group: number, colours: Colours): void {
  const side = canvas.clientWidth || 14;
  const context = prepared(canvas, { width: side, height: side });
  if (context === null) return;
  const path = new Path2D();
  (symbols[group] ?? circle)(path, side / 2, side / 2, side / 3.2);
  paint(context, path, group, colours);
}

/** The canvas with as many pixels as the screen has; empty. */
function prepared(canvas: HTMLCanvasElement, { width, height }: Size): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  const context = canvas.getContext('2d');
  context?.scale(ratio, ratio);
  return context;
}

function paint(context: CanvasRenderingContext2D, path: Path2D, group: number, colours: Colours): void {
  const colour = colours.group(group);
  if (group < 0) {
    context.strokeStyle = colour;
    context.lineWidth = 1;
    context.stroke(path);
    return;
  }
  context.fillStyle = colour;
  context.fill(path);
  // Where colours are told apart badly, edges still are.
  if (document.body.classList.contains('vscode-high-contrast')) {
    context.strokeStyle = colours.of('--vscode-foreground');
    context.lineWidth = 1;
    context.stroke(path);
  }
}

export function draw(canvas: HTMLCanvasElement, size: Size, scene: Scene, colours: Colours): void {
  const context = prepared(canvas, size);
  if (context === null) return;
  const { places, groupOf, view } = scene;
  const radius = symbolRadius(places.x.length, view.zoom);
  const scale = scaleOf(view, size);
  // Faint ones first: what is selected or emphasised lies on top.
  const faint = Array.from({ length: scene.groups + 1 }, () => new Path2D());
  const full = faint.map(() => new Path2D());
  for (let i = 0; i < places.x.length; i++) {
    const x = size.width / 2 + ((places.x[i] ?? 0) - view.centre.x) * scale;
    const y = size.height / 2 - ((places.y[i] ?? 0) - view.centre.y) * scale;
    if (x < -radius || y < -radius || x > size.width + radius || y > size.height + radius) continue;
    const group = groupOf[i] ?? -1;
    const path = (isFaint(scene, i, group) ? faint : full)[group + 1];
    if (path !== undefined) (symbols[group] ?? circle)(path, x, y, radius);
  }
  for (const [paths, alpha] of [
    [faint, dimmed],
    [full, 1],
  ] as const) {
    context.globalAlpha = alpha;
    paths.forEach((path, place) => {
      paint(context, path, place - 1, colours);
    });
  }
  context.globalAlpha = 1;
  drawMarks(context, size, scene, radius, colours);
}

function isFaint({ emphasised, selected }: Scene, i: number, group: number): boolean {
  return (emphasised !== null && emphasised !== group) || (selected.size > 0 && !selected.has(i));
}

/** Selection, what the mouse is over, what the keyboard is on, and the outline that is being drawn. */
function drawMarks(
  context: CanvasRenderingContext2D,
  size: Size,
  { places, view, selected, focused, hovered, outline, active }: Scene,
  radius: number,
  colours: Colours,
): void {
  const ring = (i: number, r: number): void => {
    const { x, y } = toScreen({ x: places.x[i] ?? 0, y: places.y[i] ?? 0 }, view, size);
    context.moveTo(x + r, y);
    context.arc(x, y, r, 0, 2 * Math.PI);
  };
  context.strokeStyle = colours.of('--vscode-foreground');
  context.lineWidth = 1.5;
  context.beginPath();
  // Of many, the rings would hide the symbols: there the others are faint enough.
  if (selected.size <= mostRings) for (const i of selected) ring(i, radius + 2);
  if (hovered >= 0) ring(hovered, radius + 3);
  context.stroke();
  if (focused >= 0) {
    context.strokeStyle = colours.of(active ? '--vscode-focusBorder' : '--vscode-descriptionForeground');
    context.lineWidth = 2;
    context.beginPath();
    ring(focused, radius + 4);
    ring(focused, radius + 7);
    context.stroke();
  }
  if (outline.length < 2) return;
  context.strokeStyle = colours.of('--vscode-foreground');
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  outline.forEach(({ x, y }, i) => {
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
  context.closePath();
  context.stroke();
  context.setLineDash([]);
}
