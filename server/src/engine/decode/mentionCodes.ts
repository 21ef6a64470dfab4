import type { CodeCandidate, MentionReading } from '../../core/types.js';
import { decodeSpans } from './bio.js';
import type { CodeSpace } from './codeSpace.js';
import type { Lexicon } from './lexicon.js';
import { trimmedEnd } from './spanEnds.js';
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

/**
 * S1 for one sentence: mention spans, each with its ranked codes.
 * @param scorer what the words themselves say; null for a pack without weights for it.
 */
export function decodeMentions(
  words: readonly string[],
  outputs: ReadonlyMap<string, WordOutput>,
  settings: MentionCodesSettings,
  space: CodeSpace,
  lexicon: Lexicon,
  scorer: WordScorer | null = null,
): MentionReading[] {
  const tags = outputs.get(settings.mentionOutput);
  const vectors = outputs.get(settings.vectorOutput);
  if (tags === undefined || vectors === undefined) return [];
  const mentions: MentionReading[] = [];
  for (const span of decodeSpans(tags.data, words.length, generousBias)) {
    // Sure ends speak for a mention too: the product ranks better than either (MAP on CANTEMIST dev2).
    const probability = platt(span.inside * span.probability, settings.calibration.mention);
    const spanProbability = platt(span.probability, settings.calibration.span);
    if (probability < settings.minimumMentionProbability) continue;
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
