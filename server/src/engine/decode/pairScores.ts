/** Scores of pairs of spans in native code, for `RelationFinder`. */
import type { DecodingKernel } from '../kernel.js';
import type { ReportReaderHead } from '../readerManifest.js';
import { tensorOf } from '../tensors.js';
import type { Tensors } from '../tensors.js';
import type { TypedSpan } from './readerTags.js';
import type { WordOutput } from './types.js';

/** Whole numbers of a pair: first and end word of its head, of its tail, its kind, its row of distances. */
const pairNumbers = 6;

/** The pairs of a sentence, scored together by the kernel. One sentence at a time: it has buffers of its own. */
export class PairScores {
  readonly #pair: Float32Array;
  readonly #distance: Float32Array;
  /** A bias after each kind's weights. */
  readonly #weights: Float32Array;
  /** Kind, head, tail and row of distances of each pair. */
  readonly #noted: number[] = [];
  #pairs = new Int32Array(0);
  #scores = new Float64Array(0);

  constructor(
    { pairs, relationDimension: r }: ReportReaderHead,
    tensors: Tensors,
    private readonly kernel: DecodingKernel,
  ) {
    this.#pair = tensorOf(tensors, 'relation.pair');
    this.#distance = tensorOf(tensors, 'relation.distance');
    const weight = tensorOf(tensors, 'relation.weight');
    const bias = tensorOf(tensors, 'relation.bias');
    this.#weights = new Float32Array(pairs.length * (r + 1));
    for (let kind = 0; kind < pairs.length; kind++) {
      this.#weights.set(weight.subarray(kind * r, (kind + 1) * r), kind * (r + 1));
      this.#weights[kind * (r + 1) + r] = bias[kind] ?? 0;
    }
  }

  note(kind: number, head: number, tail: number, distanceRow: number): void {
    this.#noted.push(kind, head, tail, distanceRow);
  }

  /** Scores what was noted, pair after pair, and forgets it. */
  end(
    { data, size }: WordOutput,
    spans: readonly TypedSpan[],
    tell: (kind: number, head: number, tail: number, logit: number) => void,
  ): void {
    const noted = this.#noted;
    const count = noted.length / 4;
    if (this.#scores.length < count) {
      this.#pairs = new Int32Array(2 * count * pairNumbers);
      this.#scores = new Float64Array(2 * count);
    }
    let words = 0;
    for (let p = 0; p < count; p++) {
      const head = spans[noted[4 * p + 1] ?? 0];
      const tail = spans[noted[4 * p + 2] ?? 0];
      const at = p * pairNumbers;
      this.#pairs[at] = head?.first ?? 0;
      this.#pairs[at + 1] = head?.end ?? 0;
      this.#pairs[at + 2] = tail?.first ?? 0;
      this.#pairs[at + 3] = tail?.end ?? 0;
      this.#pairs[at + 4] = noted[4 * p] ?? 0;
      this.#pairs[at + 5] = noted[4 * p + 3] ?? 0;
      words = Math.max(words, head?.end ?? 0, tail?.end ?? 0);
    }
    const scores = this.#scores;
    if (count > 0)
      this.kernel.scorePairs(
        data,
        size,
        words,
        this.#pairs,
        count,
        this.#pair,
        this.#distance,
        this.#weights,
        scores,
      );
    for (let p = 0; p < count; p++)
      tell(noted[4 * p] ?? 0, noted[4 * p + 1] ?? 0, noted[4 * p + 2] ?? 0, scores[p] ?? 0);
    noted.length = 0;
  }
}
