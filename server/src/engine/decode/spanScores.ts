/** Scores of spans: one rectified hidden layer over a span's words, its sentence and its width, and linear layers over it. */
import type { DecodingKernel } from '../kernel.js';
import { LinearRows } from './linearRows.js';
import type { WordOutput } from './types.js';

/** Parameters of `SpanScores`, of D columns. */
export interface SpanLayer {
  /** What the mean of a sentence's inside parts is multiplied by, [D]. */
  readonly context: Float32Array;
  /** By number of a span's words, the last row for more: [rows, D]. */
  readonly widths: Float32Array;
  /** Rows of D weights and a bias. */
  readonly weights: Float32Array;
}

/** One sentence at a time: it has buffers of its own. */
export class SpanScores {
  /** Scores of a span. */
  readonly rows: number;
  readonly #layer: SpanLayer;
  readonly #linear: LinearRows;
  readonly #allRows: Int32Array;
  /** What the sentence gives to each of its spans, and a span's hidden values. */
  readonly #ofSentence: Float64Array;
  readonly #hidden: Float64Array;
  readonly #ofSpan: Float64Array;
  #scores = new Float64Array(0);

  /** @param kernel computes the same, several times as fast; null where there is none. */
  constructor(
    layer: SpanLayer,
    private readonly kernel: DecodingKernel | null,
  ) {
    const columns = layer.context.length;
    this.rows = layer.weights.length / (columns + 1);
    this.#layer = layer;
    this.#linear = new LinearRows(layer.weights, columns);
    this.#allRows = Int32Array.from({ length: this.rows }, (_, row) => row);
    this.#ofSentence = new Float64Array(columns);
    this.#hidden = new Float64Array(columns);
    this.#ofSpan = new Float64Array(this.rows);
  }

  /**
   * `rows` scores of each span, one span after another, in a buffer that the next call overwrites.
   * @param parts per word the columns first, last and inside, D each.
   * @param bounds first and end word of each of `count` spans.
   */
  read(parts: WordOutput, words: number, bounds: Int32Array, count: number): Float64Array {
    if (this.#scores.length < count * this.rows) this.#scores = new Float64Array(count * this.rows * 2);
    const scores = this.#scores;
    if (this.kernel !== null) {
      const { context, widths, weights } = this.#layer;
      this.kernel.scoreSpans(parts.data, parts.size, words, bounds, count, context, widths, weights, scores);
      return scores;
    }
    if (count > 0) this.#readSentence(parts, words);
    for (let s = 0; s < count; s++) {
      this.#readSpan(parts, bounds[2 * s] ?? 0, bounds[2 * s + 1] ?? 0);
      this.#linear.scores(this.#ofSpan, this.#allRows, this.rows, this.#hidden);
      scores.set(this.#ofSpan, s * this.rows);
    }
    return scores;
  }

  /** The mean of the inside parts over the sentence, as far as it goes into its spans. */
  #readSentence({ data, size }: WordOutput, words: number): void {
    const { context } = this.#layer;
    const d = context.length;
    const mean = new Float32Array(d);
    for (let w = 0; w < words; w++) {
      const at = w * size + 2 * d;
      for (let j = 0; j < d; j++) mean[j] = (mean[j] ?? 0) + (data[at + j] ?? 0);
    }
    for (let j = 0; j < d; j++) this.#ofSentence[j] = (context[j] ?? 0) * Math.fround((mean[j] ?? 0) / words);
  }

  /** Hidden values of the words [first, end). */
  #readSpan({ data, size }: WordOutput, first: number, end: number): void {
    const { widths } = this.#layer;
    const hidden = this.#hidden.fill(-Infinity);
    const d = hidden.length;
    // The greatest inside part of each column, to which the others are added.
    for (let w = first; w < end; w++) {
      const at = w * size + 2 * d;
      for (let j = 0; j < d; j++) {
        const value = data[at + j] ?? 0;
        if (value > (hidden[j] ?? 0)) hidden[j] = value;
      }
    }
    const from = first * size;
    const to = (end - 1) * size + d;
    const width = Math.min(end - first, widths.length / d - 1) * d;
    for (let j = 0; j < d; j++) {
      const value =
        (data[from + j] ?? 0) +
        (data[to + j] ?? 0) +
        (hidden[j] ?? 0) +
        (this.#ofSentence[j] ?? 0) +
        (widths[width + j] ?? 0);
      hidden[j] = Math.max(Math.fround(value), 0);
    }
  }
}
