/** Which spans a B/I/O layer means: candidates scored by the layer's probabilities and by what training spans were like. */
import type { SpanScorerSettings } from '../spanScorerManifest.js';
import { spanCandidates } from './spanCandidates.js';
import { SentenceCounts, spanFeatures } from './spanFeatures.js';
import type { LayerStatistics } from './spanStatistics.js';

/** A span of words, end-exclusive, with the probability that it is one of its layer. */
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
    const { bias, threshold } = this.settings;
    const weights = this.settings.weights[layer] ?? [];
    const all = spanCandidates(logits, size, layer * 3, words.length, this.settings);
    if (all.length === 0) return [];
    const counts = new SentenceCounts(words, seen);
    const scored = all.map((candidate): ScoredSpan => {
      let total = bias[layer] ?? 0;
      spanFeatures(candidate, all, counts).forEach((value, i) => (total += value * (weights[i] ?? 0)));
      const { first, end, inside } = candidate;
      return { first, end, inside, score: 1 / (1 + Math.exp(-total)) };
    });
    scored.sort((a, b) => b.score - a.score || a.first - b.first || a.end - b.end);
    const kept: ScoredSpan[] = [];
    for (const span of scored) {
      if (span.score < (threshold[layer] ?? 0)) break;
      if (!kept.some((other) => span.first < other.end && other.first < span.end)) kept.push(span);
    }
    return kept.sort((a, b) => a.first - b.first);
  }
}
