/** Simhash (Charikar 2002): near texts have near sketches; nothing of the text can be read from one. */
import { createHash } from 'node:crypto';

const bits = 64;
const wordsTogether = 3;

/** 16 hexadecimal digits for a text's runs of three words. */
export function sketchOf(normalized: string): string {
  const words = normalized.split(' ');
  const balance = new Int32Array(bits);
  for (let at = 0; at <= Math.max(0, words.length - wordsTogether); at++) {
    const hash = createHash('sha256')
      .update(words.slice(at, at + wordsTogether).join(' '), 'utf8')
      .digest();
    for (let bit = 0; bit < bits; bit++)
      balance[bit] = (balance[bit] ?? 0) + ((((hash[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1 ? 1 : -1);
  }
  const sketch = Buffer.alloc(bits / 8);
  balance.forEach((sum, bit) => {
    if (sum > 0) sketch[bit >> 3] = (sketch[bit >> 3] ?? 0) | (1 << (bit & 7));
  });
  return sketch.toString('hex');
}

/** Bits in which two sketches differ, 0 to 64. */
export function sketchDistance(a: string, b: string): number {
  let different = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let count = 0;
  for (; different > 0n; different &= different - 1n) count++;
  return count;
}
