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

/** The codes of one histology, column by column: rows on the other axes, -1 for a code without a vector of its own. */
interface HistologyCodes {
  readonly codes: string[];
  readonly behaviour: number[];
  readonly grade: number[];
  readonly suffix: number[];
  readonly own: number[];
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
  readonly #vectors: Float32Array;
  readonly #dimension: number;
  readonly #stride: number;
  /** Where each axis starts in the vectors. */
  readonly #offsets: number[] = [];
  readonly #histologyRow: ReadonlyMap<string, number>;
  readonly #codesOf: HistologyCodes[];
  /** Codes of the histology that has most. */
  readonly #mostCodes: number;
  /** Score and place (histology × most codes + index) of every code scored; each ranking writes them anew. */
  readonly #scored: { readonly scores: Float64Array; readonly at: Int32Array };

  /**
   * @param codes every code that may be proposed.
   * @param axes histology, behaviour, grade, suffix and code, in this order.
   * @param vectors rows of all axes one after another, each `dimension` weights and one bias.
   */
  constructor(codes: Iterable<string>, axes: readonly Axis[], vectors: Float32Array, dimension: number) {
    this.#axes = axes;
    this.#vectors = vectors;
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
    this.#codesOf = (axes[0]?.values ?? []).map(() => ({
      codes: [],
      behaviour: [],
      grade: [],
      suffix: [],
      own: [],
    }));
    this.#histologyRow = histology ?? new Map<string, number>();
    for (const code of codes) {
      const match = grammar.exec(code);
      const h = histology?.get(match?.[1] ?? '');
      const b = behaviour?.get(match?.[2] ?? '');
      const g = grade?.get(match?.[3] ?? '');
      const s = suffix?.get(match?.[4] === undefined ? '' : 'H');
      const of = h === undefined ? undefined : this.#codesOf[h];
      if (of === undefined || b === undefined || g === undefined || s === undefined) continue;
      of.codes.push(code);
      of.behaviour.push(b);
      of.grade.push(g);
      of.suffix.push(s);
      of.own.push(own?.get(code) ?? -1);
    }
    const sizes = this.#codesOf.map((of) => of.codes.length);
    this.#mostCodes = Math.max(1, ...sizes);
    const all = sizes.reduce((sum, size) => sum + size, 0);
    this.#scored = { scores: new Float64Array(all), at: new Int32Array(all) };
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
  #score(axis: number, row: number, vector: Float32Array): number {
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

  #scores(axis: number, vector: Float32Array): Float32Array {
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
    const histology = this.#scores(0, vector);
    const behaviour = this.#scores(1, vector);
    const grade = this.#scores(2, vector);
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
    const suffix = this.#scores(3, vector);
    const floor = Float32Array.from(histology).sort()[Math.max(histology.length - scoredHistologies, 0)] ?? 0;
    const { behaviours } = this;
    let scored = 0;
    let top = -Infinity;
    const { scores, at } = this.#scored;
    for (let h = 0; h < histology.length; h++) {
      const base = histology[h] ?? 0;
      const of = this.#codesOf[h];
      if (base < floor || of === undefined) continue;
      for (let i = 0; i < of.codes.length; i++) {
        const own = of.own[i] ?? -1;
        const named = said?.base.get(h * behaviours + (of.behaviour[i] ?? 0)) ?? 0;
        const parts =
          base +
          named * temperature +
          (behaviour[of.behaviour[i] ?? 0] ?? 0) +
          (grade[of.grade[i] ?? 0] ?? 0) +
          (suffix[of.suffix[i] ?? 0] ?? 0);
        const score = (parts + (own >= 0 ? this.#score(4, own, vector) : unseenOffset)) / temperature;
        scores[scored] = score;
        at[scored++] = h * this.#mostCodes + i;
        if (score > top) top = score;
      }
    }
    let total = 0;
    const near: { code: string; weight: number }[] = [];
    for (let n = 0; n < scored; n++) {
      const below = (scores[n] ?? 0) - top;
      if (below < -countedWithin) continue;
      const weight = Math.exp(below);
      total += weight;
      if (below <= -rankedWithin) continue;
      const place = at[n] ?? 0;
      const h = Math.floor(place / this.#mostCodes);
      near.push({ code: this.#codesOf[h]?.codes[place - h * this.#mostCodes] ?? '', weight });
    }
    near.sort((a, b) => b.weight - a.weight);
    return near.slice(0, limit).map(({ code, weight }) => ({ code, probability: weight / total }));
  }
}
