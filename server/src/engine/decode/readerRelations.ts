/** Relations (S3): one hidden layer over the words of head and tail, those between, and their distance. */
import type { EntityType, RelationReading } from '../../core/types.js';
import type { DecodingKernel } from '../kernel.js';
import { farthest } from '../readerManifest.js';
import type { ReportReaderHead } from '../readerManifest.js';
import { tensorOf } from '../tensors.js';
import type { Tensors } from '../tensors.js';
import type { TypedSpan } from './readerTags.js';
import { PairScores } from './pairScores.js';
import { sixDecimals } from './sixDecimals.js';
import { sortFew } from './sortFew.js';
import type { WordOutput } from './types.js';

/** Entities with more words between them are not related: it bounds the work in a sentence of any length. */
const reachWords = 128;

/** A sentence in which relations are looked for, and those found. */
interface Search {
  readonly parts: WordOutput;
  readonly spans: readonly TypedSpan[];
  /** Numbers of the spans, the one that ends last first. */
  readonly fromLastEnd: readonly number[];
  readonly found: RelationReading[];
}

/** Pair kinds by the type of the tail. */
type Kinds = ReadonlyMap<EntityType, readonly number[]>;

export class RelationFinder {
  readonly #head: ReportReaderHead;
  // Twice as wide as stored: arithmetic in JavaScript is, and would widen each number again and again.
  readonly #pair: Float64Array;
  readonly #distance: Float64Array;
  readonly #weight: Float64Array;
  readonly #bias: Float32Array;
  /** Pair kinds by the types of head and tail. */
  readonly #kinds = new Map<EntityType, Map<EntityType, number[]>>();
  readonly #tailTypes: ReadonlySet<EntityType>;
  /** The greatest values of the words between head and tail, and of each span's words as a head and as a tail. */
  readonly #between: Float64Array;
  #heads: Float64Array = new Float64Array(0);
  #tails: Float64Array = new Float64Array(0);
  /** Logits at which a kind's threshold lies. */
  readonly #floors: number[];
  /** What scores pairs in native code; null where there is nothing. */
  readonly #native: PairScores | null;

  /** @param kernel computes the same, several times as fast; null where there is none. */
  constructor(head: ReportReaderHead, tensors: Tensors, kernel: DecodingKernel | null = null) {
    this.#head = head;
    this.#native =
      kernel === null || head.relationDimension % 8 !== 0 ? null : new PairScores(head, tensors, kernel);
    this.#pair = Float64Array.from(tensorOf(tensors, 'relation.pair'));
    this.#distance = Float64Array.from(tensorOf(tensors, 'relation.distance'));
    this.#weight = Float64Array.from(tensorOf(tensors, 'relation.weight'));
    this.#bias = tensorOf(tensors, 'relation.bias');
    this.#between = new Float64Array(head.relationDimension);
    this.#floors = head.relationThresholds.map((t) => Math.log(t / (1 - t)));
    head.pairs.forEach(([, from, to], kind) => {
      const ofHead = this.#kinds.get(from) ?? new Map<EntityType, number[]>();
      ofHead.set(to, [...(ofHead.get(to) ?? []), kind]);
      this.#kinds.set(from, ofHead);
    });
    this.#tailTypes = new Set(head.pairs.map(([, , to]) => to));
  }

  /**
   * Relations by head, then tail, then the order of the pair kinds.
   * @param parts per word the columns head, tail and between, each `relationDimension` wide.
   * @param spans in the order of `decodeTags`.
   */
  find(parts: WordOutput, spans: readonly TypedSpan[]): RelationReading[] {
    const found: RelationReading[] = [];
    if (!spans.some(({ type }) => this.#kinds.has(type))) return found;
    if (this.#native === null) {
      this.#heads = this.#maxima(parts, spans, 0, this.#kinds, this.#heads);
      this.#tails = this.#maxima(parts, spans, 1, this.#tailTypes, this.#tails);
    }
    const fromLastEnd = spans.map((_, index) => index);
    sortFew(fromLastEnd, (a, b) => endOf(spans[b]) - endOf(spans[a]));
    const search = { parts, spans, fromLastEnd, found };
    spans.forEach((head, h) => {
      const kinds = this.#kinds.get(head.type);
      if (kinds === undefined) return;
      this.#over(search, head, h, kinds);
      this.#after(search, head, h, kinds);
      this.#before(search, head, h, kinds);
    });
    this.#native?.end(parts, spans, (kind, h, t, logit) => {
      this.#add(kind, h, t, logit, found);
    });
    return sortFew(found, (a, b) => a.head - b.head || a.tail - b.tail);
  }

