/**
 * Scores every code of a vocabulary for one mention vector: the sum of the code's parts on each axis
 * (histology, behaviour, grade, suffix, own vector), so that a code never seen in training is ranked too.
 */
import { greatest, nthLargest, scratchFor } from './codeScratch.js';
import type { Scratch } from './codeScratch.js';
import type { DecodingKernel } from '../kernel.js';
import { LinearRows } from './linearRows.js';

/** One axis of `code-vectors.bin`: a weight row and a bias for each value. */
export interface Axis {
  readonly name: string;
  readonly values: readonly string[];
}

/** What some places of a list get. */
export interface Additions {
  readonly places: Int32Array;
  readonly more: Float64Array;
}

/** What the words of a mention say beside its vector: added to the scores of the codes that they name. */
export interface WordScores {
  /** By histology row. */
  readonly histology: Additions;
  /** By `groupOf` a histology and a behaviour. */
  readonly base: Additions;
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
  readonly #rows: LinearRows;
  /** First row of each axis. */
  readonly #firstRows: number[] = [];
  readonly #histologyRow: ReadonlyMap<string, number>;
  /** The codes, histology after histology. */
  readonly #codes: string[] = [];
  /** By code, its rows on the other axes; -1 for a code without a vector of its own. */
  readonly #grade: Int32Array;
  readonly #suffix: Int32Array;
  readonly #own: Int32Array;
  /** Neighbours of one histology and behaviour are a run. By histology its first run, by run behaviour and first code. */
  readonly #firstRun: Int32Array;
  readonly #runBehaviour: Int32Array;
  readonly #runStart: Int32Array;
  /** Codes with a vector of their own, and by run where its first one stands among them. */
  readonly #seen: Int32Array;
  readonly #firstSeen: Int32Array;
  readonly #scratch: Scratch;

