/** Multinomial logistic regression with an L2 penalty, by L-BFGS; deterministic, and paused every few milliseconds. */
import type { Row } from './features.js';

/** A row with what is known of its class. */
export interface LabelledRow extends Row {
  /** Index of its class, or -1. */
  readonly code: number;
  /** Classes that it is not; its class is among the others. */
  readonly rejected: readonly number[];
}

/** The fitted numbers: `[columns + 1, classes]`, row-major; the last row holds the biases, which have no penalty. */
export type Coefficients = Float64Array;

export interface FitOptions {
  readonly classes: number;
  readonly columns: number;
  /** The loss is the rows' summed log loss plus half of this times the squared weights. */
  readonly penalty: number;
  /** Where to begin: the fit of a stronger penalty saves iterations. */
  readonly start: Coefficients | null;
  readonly iterations: number;
}

const memory = 5;
/** Rows between two pauses. */
const rowsPerPause = 32;
/** The fit ends where an iteration lowers the loss by less than this part of it. */
const leastGain = 3e-4;

interface Correction {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly inverse: number;
}

/** Fits the rows. It yields often, so that whoever drives it can let others run or stop it. */
export function* fitLogistic(
  rows: readonly LabelledRow[],
  options: FitOptions,
): Generator<undefined, Coefficients> {
  let at: Coefficients = options.start?.slice() ?? new Float64Array((options.columns + 1) * options.classes);
  let gradient = new Float64Array(at.length);
  let loss = yield* lossAndGradient(rows, at, gradient, options);
  const corrections: Correction[] = [];
  for (let iteration = 0; iteration < options.iterations; iteration++) {
    const direction = descent(gradient, corrections);
    const slope = dot(direction, gradient);
    if (!(slope < 0)) break;
    let length = corrections.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    let next = at;
    let nextGradient = gradient;
    let nextLoss = Infinity;
    for (let attempt = 0; attempt < 20 && !(nextLoss <= loss + 1e-4 * length * slope); attempt++) {
      if (attempt > 0) length /= 2;
      next = at.slice();
      addTo(next, direction, length);
      nextGradient = new Float64Array(at.length);
      nextLoss = yield* lossAndGradient(rows, next, nextGradient, options);
    }
    if (!(nextLoss < loss)) break;
    const step = subtract(next, at);
    const change = subtract(nextGradient, gradient);
    const curvature = dot(step, change);
    if (curvature > 1e-10) {
      corrections.push({ step, change, inverse: 1 / curvature });
      if (corrections.length > memory) corrections.shift();
    }
    const gain = (loss - nextLoss) / loss;
    at = next;
    gradient = nextGradient;
    loss = nextLoss;
    if (gain < leastGain) break;
  }
  return at;
}

/** The classes' log-probabilities of a row, written into `into`. */
export function logShares(row: Row, coefficients: Coefficients, columns: number, into: Float64Array): void {
  const classes = into.length;
  for (let k = 0; k < classes; k++) into[k] = coefficients[columns * classes + k] ?? 0;
  for (let i = 0; i < row.columns.length; i++) {
    const base = (row.columns[i] ?? 0) * classes;
    const value = row.values[i] ?? 0;
    for (let k = 0; k < classes; k++) into[k] = (into[k] ?? 0) + value * (coefficients[base + k] ?? 0);
  }
  const total = logSumExp(into);
  for (let k = 0; k < classes; k++) into[k] = (into[k] ?? 0) - total;
}

function* lossAndGradient(
  rows: readonly LabelledRow[],
  at: Coefficients,
  gradient: Float64Array,
  options: FitOptions,
): Generator<undefined, number> {
  let loss = penalise(at, gradient, options);
  const errors = new Float64Array(options.classes);
  for (let from = 0; from < rows.length; from += rowsPerPause) {
    for (const row of rows.slice(from, from + rowsPerPause)) {
      loss += addRow(row, at, gradient, options.columns, errors);
    }
    yield;
  }
  return loss;
}

/** Writes the penalty's gradient; returns the penalty. */
function penalise(at: Coefficients, gradient: Float64Array, options: FitOptions): number {
  const weights = options.columns * options.classes;
  let squares = 0;
  for (let i = 0; i < weights; i++) {
    const value = at[i] ?? 0;
    squares += value * value;
    gradient[i] = options.penalty * value;
  }
  gradient.fill(0, weights);
  return (options.penalty / 2) * squares;
}

/** Adds one row's gradient; returns its loss. @param errors room for a number a class. */
function addRow(
  row: LabelledRow,
  at: Coefficients,
  gradient: Float64Array,
  columns: number,
  errors: Float64Array,
): number {
  const classes = errors.length;
  logShares(row, at, columns, errors);
  const loss = toErrors(row, errors);
  const last = columns * classes;
  for (let k = 0; k < classes; k++) gradient[last + k] = (gradient[last + k] ?? 0) + (errors[k] ?? 0);
  for (let i = 0; i < row.columns.length; i++) {
    const base = (row.columns[i] ?? 0) * classes;
    const value = row.values[i] ?? 0;
    for (let k = 0; k < classes; k++) {
      gradient[base + k] = (gradient[base + k] ?? 0) + value * (errors[k] ?? 0);
    }
  }
  return loss;
}

/**
 * Turns a row's log-probabilities into the loss's derivatives in place. Without a class the row's loss is
 * −log of what is left for the classes that were not rejected.
 * @returns the loss.
 */
function toErrors({ code, rejected }: LabelledRow, logs: Float64Array): number {
  if (code >= 0) {
    const loss = -(logs[code] ?? 0);
    for (let k = 0; k < logs.length; k++) logs[k] = Math.exp(logs[k] ?? 0);
    logs[code] = (logs[code] ?? 0) - 1;
    return loss;
  }
  for (let k = 0; k < logs.length; k++) logs[k] = Math.exp(logs[k] ?? 0);
  const taken = rejected.reduce((sum, k) => sum + (logs[k] ?? 0), 0);
  const left = Math.max(1e-9, 1 - taken);
  for (let k = 0; k < logs.length; k++) {
    const share = logs[k] ?? 0;
    logs[k] = rejected.includes(k) ? share : share - share / left;
  }
  return -Math.log(left);
}

/** The direction of descent by the two-loop recursion. */
function descent(gradient: Float64Array, corrections: readonly Correction[]): Float64Array {
  const direction = new Float64Array(gradient.length);
  addTo(direction, gradient, -1);
  const factors: number[] = [];
  for (let i = corrections.length - 1; i >= 0; i--) {
    const correction = corrections[i];
    if (correction === undefined) continue;
    const factor = correction.inverse * dot(correction.step, direction);
    factors[i] = factor;
    addTo(direction, correction.change, -factor);
  }
  const last = corrections.at(-1);
  if (last !== undefined) {
    const size = 1 / (last.inverse * dot(last.change, last.change));
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] ?? 0) * size;
  }
  corrections.forEach(({ step, change, inverse }, i) => {
    addTo(direction, step, (factors[i] ?? 0) - inverse * dot(change, direction));
  });
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function addTo(target: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + factor * (other[i] ?? 0);
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  const difference = a.slice();
  addTo(difference, b, -1);
  return difference;
}

function logSumExp(values: Float64Array): number {
  let most = -Infinity;
  for (const value of values) most = Math.max(most, value);
  let sum = 0;
  for (const value of values) sum += Math.exp(value - most);
  return most + Math.log(sum);
}
