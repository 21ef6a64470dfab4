/**
 * Scores every code of a vocabulary for one mention vector: the sum of the code's parts on each axis
 * (histology, behaviour, grade, suffix, own vector), so that a code never seen in training is ranked too.
 */

/** One axis of `code-vectors.bin`: a weight row and a bias for each value. */
export interface Axis {
  readonly name: string;
  readonly values: readonly string[];
}

/** What the words of a mention say beside its vector: added to the scores of the codes that they name. */
export interface WordScores {
  /** By histology row. */
  readonly histology: ReadonlyMap<number, number>;
  /** By `groupOf` a histology and a behaviour. */
  readonly base: ReadonlyMap<number, number>;
  /** Grade that the words state, what a code of that grade gets, and what one without a grade loses. */
  readonly grade: { readonly value: string; readonly stated: number; readonly missing: number } | null;
}

export interface ScoredCode {
  readonly code: string;
  /** Softmax over the codes that were scored. */
  readonly probability: number;
}

const grammar = /^(\d{4})\/(\d)(\d?)(\/H)?$/;
/** Histologies whose codes are scored in full, best first; the rest hold a negligible share of the softmax. */
const scoredHistologies = 40;
/** Scores this far below the best are not ranked: their probability is below one in a million. */
const rankedWithin = 14;
/** Scores this far below the best do not count: thousands of them are less than a millionth. */
const countedWithin = 24;

export class CodeSpace {
  readonly #axes: readonly Axis[];
  readonly #vectors: Float64Array;
  readonly #dimension: number;
  readonly #stride: number;
  /** Where each axis starts in the vectors. */
  readonly #offsets: number[] = [];
  readonly #histologyRow: ReadonlyMap<string, number>;
  /** The codes, histology after histology, and where each histology's start. */
  readonly #codes: string[] = [];
  readonly #starts: Int32Array;
  /** By code, its rows on the other axes; -1 for a code without a vector of its own. */
  readonly #behaviour: Int32Array;
  readonly #grade: Int32Array;
  readonly #suffix: Int32Array;
  readonly #own: Int32Array;
  /** Score and place of every code scored; each ranking writes them anew. */
  readonly #scored: { readonly scores: Float64Array; readonly at: Int32Array };