  /**
   * @param codes every code that may be proposed.
   * @param axes histology, behaviour, grade, suffix and code, in this order.
   * @param vectors rows of all axes one after another, each `dimension` weights and one bias.
   * @param kernel for `LinearRows`.
   */
  constructor(
    codes: Iterable<string>,
    axes: readonly Axis[],
    vectors: Float32Array,
    dimension: number,
    kernel: DecodingKernel | null = null,
  ) {
    this.#axes = axes;
    this.#rows = new LinearRows(vectors, dimension, kernel);
    let row = 0;
    for (const axis of axes) {
      this.#firstRows.push(row);
      row += axis.values.length;
    }
    if (vectors.length !== row * (dimension + 1)) {
      throw new RangeError(`code vectors hold ${vectors.length} numbers, ${row * (dimension + 1)} expected`);
    }
    const [histology, behaviour, grade, suffix, own] = axes.map(
      (axis) => new Map(axis.values.map((value, index) => [value, index])),
    );
    this.#histologyRow = histology ?? new Map<string, number>();
    // A column each, then sorted by histology: an object a code would be some 10 MB to let go.
    const columns = Array.from({ length: 5 }, (): number[] => []);
    const named: string[] = [];
    const many = axes[0]?.values.length ?? 0;
    const starts = new Int32Array(many + 1);
    for (const code of codes) {
      const match = grammar.exec(code);
      const h = histology?.get(match?.[1] ?? '');
      const b = behaviour?.get(match?.[2] ?? '');
      const g = grade?.get(match?.[3] ?? '');
      const s = suffix?.get(match?.[4] === undefined ? '' : 'H');
      if (h === undefined || b === undefined || g === undefined || s === undefined) continue;
      named.push(code);
      [h, b, g, s, own?.get(code) ?? -1].forEach((value, n) => columns[n]?.push(value));
      starts[h + 1] = (starts[h + 1] ?? 0) + 1;
    }
    for (let h = 0; h < many; h++) starts[h + 1] = (starts[h + 1] ?? 0) + (starts[h] ?? 0);
    const next = starts.slice();
    const order = new Int32Array(named.length);
    columns[0]?.forEach((h, n) => {
      const at = next[h] ?? 0;
      order[at] = n;
      next[h] = at + 1;
    });
    for (const n of order) this.#codes.push(named[n] ?? '');
    const column = (of: number): Int32Array => order.map((n) => columns[of]?.[n] ?? 0);
    [this.#grade, this.#suffix, this.#own] = [column(2), column(3), column(4)];
    const behaviours = column(1);
    const runs = { behaviour: [] as number[], start: [] as number[], seen: [] as number[] };
    const seen: number[] = [];
    const firstRun = [0];
    for (let h = 0; h < many; h++) {
      let last = -1;
      for (let code = starts[h] ?? 0; code < (starts[h + 1] ?? 0); code++) {
        const b = behaviours[code] ?? 0;
        if (b !== last) {
          runs.behaviour.push((last = b));
          runs.start.push(code);
          runs.seen.push(seen.length);
        }
        if ((this.#own[code] ?? -1) >= 0) seen.push(code);
      }
      firstRun.push(runs.start.length);
    }
    this.#firstRun = Int32Array.from(firstRun);
    this.#runBehaviour = Int32Array.from(runs.behaviour);
    this.#runStart = Int32Array.from([...runs.start, order.length]);
    this.#firstSeen = Int32Array.from([...runs.seen, seen.length]);
    this.#seen = Int32Array.from(seen);
    this.#scratch = scratchFor(axes, dimension, runs.start.length, seen.length, order.length);
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
    this.#readParts(vector, temperature, said);
    const { scores, at } = this.#scratch;
    const { scored, top } = this.#scoreCodes(temperature, unseenOffset, said);
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
    const least = near > limit ? nthLargest(scores, near, limit) : 0;
    const best: { code: string; weight: number }[] = [];
    for (let n = 0; n < near; n++) {
      const weight = scores[n] ?? 0;
      if (weight >= least) best.push({ code: this.#codes[at[n] ?? 0] ?? '', weight });
    }
    best.sort((a, b) => b.weight - a.weight);
    return best.slice(0, limit).map(({ code, weight }) => ({ code, probability: weight / total }));
  }

  /** Scores of the values of every axis but the codes' own, with what the words say of histology and grade. */
  #readParts(narrow: Float32Array, temperature: number, said: WordScores | null): void {
    const { vector, partRows, parts, narrowParts, histology, grade } = this.#scratch;
    vector.set(narrow);
    this.#rows.scores(parts, partRows, partRows.length, vector);
    narrowParts.set(parts);
    if (said === null) return;
    // Added before the division by the temperature, which is for the model's scores alone.
    const { places, more } = said.histology;
    for (let n = 0; n < places.length; n++) {
      const row = places[n] ?? 0;
      histology[row] = (histology[row] ?? 0) + (more[n] ?? 0) * temperature;
    }
    if (said.grade === null) return;
    const { value, stated, missing } = said.grade;
    this.#axes[2]?.values.forEach((name, row) => {
      if (name === value) grade[row] = (grade[row] ?? 0) + stated * temperature;
      else if (name === '') grade[row] = (grade[row] ?? 0) - missing * temperature;
    });
  }

  /** Writes the runs of the likeliest histologies and the scores of their parts. @returns how many there are. */
  #likelyRuns(temperature: number, said: WordScores | null): number {
    const { histology, behaviour, bases, runs, named } = this.#scratch;
    const { behaviours } = this;
    if (said !== null) spread(bases, said.base);
    const floor = nthLargest(histology, histology.length, scoredHistologies);
    let count = 0;
    for (let h = 0; h < histology.length; h++) {
      const base = histology[h] ?? 0;
      if (base < floor) continue;
      const end = this.#firstRun[h + 1] ?? 0;
      for (let run = this.#firstRun[h] ?? 0; run < end; run++) {
        const b = this.#runBehaviour[run] ?? 0;
        const words = (bases[h * behaviours + b] ?? 0) * temperature;
        named[count] = base + words + (behaviour[b] ?? 0);
        runs[count++] = run;
      }
    }
    if (said !== null) for (const place of said.base.places) bases[place] = 0;
    return count;
  }

  /** Writes the scores of all codes of the runs that have a vector of their own, one after the other. @returns the best. */
  #scoreSeen(runCount: number, temperature: number): number {
    const { vector, grade, suffix, runs, named, ownRows, own, seen } = this.#scratch;
    const firstOwn = this.#firstRows[4] ?? 0;
    let count = 0;
    for (let r = 0; r < runCount; r++) {
      const run = runs[r] ?? 0;
      const ofRun = named[r] ?? 0;
      const end = this.#firstSeen[run + 1] ?? 0;
      for (let n = this.#firstSeen[run] ?? 0; n < end; n++) {
        const code = this.#seen[n] ?? 0;
        ownRows[count] = firstOwn + (this.#own[code] ?? 0);
        seen[count++] = ofRun + (grade[this.#grade[code] ?? 0] ?? 0) + (suffix[this.#suffix[code] ?? 0] ?? 0);
      }
    }
    this.#rows.scores(own, ownRows, count, vector);
    let top = -Infinity;
    for (let n = 0; n < count; n++) {
      const score = ((seen[n] ?? 0) + (own[n] ?? 0)) / temperature;
      seen[n] = score;
      if (score > top) top = score;
    }
    return top;
  }

  /** Writes scores and places of the likeliest histologies' codes, but for those too far below the best to count. */
  #scoreCodes(
    temperature: number,
    unseenOffset: number,
    said: WordScores | null,
  ): { scored: number; top: number } {
    const { grade, suffix, runs, named, seen, scores, at } = this.#scratch;
    const runCount = this.#likelyRuns(temperature, said);
    let top = this.#scoreSeen(runCount, temperature);
    const bestGrade = greatest(grade);
    const bestSuffix = greatest(suffix);
    let scored = 0;
    let nextSeen = 0;
    for (let r = 0; r < runCount; r++) {
      const run = runs[r] ?? 0;
      const ofRun = named[r] ?? 0;
      // Additions in the order of a code's own: no code of the run without a vector of its own scores more.
      const most = (ofRun + bestGrade + bestSuffix + unseenOffset) / temperature;
      if (most - top < -countedWithin) {
        const end = this.#firstSeen[run + 1] ?? 0;
        for (let n = this.#firstSeen[run] ?? 0; n < end; n++) {
          scores[scored] = seen[nextSeen++] ?? 0;
          at[scored++] = this.#seen[n] ?? 0;
        }
        continue;
      }
      const end = this.#runStart[run + 1] ?? 0;
      for (let code = this.#runStart[run] ?? 0; code < end; code++) {
        const parts = ofRun + (grade[this.#grade[code] ?? 0] ?? 0) + (suffix[this.#suffix[code] ?? 0] ?? 0);
        const isSeen = (this.#own[code] ?? -1) >= 0;
        const score = isSeen ? (seen[nextSeen++] ?? 0) : (parts + unseenOffset) / temperature;
        scores[scored] = score;
        at[scored++] = code;
        if (score > top) top = score;
      }
    }
    return { scored, top };
  }
}

/** Writes the additions to their places. */
function spread(out: Float64Array, { places, more }: Additions): void {
  for (let n = 0; n < places.length; n++) out[places[n] ?? 0] = more[n] ?? 0;
}
