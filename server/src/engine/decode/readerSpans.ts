/** Attributes of findings and anatomies (S3): one hidden layer over a span's words, its sentence and its width. */
import type { EntityReading } from '../../core/types.js';
import { assertion } from '../readingFields.js';
import { widthRows } from '../readerManifest.js';
import type { ReportReaderHead } from '../readerManifest.js';
import { tensorOf } from '../tensors.js';
import type { Tensors } from '../tensors.js';
import type { TypedSpan } from './readerTags.js';
import type { SubtypeLexicon } from './subtypeLexicon.js';
import { TrendCues } from './trendCues.js';
import type { WordOutput } from './types.js';

/** A linear layer: rows of `weights` and one bias each. */
interface Linear {
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/**
 * Row with the highest score, from `firstRow` on; -1 where there is none.
 * @param added to the scores of those rows.
 */
function bestRow(
  { weights, biases }: Linear,
  hidden: Float32Array,
  firstRow: number,
  added: Float64Array | null = null,
): number {
  let best = -1;
  let top = -Infinity;
  const size = hidden.length;
  for (let row = firstRow; row < biases.length; row++) {
    const at = row * size;
    // Two sums at once: one alone waits for its last addition.
    let even = (biases[row] ?? 0) + (added?.[row - firstRow] ?? 0);
    let odd = 0;
    let d = 0;
    for (; d + 1 < size; d += 2) {
      even += (weights[at + d] ?? 0) * (hidden[d] ?? 0);
      odd += (weights[at + d + 1] ?? 0) * (hidden[d + 1] ?? 0);
    }
    if (d < size) even += (weights[at + d] ?? 0) * (hidden[d] ?? 0);
    const score = even + odd;
    if (score > top) {
      top = score;
      best = row;
    }
  }
  return best;
}

export class SpanAttributes {
  readonly #head: ReportReaderHead;
  readonly #width: Float32Array;
  readonly #context: Float32Array;
  readonly #subtype: Linear;
  readonly #assertion: Linear;
  readonly #trend: Linear;
  readonly #side: Linear;
  readonly #cues: TrendCues | null;
  readonly #mean: Float32Array;
  readonly #hidden: Float32Array;

  /** @param lexicon what phrases say of an anatomy's subtype; null for a pack without one. */
  constructor(
    head: ReportReaderHead,
    tensors: Tensors,
    private readonly lexicon: SubtypeLexicon | null = null,
  ) {
    const linear = (name: string): Linear => ({
      weights: tensorOf(tensors, name),
      biases: tensorOf(tensors, `${name}.bias`),
    });
    this.#head = head;
    this.#width = tensorOf(tensors, 'span.width');
    this.#context = tensorOf(tensors, 'span.context');
    this.#subtype = linear('span.subtype');
    this.#assertion = linear('span.assertion');
    this.#trend = linear('span.trend');
    this.#side = linear('span.side');
    this.#cues = head.trendCues === undefined ? null : new TrendCues(head.trendCues, head.trends);
    this.#mean = new Float32Array(head.spanDimension);
    this.#hidden = new Float32Array(head.spanDimension);
  }

  /**
   * The spans as entities, in their order.
   * @param parts per word the columns first, last and inside, each `spanDimension` wide.
   * @param words the folded words of the sentence.
   */
  describe(parts: WordOutput, words: readonly string[], spans: readonly TypedSpan[]): EntityReading[] {
    if (spans.some(({ type }) => type === 'Finding' || type === 'Anatomy'))
      this.#readMean(parts, words.length);
    const cues = spans.some(({ type }) => type === 'Finding') ? (this.#cues?.find(words) ?? []) : [];
    return spans.map((span) => {
      const { type, first, end, score } = span;
      const plain = { assertion: null, subtype: null, side: null, trend: null };
      const entity = { type, firstWord: first, endWord: end, score, ...plain };
      if (type === 'Finding') {
        const hidden = this.#read(parts, span);
        const moved = this.#cues?.scores(words, cues, first, end) ?? null;
        return {
          ...entity,
          assertion: assertion.options[bestRow(this.#assertion, hidden, 0)] ?? null,
          subtype: this.#head.subtypes[bestRow(this.#subtype, hidden, 0) - 1] ?? null,
          trend: this.#head.trends[bestRow(this.#trend, hidden, 0, moved) - 1] ?? null,
        };
      }
      if (type === 'Anatomy') {
        const hidden = this.#read(parts, span);
        const said = this.lexicon?.scores(words.slice(first, end)) ?? null;
        return {
          ...entity,
          // An anatomy has a subtype always: row 0 is for findings without one.
          subtype: this.#head.subtypes[bestRow(this.#subtype, hidden, 1, said) - 1] ?? null,
          side: this.#head.sides[bestRow(this.#side, hidden, 0) - 1] ?? null,
        };
      }
      return entity;
    });
  }

  /** Mean of the inside parts over the sentence. */
  #readMean({ data, size }: WordOutput, words: number): void {
    const mean = this.#mean.fill(0);
    const d = mean.length;
    for (let w = 0; w < words; w++) {
      const at = w * size + 2 * d;
      for (let j = 0; j < d; j++) mean[j] = (mean[j] ?? 0) + (data[at + j] ?? 0);
    }
    for (let j = 0; j < d; j++) mean[j] = (mean[j] ?? 0) / words;
  }

  /** Hidden values of one span, in a buffer that the next call overwrites. */
  #read({ data, size }: WordOutput, { first, end }: TypedSpan): Float32Array {
    const hidden = this.#hidden;
    const d = hidden.length;
    const width = Math.min(end - first, widthRows - 1) * d;
    for (let j = 0; j < d; j++) {
      let inside = -Infinity;
      for (let w = first; w < end; w++) inside = Math.max(inside, data[w * size + 2 * d + j] ?? 0);
      const sum =
        (data[first * size + j] ?? 0) +
        (data[(end - 1) * size + d + j] ?? 0) +
        inside +
        (this.#context[j] ?? 0) * (this.#mean[j] ?? 0) +
        (this.#width[width + j] ?? 0);
      hidden[j] = Math.max(sum, 0);
    }
    return hidden;
  }
}
