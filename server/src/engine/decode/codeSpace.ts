/**
 * Scores every code of a vocabulary for one mention vector: the sum of the code's parts on each axis
 * (histology, behaviour, grade, suffix, own vector), so that a code never seen in training is ranked too.
 */

/** One axis of `code-vectors.bin`: a weight row and a bias for each value. */
export interface Axis {
  readonly name: string;
  readonly values: readonly string[];
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

export class CodeSpace {
  readonly #axes: readonly Axis[];
  readonly #vectors: Float32Array;
  readonly #dimension: number;
  readonly #stride: number;
  /** Where each axis starts in the vectors. */
  readonly #offsets: number[] = [];
  readonly #codesOf: HistologyCodes[];

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
  }

  /** Dot product and bias of one row of an axis. */
  #score(axis: number, row: number, vector: Float32Array): number {
    const at = (this.#offsets[axis] ?? 0) + row * this.#stride;
    let sum = this.#vectors[at + this.#dimension] ?? 0;
    for (let d = 0; d < this.#dimension; d++) sum += (this.#vectors[at + d] ?? 0) * (vector[d] ?? 0);
    return sum;
  }

  #scores(axis: number, vector: Float32Array): Float32Array {
    const out = new Float32Array(this.#axes[axis]?.values.length ?? 0);
    for (let row = 0; row < out.length; row++) out[row] = this.#score(axis, row, vector);
    return out;
  }

  /**
   * The best `limit` codes for a mention's vector, best first.
   * @param unseenOffset added to the score of a code that has no vector of its own.
   */
  rank(vector: Float32Array, temperature: number, unseenOffset: number, limit: number): ScoredCode[] {
    const histology = this.#scores(0, vector);
    const behaviour = this.#scores(1, vector);
    const grade = this.#scores(2, vector);
    const suffix = this.#scores(3, vector);
    const floor = Float32Array.from(histology).sort()[Math.max(histology.length - scoredHistologies, 0)] ?? 0;
    const codes: string[] = [];
    const scores: number[] = [];
    let top = -Infinity;
    for (let h = 0; h < histology.length; h++) {
      const base = histology[h] ?? 0;
      const of = this.#codesOf[h];
      if (base < floor || of === undefined) continue;
      for (let i = 0; i < of.codes.length; i++) {
        const own = of.own[i] ?? -1;
        const parts =
          base +
          (behaviour[of.behaviour[i] ?? 0] ?? 0) +
          (grade[of.grade[i] ?? 0] ?? 0) +
          (suffix[of.suffix[i] ?? 0] ?? 0);
        const score = (parts + (own >= 0 ? this.#score(4, own, vector) : unseenOffset)) / temperature;
        codes.push(of.codes[i] ?? '');
        scores.push(score);
        if (score > top) top = score;
      }
    }
    let total = 0;
    const near: { code: string; weight: number }[] = [];
    scores.forEach((score, i) => {
      const weight = Math.exp(score - top);
      total += weight;
      if (score > top - rankedWithin) near.push({ code: codes[i] ?? '', weight });
    });
    near.sort((a, b) => b.weight - a.weight);
    return near.slice(0, limit).map(({ code, weight }) => ({ code, probability: weight / total }));
  }
}
