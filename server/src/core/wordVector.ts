/** Vectors as text: a long run keeps very many, and they cross from process to process. */

/** First of the characters, and how many there are: none of them is escaped in JSON. */
const firstCode = 35;
const base = 57;
const charactersEach = 3;
/** Thousandths from -92.596 to 92.596 fit three characters. */
const most = (base ** charactersEach - 1) / 2;

/** Numbers in thousandths, three characters each; what is past ±92.596 becomes that. `addVector` reads it. */
export type WordVector = string;

/** The characters of one vector after the other, all of ASCII. */
let codes = new Uint8Array(0);
const ascii = new TextDecoder();

/** `sum / divisor`, rounded to 3 decimals. @throws RangeError where one is no number. */
export function packVector(sum: ArrayLike<number>, divisor = 1): WordVector {
  const { length } = sum;
  if (codes.length !== length * charactersEach) codes = new Uint8Array(length * charactersEach);
  const factor = 1000 / divisor;
  for (let d = 0, at = 0; d < length; d++, at += charactersEach) {
    const thousandths = Math.round((sum[d] ?? 0) * factor);
    if (Number.isNaN(thousandths)) throw new RangeError('a component of a vector is no number');
    const digits = (Math.min(Math.max(thousandths, -most), most) + most) | 0;
    const high = (digits / base) | 0;
    const highest = (high / base) | 0;
    codes[at] = firstCode + highest;
    codes[at + 1] = firstCode + (high - highest * base);
    codes[at + 2] = firstCode + (digits - high * base);
  }
  return ascii.decode(codes);
}

/** Numbers of a vector. */
export function vectorLength(vector: WordVector): number {
  return Math.floor(vector.length / charactersEach);
}

/** Adds `weight` times a vector to `into`. */
export function addVector(into: Float64Array, vector: WordVector, weight: number): void {
  for (let d = 0, at = 0; d < into.length; d++, at += charactersEach) {
    const high = (vector.charCodeAt(at) - firstCode) * base + (vector.charCodeAt(at + 1) - firstCode);
    const value = (high * base + (vector.charCodeAt(at + 2) - firstCode) - most) / 1000;
    into[d] = (into[d] ?? 0) + weight * value;
  }
}

/** True for what `packVector` makes. */
export function isWordVector(text: string): boolean {
  return text.length % charactersEach === 0 && !/[^#-[]/.test(text);
}
