/** Lists of a sentence's spans are short: sorted by insertion they need no copy, which `sort` makes of each. */
const few = 48;

/** Sorts in place; what is alike keeps its order. */
export function sortFew<T>(list: T[], compare: (a: T, b: T) => number): T[] {
  if (list.length > few) return list.sort(compare);
  for (let n = 1; n < list.length; n++) {
    const item = list[n] as T;
    let at = n;
    for (; at > 0 && compare(list[at - 1] as T, item) > 0; at--) list[at] = list[at - 1] as T;
    list[at] = item;
  }
  return list;
}
