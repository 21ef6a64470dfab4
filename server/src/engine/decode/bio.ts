/** From B/I/O logits to spans of words. */

/** A span of words, end-exclusive. */
export interface WordSpan {
  readonly first: number;
  readonly end: number;
  /** How sure its ends are: the geometric mean of its tags' probabilities. */
  readonly probability: number;
  /** Highest probability among its words to be in a mention: how sure it is that one is here. */
  readonly inside: number;
}

const outside = 0;
const begin = 1;
const inside = 2;

/** Row-wise log-softmax of `[rows, 3]` logits (columns O, B, I). */
export function logSoftmax3(logits: Float32Array): Float32Array {
  const out = new Float32Array(logits.length);
  for (let i = 0; i + 2 < logits.length; i += 3) {
    const o = logits[i] ?? 0;
    const b = logits[i + 1] ?? 0;
    const n = logits[i + 2] ?? 0;
    const top = Math.max(o, b, n);
    const log = top + Math.log(Math.exp(o - top) + Math.exp(b - top) + Math.exp(n - top));
    out[i] = o - log;
    out[i + 1] = b - log;
    out[i + 2] = n - log;
  }
  return out;
}

/**
 * The most probable tag sequence in which I follows only B or I.
 * @param scores log-probabilities `[words, 3]`.
 * @param bias added to B and I: above 0 it finds spans that the plain path leaves out.
 */
export function viterbi(scores: Float32Array, words: number, bias: number): Uint8Array {
  const back = new Uint8Array(words * 3);
  let o = 0;
  let b = -Infinity;
  let n = -Infinity;
  for (let w = 0; w < words; w++) {
    const closed = Math.max(o, b, n);
    const from = closed === o ? outside : closed === b ? begin : inside;
    const nextO = closed + (scores[w * 3] ?? 0);
    const nextB = closed + (scores[w * 3 + 1] ?? 0) + bias;
    const nextI = Math.max(b, n) + (scores[w * 3 + 2] ?? 0) + bias;
    back[w * 3] = from;
    back[w * 3 + 1] = from;
    back[w * 3 + 2] = b >= n ? begin : inside;
    o = nextO;
    b = nextB;
    n = nextI;
  }
  const tags = new Uint8Array(words);
  let tag = o >= b && o >= n ? outside : b >= n ? begin : inside;
  for (let w = words - 1; w >= 0; w--) {
    tags[w] = tag;
    tag = back[w * 3 + tag] ?? outside;
  }
  return tags;
}

/** Spans of a tag sequence, with probabilities from the log-probabilities. */
export function spansOf(tags: Uint8Array, scores: Float32Array): WordSpan[] {
  const spans: WordSpan[] = [];
  for (let first = 0; first < tags.length; first++) {
    if (tags[first] !== begin) continue;
    let end = first + 1;
    let sum = scores[first * 3 + begin] ?? 0;
    let out = scores[first * 3 + outside] ?? 0;
    while (end < tags.length && tags[end] === inside) {
      sum += scores[end * 3 + inside] ?? 0;
      out = Math.min(out, scores[end * 3 + outside] ?? 0);
      end++;
    }
    // That the next word does not go on with the span counts as one more decision.
    const stop =
      end < tags.length ? Math.log1p(-Math.min(Math.exp(scores[end * 3 + inside] ?? 0), 1 - 1e-7)) : 0;
    const probability = Math.exp((sum + stop) / (end - first + 1));
    spans.push({ first, end, probability, inside: 1 - Math.exp(out) });
    first = end - 1;
  }
  return spans;
}

/** Log-probability of B or I that one word at least must have for there to be a span. */
const leastLog = Math.log(0.02);
/** Logits this close to it are looked at. */
const tie = 1e-6;

/** False where no word can reach `leastLog`, as in most sentences: a tag has at most e to its distance from the greatest logit. */
function anyLikely(logits: Float32Array, words: number): boolean {
  for (let at = 0; at < words * 3; at += 3) {
    const within = Math.max(logits[at + 1] ?? 0, logits[at + 2] ?? 0);
    if (within - Math.max(logits[at] ?? 0, within) > leastLog - tie) return true;
  }
  return false;
}

/** Spans of the plain path, and, where none of those overlaps, spans that a bias towards mentions finds. */
export function decodeSpans(logits: Float32Array, words: number, bias: number): WordSpan[] {
  if (!anyLikely(logits, words)) return [];
  const scores = logSoftmax3(logits);
  let any = false;
  for (let w = 0; w < words && !any; w++)
    any = Math.max(scores[w * 3 + 1] ?? 0, scores[w * 3 + 2] ?? 0) > leastLog;
  if (!any) return [];
  const sure = spansOf(viterbi(scores, words, 0), scores);
  const more = spansOf(viterbi(scores, words, bias), scores).filter(
    (span) => !sure.some((other) => span.first < other.end && other.first < span.end),
  );
  return [...sure, ...more].sort((a, b) => a.first - b.first);
}
