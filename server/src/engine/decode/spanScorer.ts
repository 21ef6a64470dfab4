/** Which spans a B/I/O layer means: candidates scored by the layer's probabilities and by what training spans were like. */
import type { SpanScorerSettings } from '../spanScorerManifest.js';
import { spanCandidates } from './spanCandidates.js';
import { SentenceCounts, nearFeatures, spanFeatures } from './spanFeatures.js';
import type { LayerStatistics } from './spanStatistics.js';

/**
 * A span of words, end-exclusive, with the probability that it is one of its layer; where the scorer has a second score,
 * that has its part in it.
 */
export interface ScoredSpan {
  readonly first: number;
  readonly end: number;
  readonly score: number;
  /** The highest probability among its words to be in a span. */
  readonly inside: number;
}

/** A pack's span scorer of one head. */
export class SpanScorer {
  /** @param seen statistics of every layer. */
  constructor(
    private readonly settings: SpanScorerSettings,
    private readonly seen: readonly LayerStatistics[],
  ) {}

  /**
   * The spans of a layer in a sentence, none over another, by first word.
   * @param logits rows of `size` columns, a row a word of `words`; the layer's O, B and I stand from column 3 · `layer` on.
   */
  find(logits: Float32Array, size: number, words: readonly string[], layer: number): ScoredSpan[] {
    const seen = this.seen[layer];
    if (seen === undefined) return [];
    const { bias, weights } = this.settings;
    const threshold = this.settings.threshold[layer] ?? 0;
    const all = spanCandidates(logits, size, layer * 3, words.length, this.settings);
    if (all.length === 0) return [];
    const counts = new SentenceCounts(words, seen);
    const scored = all.map((candidate): ScoredCandidate => {
      const features = spanFeatures(candidate, all, counts);
      const { first, end, inside } = candidate;
      return { first, end, inside, features, score: sigmoid(features, weights[layer], bias[layer]) };
    });
    scored.sort((a, b) => b.score - a.score || a.first - b.first || a.end - b.end);
    const kept: ScoredCandidate[] = [];
    for (const span of scored) {
      if (this.highest(span.score) < threshold) break;
      if (!kept.some((other) => overlap(span, other))) kept.push(span);
    }
    return kept
      .map((span): ScoredSpan => {
        const { first, end, inside } = span;
        return { first, end, inside, score: this.together(span, scored, layer) };
      })
      .filter(({ score }) => score >= threshold)
      .sort((a, b) => a.first - b.first);
  }

  /** The most that a span with this probability of its bounds can score. */
  private highest(exact: number): number {
    const share = this.settings.near?.share ?? 0;
    return (1 - share) * exact + share;
  }

  /** What a span scores with the probability that one of the layer is there, whatever its bounds. */
  private together(span: ScoredCandidate, all: readonly ScoredCandidate[], layer: number): number {
    const { near } = this.settings;
    if (near === undefined) return span.score;
    let mass = 0;
    for (const other of all) if (overlap(span, other)) mass += other.score;
    const features = nearFeatures(span.score, mass, span.features);
    return (
      (1 - near.share) * span.score + near.share * sigmoid(features, near.weights[layer], near.bias[layer])
    );
  }
}

interface ScoredCandidate extends ScoredSpan {
  readonly features: readonly number[];
}

function overlap(a: ScoredSpan, b: ScoredSpan): boolean {
  return a.first < b.end && b.first < a.end;
}

function sigmoid(features: readonly number[], weights: readonly number[] = [], bias = 0): number {
  let total = bias;
  for (let i = 0; i < features.length; i++) total += (features[i] ?? 0) * (weights[i] ?? 0);
  return 1 / (1 + Math.exp(-total));
}
