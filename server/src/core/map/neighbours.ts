/**
 * The nearest rows of each row, nearly all of them: a forest of random-projection trees (Dasgupta and Freund 2008)
 * gives candidates, neighbours of neighbours more (Dong, Moses and Li 2011; Tang, Liu, Zhang and Mei 2016).
 */
import { squaredDistance } from './matrix.js';
import type { Matrix } from './matrix.js';
import { NeighbourLists } from './neighbourLists.js';
import { leavesOf } from './projectionTree.js';
import { seededRandom } from './random.js';
import type { Step } from './step.js';

export interface Neighbours {
  /** Neighbours of each row. */
  readonly k: number;
  /** Row i's are at `i · k` to `i · k + k − 1`, the nearest first. */
  readonly indices: Int32Array;
  /** Squared Euclidean distances, at the same places. */
  readonly distances: Float32Array;
}

/** Up to this many rows all pairs are compared: exact, and faster than the forest. */
const allPairsRows = 2_048;
const trees = 12;
/** Rows whose neighbours' neighbours are looked at, a step of progress. */
const rowsPerStep = 512;
const exploringRounds = 2;
/** Of each neighbour, and of its neighbours, this many of the nearest. */
const explored = 24;

/** @param k less than the number of rows. */
export function* nearestNeighbours(matrix: Matrix, k: number, seed: number): Generator<Step, Neighbours> {
  const lists = new NeighbourLists(matrix.rows, k);
  if (matrix.rows <= allPairsRows) yield* compareAll(matrix, lists);
  else {
    yield* compareInLeaves(matrix, lists, seed);
    for (let round = 0; round < exploringRounds; round++) yield* explore(matrix, lists, round);
  }
  return lists.sorted();
}

function* compareAll(matrix: Matrix, lists: NeighbourLists): Generator<Step> {
  for (let i = 0; i < matrix.rows; i++) {
    for (let j = 0; j < i; j++) {
      const distance = squaredDistance(matrix, i, j);
      lists.offer(i, j, distance);
      lists.offer(j, i, distance);
    }
    if (i % rowsPerStep === 0) yield { phase: 'neighbours', part: (i / matrix.rows) ** 2 };
  }
}

/** Rows of one leaf are compared with each other. A leaf has more rows than neighbours are wanted. */
function* compareInLeaves(matrix: Matrix, lists: NeighbourLists, seed: number): Generator<Step> {
  const random = seededRandom(seed);
  const leafRows = Math.max(64, 2 * lists.k);
  for (let tree = 0; tree < trees; tree++) {
    let compared = 0;
    for (const leaf of leavesOf(matrix, leafRows, random)) {
      for (let a = 1; a < leaf.length; a++) {
        const i = leaf[a] ?? 0;
        for (let b = 0; b < a; b++) {
          const j = leaf[b] ?? 0;
          const distance = squaredDistance(matrix, i, j);
          lists.offerOnce(i, j, distance);
          lists.offerOnce(j, i, distance);
        }
      }
      compared += leaf.length;
      yield { phase: 'neighbours', part: (0.6 * (tree + compared / matrix.rows)) / trees };
    }
  }
}

function* explore(matrix: Matrix, lists: NeighbourLists, round: number): Generator<Step> {
  const { rows } = matrix;
  const near = lists.nearest(explored);
  const count = near.length / rows;
  // Marks hold the row that was last compared with this one, so that no pair is compared twice.
  const compared = new Int32Array(rows).fill(-1);
  for (let i = 0; i < rows; i++) {
    compared[i] = i;
    lists.markHeld(i, compared);
    for (let a = i * count; a < (i + 1) * count; a++) {
      const between = near[a] ?? 0;
      for (let b = between * count; b < (between + 1) * count; b++) {
        const j = near[b] ?? 0;
        if (compared[j] === i) continue;
        compared[j] = i;
        const distance = squaredDistance(matrix, i, j);
        lists.offer(i, j, distance);
        lists.offerOnce(j, i, distance);
      }
    }
    if (i % rowsPerStep === 0)
      yield { phase: 'neighbours', part: 0.6 + (0.4 * (round + i / rows)) / exploringRounds };
  }
}
