/** Buffers of `CodeSpace`, and what it looks for in them. */
import type { Axis } from './codeSpace.js';

/** What a ranking of codes writes; each writes it anew. */
export interface Scratch {
  readonly vector: Float64Array;
  /** Rows of all axes but the codes' own, their scores, and those as float32, of which the axes are parts. */
  readonly partRows: Int32Array;
  readonly parts: Float64Array;
  readonly narrowParts: Float32Array;
  readonly histology: Float32Array;
  readonly behaviour: Float32Array;
  readonly grade: Float32Array;
  readonly suffix: Float32Array;
  /** What the words add by histology and behaviour; all 0 between two rankings. */
  readonly bases: Float64Array;
  /** Runs of the likeliest histologies, and by run the score of histology and behaviour. */
  readonly runs: Int32Array;
  readonly named: Float64Array;
  /** Of these runs' codes with a vector of their own: its row, its score and the code's. */
  readonly ownRows: Int32Array;
  readonly own: Float64Array;
  readonly seen: Float64Array;
  /** Score and place of every code scored. */
  readonly scores: Float64Array;
  readonly at: Int32Array;
}

/** Empty, for codes of these axes, with so many runs, codes with a vector of their own, and codes in all. */
export function scratchFor(
  axes: readonly Axis[],
  dimension: number,
  runs: number,
  seen: number,
  codes: number,
): Scratch {
  const sizes = axes.slice(0, 4).map(({ values }) => values.length);
  const rows = sizes.reduce((sum, size) => sum + size, 0);
  const narrowParts = new Float32Array(rows);
  let first = 0;
  const [histology, behaviour, grade, suffix] = sizes.map((size) =>
    narrowParts.subarray(first, (first += size)),
  );
  const nothing = new Float32Array(0);
  return {
    vector: new Float64Array(dimension),
    partRows: Int32Array.from({ length: rows }, (_, row) => row),
    parts: new Float64Array(rows),
    narrowParts,
    histology: histology ?? nothing,
    behaviour: behaviour ?? nothing,
    grade: grade ?? nothing,
    suffix: suffix ?? nothing,
    bases: new Float64Array((sizes[0] ?? 0) * (sizes[1] ?? 0)),
    runs: new Int32Array(runs),
    named: new Float64Array(runs),
    ownRows: new Int32Array(seen),
    own: new Float64Array(seen),
    seen: new Float64Array(seen),
    scores: new Float64Array(codes),
    at: new Int32Array(codes),
  };
}

/** The greatest of some numbers; -Infinity of none. */
export function greatest(numbers: Float32Array): number {
  let top = -Infinity;
  for (const number of numbers) if (number > top) top = number;
  return top;
}

/** The nth largest of the first `count` numbers, or the least where there are fewer; 0 of none. */
export function nthLargest(numbers: Float32Array | Float64Array, count: number, nth: number): number {
  // The largest seen, the least of them first.
  const largest = new Float64Array(nth);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const number = numbers[i] ?? 0;
    let place: number;
    if (kept < nth) {
      place = kept++;
      for (; place > 0 && (largest[place - 1] ?? 0) > number; place--)
        largest[place] = largest[place - 1] ?? 0;
    } else {
      if (number <= (largest[0] ?? 0)) continue;
      place = 0;
      for (; place + 1 < nth && (largest[place + 1] ?? 0) < number; place++)
        largest[place] = largest[place + 1] ?? 0;
    }
    largest[place] = number;
  }
  return largest[0] ?? 0;
}
