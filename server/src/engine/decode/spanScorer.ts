/** Which spans a B/I/O layer means: candidates scored by the layer's probabilities and by what training spans were like. */
import type { SpanScorerSettings } from '../spanScorerManifest.js';
import { CandidateFinder, said, saidColumns } from './spanCandidates.js';
import type { SpanCandidates } from './spanCandidates.js';
import { nearFeatureCount, nearFeatures, spanFeatureCount, spanFeatures } from './spanFeatures.js';
import type { SpanStatistics } from './spanStatistics.js';
import type { NumberedWords } from './wordNumbers.js';

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

/** A linear score of one layer. */
interface Linear {
  readonly weights: Float64Array;
  readonly bias: number;
}

/** Of a candidate's row of features, those of the first score stand after those that the second has more. */
const ownFeatures = nearFeatureCount - spanFeatureCount;

/** A pack's span scorer of one head. One sentence at a time: it has buffers of its own. */
export class SpanScorer {
  readonly #settings: SpanScorerSettings;
  readonly #seen: SpanStatistics;
  readonly #candidates: CandidateFinder;
  /** By layer. */
  readonly #exact: readonly Linear[];
  readonly #near: readonly Linear[] | null;
  /** Of the candidates of one layer, `nearFeatureCount` each, and their first scores. */
  #features = new Float64Array(0);
  #scores = new Float64Array(0);
  /** Their numbers by score, and 1 for those that are kept. */
  #order = new Int32Array(0);
  #kept = new Uint8Array(0);

  /** @param seen statistics of every layer. */
  constructor(settings: SpanScorerSettings, seen: SpanStatistics) {
    const { weights, bias, near } = settings;
    this.#settings = settings;
    this.#seen = seen;
    this.#candidates = new CandidateFinder(settings);
    this.#exact = weights.map((own, layer) => linear(own, bias[layer], spanFeatureCount));
    this.#near = near?.weights.map((own, layer) => linear(own, near.bias[layer], nearFeatureCount)) ?? null;
  }

  /** A sentence for `find`. @param words its folded words. */
  sentence(words: readonly string[]): NumberedWords {
    return this.#seen.numbers.sentence(words);
  }

  /**
   * The spans of a layer in a sentence, none over another, by first word.
   * @param logits rows of `size` columns, a row a word; the layer's O, B and I stand from column 3 · `layer` on.
   */
  find(logits: Float32Array, size: number, sentence: NumberedWords, layer: number): ScoredSpan[] {
    const exact = this.#exact[layer];
    const found: ScoredSpan[] = [];
    if (exact === undefined || layer >= this.#seen.layers) return found;
    const all = this.#candidates.find(logits, size, layer * 3, sentence.words.length);
    if (all.count === 0) return found;
    this.#score(all, sentence, layer, exact);
    const threshold = this.#settings.threshold[layer] ?? 0;
    const kept = this.#best(all, threshold);
    for (let c = 0; c < all.count; c++) {
      if (kept[c] !== 1) continue;
      const score = this.#together(c, all, layer);
      if (score < threshold) continue;
      const inside = all.said[c * saidColumns + said.inside] ?? 0;
      found.push({ first: all.first[c] ?? 0, end: all.end[c] ?? 0, inside, score });
    }
    return found;
  }

  /**
   * 1 for each candidate over which no likelier one lies, of those that can reach the threshold; in a buffer that the
   * next call overwrites.
   */
  #best(all: SpanCandidates, threshold: number): Uint8Array {
    const scores = this.#scores;
    const kept = this.#kept.fill(0, 0, all.count);
    const order = this.#byScore(all.count);
    for (let n = 0; n < all.count; n++) {
      const c = order[n] ?? 0;
      if (this.#highest(scores[c] ?? 0) < threshold) break;
      let free = 1;
      for (let m = 0; m < n && free === 1; m++) {
        const other = order[m] ?? 0;
        if (kept[other] === 1 && all.overlap(c, other)) free = 0;
      }
      kept[c] = free;
    }
    return kept;
  }

  /** Features and first score of every candidate. */
  #score(all: SpanCandidates, sentence: NumberedWords, layer: number, exact: Linear): void {
    if (this.#scores.length < all.count) {
      this.#scores = new Float64Array(all.count * 2);
      this.#features = new Float64Array(all.count * 2 * nearFeatureCount);
      this.#order = new Int32Array(all.count * 2);
      this.#kept = new Uint8Array(all.count * 2);
    }
    for (let c = 0; c < all.count; c++) {
      const at = c * nearFeatureCount + ownFeatures;
      spanFeatures(this.#features, at, all, c, sentence, this.#seen, layer);
      this.#scores[c] = sigmoid(this.#features, at, exact);
    }
  }

  /** The candidates' numbers, the highest first score first. By insertion: most layers of a sentence have few. */
  #byScore(count: number): Int32Array {
    const scores = this.#scores;
    const order = this.#order;
    for (let c = 0; c < count; c++) {
      const score = scores[c] ?? 0;
      let at = c;
      for (; at > 0 && (scores[order[at - 1] ?? 0] ?? 0) < score; at--) order[at] = order[at - 1] ?? 0;
      order[at] = c;
    }
    return order;
  }

  /** The most that a span with this probability of its bounds can score. */
  #highest(exact: number): number {
    const share = this.#settings.near?.share ?? 0;
    return (1 - share) * exact + share;
  }

  /** What a candidate scores with the probability that one of the layer is there, whatever its bounds. */
  #together(c: number, all: SpanCandidates, layer: number): number {
    const exact = this.#scores[c] ?? 0;
    const near = this.#near?.[layer];
    const share = this.#settings.near?.share;
    if (near === undefined || share === undefined) return exact;
    let mass = 0;
    for (let n = 0; n < all.count; n++) {
      const other = this.#order[n] ?? 0;
      if (all.overlap(c, other)) mass += this.#scores[other] ?? 0;
    }
    const at = c * nearFeatureCount;
    nearFeatures(this.#features, at, exact, mass);
    return (1 - share) * exact + share * sigmoid(this.#features, at, near);
  }
}

function linear(weights: readonly number[], bias = 0, count: number): Linear {
  const all = new Float64Array(count);
  all.set(weights);
  return { weights: all, bias };
}

function sigmoid(features: Float64Array, at: number, { weights, bias }: Linear): number {
  let total = bias;
  for (let i = 0; i < weights.length; i++) total += (features[at + i] ?? 0) * (weights[i] ?? 0);
  return 1 / (1 + Math.exp(-total));
}
