/** Reads every example with heads that have not seen it, at every strength of the penalty. */
import { Encoder, fitSpace } from './features.js';
import type { Row } from './features.js';
import { stratifiedFolds } from './folds.js';
import { fitLogistic, logShares } from './logistic.js';
import type { Coefficients, LabelledRow } from './logistic.js';
import { macroScores } from './macroScores.js';
import type { Example, FeatureSpace } from './types.js';

/** Strengths of the L2 penalty, strong to weak, so that each fit begins where the one before it ended. */
export const penalties = [0.1, 0.03] as const;
/** Iterations of a fit; the path to a penalty takes fewer each. */
const iterations = 60;

/** An example with its class: an index, or -1 where it has none that is learnt. */
export interface Classed {
  readonly example: Example;
  readonly code: number;
  readonly rejected: readonly number[];
}

/** What the held-out folds say of one example. */
export interface HeldOut {
  readonly code: number;
  readonly fold: number;
  /** Part of its words that the fold's head knew. */
  readonly known: number;
  /** Log-probabilities of the classes, for each penalty. */
  readonly logs: readonly Float64Array[];
}

export interface CrossValidation {
  readonly folds: number;
  readonly heldOut: readonly HeldOut[];
}

/** More than this many reports are read in fewer folds. */
const manyReports = 2_000;

/** Number of folds for so many reports. */
export function foldsFor(reports: number): number {
  return reports > manyReports ? 3 : 5;
}

/**
 * @param learnt examples with a class.
 * @param others examples without one (rare codes): read as held-out, never learnt from.
 * @param rejections rows that are only learnt from.
 * @param onStep called after each fit.
 */
export function* crossValidate(
  learnt: readonly Classed[],
  others: readonly Classed[],
  rejections: readonly Classed[],
  classes: number,
  withVector: boolean,
  onStep: () => void,
): Generator<undefined, CrossValidation> {
  const folds = foldsFor(learnt.length);
  const foldOf = stratifiedFolds(
    learnt.map(({ code }) => code),
    folds,
  );
  const heldOut: HeldOut[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const training = [...learnt.filter((_, i) => foldOf[i] !== fold), ...rejections];
    const tested = [
      ...learnt.filter((_, i) => foldOf[i] === fold),
      ...others.filter((_, i) => i % folds === fold),
    ];
    const { encoder, rows } = encodeAll(training, withVector);
    yield;
    const read = tested.map(({ example }) => encoder.encode(example.features));
    const logs: Float64Array[][] = tested.map(() => []);
    let start: Coefficients | null = null;
    for (const penalty of penalties) {
      const { columns } = encoder;
      start = yield* fitLogistic(rows, { classes, columns, penalty, start, iterations });
      for (const [i, row] of read.entries()) logs[i]?.push(sharesOf(row, start, columns, classes));
      onStep();
    }
    tested.forEach(({ code }, i) => {
      heldOut.push({ code, fold, known: read[i]?.known ?? 0, logs: logs[i] ?? [] });
    });
  }
  return { folds, heldOut };
}

/** The head on all examples, at the penalty of this index. */
export function* fitAll(
  examples: readonly Classed[],
  classes: number,
  withVector: boolean,
  chosen: number,
  onStep: () => void,
): Generator<
  undefined,
  { readonly space: FeatureSpace; readonly columns: number; readonly coefficients: Coefficients }
> {
  const { space, encoder, rows } = encodeAll(examples, withVector);
  const { columns } = encoder;
  let coefficients: Coefficients = new Float64Array((columns + 1) * classes);
  for (const penalty of penalties.slice(0, chosen + 1)) {
    const options = { classes, columns, penalty, start: coefficients, iterations };
    coefficients = yield* fitLogistic(rows, options);
    onStep();
  }
  return { space, columns, coefficients };
}

/** Index of the penalty with the best macro F1 on these; of equals the strongest. */
export function bestPenalty(heldOut: readonly HeldOut[], classes: number): number {
  const stated = heldOut.filter(({ code }) => code >= 0);
  const gold = stated.map(({ code }) => code);
  const scores = penalties.map((_, index) => {
    const predicted = stated.map(({ logs }) => best(logs[index] ?? new Float64Array()));
    return macroScores(predicted, gold, classes).f1;
  });
  return scores.indexOf(Math.max(...scores));
}

/** Index of the greatest value; -1 of none. */
export function best(values: ArrayLike<number>): number {
  let index = -1;
  for (let i = 0; i < values.length; i++) {
    if (index < 0 || (values[i] ?? 0) > (values[index] ?? 0)) index = i;
  }
  return index;
}

function encodeAll(
  examples: readonly Classed[],
  withVector: boolean,
): { space: FeatureSpace; encoder: Encoder; rows: LabelledRow[] } {
  const space = fitSpace(
    examples.map(({ example }) => example.features),
    withVector,
  );
  const encoder = new Encoder(space);
  const rows = examples.map(({ example, code, rejected }): LabelledRow => {
    return { ...encoder.encode(example.features), code, rejected };
  });
  return { space, encoder, rows };
}

function sharesOf(row: Row, coefficients: Coefficients, columns: number, classes: number): Float64Array {
  const logs = new Float64Array(classes);
  logShares(row, coefficients, columns, logs);
  return logs;
}
