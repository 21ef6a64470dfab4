/** Attributes of findings and anatomies (S3): one hidden layer over a span's words, its sentence and its width. */
import type { EntityReading } from '../../core/types.js';
import { assertion } from '../readingFields.js';
import { widthRows } from '../readerManifest.js';
import type { ReportReaderHead } from '../readerManifest.js';
import { tensorOf } from '../tensors.js';
import type { Tensors } from '../tensors.js';
import type { TypedSpan } from './readerTags.js';
import { Rectified } from './rectified.js';
import type { Linear } from './rectified.js';
import type { SubtypeLexicon } from './subtypeLexicon.js';
import { TrendCues } from './trendCues.js';
import type { Cue } from './trendCues.js';
import type { WordOutput } from './types.js';

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
  /** By column, what the sentence gives to every span of it. */
  readonly #ofSentence: Float64Array;
  readonly #values: Float64Array;
  readonly #hidden: Rectified;

  /** @param lexicon what phrases say of an anatomy's subtype; null for a pack without one. */
  constructor(
    head: ReportReaderHead,
    tensors: Tensors,
    private readonly lexicon: SubtypeLexicon | null = null,
  ) {
    const linear = (name: string): Linear => ({
      weights: Float64Array.from(tensorOf(tensors, name)),
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
    this.#ofSentence = new Float64Array(head.spanDimension);
    this.#values = new Float64Array(head.spanDimension);
    this.#hidden = new Rectified(head.spanDimension);
  }

  /**
   * The spans as entities, in their order.
   * @param parts per word the columns first, last and inside, each `spanDimension` wide.
   * @param words the folded words of the sentence.
   */
  describe(parts: WordOutput, words: readonly string[], spans: readonly TypedSpan[]): EntityReading[] {
    let described = false;
    let findings = false;
    for (const { type } of spans) {
      findings ||= type === 'Finding';
      described ||= type === 'Finding' || type === 'Anatomy';
    }
    if (described) this.#readSentence(parts, words.length);
    const cues = findings ? (this.#cues?.find(words) ?? []) : [];
    return spans.map((span): EntityReading => {
      if (span.type === 'Finding') return this.#finding(parts, words, span, cues);
      if (span.type === 'Anatomy') return this.#anatomy(parts, words, span);
      const { type, first, end, score } = span;
      return {
        type,
        firstWord: first,
        endWord: end,
        score,
        assertion: null,
        subtype: null,
        side: null,
        trend: null,
      };
    });
  }

  #finding(
    parts: WordOutput,
    words: readonly string[],
    span: TypedSpan,
    cues: readonly Cue[],
  ): EntityReading {
    const { type, first, end, score } = span;
    const hidden = this.#read(parts, span);
    const moved = this.#cues?.scores(words, cues, first, end) ?? null;
    return {
      type,
      firstWord: first,
      endWord: end,
      score,
      assertion: assertion.options[hidden.bestRow(this.#assertion, 0)] ?? null,
      subtype: this.#head.subtypes[hidden.bestRow(this.#subtype, 0) - 1] ?? null,
      side: null,
      trend: this.#head.trends[hidden.bestRow(this.#trend, 0, moved) - 1] ?? null,
    };
  }

  #anatomy(parts: WordOutput, words: readonly string[], span: TypedSpan): EntityReading {
    const { type, first, end, score } = span;
    const hidden = this.#read(parts, span);
    const said = this.lexicon?.scores(words, first, end) ?? null;
    return {
      type,
      firstWord: first,
      endWord: end,
      score,
      assertion: null,
      // An anatomy has a subtype always: row 0 is for findings without one.
      subtype: this.#head.subtypes[hidden.bestRow(this.#subtype, 1, said) - 1] ?? null,
      side: this.#head.sides[hidden.bestRow(this.#side, 0) - 1] ?? null,
      trend: null,
    };
  }

  /** The mean of the inside parts over the sentence, as far as it goes into its spans. */
  #readSentence({ data, size }: WordOutput, words: number): void {
    const mean = this.#mean.fill(0);
    const d = mean.length;
    for (let w = 0; w < words; w++) {
      const at = w * size + 2 * d;
      for (let j = 0; j < d; j++) mean[j] = (mean[j] ?? 0) + (data[at + j] ?? 0);
    }
    for (let j = 0; j < d; j++) {
      mean[j] = (mean[j] ?? 0) / words;
      this.#ofSentence[j] = (this.#context[j] ?? 0) * (mean[j] ?? 0);
    }
  }

  /** Hidden values of one span, in a buffer that the next call overwrites. */
  #read({ data, size }: WordOutput, { first, end }: TypedSpan): Rectified {
    const values = this.#values.fill(-Infinity);
    const d = values.length;
    // The greatest inside part of each column, to which the others are added.
    for (let w = first; w < end; w++) {
      const at = w * size + 2 * d;
      for (let j = 0; j < d; j++) {
        const value = data[at + j] ?? 0;
        if (value > (values[j] ?? 0)) values[j] = value;
      }
    }
    const from = first * size;
    const to = (end - 1) * size + d;
    const width = Math.min(end - first, widthRows - 1) * d;
    for (let j = 0; j < d; j++) {
      values[j] =
        (data[from + j] ?? 0) +
        (data[to + j] ?? 0) +
        (values[j] ?? 0) +
        (this.#ofSentence[j] ?? 0) +
        (this.#width[width + j] ?? 0);
    }
    this.#hidden.set(values);
    return this.#hidden;
  }
}
