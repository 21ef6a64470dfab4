/** Report labels (S4, paper 004) against annotations: ranking, and sensitivity and specificity at both thresholds. */
import type { LabelId, ReportLabel } from '../types.js';
import { calibrationError } from './measures.js';
import type { Forecast } from './measures.js';

/** What is right of one report, and what was read: no labels where it could not be read. */
export interface LabelledReport {
  /** Labels that are known of it. A head examination has the seven of the head. */
  readonly gold: ReadonlyMap<LabelId, boolean>;
  readonly labels: readonly ReportLabel[];
  /** ICD-10-PCS code of the examination, where it is known. */
  readonly exam: string | null;
}

/** Null where there is nothing to divide by. */
export interface ThresholdScores {
  readonly sensitivity: number | null;
  readonly specificity: number | null;
  /** Mean of the two. */
  readonly balancedAccuracy: number | null;
}

export interface LabelScores {
  /** Reports of which the label is known. */
  readonly reports: number;
  readonly positive: number;
  /** Of the probability; null where one class is missing. */
  readonly auc: number | null;
  /** As shown: at the specific threshold, never true where the label is said not to apply. */
  readonly specific: ThresholdScores;
  readonly sensitive: ThresholdScores;
  readonly calibrationError: number | null;
}

export interface LabelSetScores {
  readonly reports: number;
  readonly labels: Readonly<Partial<Record<LabelId, LabelScores>>>;
  /** `abnormal` over chest radiographs; null where none is among the examinations. */
  readonly abnormalChestRadiograph: LabelScores | null;
  /** Whether a report was taken for head imaging, where alone the seven apply. */
  readonly headImaging: { readonly reports: number; readonly positive: number } & ThresholdScores;
}

/** ICD-10-PCS: plain radiography of the chest. */
const chestRadiograph = 'BW03';

const ids: readonly LabelId[] = [
  'abnormal',
  'mass',
  'acute_stroke',
  'atrophy',
  'vascular',
  'small_vessel_disease',
  'white_matter_inflammation',
  'encephalomalacia',
];

/** Scores every label over the reports of which it is known: the seven of the head over head examinations alone. */
export function scoreLabels(reports: readonly LabelledReport[]): LabelSetScores {
  const labels: Partial<Record<LabelId, LabelScores>> = {};
  for (const id of ids) {
    const scores = scoreLabel(reports, id);
    if (scores !== null) labels[id] = scores;
  }
  const labelled = reports.filter(({ gold }) => gold.size > 0);
  const isHead = labelled.map(({ gold, labels: read }) => ({
    gold: [...gold.keys()].some((id) => id !== 'abnormal'),
    said: read.some(({ id, applies }) => id !== 'abnormal' && applies),
  }));
  return {
    reports: labelled.length,
    labels,
    abnormalChestRadiograph: scoreLabel(
      reports.filter(({ exam }) => exam?.startsWith(chestRadiograph) === true),
      'abnormal',
    ),
    headImaging: {
      reports: labelled.length,
      positive: isHead.filter(({ gold }) => gold).length,
      ...ratesOf(isHead),
    },
  };
}

function scoreLabel(reports: readonly LabelledReport[], id: LabelId): LabelScores | null {
  const known = reports.flatMap(({ gold, labels }) => {
    const right = gold.get(id);
    const label = labels.find((one) => one.id === id);
    return right === undefined ? [] : [{ gold: right, label }];
  });
  if (known.length === 0) return null;
  const forecasts = known.map(({ gold, label }): Forecast => ({
    probability: label?.probability ?? 0,
    right: gold,
  }));
  return {
    reports: known.length,
    positive: known.filter(({ gold }) => gold).length,
    auc: areaUnderCurve(forecasts),
    specific: ratesOf(known.map(({ gold, label }) => ({ gold, said: label?.value ?? false }))),
    sensitive: ratesOf(
      known.map(({ gold, label }) => ({
        gold,
        said: label !== undefined && label.applies && label.probability >= label.sensitiveThreshold,
      })),
    ),
    calibrationError: calibrationError(forecasts),
  };
}

/** Sensitivity and specificity of what was said. */
export function ratesOf(
  items: readonly { readonly gold: boolean; readonly said: boolean }[],
): ThresholdScores {
  const share = (gold: boolean): number | null => {
    const own = items.filter((item) => item.gold === gold);
    return own.length === 0 ? null : own.filter(({ said }) => said === gold).length / own.length;
  };
  const sensitivity = share(true);
  const specificity = share(false);
  const both = sensitivity !== null && specificity !== null;
  return { sensitivity, specificity, balancedAccuracy: both ? (sensitivity + specificity) / 2 : null };
}

/** Chance that what is right has the higher probability, ties half; null where one class is missing. */
export function areaUnderCurve(forecasts: readonly Forecast[]): number | null {
  const sorted = [...forecasts].sort((a, b) => a.probability - b.probability);
  let rankSum = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (sorted[end]?.probability === sorted[start]?.probability && end < sorted.length) end++;
    const rank = (start + 1 + end) / 2;
    for (const { right } of sorted.slice(start, end)) if (right) rankSum += rank;
    start = end;
  }
  const positive = forecasts.filter(({ right }) => right).length;
  const negative = forecasts.length - positive;
  if (positive === 0 || negative === 0) return null;
  return (rankSum - (positive * (positive + 1)) / 2) / (positive * negative);
}
