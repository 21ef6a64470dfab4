import type { CodeCandidate, MentionReading } from '../../core/types.js';
import { decodeSpans } from './bio.js';
import type { CodeSpace } from './codeSpace.js';
import type { Lexicon } from './lexicon.js';
import { trimmedEnd } from './spanEnds.js';
import type { SpanScorer } from './spanScorer.js';
import type { WordOutput } from './types.js';
import type { WordScorer } from './wordScores.js';

/** Settings of a `mention-codes` head; see docs/model-pack.md. */
export interface MentionCodesSettings {
  readonly mentionOutput: string;
  readonly vectorOutput: string;
  readonly dimension: number;
  readonly minimumMentionProbability: number;
  readonly maximumCandidates: number;
  /** Weight of the lexicon for a phrase seen very often; a phrase seen n times has n / (n + 1) of it. */
  readonly lexiconWeight: number;
  readonly temperature: number;
  /** Added to the score of a code without a vector of its own, before the softmax. */
  readonly unseenOffset: number;
  readonly calibration: { readonly mention: Platt; readonly span: Platt; readonly code: Platt };
}

/** Platt scaling on the logit. */
export interface Platt {
  readonly scale: number;
  readonly offset: number;
}

/** Bias towards mentions of the second, generous decoding path, in nats. */
const generousBias = 2;

/** Codes of the model's ranking that the lexicon may lift. */
const modelledCodes = 64;

function platt(probability: number, { scale, offset }: Platt): number {
  const p = Math.min(Math.max(probability, 1e-9), 1 - 1e-9);
  return 1 / (1 + Math.exp(-(scale * Math.log(p / (1 - p)) + offset)));
}

/** Mean of a span's word vectors. */
function pool(output: WordOutput, first: number, end: number): Float32Array {
  const vector = new Float32Array(output.size);
  for (let w = first; w < end; w++) {
    for (let d = 0; d < output.size; d++) {
      vector[d] = (vector[d] ?? 0) + (output.data[w * output.size + d] ?? 0) / (end - first);
    }
  }
  return vector;
}

/** Mixes what the model and the lexicon say of a mention. */
function mix(
  modelled: readonly CodeCandidate[],
  seen: ReadonlyMap<string, number> | null,
  lexiconWeight: number,
): CodeCandidate[] {
  if (seen === null) return [...modelled];
  let times = 0;
  for (const n of seen.values()) times += n;
  const weight = (lexiconWeight * times) / (times + 1);
  const mixed = new Map(modelled.map((c) => [c.code, (1 - weight) * c.probability]));
  for (const [code, n] of seen) mixed.set(code, (mixed.get(code) ?? 0) + (weight * n) / times);
  return [...mixed].map(([code, probability]) => ({ code, probability }));
}

/** A span that speaks for codes. */
interface MentionSpan {
  readonly first: number;
  readonly end: number;
  /** How sure a mention is here. */
  readonly mention: number;
  /** How sure it is exactly these words. */
  readonly exact: number;
}

/**
 * The spans of the best paths, and those that the scorer tells, by first word. Where the two differ the path's span
 * still speaks for its codes (of a stage or a site that the exact span leaves out): ranking by both is better than by
 * the scorer's alone (MAP on CANTEMIST dev2 0.918 and 0.900).
 */
function mentionSpans(tags: WordOutput, words: readonly string[], scorer: SpanScorer | null): MentionSpan[] {
  // Sure ends speak for a mention too: the product ranks better than either (MAP on CANTEMIST dev2).
  const paths = decodeSpans(tags.data, words.length, generousBias).map(
    ({ first, end, inside, probability }): MentionSpan => ({
      first,
      end,
      mention: inside * probability,
      exact: scorer === null ? probability : 0,
    }),
  );
  if (scorer === null) return paths;
  const told = scorer
    .find(tags.data, tags.size, scorer.sentence(words), 0)
    .map(({ first, end, inside, score }): MentionSpan => {
      const path = paths.find((other) => other.first === first && other.end === end);
      return { first, end, mention: path?.mention ?? inside * score, exact: score };
    });
  const others = paths.filter((path) => !told.some((s) => s.first === path.first && s.end === path.end));
  return [...told, ...others].sort((a, b) => a.first - b.first || a.end - b.end);
}

/**
 * S1 for one sentence: mention spans, each with its ranked codes.
 * @param scorer what the words themselves say; null for a pack without weights for it.
 * @param spans which spans the tags mean; null for a pack without a span scorer, whose spans are those of the best paths.
 */
export function decodeMentions(
  words: readonly string[],
  outputs: ReadonlyMap<string, WordOutput>,
  settings: MentionCodesSettings,
  space: CodeSpace,
  lexicon: Lexicon,
  scorer: WordScorer | null = null,
  spans: SpanScorer | null = null,
): MentionReading[] {
  const tags = outputs.get(settings.mentionOutput);
  const vectors = outputs.get(settings.vectorOutput);
  if (tags === undefined || vectors === undefined) return [];
  const mentions: MentionReading[] = [];
  for (const span of mentionSpans(tags, words, spans)) {
    const probability = platt(span.mention, settings.calibration.mention);
    if (probability < settings.minimumMentionProbability) continue;
    const spanProbability = platt(span.exact, settings.calibration.span);
    const end = trimmedEnd(words, span.first, span.end);
    const own = words.slice(span.first, end);
    const vector = pool(vectors, span.first, end);
    const modelled = space.rank(
      vector,
      settings.temperature,
      settings.unseenOffset,
      Math.max(modelledCodes, settings.maximumCandidates),
      scorer?.read(own) ?? null,
    );
    const candidates = mix(modelled, lexicon.lookUp(own), settings.lexiconWeight)
      .map(({ code, probability: p }) => ({ code, probability: platt(p, settings.calibration.code) }))
      .sort((a, b) => b.probability - a.probability || (a.code < b.code ? -1 : 1))
      .slice(0, settings.maximumCandidates);
    mentions.push({ firstWord: span.first, endWord: end, probability, spanProbability, candidates });
  }
  return mentions;
}
