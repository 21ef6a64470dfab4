/**
 * A sentence longer than the model's window is read in overlapping windows of whole words. Every word
 * is kept from exactly one window: the one where it stands farthest from an edge that cuts the sentence.
 */

/** Words `[firstWord, endWord)` are read together; `[keepFirst, keepEnd)` are kept from this window. */
export interface Window {
  readonly firstWord: number;
  readonly endWord: number;
  readonly keepFirst: number;
  readonly keepEnd: number;
}

/**
 * Cuts a sentence into windows. The kept ranges follow one another and cover every word once.
 * @param pieceCounts pieces of each word, at least 1 each; a word with more than fits is cut to fit.
 * @param maxTokens the window, `[CLS]` and `[SEP]` included.
 * @param overlapTokens pieces that two neighbouring windows share, at most.
 */
export function planWindows(
  pieceCounts: ArrayLike<number>,
  maxTokens: number,
  overlapTokens: number,
): Window[] {
  const budget = maxTokens - 2;
  const size = (word: number): number => Math.min(pieceCounts[word] ?? 1, budget);
  const spans: { first: number; end: number }[] = [];
  const count = pieceCounts.length;
  let first = 0;
  while (first < count) {
    let end = first;
    for (let used = 0; end < count && used + size(end) <= budget; end++) used += size(end);
    spans.push({ first, end });
    if (end === count) break;
    let next = end;
    for (let shared = 0; next - 1 > first && shared + size(next - 1) <= overlapTokens; next--) {
      shared += size(next - 1);
    }
    first = next;
  }
  return spans.map((span, index) => ({
    firstWord: span.first,
    endWord: span.end,
    keepFirst: index === 0 ? 0 : handOver(spans[index - 1]?.end ?? 0, span.first, size),
    keepEnd: index === spans.length - 1 ? count : handOver(span.end, spans[index + 1]?.first ?? 0, size),
  }));
}

/**
 * First word that the later of two windows keeps. The earlier window's cutting edge lies at `end`,
 * the later one's at `first`; inside the overlap a word goes to the window whose edge is farther.
 */
function handOver(end: number, first: number, size: (word: number) => number): number {
  let total = 0;
  for (let word = first; word < end; word++) total += size(word);
  let before = 0;
  for (let word = first; word < end; word++) {
    const after = total - before - size(word);
    if (before > after) return word;
    before += size(word);
  }
  return end;
}
