/** What a span scorer looks at; the order is that of `docs/model-pack.md`, *Span scorer*. */
import type { SpanCandidate } from './spanCandidates.js';
import type { LayerStatistics, WordCounts } from './spanStatistics.js';

/** Numbers that a candidate is scored by. */
export const spanFeatureCount = 27;
/** Numbers of the second score: these and three more. */
export const nearFeatureCount = spanFeatureCount + 3;

/** What stands before the first word of a sentence, and after the last. */
const sentenceStart = '<s>';
const sentenceEnd = '</s>';
const joints = new Set('de of con with y and , ('.split(' '));
const prepositions = new Set(['de', 'del', 'of']);
const openEnds = new Set('( , . - /'.split(' '));

function logit(p: number): number {
  const inner = Math.min(Math.max(p, 1e-6), 1 - 1e-6);
  return Math.log(inner / (1 - inner));
}

function odds(yes: number, no: number): number {
  return Math.log((yes + 0.5) / (Math.max(no, 0) + 0.5));
}

const flag = (condition: boolean): number => (condition ? 1 : 0);

/** What the statistics say of the words of one sentence, each asked once. */
export class SentenceCounts {
  readonly start: WordCounts;
  readonly end: WordCounts;
  readonly #words: (WordCounts | undefined)[] = [];

  /** @param words the folded words of the sentence. */
  constructor(
    readonly words: readonly string[],
    readonly seen: LayerStatistics,
  ) {
    this.start = seen.word(sentenceStart);
    this.end = seen.word(sentenceEnd);
  }

  /** Of the word at an index; of the sentence's end where there is none. */
  at(index: number): WordCounts {
    const word = this.words[index];
    return word === undefined ? this.end : (this.#words[index] ??= this.seen.word(word));
  }
}

/**
 * The features of one candidate.
 * @param all the candidates of its layer in the sentence.
 */
export function spanFeatures(
  candidate: SpanCandidate,
  all: readonly SpanCandidate[],
  counts: SentenceCounts,
): number[] {
  const { first, end } = candidate;
  const own = counts.words.slice(first, end);
  const phrase = counts.seen.phrase(own.join(' '));
  const head = counts.at(first);
  const tail = counts.at(end - 1);
  const after = counts.at(end);
  const before = first > 0 ? counts.at(first - 1) : counts.start;
  const next = counts.words[end] ?? sentenceEnd;
  const [best, longer, shorter] = rivals(candidate, all);
  let inner = 0;
  let open = 0;
  let joined = 0;
  own.forEach((word, i) => {
    const { inside, occurrences } = counts.at(first + i);
    inner += odds(inside, occurrences - inside);
    open += word === '(' ? 1 : word === ')' ? -1 : 0;
    joined += joints.has(word) ? 1 : 0;
  });
  return [
    logit(candidate.probability),
    logit(candidate.begins),
    logit(candidate.ends),
    logit(candidate.inside),
    candidate.before,
    candidate.beginsAfter,
    best,
    longer,
    shorter,
    Math.min(own.length, 12) / 12,
    Math.log1p(phrase?.spans ?? 0),
    phrase === null ? 0 : odds(phrase.spans, phrase.occurrences - phrase.spans),
    flag(phrase === null),
    odds(head.first, head.occurrences - head.first),
    odds(tail.last, tail.occurrences - tail.last),
    odds(tail.last, tail.inside - tail.last),
    inner / own.length,
    odds(after.after, after.occurrences - after.after),
    odds(after.goingOn, after.after),
    odds(before.before, before.occurrences - before.before),
    open,
    flag(openEnds.has(own[own.length - 1] ?? '')),
    flag(next === '('),
    flag(prepositions.has(next)),
    flag(next === ','),
    flag(own.length === 1),
    joined / 4,
  ];
}

/**
 * The features of the second score, for a candidate over which no likelier one lies.
 * @param exact the probability of its bounds.
 * @param mass the sum of that of all candidates that share a word with it, its own included.
 * @param own its `spanFeatures`.
 */
export function nearFeatures(exact: number, mass: number, own: readonly number[]): number[] {
  return [logit(exact), mass, Math.max(0, 1 - mass), ...own];
}

/** Of the other candidates that share a word: the likeliest, the sum of those around this one, and of those within it. */
function rivals(candidate: SpanCandidate, all: readonly SpanCandidate[]): [number, number, number] {
  let best = 0;
  let longer = 0;
  let shorter = 0;
  for (const other of all) {
    if (other === candidate || other.first >= candidate.end || candidate.first >= other.end) continue;
    best = Math.max(best, other.probability);
    if (other.first <= candidate.first && other.end >= candidate.end) longer += other.probability;
    if (other.first >= candidate.first && other.end <= candidate.end) shorter += other.probability;
  }
  return [best, longer, shorter];
}
