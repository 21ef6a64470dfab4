/** Relations (S3): one hidden layer over the words of head and tail, those between, and their distance. */
import type { EntityType, RelationReading } from '../../core/types.js';
import { farthest } from '../readerManifest.js';
import type { ReportReaderHead } from '../readerManifest.js';
import { tensorOf } from '../tensors.js';
import type { Tensors } from '../tensors.js';
import type { TypedSpan } from './readerTags.js';
import type { WordOutput } from './types.js';

/** Entities with more words between them are not related: it bounds the work in a sentence of any length. */
const reachWords = 128;

export class RelationFinder {
  readonly #head: ReportReaderHead;
  readonly #pair: Float32Array;
  readonly #distance: Float32Array;
  readonly #weight: Float32Array;
  readonly #bias: Float32Array;
  /** Pair kinds by the types of head and tail. */
  readonly #kinds = new Map<EntityType, Map<EntityType, number[]>>();
  readonly #between: Float32Array;
  /** Logits at which a kind's threshold lies. */
  readonly #floors: number[];

  constructor(head: ReportReaderHead, tensors: Tensors) {
    this.#head = head;
    this.#pair = tensorOf(tensors, 'relation.pair');
    this.#distance = tensorOf(tensors, 'relation.distance');
    this.#weight = tensorOf(tensors, 'relation.weight');
    this.#bias = tensorOf(tensors, 'relation.bias');
    this.#between = new Float32Array(head.relationDimension);
    this.#floors = head.relationThresholds.map((t) => Math.log(t / (1 - t)));
    head.pairs.forEach(([, from, to], kind) => {
      const ofHead = this.#kinds.get(from) ?? new Map<EntityType, number[]>();
      ofHead.set(to, [...(ofHead.get(to) ?? []), kind]);
      this.#kinds.set(from, ofHead);
    });
  }

  /**
   * Relations by head, then tail, then the order of the pair kinds.
   * @param parts per word the columns head, tail and between, each `relationDimension` wide.
   * @param spans in the order of `decodeTags`.
   */
  find(parts: WordOutput, spans: readonly TypedSpan[]): RelationReading[] {
    if (!spans.some(({ type }) => this.#kinds.has(type))) return [];
    const heads = this.#maxima(parts, spans, 0);
    const tails = this.#maxima(parts, spans, 1);
    const fromLastEnd = spans.map((_, index) => index).sort((a, b) => endOf(spans[b]) - endOf(spans[a]));
    const found: RelationReading[] = [];
    spans.forEach((head, h) => {
      const kinds = this.#kinds.get(head.type);
      if (kinds === undefined) return;
      const score = (t: number, distance: number): void => {
        const tail = spans[t];
        for (const kind of (tail === undefined ? null : kinds.get(tail.type)) ?? []) {
          const logit = this.#logit(kind, heads, h, tails, t, distance);
          if (logit < (this.#floors[kind] ?? 0)) continue;
          const type = this.#head.pairs[kind]?.[0] ?? 'has';
          found.push({ type, head: h, tail: t, score: 1 / (1 + Math.exp(-logit)) });
        }
      };
      this.#between.fill(0);
      spans.forEach((tail, t) => {
        if (t !== h && tail.first < head.end && head.first < tail.end) score(t, 0);
      });
      // After the head: the words between grow with every tail.
      let at = head.end;
      for (let t = 0; t < spans.length; t++) {
        const { first } = spans[t] ?? head;
        if (first < head.end) continue;
        if (first - head.end > reachWords) break;
        for (; at < first; at++) this.#widen(parts, at, at === head.end);
        score(t, first - head.end + 1);
      }
      this.#between.fill(0);
      at = head.first;
      for (const t of fromLastEnd) {
        const end = endOf(spans[t]);
        if (end > head.first) continue;
        if (head.first - end > reachWords) break;
        for (; at > end; at--) this.#widen(parts, at - 1, at === head.first);
        score(t, -(head.first - end + 1));
      }
    });
    return found.sort((a, b) => a.head - b.head || a.tail - b.tail);
  }

  /** Per span the greatest value of a part over its words, `[spans, relationDimension]`. */
  #maxima({ data, size }: WordOutput, spans: readonly TypedSpan[], part: 0 | 1): Float32Array {
    const r = this.#between.length;
    const out = new Float32Array(spans.length * r).fill(-Infinity);
    spans.forEach(({ first, end }, s) => {
      for (let w = first; w < end; w++) {
        const at = w * size + part * r;
        for (let j = 0; j < r; j++) out[s * r + j] = Math.max(out[s * r + j] ?? 0, data[at + j] ?? 0);
      }
    });
    return out;
  }

  /** Takes one more word into the greatest values between head and tail; the first one stands for itself. */
  #widen({ data, size }: WordOutput, word: number, isFirst: boolean): void {
    const between = this.#between;
    const at = word * size + 2 * between.length;
    for (let j = 0; j < between.length; j++) {
      const value = data[at + j] ?? 0;
      if (isFirst || value > (between[j] ?? 0)) between[j] = value;
    }
  }

  #logit(
    kind: number,
    heads: Float32Array,
    h: number,
    tails: Float32Array,
    t: number,
    distance: number,
  ): number {
    const between = this.#between;
    const pair = this.#pair;
    const distances = this.#distance;
    const weight = this.#weight;
    const r = between.length;
    const row = (farthest + Math.min(Math.max(distance, -farthest), farthest)) * r;
    let logit = this.#bias[kind] ?? 0;
    for (let j = 0; j < r; j++) {
      const hidden =
        (heads[h * r + j] ?? 0) +
        (tails[t * r + j] ?? 0) +
        (between[j] ?? 0) +
        (pair[kind * r + j] ?? 0) +
        (distances[row + j] ?? 0);
      if (hidden > 0) logit += hidden * (weight[kind * r + j] ?? 0);
    }
    return logit;
  }
}

function endOf(span: TypedSpan | undefined): number {
  return span?.end ?? 0;
}
