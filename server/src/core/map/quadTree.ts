/** The repulsion of all points on each, far ones taken together (Barnes and Hut 1986; van der Maaten 2014). */
import { MortonOrder, mortonLevels, squareAround } from './mortonOrder.js';

/** A cell with so few points is not divided: going through them is faster than through smaller cells. */
const leafPoints = 6;

/**
 * Cells in depth-first order, each with the place of the next one beside or above it, so that a walk needs no stack.
 * A cell whose points all lie in one quarter is not kept, so that a tree of n points has fewer than 2n cells.
 */
export class QuadTree {
  readonly #morton: MortonOrder;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  /** Of cells: centre of mass, number of points, squared side, the cell to go on with where this one is left. */
  readonly #centreX: Float64Array;
  readonly #centreY: Float64Array;
  readonly #mass: Float64Array;
  readonly #side2: Float64Array;
  readonly #skip: Int32Array;
  /** Place of a leaf's first point; −1 of a divided cell. */
  readonly #from: Int32Array;
  #cells = 0;

  constructor(readonly points: number) {
    this.#morton = new MortonOrder(points);
    this.#x = new Float64Array(points);
    this.#y = new Float64Array(points);
    const most = 2 * points;
    this.#centreX = new Float64Array(most);
    this.#centreY = new Float64Array(most);
    this.#mass = new Float64Array(most);
    this.#side2 = new Float64Array(most);
    this.#skip = new Int32Array(most);
    this.#from = new Int32Array(most);
  }

  /** Takes the points' places. */
  build(x: Float64Array, y: Float64Array): void {
    const square = squareAround(x, y);
    this.#morton.sort(x, y, square);
    const { order } = this.#morton;
    for (let place = 0; place < order.length; place++) {
      this.#x[place] = x[order[place] ?? 0] ?? 0;
      this.#y[place] = y[order[place] ?? 0] ?? 0;
    }
    this.#cells = 0;
    if (this.points > 0) this.#addCell(0, this.points, 0, square.side);
  }

  #addCell(from: number, to: number, level: number, side: number): void {
    const { codes } = this.#morton;
    let depth = level;
    let length = side;
    const first = codes[from] ?? 0;
    const last = codes[to - 1] ?? 0;
    // Levels on which the first and the last point, and so all between them, lie in one quarter.
    while (depth < mortonLevels && quarterOf(first, depth) === quarterOf(last, depth)) {
      depth++;
      length /= 2;
    }
    const cell = this.#cells++;
    this.#side2[cell] = length * length;
    this.#mass[cell] = to - from;
    if (to - from <= leafPoints || depth === mortonLevels) this.#makeLeaf(cell, from, to);
    else this.#divide(cell, from, to, depth, length);
    this.#skip[cell] = this.#cells;
  }

  #makeLeaf(cell: number, from: number, to: number): void {
    let sumX = 0;
    let sumY = 0;
    for (let place = from; place < to; place++) {
      sumX += this.#x[place] ?? 0;
      sumY += this.#y[place] ?? 0;
    }
    this.#from[cell] = from;
    this.#centreX[cell] = sumX / (to - from);
    this.#centreY[cell] = sumY / (to - from);
  }

  #divide(cell: number, from: number, to: number, depth: number, length: number): void {
    const { codes } = this.#morton;
    this.#from[cell] = -1;
    let sumX = 0;
    let sumY = 0;
    for (let start = from; start < to;) {
      const quarter = quarterOf(codes[start] ?? 0, depth);
      const end = this.#endOf(quarter, depth, start, to);
      const child = this.#cells;
      this.#addCell(start, end, depth + 1, length / 2);
      sumX += (end - start) * (this.#centreX[child] ?? 0);
      sumY += (end - start) * (this.#centreY[child] ?? 0);
      start = end;
    }
    this.#centreX[cell] = sumX / (to - from);
    this.#centreY[cell] = sumY / (to - from);
  }

  /** First place from `start` on, up to `to`, that is not in the quarter. */
  #endOf(quarter: number, depth: number, start: number, to: number): number {
    let low = start + 1;
    let high = to;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (quarterOf(this.#morton.codes[middle] ?? 0, depth) === quarter) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * For each point i the sum over all others j of w²·(i − j), with w = 1 / (1 + squared distance).
   * @param theta a cell counts as one point where its side is less than theta times its distance; 0: none does.
   * @returns the sum of w over all ordered pairs.
   */
  repel(theta: number, outX: Float64Array, outY: Float64Array): number {
    const theta2 = theta * theta;
    const { order } = this.#morton;
    const [xs, ys, centreX, centreY] = [this.#x, this.#y, this.#centreX, this.#centreY];
    const [mass, side2, skip, from] = [this.#mass, this.#side2, this.#skip, this.#from];
    const cells = this.#cells;
    let total = 0;
    for (let place = 0; place < order.length; place++) {
      const x = xs[place] ?? 0;
      const y = ys[place] ?? 0;
      let forceX = 0;
      let forceY = 0;
      let sum = 0;
      for (let cell = 0; cell < cells;) {
        let dx = x - (centreX[cell] ?? 0);
        let dy = y - (centreY[cell] ?? 0);
        const distance2 = dx * dx + dy * dy;
        if ((side2[cell] ?? 0) < theta2 * distance2) {
          const w = 1 / (1 + distance2);
          const all = (mass[cell] ?? 0) * w;
          sum += all;
          forceX += all * w * dx;
          forceY += all * w * dy;
          cell = skip[cell] ?? 0;
          continue;
        }
        const start = from[cell] ?? 0;
        if (start < 0) {
          cell++;
          continue;
        }
        const end = start + (mass[cell] ?? 0);
        for (let other = start; other < end; other++) {
          if (other === place) continue;
          dx = x - (xs[other] ?? 0);
          dy = y - (ys[other] ?? 0);
          const w = 1 / (1 + dx * dx + dy * dy);
          sum += w;
          forceX += w * w * dx;
          forceY += w * w * dy;
        }
        cell = skip[cell] ?? 0;
      }
      const i = order[place] ?? 0;
      outX[i] = forceX;
      outY[i] = forceY;
      total += sum;
    }
    return total;
  }
}

/** Quarter of a cell that a point lies in, 0 to 3. */
function quarterOf(code: number, level: number): number {
  return (code >>> (2 * (mortonLevels - 1 - level))) & 3;
}
