/** Entity spans: one B/I/O path per type, so that types may overlap one another and never themselves. */
import type { EntityType } from '../../core/types.js';
import { logSoftmax3, spansOf, viterbi } from './bio.js';
import { sixDecimals } from './sixDecimals.js';
import { sortFew } from './sortFew.js';
import type { SpanScorer } from './spanScorer.js';
import type { WordOutput } from './types.js';

/** A span of words of one type, end-exclusive. */
export interface TypedSpan {
  readonly type: EntityType;
  readonly first: number;
  readonly end: number;
  /** Its scorer's probability; without a scorer the geometric mean of the probabilities of its tags, and that the word after it, if any, does not go on. */
  readonly score: number;
}

/** Spans of all types as the pack's scorer tells them, in the order of `decodeTags`. */
export function scoredTags(
  tags: WordOutput,
  words: readonly string[],
  types: readonly EntityType[],
  scorer: SpanScorer,
): TypedSpan[] {
  const sentence = scorer.sentence(words);
  const spans: TypedSpan[] = [];
  types.forEach((type, t) => {
    for (const { first, end, score } of scorer.find(tags.data, tags.size, sentence, t)) {
      spans.push({ type, first, end, score: sixDecimals(score) });
    }
  });
  return sortFew(spans, byPlace);
}

const byPlace = (a: TypedSpan, b: TypedSpan): number => a.first - b.first || a.end - b.end;

/** Scores this close may change places when they are rounded to float32. */
const tie = 1e-3;

/**
 * Spans of all types, by first word, then end, then the order of `types`.
 * @param tags columns 3t, 3t + 1, 3t + 2 are O, B, I of type t.
 * @param bias added to B and I of each type: above 0 finds more.
 */
export function decodeTags(
  tags: WordOutput,
  words: number,
  types: readonly EntityType[],
  bias: readonly number[],
): TypedSpan[] {
  const { data, size } = tags;
  const spans: TypedSpan[] = [];
  const own = new Float32Array(words * 3);
  types.forEach((type, t) => {
    const added = bias[t] ?? 0;
    let any = false;
    for (let w = 0; w < words; w++) {
      const at = w * size + t * 3;
      const o = data[at] ?? 0;
      const b = data[at + 1] ?? 0;
      const i = data[at + 2] ?? 0;
      own[w * 3] = o;
      own[w * 3 + 1] = b;
      own[w * 3 + 2] = i;
      any ||= Math.max(b, i) + added > o - tie;
    }
    // Where O wins every word by more than rounding, the path of O alone wins too.
    if (!any) return;
    const scores = logSoftmax3(own);
    for (const { first, end, probability } of spansOf(viterbi(scores, words, added), scores)) {
      // `spansOf` counts that decision at the end of the sentence too, as one of probability 1.
      const length = end - first;
      const score = end < words ? probability : probability ** ((length + 1) / length);
      spans.push({ type, first, end, score });
    }
  });
  return sortFew(spans, byPlace);
}
