/** `report-map`: how long a map of 20,000 reports takes, its memory, and how well it keeps neighbours. */
import { mapOf } from '../../server/src/core/map/reportMap.js';
import type { Plane } from '../../server/src/core/map/gradient.js';
import { squaredDistance, standardised } from '../../server/src/core/map/matrix.js';
import type { Matrix } from '../../server/src/core/map/matrix.js';
import { gaussian } from '../../server/src/core/map/random.js';
import { exactTsne } from './exactTsne.js';
import { figure } from './figures.js';
import type { Figure } from './figures.js';
import type { BenchOptions } from './options.js';
import { generator } from './synthesis.js';

const manyReports = 20_000;
const fewReports = 2_000;
/** As the reader's vectors have. */
const dimension = 128;
const perplexity = 30;
const nearest = 10;
/** Reports of the large map whose neighbours are looked at. */
const sampled = 500;

/**
 * Vectors with the structure of a department's reports: a few dozen examinations of unequal frequency, in each a
 * handful of typical results, and in those a variation along few directions; one report in ten is a template.
 */
export function reportVectors(rows: number, seed: number): Matrix {
  const random = generator(seed);
  const normals = (count: number, scale: number): number[] =>
    Array.from({ length: count }, () => scale * gaussian(random));
  const exams = Array.from({ length: 30 }, () => ({
    centre: normals(dimension, 1),
    results: Array.from({ length: 6 }, () => normals(dimension, 0.5)),
    directions: Array.from({ length: 8 }, () => normals(dimension, 0.12)),
  }));
  const shares = exams.map((_, place) => 1 / (place + 2));
  const all = shares.reduce((sum, share) => sum + share, 0);
  const data = new Float32Array(rows * dimension);
  for (let i = 0; i < rows; i++) {
    let left = random() * all;
    const found = shares.findIndex((share) => (left -= share) < 0);
    const { centre, results, directions } = exams[Math.max(0, found)]!;
    const result = results[Math.floor(random() ** 2 * results.length)]!;
    const template = random() < 0.1;
    const along = directions.map(() => (template ? 0 : gaussian(random)));
    for (let d = 0; d < dimension; d++) {
      let value = centre[d]! + result[d]! + (template ? 0.01 : 0.05) * gaussian(random);
      directions.forEach((direction, c) => (value += along[c]! * direction[d]!));
      data[i * dimension + d] = value;
    }
  }
  return { rows, columns: dimension, data };
}

/** `--n` points (20,000), `--seed`. Peak memory is that of the process with the large map alone. */
export function reportMapBench({ n, seed }: BenchOptions): Promise<Figure> {
  const rows = n ?? manyReports;
  const many = reportVectors(rows, seed);
  const large = timed(() => layOut(many, seed));
  const peakMib = process.resourceUsage().maxRSS / 1024;
  const few = reportVectors(fewReports, seed);
  const small = timed(() => layOut(few, seed));
  const space = standardised(few);
  const exact = timed(() => exactTsne(space, perplexity));
  return Promise.resolve(
    figure('report-map', 's', [large.seconds], {
      points: rows,
      cpuSeconds: large.cpuSeconds,
      peakMib,
      kept: kept(standardised(many), large.value, Math.max(1, Math.floor(rows / sampled))),
      fewPoints: fewReports,
      fewCpuSeconds: small.cpuSeconds,
      fewKept: kept(space, small.value, 1),
      fewTrustworthiness: trustworthiness(space, small.value),
      exactCpuSeconds: exact.cpuSeconds,
      exactKept: kept(space, exact.value, 1),
      exactTrustworthiness: trustworthiness(space, exact.value),
    }),
  );
}

function layOut(vectors: Matrix, seed: number): Plane {
  const work = mapOf(vectors, { seed, perplexity });
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

function timed<T>(work: () => T): {
  readonly value: T;
  readonly seconds: number;
  readonly cpuSeconds: number;
} {
  const start = performance.now();
  const before = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  return { value, seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
}

/** Of the ten nearest by vector, the share that is among the ten nearest on the map; mean over every `step`-th row. */
function kept(space: Matrix, map: Plane, step: number): number {
  let share = 0;
  let count = 0;
  for (let i = 0; i < space.rows; i += step) {
    const own = new Set(ranked(space.rows, i, onMap(map, i)).slice(0, nearest));
    const wanted = ranked(space.rows, i, (j) => squaredDistance(space, i, j)).slice(0, nearest);
    share += wanted.filter((j) => own.has(j)).length / nearest;
    count++;
  }
  return share / count;
}

/** Of Venna and Kaski 2001: 1 where no point has a neighbour on the map that is none by vector. */
function trustworthiness(space: Matrix, map: Plane): number {
  const { rows } = space;
  let penalty = 0;
  for (let i = 0; i < rows; i++) {
    const byVector = ranked(rows, i, (j) => squaredDistance(space, i, j));
    const rank = new Map(byVector.map((j, place) => [j, place + 1]));
    for (const j of ranked(rows, i, onMap(map, i)).slice(0, nearest)) {
      penalty += Math.max(0, (rank.get(j) ?? 0) - nearest);
    }
  }
  return 1 - (2 * penalty) / (rows * nearest * (2 * rows - 3 * nearest - 1));
}

function onMap({ x, y }: Plane, i: number): (j: number) => number {
  return (j) => (x[j]! - x[i]!) ** 2 + (y[j]! - y[i]!) ** 2;
}

/** All other rows, the nearest first. */
function ranked(rows: number, i: number, distanceTo: (j: number) => number): number[] {
  const distances = Float64Array.from({ length: rows }, (_, j) => distanceTo(j));
  const order = Array.from(distances.keys()).filter((j) => j !== i);
  return order.sort((a, b) => distances[a]! - distances[b]! || a - b);
}