  /** Tails that share a word with the head. */
  #over({ spans, found }: Search, head: TypedSpan, h: number, kinds: Kinds): void {
    this.#between.fill(0);
    for (let t = 0; t < spans.length; t++) {
      const tail = spans[t];
      if (tail === undefined || t === h || tail.first >= head.end || head.first >= tail.end) continue;
      const possible = kinds.get(tail.type);
      if (possible !== undefined) this.#score(possible, h, t, 0, found);
    }
  }

  /** Tails after the head: the words between grow with every tail. */
  #after({ parts, spans, found }: Search, head: TypedSpan, h: number, kinds: Kinds): void {
    this.#between.fill(0);
    let at = head.end;
    for (let t = 0; t < spans.length; t++) {
      const { type, first } = spans[t] ?? head;
      if (first < head.end) continue;
      if (first - head.end > reachWords) break;
      const possible = kinds.get(type);
      if (possible === undefined) continue;
      for (; at < first; at++) this.#widen(parts, at, at === head.end);
      this.#score(possible, h, t, first - head.end + 1, found);
    }
  }

  /** Tails before the head, from the last one on. */
  #before({ parts, spans, fromLastEnd, found }: Search, head: TypedSpan, h: number, kinds: Kinds): void {
    this.#between.fill(0);
    let at = head.first;
    for (const t of fromLastEnd) {
      const { type, end } = spans[t] ?? head;
      if (end > head.first) continue;
      if (head.first - end > reachWords) break;
      const possible = kinds.get(type);
      if (possible === undefined) continue;
      for (; at > end; at--) this.#widen(parts, at - 1, at === head.first);
      this.#score(possible, h, t, -(head.first - end + 1), found);
    }
  }

  /** Scores the relations that a head and a tail may have, now or with all others. */
  #score(kinds: readonly number[], h: number, t: number, distance: number, found: RelationReading[]): void {
    for (const kind of kinds) {
      if (this.#native === null) this.#add(kind, h, t, this.#logit(kind, h, t, distance), found);
      else this.#native.note(kind, h, t, rowOf(distance));
    }
  }

  /** Adds a relation whose threshold is reached. */
  #add(kind: number, h: number, t: number, logit: number, found: RelationReading[]): void {
    if (logit < (this.#floors[kind] ?? 0)) return;
    const type = this.#head.pairs[kind]?.[0] ?? 'has';
    found.push({ type, head: h, tail: t, score: sixDecimals(1 / (1 + Math.exp(-logit))) });
  }

  /**
   * Per span of one of the types the greatest value of a part over its words, `[spans, relationDimension]`; nothing is
   * written for the others.
   * @param out is written where it is long enough, else a longer one.
   */
  #maxima(
    { data, size }: WordOutput,
    spans: readonly TypedSpan[],
    part: 0 | 1,
    types: { has(type: EntityType): boolean },
    out: Float64Array,
  ): Float64Array {
    const r = this.#between.length;
    const maxima = out.length < spans.length * r ? new Float64Array(spans.length * r * 2) : out;
    spans.forEach(({ type, first, end }, s) => {
      if (!types.has(type)) return;
      const to = s * r;
      maxima.fill(-Infinity, to, to + r);
      for (let w = first; w < end; w++) {
        const at = w * size + part * r;
        for (let j = 0; j < r; j++) {
          const value = data[at + j] ?? 0;
          if (value > (maxima[to + j] ?? 0)) maxima[to + j] = value;
        }
      }
    });
    return maxima;
  }

  /** Takes one more word into the greatest values between head and tail; the first one stands for itself. */
  #widen({ data, size }: WordOutput, word: number, isFirst: boolean): void {
    if (this.#native !== null) return;
    const between = this.#between;
    const at = word * size + 2 * between.length;
    for (let j = 0; j < between.length; j++) {
      const value = data[at + j] ?? 0;
      if (isFirst || value > (between[j] ?? 0)) between[j] = value;
    }
  }

  #logit(kind: number, h: number, t: number, distance: number): number {
    const between = this.#between;
    const heads = this.#heads;
    const tails = this.#tails;
    const pair = this.#pair;
    const distances = this.#distance;
    const weight = this.#weight;
    const r = between.length;
    const ofHead = h * r;
    const ofTail = t * r;
    const ofKind = kind * r;
    const ofDistance = rowOf(distance) * r;
    const part = (j: number): number => {
      const hidden =
        (heads[ofHead + j] ?? 0) +
        (tails[ofTail + j] ?? 0) +
        (between[j] ?? 0) +
        (pair[ofKind + j] ?? 0) +
        (distances[ofDistance + j] ?? 0);
      return hidden > 0 ? hidden * (weight[ofKind + j] ?? 0) : 0;
    };
    // Four sums, as in native code.
    let a = this.#bias[kind] ?? 0;
    let b = 0;
    let c = 0;
    let e = 0;
    let j = 0;
    for (; j + 3 < r; j += 4) {
      a += part(j);
      b += part(j + 1);
      c += part(j + 2);
      e += part(j + 3);
    }
    for (; j < r; j++) a += part(j);
    return a + b + (c + e);
  }
}

/** The row of `relation.distance` for a distance in words. */
function rowOf(distance: number): number {
  return farthest + Math.min(Math.max(distance, -farthest), farthest);
}

function endOf(span: TypedSpan | undefined): number {
  return span?.end ?? 0;
}
