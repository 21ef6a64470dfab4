/** What a span scorer looks at; the order is that of `docs/model-pack.md`, *Span scorer*. */
import type { SpanCandidate } from './spanCandidates.js';
import type { LayerStatistics } from './spanStatistics.js';

/** Numbers that a candidate is scored by. */
export const spanFeatureCount = 27;

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

/**
 * The features of one candidate.
 * @param all the candidates of its layer in the sentence.
 * @param words the folded words of the sentence.
 */
export function spanFeatures(
  candidate: SpanCandidate,
  all: readonly SpanCandidate[],
  words: readonly string[],
  seen: LayerStatistics,
): number[] {
  const { first, end } = candidate;
  const own = words.slice(first, end);
  const phrase = own.join(' ');
  const spans = seen.spans(phrase);
  const phrases = seen.phrases(phrase);
  const head = own[0] ?? '';
  const tail = own[own.length - 1] ?? '';
  const after = words[end] ?? sentenceEnd;
  const before = first > 0 ? (words[first - 1] ?? '') : sentenceStart;
  const [best, longer, shorter] = rivals(candidate, all);
  let inner = 0;
  let open = 0;
  let joined = 0;
  for (const word of own) {
    const within = seen.at('inside', word);
    inner += odds(within, seen.occurrences(word) - within);
    open += word === '(' ? 1 : word === ')' ? -1 : 0;
    joined += joints.has(word) ? 1 : 0;
  }
  const against = (place: 'first' | 'last' | 'after' | 'before', word: string): number => {
    const there = seen.at(place, word);
    return odds(there, seen.occurrences(word) - there);
  };
  const last = seen.at('last', tail);
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
    Math.log1p(spans),
    phrases === 0 ? 0 : odds(spans, phrases - spans),
    flag(phrases === 0),
    against('first', head),
    against('last', tail),
    odds(last, seen.at('inside', tail) - last),
    inner / own.length,
    against('after', after),
    odds(seen.at('goingOn', after), seen.at('after', after)),
    against('before', before),
    open,
    flag(openEnds.has(tail)),
    flag(after === '('),
    flag(prepositions.has(after)),
    flag(after === ','),
    flag(own.length === 1),
    joined / 4,
  ];
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
