/** Points in the order of a quad tree's leaves: by the interleaved bits of their places (Morton 1966). */

/** Halvings of the square that a code tells apart. */
export const mortonLevels = 16;
const cells = 2 ** mortonLevels;
const digitBits = 11;
const digits = 2 ** digitBits;

/** The square that the points lie in. */
export interface Square {
  readonly left: number;
  readonly bottom: number;
  readonly side: number;
}

export function squareAround(x: Float64Array, y: Float64Array): Square {
  let left = Infinity;
  let right = -Infinity;
  let bottom = Infinity;
  let top = -Infinity;
  for (let i = 0; i < x.length; i++) {
    const px = x[i] ?? 0;
    const py = y[i] ?? 0;
    if (px < left) left = px;
    if (px > right) right = px;
    if (py < bottom) bottom = py;
    if (py > top) top = py;
  }
  // A little more than the points need: the last one falls into the last cell.
  return { left, bottom, side: Math.max(right - left, top - bottom, 1e-12) * (1 + 1e-9) };
}

/** Sorts points by their codes, two bits a level, the coarsest first. */
export class MortonOrder {
  /** Point at each place. */
  order: Int32Array;
  /** Code at each place. */
  codes: Uint32Array;
  #otherOrder: Int32Array;
  #otherCodes: Uint32Array;
  readonly #counts = new Int32Array(digits);

  constructor(points: number) {
    this.order = new Int32Array(points);
    this.#otherOrder = new Int32Array(points);
    this.codes = new Uint32Array(points);
    this.#otherCodes = new Uint32Array(points);
  }

  sort(x: Float64Array, y: Float64Array, { left, bottom, side }: Square): void {
    const scale = cells / side;
    for (let i = 0; i < x.length; i++) {
      const column = Math.min(cells - 1, Math.floor(((x[i] ?? 0) - left) * scale));
      const row = Math.min(cells - 1, Math.floor(((y[i] ?? 0) - bottom) * scale));
      this.order[i] = i;
      this.codes[i] = (spread(column) | (spread(row) << 1)) >>> 0;
    }
    for (let shift = 0; shift < 2 * mortonLevels; shift += digitBits) this.#sortBy(shift);
  }

  /** One pass of a radix sort. */
  #sortBy(shift: number): void {
    const counts = this.#counts.fill(0);
    const { order, codes } = this;
    for (const code of codes) {
      const digit = (code >>> shift) & (digits - 1);
      counts[digit] = (counts[digit] ?? 0) + 1;
    }
    let before = 0;
    for (let digit = 0; digit < digits; digit++) {
      const count = counts[digit] ?? 0;
      counts[digit] = before;
      before += count;
    }
    for (let place = 0; place < order.length; place++) {
      const code = codes[place] ?? 0;
      const digit = (code >>> shift) & (digits - 1);
      const to = counts[digit] ?? 0;
      counts[digit] = to + 1;
      this.#otherOrder[to] = order[place] ?? 0;
      this.#otherCodes[to] = code;
    }
    this.order = this.#otherOrder;
    this.codes = this.#otherCodes;
    this.#otherOrder = order;
    this.#otherCodes = codes;
  }
}

/** Puts a zero before every bit of 16. */
function spread(bits: number): number {
  let spaced = bits;
  spaced = (spaced | (spaced << 8)) & 0x00ff00ff;
  spaced = (spaced | (spaced << 4)) & 0x0f0f0f0f;
  spaced = (spaced | (spaced << 2)) & 0x33333333;
  return (spaced | (spaced << 1)) & 0x55555555;
}
