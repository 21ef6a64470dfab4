/** Cuts rows into small groups of near ones, by halving them along random directions. */
import type { Matrix } from './matrix.js';
import { wholeBelow } from './random.js';
import type { Random } from './random.js';

/**
 * Leaves of one random-projection tree; every row is in exactly one.
 * @param most rows of a leaf.
 */
export function* leavesOf(matrix: Matrix, most: number, random: Random): Generator<Int32Array> {
  const order = Int32Array.from({ length: matrix.rows }, (_, i) => i);
  const along = new Float32Array(matrix.rows);
  const open = [{ from: 0, to: matrix.rows }];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const { from, to } = range;
    if (to - from <= most) {
      yield order.subarray(from, to);
      continue;
    }
    project(matrix, order, from, to, along, random);
    // Not in the middle, so that trees differ also where directions are alike.
    const share = 0.4 + 0.2 * random();
    const cut = from + Math.max(1, Math.round((to - from) * share));
    select(order, along, from, to, cut);
    open.push({ from, to: cut }, { from: cut, to });
  }
}

/** Places of the rows along the line through two of them. */
function project(
  { data, columns }: Matrix,
  order: Int32Array,
  from: number,
  to: number,
  along: Float32Array,
  random: Random,
): void {
  const a = (order[from + wholeBelow(random, to - from)] ?? 0) * columns;
  const b = (order[from + wholeBelow(random, to - from)] ?? 0) * columns;
  const direction = new Float64Array(columns);
  let length = 0;
  for (let d = 0; d < columns; d++) {
    const step = (data[a + d] ?? 0) - (data[b + d] ?? 0);
    direction[d] = step;
    length += step * step;
  }
  // The same row twice, or two equal ones: any direction will do.
  if (length === 0) for (let d = 0; d < columns; d++) direction[d] = random() - 0.5;
  for (let p = from; p < to; p++) {
    const row = (order[p] ?? 0) * columns;
    let sum = 0;
    for (let d = 0; d < columns; d++) sum += (direction[d] ?? 0) * (data[row + d] ?? 0);
    along[order[p] ?? 0] = sum;
  }
}

/** Puts the rows that are least along before `cut` (Hoare 1961). */
function select(order: Int32Array, along: Float32Array, from: number, to: number, cut: number): void {
  let low = from;
  let high = to - 1;
  while (low < high) {
    const pivot = along[order[(low + high) >> 1] ?? 0] ?? 0;
    let i = low;
    let j = high;
    while (i <= j) {
      while ((along[order[i] ?? 0] ?? 0) < pivot) i++;
      while ((along[order[j] ?? 0] ?? 0) > pivot) j--;
      if (i > j) break;
      const held = order[i] ?? 0;
      order[i++] = order[j] ?? 0;
      order[j--] = held;
    }
    if (cut <= j) high = j;
    else if (cut >= i) low = i;
    else return;
  }
}
