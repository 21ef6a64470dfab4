import { describe, expect, it } from 'vitest';
import {
  nearestPoint,
  neighbourTowards,
  outlineOf,
  panned,
  pointsInside,
  rectangle,
  showing,
  symbolRadius,
  toMap,
  toScreen,
  wholeMap,
  zoomed,
} from '../../../../client/src/workspace/webview/mapView.js';

const size = { width: 800, height: 400 };
/** A cross: middle, left, right, up, down, and one far to the upper right. */
const cross = { x: [0, -0.2, 0.2, 0, 0, 0.8], y: [0, 0, 0, 0.2, -0.2, 0.8] };

describe('what is seen of the map', () => {
  it('is all of it at first, y going up', () => {
    expect(toScreen({ x: 0, y: 0 }, wholeMap, size)).toEqual({ x: 400, y: 200 });
    const corner = toScreen({ x: 1, y: 1 }, wholeMap, size);
    expect(corner.y).toBeCloseTo(12, 6);
    expect(corner.x).toBeCloseTo(588, 6);
  });

  it('keeps what is under the mouse where it is when it is magnified', () => {
    const at = { x: 500, y: 120 };
    const before = toMap(at, wholeMap, size);
    const view = zoomed(wholeMap, size, 4, at);
    expect(view.zoom).toBe(4);
    const after = toMap(at, view, size);
    expect(after.x).toBeCloseTo(before.x, 9);
    expect(after.y).toBeCloseTo(before.y, 9);
  });

  it('is never less than the whole map, nor beyond its edge', () => {
    expect(zoomed(wholeMap, size, 0.1, { x: 0, y: 0 }).zoom).toBe(1);
    expect(panned(wholeMap, size, -1e6, 1e6).centre).toEqual({ x: 1, y: 1 });
  });

  it('follows the keyboard no farther than it must', () => {
    const view = zoomed(wholeMap, size, 8, { x: 400, y: 200 });
    expect(showing(view, size, { x: 0.01, y: 0 })).toBe(view);
    const moved = showing(view, size, { x: 0.8, y: 0.8 });
    const { x, y } = toScreen({ x: 0.8, y: 0.8 }, moved, size);
    expect(x).toBeCloseTo(760, 6);
    expect(y).toBeCloseTo(40, 6);
  });
});

describe('points of the map', () => {
  it('are found by the nearest one within reach', () => {
    expect(nearestPoint(cross, { x: 0.15, y: 0.02 }, 0.1)).toBe(2);
    expect(nearestPoint(cross, { x: 0.5, y: 0.5 }, 0.1)).toBe(-1);
    expect(nearestPoint({ x: [], y: [] }, { x: 0, y: 0 }, Infinity)).toBe(-1);
  });

  it('lead on to the next one in a direction', () => {
    expect(neighbourTowards(cross, 0, 'left')).toBe(1);
    expect(neighbourTowards(cross, 0, 'right')).toBe(2);
    expect(neighbourTowards(cross, 0, 'up')).toBe(3);
    expect(neighbourTowards(cross, 0, 'down')).toBe(4);
    // The far one lies more nearly above, but three times as far.
    expect(neighbourTowards(cross, 2, 'up')).toBe(3);
    expect(neighbourTowards({ x: [0.2, 0.8], y: [0, 0.8] }, 0, 'up')).toBe(1);
    expect(neighbourTowards(cross, 5, 'right')).toBe(-1);
  });

  it('are selected by a rectangle, whichever corner it begins at', () => {
    for (const [a, b] of [
      [
        { x: -0.3, y: -0.1 },
        { x: 0.3, y: 0.1 },
      ],
      [
        { x: 0.3, y: 0.1 },
        { x: -0.3, y: -0.1 },
      ],
    ] as const)
      expect(pointsInside(cross, rectangle(a, b))).toEqual([0, 1, 2]);
  });

  it('are selected by a lasso as it goes, not by its box', () => {
    // A bow around the left and the upper point, the middle left out.
    const lasso = [
      { x: -0.3, y: -0.1 },
      { x: -0.1, y: -0.1 },
      { x: -0.1, y: 0.1 },
      { x: 0.1, y: 0.1 },
      { x: 0.1, y: 0.3 },
      { x: -0.3, y: 0.3 },
    ];
    expect(pointsInside(cross, lasso)).toEqual([1, 3]);
    expect(pointsInside(cross, [])).toEqual([]);
  });

  it('are all seen at first, and fewer when the map is magnified', () => {
    expect(pointsInside(cross, outlineOf(wholeMap, size))).toHaveLength(6);
    const view = zoomed(wholeMap, size, 20, { x: 400, y: 200 });
    expect(pointsInside(cross, outlineOf(view, size))).toEqual([0]);
  });

  it('are drawn smaller where there are many', () => {
    expect(symbolRadius(20_001, 1)).toBeLessThan(symbolRadius(500, 1));
    expect(symbolRadius(500, 50)).toBeLessThanOrEqual(8);
  });
});
