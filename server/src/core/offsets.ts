/** UTF-16 units to Unicode code points and back, for the edges: exports, brat files, the shell. */

/** Converts offsets of one text. Offsets outside the text are clamped to it. */
export interface CodePointOffsets {
  /** Length of the text in code points. */
  readonly length: number;
  /** Code points before `utf16`. Inside a surrogate pair: those before the pair. O(log pairs). */
  toCodePoint(utf16: number): number;
  /** UTF-16 offset at which code point number `codePoint` starts. O(log pairs). */
  toUtf16(codePoint: number): number;
}

/**
 * Builds a converter in one pass over `text`. A lone surrogate counts as one code point, as
 * `Array.from` counts it. Memory is proportional to the number of surrogate pairs.
 */
export function codePointOffsets(text: string): CodePointOffsets {
  /** UTF-16 offset just after each surrogate pair, ascending. */
  const pairEnds: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if ((text.codePointAt(at) ?? 0) > 0xffff) {
      at++;
      pairEnds.push(at + 1);
    }
  }
  const length = text.length - pairEnds.length;
  /** How many pairs, from the first on, satisfy a condition that holds for a prefix of them. */
  const count = (holds: (pairEnd: number, index: number) => boolean): number => {
    let low = 0;
    let high = pairEnds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(pairEnds[middle] ?? 0, middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    length,
    toCodePoint(utf16) {
      const at = Math.min(Math.max(utf16, 0), text.length);
      const pairs = count((pairEnd) => pairEnd <= at);
      const insidePair = pairEnds[pairs] === at + 1 ? 1 : 0;
      return at - pairs - insidePair;
    },
    toUtf16(codePoint) {
      const at = Math.min(Math.max(codePoint, 0), length);
      // Pair number `index` ends after `pairEnd - index - 1` code points.
      return at + count((pairEnd, index) => pairEnd - index - 1 <= at);
    },
  };
}
