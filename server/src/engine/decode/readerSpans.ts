/** Attributes of findings and anatomies (S3): one hidden layer over a span's words, its sentence and its width. */
import type { EntityReading } from '../../core/types.js';
import type { DecodingKernel } from '../kernel.js';
import { assertion } from '../readingFields.js';
import type { ReportReaderHead } from '../readerManifest.js';
import { tensorOf } from '../tensors.js';
import type { Tensors } from '../tensors.js';
import type { TypedSpan } from './readerTags.js';
import { SpanScores } from './spanScores.js';
import type { SubtypeLexicon } from './subtypeLexicon.js';
import { TrendCues } from './trendCues.js';
import type { Cue } from './trendCues.js';
import type { WordOutput } from './types.js';

/** Rows of `SpanScores` that tell one attribute: [first, end). */
interface AttributeRows {
  readonly first: number;
  readonly end: number;
}

export class SpanAttributes {
  readonly #head: ReportReaderHead;
  readonly #scores: SpanScores;
  readonly #subtype: AttributeRows;
  readonly #assertion: AttributeRows;
  readonly #trend: AttributeRows;
  readonly #side: AttributeRows;
  readonly #cues: TrendCues | null;
  /** First and end word of the sentence's findings and anatomies. */
  #bounds = new Int32Array(0);

  /**
   * @param lexicon what phrases say of an anatomy's subtype; null for a pack without one.
   * @param kernel for `SpanScores`.
   */
  constructor(
    head: ReportReaderHead,
    tensors: Tensors,
    private readonly lexicon: SubtypeLexicon | null = null,
    kernel: DecodingKernel | null = null,
  ) {
    const weights: number[] = [];
    const rowLength = head.spanDimension + 1;
    const rowsOf = (name: string): AttributeRows => {
      const first = weights.length / rowLength;
      const own = tensorOf(tensors, name);
      tensorOf(tensors, `${name}.bias`).forEach((bias, row) => {
        weights.push(...own.subarray(row * head.spanDimension, (row + 1) * head.spanDimension), bias);
      });
      return { first, end: weights.length / rowLength };
    };
    this.#head = head;
    this.#subtype = rowsOf('span.subtype');
    this.#assertion = rowsOf('span.assertion');
    this.#trend = rowsOf('span.trend');
    this.#side = rowsOf('span.side');
    this.#cues = head.trendCues === undefined ? null : new TrendCues(head.trendCues, head.trends);
    const context = tensorOf(tensors, 'span.context');
    const widths = tensorOf(tensors, 'span.width');
    this.#scores = new SpanScores({ context, widths, weights: Float32Array.from(weights) }, kernel);
  }

  /**
   * The spans as entities, in their order.
   * @param parts per word the columns first, last and inside, each `spanDimension` wide.
   * @param words the folded words of the sentence.
   */
  describe(parts: WordOutput, words: readonly string[], spans: readonly TypedSpan[]): EntityReading[] {
    const { described, findings } = this.#collect(spans);
    const scores = this.#scores.read(parts, words.length, this.#bounds, described);
    const cues = findings ? (this.#cues?.find(words) ?? []) : [];
    let next = 0;
    return spans.map((span): EntityReading => {
      if (span.type === 'Finding')
        return this.#finding(scores, this.#scores.rows * next++, words, span, cues);
      if (span.type === 'Anatomy') return this.#anatomy(scores, this.#scores.rows * next++, words, span);
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

  /** Writes the bounds of the findings and anatomies. @returns how many these are, and whether there is a finding. */
  #collect(spans: readonly TypedSpan[]): { described: number; findings: boolean } {
    if (this.#bounds.length < spans.length * 2) this.#bounds = new Int32Array(spans.length * 4);
    let described = 0;
    let findings = false;
    for (const { type, first, end } of spans) {
      if (type !== 'Finding' && type !== 'Anatomy') continue;
      findings ||= type === 'Finding';
      this.#bounds[2 * described] = first;
      this.#bounds[2 * described + 1] = end;
      described++;
    }
    return { described, findings };
  }

  /** @param at where the span's scores begin. */
  #finding(
    scores: Float64Array,
    at: number,
    words: readonly string[],
    { type, first, end, score }: TypedSpan,
    cues: readonly Cue[],
  ): EntityReading {
    const moved = this.#cues?.scores(words, cues, first, end) ?? null;
    return {
      type,
      firstWord: first,
      endWord: end,
      score,
      assertion: assertion.options[bestOf(scores, at, this.#assertion, 0)] ?? null,
      subtype: this.#head.subtypes[bestOf(scores, at, this.#subtype, 0) - 1] ?? null,
      side: null,
      trend: this.#head.trends[bestOf(scores, at, this.#trend, 0, moved) - 1] ?? null,
    };
  }

  /** @param at where the span's scores begin. */
  #anatomy(
    scores: Float64Array,
    at: number,
    words: readonly string[],
    { type, first, end, score }: TypedSpan,
  ): EntityReading {
    const said = this.lexicon?.scores(words, first, end) ?? null;
    return {
      type,
      firstWord: first,
      endWord: end,
      score,
      assertion: null,
      // An anatomy has a subtype always: row 0 is for findings without one.
      subtype: this.#head.subtypes[bestOf(scores, at, this.#subtype, 1, said) - 1] ?? null,
      side: this.#head.sides[bestOf(scores, at, this.#side, 0) - 1] ?? null,
      trend: null,
    };
  }
}

/**
 * The row of an attribute with the highest score, counted from its first one, which is not before `firstRow`; -1 where
 * there is none.
 * @param at where the span's scores begin.
 * @param added to the scores from `firstRow` on.
 */
function bestOf(
  scores: Float64Array,
  at: number,
  { first, end }: AttributeRows,
  firstRow: number,
  added: Float64Array | null = null,
): number {
  let best = -1;
  let top = -Infinity;
  for (let row = firstRow; row < end - first; row++) {
    const score = (scores[at + first + row] ?? 0) + (added === null ? 0 : (added[row - firstRow] ?? 0));
    if (score <= top) continue;
    top = score;
    best = row;
  }
  return best;
}
