/**
 * *Learn codes*: from reports with a site's own codes to a head on the frozen reader. Pure and deterministic: the
 * same reports in the same order give the same head. It is a generator that yields every few milliseconds, so
 * that the thread that runs it stays free and can stop it.
 */
import { best, bestPenalty, crossValidate, fitAll, foldsFor, penalties } from './crossValidate.js';
import type { Classed, CrossValidation, HeldOut } from './crossValidate.js';
import { macroScores } from './macroScores.js';
import { fitPlatt, logOddsOf, sigmoid } from './platt.js';
import type { Outcome, PlattScaling } from './platt.js';
import type { Example, LearnedCode, LearnedHead, LearnScores, RareCode } from './types.js';

/** A code with fewer reports is not learnt. */
export const leastReports = 3;
/** Probability at and above which a code is suggested: more likely right than not. */
const threshold = 0.5;
/** Best codes of a held-out report that calibrate. */
const calibrated = 5;
/** A weak prior: hundreds of outcomes speak for themselves. */
const prior = { scaleVariance: 1, offsetVariance: 4 };

/** Fits done, of how many. */
export interface LearnProgress {
  readonly done: number;
  readonly total: number;
}

/** Fewer than two codes have enough reports. */
export class TooFewReports extends Error {
  override readonly name = 'TooFewReports';
}

/**
 * Learns a head. A report's vector is used where every report has one.
 * @param descriptions of codes, where the site's list had them.
 * @throws TooFewReports
 */
export function* learnCodes(
  examples: readonly Example[],
  descriptions: ReadonlyMap<string, string>,
): Generator<LearnProgress, LearnedHead> {
  const { codes, rare } = countCodes(examples, descriptions);
  if (codes.length < 2) throw new TooFewReports();
  const indexOf = new Map(codes.map(({ code }, index) => [code, index]));
  const classed = examples.map((example): Classed => {
    const code = example.code === null ? -1 : (indexOf.get(example.code) ?? -1);
    const rejected = example.rejected.flatMap((other) => indexOf.get(other) ?? []);
    return { example, code, rejected };
  });
  const learnt = classed.filter(({ code }) => code >= 0);
  const others = classed.filter(({ code, example }) => code < 0 && example.code !== null);
  const rejections = classed.filter(({ example, rejected }) => example.code === null && rejected.length > 0);
  const withVector = examples.every(({ features }) => features.vector !== null);

  const folds = foldsFor(learnt.length);
  const progress = { done: 0, total: folds * penalties.length + penalties.length };
  const onStep = (): void => {
    progress.done++;
  };
  const validation = yield* reporting(
    crossValidate(learnt, others, rejections, codes.length, withVector, onStep),
    progress,
  );
  const chosen = bestPenalty(validation.heldOut, codes.length);
  const { space, columns, coefficients } = yield* reporting(
    fitAll([...learnt, ...rejections], codes.length, withVector, chosen, onStep),
    progress,
  );
  const classes = codes.length;
  const scales = new Float32Array(classes);
  for (let i = 0; i < columns * classes; i++) {
    const code = i % classes;
    scales[code] = Math.max(scales[code] ?? 0, Math.abs(coefficients[i] ?? 0) / 127);
  }
  const weights = Int8Array.from({ length: columns * classes }, (_, i) => {
    const scale = scales[i % classes] ?? 0;
    return scale === 0 ? 0 : Math.max(-127, Math.min(127, Math.round((coefficients[i] ?? 0) / scale)));
  });
  return {
    codes,
    rare,
    reports: learnt.length,
    space,
    weights,
    scales,
    biases: Float32Array.from(coefficients.slice(columns * classes)),
    calibration: calibrate(validation.heldOut, chosen),
    threshold,
    leastKnown: leastKnownOf(validation.heldOut),
    scores: scoresOf(validation, codes),
  };
}

/** Runs a part of the work, saying at every pause how far all of it is. */
function* reporting<T>(part: Generator<undefined, T>, progress: LearnProgress): Generator<LearnProgress, T> {
  for (;;) {
    const step = part.next();
    if (step.done === true) return step.value;
    yield { ...progress };
  }
}

function countCodes(
  examples: readonly Example[],
  descriptions: ReadonlyMap<string, string>,
): { codes: LearnedCode[]; rare: RareCode[] } {
  const counts = new Map<string, number>();
  for (const { code } of examples) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
  const all = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    codes: all
      .filter(([, reports]) => reports >= leastReports)
      .map(([code, reports]) => ({ code, reports, description: descriptions.get(code) ?? null })),
    rare: all.filter(([, reports]) => reports < leastReports).map(([code, reports]) => ({ code, reports })),
  };
}

/** Calibrates the best codes of held-out reports; of a report with a rare code none is right. */
function calibrate(heldOut: readonly HeldOut[], penalty: number): PlattScaling {
  const outcomes = heldOut.flatMap(({ code, logs }): Outcome[] =>
    Array.from(logs[penalty] ?? [], (log, index) => ({ log, index }))
      .sort((a, b) => b.log - a.log)
      .slice(0, calibrated)
      .map(({ log, index }) => ({ logOdds: logOddsOf(Math.exp(log)), right: index === code })),
  );
  return fitPlatt(outcomes, prior);
}

/** Half of what all but the strangest fiftieth of the held-out reports had known. */
function leastKnownOf(heldOut: readonly HeldOut[]): number {
  const known = heldOut.map((report) => report.known).sort((a, b) => a - b);
  return (known[Math.floor(known.length / 50)] ?? 0) / 2;
}

/** A fold is scored with the penalty and the calibration that the other folds chose. */
function scoresOf({ folds, heldOut }: CrossValidation, codes: readonly LearnedCode[]): LearnScores {
  const predicted: number[] = [];
  const gold: number[] = [];
  let suggested = 0;
  let right = 0;
  for (let fold = 0; fold < folds; fold++) {
    const others = heldOut.filter((report) => report.fold !== fold);
    const penalty = bestPenalty(others, codes.length);
    const { scale, offset } = calibrate(others, penalty);
    for (const { code, logs } of heldOut.filter((report) => report.fold === fold)) {
      const shares = logs[penalty] ?? new Float64Array();
      const guess = best(shares);
      const probability = sigmoid(scale * logOddsOf(Math.exp(shares[guess] ?? -Infinity)) + offset);
      if (probability >= threshold) {
        suggested++;
        if (guess === code) right++;
      }
      if (code < 0) continue;
      predicted.push(guess);
      gold.push(code);
    }
  }
  const { classes, ...macro } = macroScores(predicted, gold, codes.length);
  return {
    folds,
    ...macro,
    suggested: suggested / heldOut.length,
    suggestedRight: suggested === 0 ? 0 : right / suggested,
    codes: codes.map(({ code }, index) => ({
      code,
      ...(classes[index] ?? { reports: 0, precision: 0, recall: 0, f1: 0 }),
    })),
  };
}
