/** Moves points until near vectors lie near on the map: gradient descent as t-SNE does it. */
import type { Affinities } from './affinities.js';
import { Gradient, planeOf } from './gradient.js';
import type { Plane } from './gradient.js';
import type { Step } from './step.js';

/**
 * Rounds with neighbours drawn together more than they should be, so that groups find their places, then those
 * without (van der Maaten 2014, section 5.1). Fewer do with this rate, which is of Belkina and others 2019.
 */
export const earlyRounds = 250;
export const laterRounds = 500;
const exaggeration = 12;
const leastRate = 50;
const earlyMomentum = 0.5;
const laterMomentum = 0.8;
/** A coordinate whose gradient keeps its direction is moved faster, one that turns back slower (Jacobs 1988). */
const faster = 0.2;
const slower = 0.8;
const leastGain = 0.01;

/**
 * @param start changed in place, and returned.
 * @param theta accuracy of the repulsion, 0 (exact) to 0.7.
 */
export function* layOut(affinities: Affinities, start: Plane, theta: number): Generator<Step, Plane> {
  const points = start.x.length;
  const gradient = new Gradient(affinities, points);
  const slope = planeOf(points);
  const rate = Math.max(leastRate, points / exaggeration / 4);
  const axes = [
    { places: start.x, slope: slope.x, ...stillAxis(points) },
    { places: start.y, slope: slope.y, ...stillAxis(points) },
  ];
  const rounds = earlyRounds + laterRounds;
  for (let round = 0; round < rounds; round++) {
    const early = round < earlyRounds;
    gradient.at(start, early ? exaggeration : 1, theta, slope);
    for (const axis of axes) move(axis, rate, early ? earlyMomentum : laterMomentum);
    yield { phase: 'layout', part: (round + 1) / rounds };
  }
  return start;
}

interface Axis {
  readonly places: Float64Array;
  readonly slope: Float64Array;
  readonly speed: Float64Array;
  readonly gain: Float64Array;
}

function stillAxis(points: number): Pick<Axis, 'speed' | 'gain'> {
  return { speed: new Float64Array(points), gain: new Float64Array(points).fill(1) };
}

function move({ places, slope, speed, gain }: Axis, rate: number, momentum: number): void {
  let sum = 0;
  for (let i = 0; i < places.length; i++) {
    const down = slope[i] ?? 0;
    const before = speed[i] ?? 0;
    const old = gain[i] ?? 0;
    const kept = Math.max(leastGain, down * before < 0 ? old + faster : old * slower);
    const now = momentum * before - rate * kept * down;
    gain[i] = kept;
    speed[i] = now;
    const place = (places[i] ?? 0) + now;
    places[i] = place;
    sum += place;
  }
  // The whole map neither drifts nor loses digits.
  const mean = sum / places.length;
  for (let i = 0; i < places.length; i++) places[i] = (places[i] ?? 0) - mean;
}
