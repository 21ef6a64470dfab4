/** What a span scorer looks at; the order is that of `docs/model-pack.md`, *Span scorer*. */
import type { SpanCandidate } from './spanCandidates.js';
import { phraseColumn, place, sentenceEnd, sentenceStart } from './spanStatistics.js';
import type { SpanStatistics } from './spanStatistics.js';

/** Numbers that a candidate is scored by. */
export const spanFeatureCount = 27;
/** Numbers of the second score: three more, and these. */
export const nearFeatureCount = spanFeatureCount + 3;

const joints = new Set('de of con with y and , ('.split(' '));
const prepositions = new Set(['de', 'del', 'of']);
const openEnds = new Set('( , . - /'.split(' '));

function logit(p: number): number {
  const inner = Math.min(Math.max(p, 1e-6), 1 - 1e-6);
  return Math.log(inner / (1 - inner));
}

const flag = (condition: boolean): number => (condition ? 1 : 0);

/** The words of one sentence as the statistics number them, each asked once. */
export class NumberedWords {
  /** Plus 1; 0 for a word that was not asked for. */
  readonly #numbers: Int32Array;

  /** @param words the folded words of the sentence. */
  constructor(
    readonly words: readonly string[],
    readonly seen: SpanStatistics,
  ) {
    this.#numbers = new Int32Array(words.length);
  }

  /** Of the word at an index; of the sentence's start before the first word, and of its end after the last. */
  at(index: number): number {
    const { words, seen } = this;
    if (index < 0) return seen.number(sentenceStart);
    const word = words[index];
    if (word === undefined) return seen.number(sentenceEnd);
    const known = this.#numbers[index] ?? 0;
    if (known > 0) return known - 1;
    const number = seen.number(word);
    this.#numbers[index] = number + 1;
    return number;
  }
}

/**
 * Writes the features of one candidate.
 * @param out takes them from `at` on.
 * @param all the candidates of its layer in the sentence.
 */
export function spanFeatures(
  out: Float64Array,
  at: number,
  candidate: SpanCandidate,
  all: readonly SpanCandidate[],
  sentence: NumberedWords,
  layer: number,
): void {
  const { first, end } = candidate;
  const { words, seen } = sentence;
  const { odds } = seen;
  let inner = 0;
  let open = 0;
  let joined = 0;
  let beginning = layer;
  for (let w = first; w < end; w++) {
    const word = words[w] ?? '';
    const number = sentence.at(w);
    inner += odds[seen.wordRow(layer, number) + place.inside] ?? 0;
    open += word === '(' ? 1 : word === ')' ? -1 : 0;
    joined += joints.has(word) ? 1 : 0;
    if (beginning >= 0) beginning = seen.longer(beginning, number);
  }
  const phrase = beginning < 0 ? -1 : seen.phraseRow(beginning);
  const head = seen.wordRow(layer, sentence.at(first));
  const tail = seen.wordRow(layer, sentence.at(end - 1));
  const after = seen.wordRow(layer, sentence.at(end));
  const before = seen.wordRow(layer, sentence.at(first - 1));
  const next = words[end] ?? sentenceEnd;
  const length = end - first;
  out[at] = logit(candidate.probability);
  out[at + 1] = logit(candidate.begins);
  out[at + 2] = logit(candidate.ends);
  out[at + 3] = logit(candidate.inside);
  out[at + 4] = candidate.before;
  out[at + 5] = candidate.beginsAfter;
  rivals(out, at + 6, candidate, all);
  out[at + 9] = Math.min(length, 12) / 12;
  out[at + 10] = phrase < 0 ? 0 : (seen.phrases[phrase + phraseColumn.spans] ?? 0);
  out[at + 11] = phrase < 0 ? 0 : (seen.phrases[phrase + phraseColumn.odds] ?? 0);
  out[at + 12] = flag(phrase < 0);
  out[at + 13] = odds[head + place.first] ?? 0;
  out[at + 14] = odds[tail + place.last] ?? 0;
  out[at + 15] = odds[tail + place.lastWithin] ?? 0;
  out[at + 16] = inner / length;
  out[at + 17] = odds[after + place.after] ?? 0;
  out[at + 18] = odds[after + place.goingOn] ?? 0;
  out[at + 19] = odds[before + place.before] ?? 0;
  out[at + 20] = open;
  out[at + 21] = flag(openEnds.has(words[end - 1] ?? ''));
  out[at + 22] = flag(next === '(');
  out[at + 23] = flag(prepositions.has(next));
  out[at + 24] = flag(next === ',');
  out[at + 25] = flag(length === 1);
  out[at + 26] = joined / 4;
}

/**
 * Writes what the second score looks at before the candidate's `spanFeatures`, for one over which no likelier one lies.
 * @param out takes the three numbers from `at` on.
 * @param exact the probability of its bounds.
 * @param mass the sum of that of all candidates that share a word with it, its own included.
 */
export function nearFeatures(out: Float64Array, at: number, exact: number, mass: number): void {
  out[at] = logit(exact);
  out[at + 1] = mass;
  out[at + 2] = Math.max(0, 1 - mass);
}

/** Of the other candidates that share a word: the likeliest, the sum of those around this one, and of those within it. */
function rivals(
  out: Float64Array,
  at: number,
  candidate: SpanCandidate,
  all: readonly SpanCandidate[],
): void {
  let best = 0;
  let longer = 0;
  let shorter = 0;
  for (const other of all) {
    if (other === candidate || other.first >= candidate.end || candidate.first >= other.end) continue;
    best = Math.max(best, other.probability);
    if (other.first <= candidate.first && other.end >= candidate.end) longer += other.probability;
    if (other.first >= candidate.first && other.end <= candidate.end) shorter += other.probability;
  }
  out[at] = best;
  out[at + 1] = longer;
  out[at + 2] = shorter;
}
