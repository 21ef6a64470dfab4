/** Sorting of long lists: the event loop has its turn every few milliseconds. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Items sorted, or merged, between two turns. */
const itemsPerTurn = 4_096;

/** A sorted copy; items that compare alike stay in their order. */
export async function sortInTurns<T>(items: readonly T[], compare: (a: T, b: T) => number): Promise<T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < items.length; from += itemsPerTurn) {
    if (from > 0) await nextTurn();
    runs.push(items.slice(from, from + itemsPerTurn).sort(compare));
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(await merge(runs[at] ?? [], runs[at + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T>(
  left: readonly T[],
  right: readonly T[],
  compare: (a: T, b: T) => number,
): Promise<T[]> {
  const merged: T[] = [];
  let fromLeft = 0;
  let fromRight = 0;
  while (merged.length < left.length + right.length) {
    const end = Math.min(merged.length + itemsPerTurn, left.length + right.length);
    while (merged.length < end) {
      const takesLeft =
        fromRight === right.length ||
        (fromLeft < left.length && compare(left[fromLeft] as T, right[fromRight] as T) <= 0);
      merged.push((takesLeft ? left[fromLeft++] : right[fromRight++]) as T);
    }
    await nextTurn();
  }
  return merged;
}
