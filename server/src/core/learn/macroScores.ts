/** Scores of one code a report (paper 000): macro precision, recall and F1 over codes, and accuracy. */

export interface ClassScores {
  readonly reports: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface MacroScores {
  /** Means of the classes' own. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly accuracy: number;
  readonly classes: readonly ClassScores[];
}

/** @param predicted,gold one class index a report. A ratio without a denominator counts as 0. */
export function macroScores(
  predicted: readonly number[],
  gold: readonly number[],
  classes: number,
): MacroScores {
  const right = new Int32Array(classes);
  const said = new Int32Array(classes);
  const stated = new Int32Array(classes);
  gold.forEach((code, report) => {
    const guess = predicted[report] ?? -1;
    stated[code] = (stated[code] ?? 0) + 1;
    said[guess] = (said[guess] ?? 0) + 1;
    if (guess === code) right[code] = (right[code] ?? 0) + 1;
  });
  const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const each = Array.from(right, (hits, code): ClassScores => {
    const reports = stated[code] ?? 0;
    const precision = ratio(hits, said[code] ?? 0);
    const recall = ratio(hits, reports);
    const f1 = ratio(2 * hits, (said[code] ?? 0) + reports);
    return { reports, precision, recall, f1 };
  });
  const mean = (of: (scores: ClassScores) => number): number =>
    ratio(
      each.reduce((sum, scores) => sum + of(scores), 0),
      classes,
    );
  return {
    precision: mean(({ precision }) => precision),
    recall: mean(({ recall }) => recall),
    f1: mean(({ f1 }) => f1),
    accuracy: ratio(
      right.reduce((sum, hits) => sum + hits, 0),
      gold.length,
    ),
    classes: each,
  };
}
