/** What a span scorer looks at; the order is that of `docs/model-pack.md`, *Span scorer*. */
import { said, saidColumns } from './spanCandidates.js';
import type { SpanCandidates } from './spanCandidates.js';
import { phraseColumn, place } from './spanStatistics.js';
import type { SpanStatistics } from './spanStatistics.js';
import { wordKind } from './wordNumbers.js';
import type { NumberedWords } from './wordNumbers.js';

/** Numbers that a candidate is scored by. */
export const spanFeatureCount = 27;
/** Numbers of the second score: three more, and these. */
export const nearFeatureCount = spanFeatureCount + 3;

function logit(p: number): number {
  const inner = Math.min(Math.max(p, 1e-6), 1 - 1e-6);
  return Math.log(inner / (1 - inner));
}

const flag = (condition: boolean): number => (condition ? 1 : 0);

/**
 * Writes the features of one candidate.
 * @param out takes them from `at` on.
 * @param all the candidates of its layer in the sentence, of which it is number `c`.
 * @param seen the statistics, which know the sentence's words by the same numbers.
 */
export function spanFeatures(
  out: Float64Array,
  at: number,
  all: SpanCandidates,
  c: number,
  sentence: NumberedWords,
  seen: SpanStatistics,
  layer: number,
): void {
  const first = all.first[c] ?? 0;
  const end = all.end[c] ?? 0;
  const numbers = all.said;
  const row = c * saidColumns;
  const { odds } = seen;
  let inner = 0;
  let open = 0;
  let joined = 0;
  let beginning = layer;
  for (let w = first; w < end; w++) {
    const number = sentence.at(w);
    const kind = sentence.kind(w);
    inner += odds[seen.wordRow(layer, number) + place.inside] ?? 0;
    if (kind !== 0) {
      open += (kind & wordKind.opening) > 0 ? 1 : (kind & wordKind.closing) > 0 ? -1 : 0;
      joined += (kind & wordKind.joint) > 0 ? 1 : 0;
    }
    if (beginning >= 0) beginning = seen.longer(beginning, number);
  }
  const phrase = beginning < 0 ? -1 : seen.phraseRow(beginning);
  const head = seen.wordRow(layer, sentence.at(first));
  const tail = seen.wordRow(layer, sentence.at(end - 1));
  const after = seen.wordRow(layer, sentence.at(end));
  const before = seen.wordRow(layer, sentence.at(first - 1));
  const next = sentence.kind(end);
  const length = end - first;
  out[at] = logit(numbers[row + said.probability] ?? 0);
  out[at + 1] = logit(numbers[row + said.begins] ?? 0);
  out[at + 2] = logit(numbers[row + said.ends] ?? 0);
  out[at + 3] = logit(numbers[row + said.inside] ?? 0);
  out[at + 4] = numbers[row + said.before] ?? 0;
  out[at + 5] = numbers[row + said.beginsAfter] ?? 0;
  rivals(out, at + 6, all, c);
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
  out[at + 21] = flag((sentence.kind(end - 1) & wordKind.openEnd) > 0);
  out[at + 22] = flag((next & wordKind.opening) > 0);
  out[at + 23] = flag((next & wordKind.preposition) > 0);
  out[at + 24] = flag((next & wordKind.comma) > 0);
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
function rivals(out: Float64Array, at: number, all: SpanCandidates, c: number): void {
  const { first: firsts, end: ends, said: numbers } = all;
  const first = firsts[c] ?? 0;
  const end = ends[c] ?? 0;
  let best = 0;
  let longer = 0;
  let shorter = 0;
  for (let other = 0; other < all.count; other++) {
    const otherFirst = firsts[other] ?? 0;
    const otherEnd = ends[other] ?? 0;
    if (other === c || otherFirst >= end || first >= otherEnd) continue;
    const probability = numbers[other * saidColumns + said.probability] ?? 0;
    best = Math.max(best, probability);
    if (otherFirst <= first && otherEnd >= end) longer += probability;
    if (otherFirst >= first && otherEnd <= end) shorter += probability;
  }
  out[at] = best;
  out[at + 1] = longer;
  out[at + 2] = shorter;
}
