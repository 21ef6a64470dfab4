/** Order of flags in a document; plain data, no editor. */
import type { WirePosition } from '../../server/src/protocol.js';

function compare(a: WirePosition, b: WirePosition): number {
  return a.line - b.line || a.character - b.character;
}

/**
 * The flag after (or before) a position, going round at the end of the document.
 * @param starts where the flags start, in any order
 * @returns null where there is no flag
 */
export function neighbouringFlag(
  starts: readonly WirePosition[],
  from: WirePosition,
  direction: 'next' | 'previous',
): WirePosition | null {
  const sorted = [...starts].sort(compare);
  if (direction === 'next') return sorted.find((start) => compare(start, from) > 0) ?? sorted[0] ?? null;
  return sorted.filter((start) => compare(start, from) < 0).at(-1) ?? sorted.at(-1) ?? null;
}
