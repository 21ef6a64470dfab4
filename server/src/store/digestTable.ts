/**
 * Numbers by digest, for an index of very many files: one typed array, so that a row costs its numbers alone and the
 * garbage collector has nothing to walk through.
 */

/** 32-bit words of a digest that are looked at: of a million paths no two have 96 bits alike. */
export const digestWords = 3;
/** Bytes of these. */
export const digestBytes = 4 * digestWords;
/** Rows are held in at most four fifths of the places. */
const mostUsed = 0.8;
const leastPlaces = 64;

export class DigestTable {
  readonly #row: number;
  #numbers: Int32Array;
  #places = leastPlaces;
  #size = 0;

  /** @param values how many 32-bit numbers a row has. */
  constructor(private readonly values: number) {
    this.#row = digestWords + values;
    this.#numbers = new Int32Array(leastPlaces * this.#row);
  }

  /** Rows. */
  get size(): number {
    return this.#size;
  }

  /** Number `n` of a row. @param row what `find` or `put` gave, with no `put` since. */
  value(row: number, n: number): number {
    return this.#numbers[row + n] ?? 0;
  }

  setValue(row: number, n: number, value: number): void {
    this.#numbers[row + n] = value;
  }

  /** Whether the numbers of a row from `n` on are the beginning of a digest, as `setDigest` writes it. */
  hasDigest(row: number, n: number, digest: Buffer): boolean {
    for (let word = 0; word < digestWords; word++) {
      if (this.value(row, n + word) !== digest.readInt32LE(4 * word)) return false;
    }
    return true;
  }

  setDigest(row: number, n: number, digest: Buffer): void {
    for (let word = 0; word < digestWords; word++) this.setValue(row, n + word, digest.readInt32LE(4 * word));
  }

  /** The row of a digest (`digestBytes` or more); -1 where it has none. */
  find(digest: Buffer): number {
    const start = this.#startOf(keyOf(digest, 0), digest.readInt32LE(4), digest.readInt32LE(8));
    return this.#numbers[start] === 0 ? -1 : start + digestWords;
  }

  /** The row of a digest, made of zeros where it had none. */
  put(digest: Buffer): number {
    const [a, b, c] = [keyOf(digest, 0), digest.readInt32LE(4), digest.readInt32LE(8)];
    let start = this.#startOf(a, b, c);
    if (this.#numbers[start] === 0) {
      if (this.#size + 1 > mostUsed * this.#places) {
        this.#grow();
        start = this.#startOf(a, b, c);
      }
      this.#numbers.set([a, b, c], start);
      this.#size++;
    }
    return start + digestWords;
  }

  /** Every row, in no order. */
  *rows(): Generator<number> {
    for (let start = 0; start < this.#numbers.length; start += this.#row) {
      if (this.#numbers[start] !== 0) yield start + digestWords;
    }
  }

  /** Where the digest's row starts, or the free one that it would have. */
  #startOf(a: number, b: number, c: number): number {
    let place = (a >>> 0) % this.#places;
    for (;;) {
      const start = place * this.#row;
      const first = this.#numbers[start];
      if (first === 0) return start;
      if (first === a && this.#numbers[start + 1] === b && this.#numbers[start + 2] === c) return start;
      place = place + 1 === this.#places ? 0 : place + 1;
    }
  }

  #grow(): void {
    const old = this.#numbers;
    this.#places *= 2;
    this.#numbers = new Int32Array(this.#places * this.#row);
    for (let from = 0; from < old.length; from += this.#row) {
      const [a = 0, b = 0, c = 0] = old.subarray(from, from + digestWords);
      if (a !== 0) this.#numbers.set(old.subarray(from, from + this.#row), this.#startOf(a, b, c));
    }
  }
}

/** A digest's first word; never 0, which stands for no row. */
function keyOf(digest: Buffer, at: number): number {
  return digest.readInt32LE(at) || 1;
}
