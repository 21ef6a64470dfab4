/** Stratified folds of a cross-validation. */

/** Starts the shuffle; a constant, so that the same reports give the same folds. */
const seed = 0x9e3779b9;

/**
 * Deals examples into folds so that every class is spread as evenly as its number allows.
 * @param classes each example's class; equal values are one class.
 * @returns each example's fold, 0 to `folds` − 1.
 */
export function stratifiedFolds(classes: readonly number[], folds: number): Int32Array {
  const members = new Map<number, number[]>();
  classes.forEach((value, example) => {
    const list = members.get(value);
    if (list === undefined) members.set(value, [example]);
    else list.push(example);
  });
  const random = generator(seed);
  const foldOf = new Int32Array(classes.length);
  let next = 0;
  for (const [, list] of [...members].sort(([a], [b]) => a - b)) {
    for (let i = list.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [list[i], list[j]] = [list[j] ?? 0, list[i] ?? 0];
    }
    for (const example of list) foldOf[example] = next++ % folds;
  }
  return foldOf;
}

/** Numbers in [0, 1) by mulberry32 (Tommy Ettinger, public domain). */
function generator(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
