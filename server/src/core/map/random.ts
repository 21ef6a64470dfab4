/** Numbers from a seed, the same on every machine. */

/** A source of numbers from 0 (inclusive) to 1 (exclusive): mulberry32, 32 bits of state. */
export type Random = () => number;

/** @param seed its lower 32 bits count. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A normally distributed number of mean 0 and variance 1 (Box and Muller 1958). */
export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A whole number from 0 to `below` − 1. */
export function wholeBelow(random: Random, below: number): number {
  return Math.floor(random() * below);
}