  /**
   * @param codes every code that may be proposed.
   * @param axes histology, behaviour, grade, suffix and code, in this order.
   * @param vectors rows of all axes one after another, each `dimension` weights and one bias.
   */
  constructor(codes: Iterable<string>, axes: readonly Axis[], vectors: Float32Array, dimension: number) {
    this.#axes = axes;
    // Twice as wide as stored: arithmetic in JavaScript is, and would widen each number again and again.
    this.#vectors = Float64Array.from(vectors);
    this.#dimension = dimension;
    this.#stride = dimension + 1;
    let row = 0;
    for (const axis of axes) {
      this.#offsets.push(row * this.#stride);
      row += axis.values.length;
    }
    if (vectors.length !== row * this.#stride) {
      throw new RangeError(`code vectors hold ${vectors.length} numbers, ${row * this.#stride} expected`);
    }
    const [histology, behaviour, grade, suffix, own] = axes.map(
      (axis) => new Map(axis.values.map((value, index) => [value, index])),
    );
    this.#histologyRow = histology ?? new Map<string, number>();
    const ofHistology = (axes[0]?.values ?? []).map((): { code: string; rows: number[] }[] => []);
    for (const code of codes) {
      const match = grammar.exec(code);
      const h = histology?.get(match?.[1] ?? '');
      const b = behaviour?.get(match?.[2] ?? '');
      const g = grade?.get(match?.[3] ?? '');
      const s = suffix?.get(match?.[4] === undefined ? '' : 'H');
      if (h === undefined || b === undefined || g === undefined || s === undefined) continue;
      ofHistology[h]?.push({ code, rows: [b, g, s, own?.get(code) ?? -1] });
    }
    const all = ofHistology.flat();
    this.#codes.push(...all.map(({ code }) => code));
    const column = (n: number): Int32Array => Int32Array.from(all, ({ rows }) => rows[n] ?? 0);
    [this.#behaviour, this.#grade, this.#suffix, this.#own] = [column(0), column(1), column(2), column(3)];
    this.#starts = new Int32Array(ofHistology.length + 1);
    ofHistology.forEach((list, h) => (this.#starts[h + 1] = (this.#starts[h] ?? 0) + list.length));
    this.#scored = { scores: new Float64Array(all.length), at: new Int32Array(all.length) };
  }

  /** The group of a code's histology and behaviour, `histology row × behaviours + behaviour row`; null for an unknown code. */
  groupOf(code: string): number | null {
    const match = grammar.exec(code);
    const h = this.#histologyRow.get(match?.[1] ?? '');
    const b = this.#axes[1]?.values.indexOf(match?.[2] ?? '') ?? -1;
    return h === undefined || b < 0 ? null : h * this.behaviours + b;
  }

  get behaviours(): number {
    return this.#axes[1]?.values.length ?? 0;
  }

  /** Dot product and bias of one row of an axis. */
  #score(axis: number, row: number, vector: Float64Array): number {
    const vectors = this.#vectors;
    const dimension = this.#dimension;
    const at = (this.#offsets[axis] ?? 0) + row * this.#stride;
    // Four sums at once: one alone waits for its last addition.
    let [a, b, c, e] = [vectors[at + dimension] ?? 0, 0, 0, 0];
    let d = 0;
    for (; d + 3 < dimension; d += 4) {
      a += (vectors[at + d] ?? 0) * (vector[d] ?? 0);
      b += (vectors[at + d + 1] ?? 0) * (vector[d + 1] ?? 0);
      c += (vectors[at + d + 2] ?? 0) * (vector[d + 2] ?? 0);
      e += (vectors[at + d + 3] ?? 0) * (vector[d + 3] ?? 0);
    }
    for (; d < dimension; d++) a += (vectors[at + d] ?? 0) * (vector[d] ?? 0);
    return a + b + (c + e);
  }

  #scores(axis: number, vector: Float64Array): Float32Array {
    const out = new Float32Array(this.#axes[axis]?.values.length ?? 0);
    for (let row = 0; row < out.length; row++) out[row] = this.#score(axis, row, vector);
    return out;
  }

  /**
   * The best `limit` codes for a mention's vector, best first.
   * @param unseenOffset added to the score of a code that has no vector of its own.
   * @param said what the mention's words add.
   */
  rank(
    vector: Float32Array,
    temperature: number,
    unseenOffset: number,
    limit: number,
    said: WordScores | null = null,
  ): ScoredCode[] {
    const wide = Float64Array.from(vector);
    const histology = this.#scores(0, wide);
    const behaviour = this.#scores(1, wide);
    const grade = this.#scores(2, wide);
    if (said !== null) {
      // Added before the division by the temperature, which is for the model's scores alone.
      for (const [row, more] of said.histology) {
        histology[row] = (histology[row] ?? 0) + more * temperature;
      }
      if (said.grade !== null) {
        const { value, stated, missing } = said.grade;
        this.#axes[2]?.values.forEach((name, row) => {
          if (name === value) grade[row] = (grade[row] ?? 0) + stated * temperature;
          else if (name === '') grade[row] = (grade[row] ?? 0) - missing * temperature;
        });
      }
    }
    const suffix = this.#scores(3, wide);
    const floor = nthLargest(histology, histology.length, scoredHistologies);
    const { behaviours } = this;
    const named = new Float64Array(behaviours);
    let scored = 0;
    let top = -Infinity;
    const { scores, at } = this.#scored;
    for (let h = 0; h < histology.length; h++) {
      const base = histology[h] ?? 0;
      if (base < floor) continue;
      for (let b = 0; b < behaviours; b++) {
        named[b] = base + (said?.base.get(h * behaviours + b) ?? 0) * temperature + (behaviour[b] ?? 0);
      }
      const end = this.#starts[h + 1] ?? 0;
      for (let i = this.#starts[h] ?? 0; i < end; i++) {
        const own = this.#own[i] ?? -1;
        const parts =
          (named[this.#behaviour[i] ?? 0] ?? 0) +
          (grade[this.#grade[i] ?? 0] ?? 0) +
          (suffix[this.#suffix[i] ?? 0] ?? 0);
        const score = (parts + (own >= 0 ? this.#score(4, own, wide) : unseenOffset)) / temperature;
        scores[scored] = score;
        at[scored++] = i;
        if (score > top) top = score;
      }
    }
    let total = 0;
    let near = 0;
    for (let n = 0; n < scored; n++) {
      const below = (scores[n] ?? 0) - top;
      if (below < -countedWithin) continue;
      const weight = Math.exp(below);
      total += weight;
      if (below <= -rankedWithin) continue;
      // What is ranked moves to the front: never past what is still to be read.
      scores[near] = weight;
      at[near++] = at[n] ?? 0;
    }
    const least = nthLargest(scores, near, limit);
    const best: { code: string; weight: number }[] = [];
    for (let n = 0; n < near; n++) {
      const weight = scores[n] ?? 0;
      if (weight >= least) best.push({ code: this.#codes[at[n] ?? 0] ?? '', weight });
    }
    best.sort((a, b) => b.weight - a.weight);
    return best.slice(0, limit).map(({ code, weight }) => ({ code, probability: weight / total }));
  }
}

/** The nth largest of the first `count` numbers, or the least where there are fewer; 0 of none. */
function nthLargest(numbers: Float32Array | Float64Array, count: number, nth: number): number {
  // The largest seen, the least of them first.
  const largest: number[] = [];
  for (let i = 0; i < count; i++) {
    const number = numbers[i] ?? 0;
    if (largest.length === nth) {
      if (number <= (largest[0] ?? 0)) continue;
      largest.shift();
    }
    let place = largest.length;
    while (place > 0 && (largest[place - 1] ?? 0) > number) place--;
    largest.splice(place, 0, number);
  }
  return largest[0] ?? 0;
}
