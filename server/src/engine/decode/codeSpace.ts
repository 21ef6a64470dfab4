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

interface CodeRow {
  readonly code: string;
  readonly behaviour: number;
  readonly grade: number;
  readonly suffix: number;
  readonly own: number;
}

const grammar = /^(\d{4})\/(\d)(\d?)(\/H)?$/;
/** Histologies whose codes are scored in full; the rest hold a negligible share of the softmax. */
const scoredHistologies = 24;

export class CodeSpace {
  private readonly rowsOf: CodeRow[][];
  private readonly ownRowsOf: number[][];
  private readonly offsets: number[] = [];
  private readonly stride: number;

  /**
   * @param codes every code that may be proposed.
   * @param axes histology, behaviour, grade, suffix and code, in this order.
   * @param vectors rows of all axes one after another, each `dimension` weights and one bias.
   */
  constructor(
    codes: Iterable<string>,
    private readonly axes: readonly Axis[],
    private readonly vectors: Float32Array,
    private readonly dimension: number,
  ) {
    this.stride = dimension + 1;
    let row = 0;
    for (const axis of axes) {
      this.offsets.push(row * this.stride);
      row += axis.values.length;
    }
    if (vectors.length !== row * this.stride) {
      throw new RangeError(`code vectors hold ${vectors.length} numbers, ${row * this.stride} expected`);
    }
    const [histology, behaviour, grade, suffix, own] = axes.map(
      (axis) => new Map(axis.values.map((value, index) => [value, index])),
    );
    this.rowsOf = (axes[0]?.values ?? []).map(() => []);
    this.ownRowsOf = (axes[0]?.values ?? []).map(() => []);
    for (const code of codes) {
      const match = grammar.exec(code);
      const h = histology?.get(match?.[1] ?? '');
      const b = behaviour?.get(match?.[2] ?? '');
      const g = grade?.get(match?.[3] ?? '');
      const s = suffix?.get(match?.[4] === undefined ? '' : 'H');
      if (h === undefined || b === undefined || g === undefined || s === undefined) continue;
      const o = own?.get(code) ?? -1;
      this.rowsOf[h]?.push({ code, behaviour: b, grade: g, suffix: s, own: o });
      if (o >= 0) this.ownRowsOf[h]?.push(o);
    }
  }

  /** Dot products and biases of one axis. */
  private scores(axis: number, vector: Float32Array): Float32Array {
    const count = this.axes[axis]?.values.length ?? 0;
    const out = new Float32Array(count);
    let at = this.offsets[axis] ?? 0;
    for (let row = 0; row < count; row++, at += this.stride) {
      let sum = this.vectors[at + this.dimension] ?? 0;
      for (let d = 0; d < this.dimension; d++) sum += (this.vectors[at + d] ?? 0) * (vector[d] ?? 0);
      out[row] = sum;
    }
    return out;
  }

  /**
   * The best `limit` codes for a mention's vector, best first.
   * @param unseenOffset added to the score of a code that has no vector of its own.
   */
  rank(vector: Float32Array, temperature: number, unseenOffset: number, limit: number): ScoredCode[] {
    const [histology, behaviour, grade, suffix, own] = [0, 1, 2, 3, 4].map((axis) =>
      this.scores(axis, vector),
    );
    if (!histology || !behaviour || !grade || !suffix || !own) return [];
    // The own vectors of a histology's codes may outweigh the histology's: rank by the best of both.
    const reach = Array.from(histology, (score, h) => {
      let best = 0;
      for (const row of this.ownRowsOf[h] ?? []) best = Math.max(best, own[row] ?? 0);
      return { h, score: score + best };
    });
    reach.sort((a, b) => b.score - a.score);
    const scored: { code: string; score: number }[] = [];
    for (const { h } of reach.slice(0, scoredHistologies)) {
      const base = histology[h] ?? 0;
      for (const row of this.rowsOf[h] ?? []) {
        const parts =
          base + (behaviour[row.behaviour] ?? 0) + (grade[row.grade] ?? 0) + (suffix[row.suffix] ?? 0);
        scored.push({
          code: row.code,
          score: (parts + (row.own >= 0 ? (own[row.own] ?? 0) : unseenOffset)) / temperature,
        });
      }
    }
    let top = -Infinity;
    for (const s of scored) if (s.score > top) top = s.score;
    let total = 0;
    for (const s of scored) total += Math.exp(s.score - top);
    const near = scored.filter((s) => s.score > top - 14).sort((a, b) => b.score - a.score);
    return near
      .slice(0, limit)
      .map(({ code, score }) => ({ code, probability: Math.exp(score - top) / total }));
  }
}
