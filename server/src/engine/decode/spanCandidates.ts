/** Spans that a B/I/O layer may mean. */

/** A span of words, end-exclusive, and what the layer's probabilities say of it. */
export interface SpanCandidate {
  readonly first: number;
  readonly end: number;
  /** That it begins, goes on and ends so. */
  readonly probability: number;
  readonly begins: number;
  /** That the word after it does not go on. */
  readonly ends: number;
  /** The highest probability among its words to be in a span: how sure it is that one is here. */
  readonly inside: number;
  /** That the word before it is in a span. */
  readonly before: number;
  /** That the word after it begins one. */
  readonly beginsAfter: number;
}

/** Logits this close to the floor are looked at. */
const tie = 1e-6;

/** How candidates are looked for. */
export interface CandidateSettings {
  /** Added to the logit of O. */
  readonly shift: number;
  /** Least probability of a candidate. */
  readonly floor: number;
  /** Words of the longest one. */
  readonly longest: number;
}

/**
 * Every span of a sentence that is likely enough, by first word, then end.
 * @param logits rows of `size` columns, a row a word; O, B and I stand from column `from` on.
 */
export function spanCandidates(
  logits: Float32Array,
  size: number,
  from: number,
  words: number,
  { shift, floor, longest }: CandidateSettings,
): SpanCandidate[] {
  // No B as likely as the floor, whatever the rest of its word: most layers of most sentences end here.
  const least = Math.log(floor / (1 - floor)) - tie;
  let any = false;
  for (let at = from; at < words * size && !any; at += size) {
    any = (logits[at + 1] ?? 0) - Math.max((logits[at] ?? 0) + shift, logits[at + 2] ?? 0) >= least;
  }
  const found: SpanCandidate[] = [];
  if (!any) return found;
  const outside = new Float64Array(words);
  const begin = new Float64Array(words);
  const goOn = new Float64Array(words);
  for (let w = 0; w < words; w++) {
    const o = (logits[w * size + from] ?? 0) + shift;
    const b = logits[w * size + from + 1] ?? 0;
    const i = logits[w * size + from + 2] ?? 0;
    const top = Math.max(o, b, i);
    const sum = Math.exp(o - top) + Math.exp(b - top) + Math.exp(i - top);
    outside[w] = Math.exp(o - top) / sum;
    begin[w] = Math.exp(b - top) / sum;
    goOn[w] = Math.exp(i - top) / sum;
  }
  for (let first = 0; first < words; first++) {
    const begins = begin[first] ?? 0;
    let reached = begins;
    let inside = 0;
    for (let end = first + 1; end <= Math.min(words, first + longest) && reached >= floor; end++) {
      inside = Math.max(inside, 1 - (outside[end - 1] ?? 0));
      const on = end < words ? (goOn[end] ?? 0) : 0;
      const probability = reached * (1 - on);
      if (probability >= floor) {
        const before = first > 0 ? 1 - (outside[first - 1] ?? 0) : 0;
        const beginsAfter = end < words ? (begin[end] ?? 0) : 0;
        found.push({ first, end, probability, begins, ends: 1 - on, inside, before, beginsAfter });
      }
      reached *= on;
    }
  }
  return found;
}
