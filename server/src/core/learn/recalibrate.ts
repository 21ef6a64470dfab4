/** Report labels recalibrated by what a workspace's reviewers accepted and dismissed. */
import type { ReaderHead } from '../readerHead.js';
import type { LabelId, PackVocabulary } from '../types.js';
import { fitPlatt, logOddsOf, sigmoid } from './platt.js';
import type { PlattScaling } from './platt.js';

/** A person's decision on a label as it was shown. */
export interface LabelDecision {
  readonly label: LabelId;
  /** The probability that was shown, before any recalibration. */
  readonly probability: number;
  readonly accepted: boolean;
}

/** Recalibrations by label; a label without decisions has none. */
export type LabelRecalibration = ReadonlyMap<LabelId, PlattScaling>;

/**
 * The prior keeps a label near where the pack has it until there are many decisions: in the offset it weighs as much
 * as sixteen decisions at even odds (a decision there has curvature 1/4), and the scale moves less still.
 */
const prior = { scaleVariance: 0.02, offsetVariance: 0.25 };

/** Fits each decided label. */
export function recalibrate(decisions: readonly LabelDecision[]): LabelRecalibration {
  const outcomes = new Map<LabelId, { logOdds: number; right: boolean }[]>();
  for (const { label, probability, accepted } of decisions) {
    const list = outcomes.get(label) ?? [];
    outcomes.set(label, list);
    list.push({ logOdds: logOddsOf(probability), right: accepted });
  }
  return new Map([...outcomes].map(([label, list]) => [label, fitPlatt(list, prior)]));
}

/** The reader with the recalibration put after its own calibration, so that evidence and flags follow. */
export function recalibrated(reader: ReaderHead, by: LabelRecalibration): ReaderHead {
  return {
    ...reader,
    labels: reader.labels.map((label) => {
      const after = label.id === 'head' ? undefined : by.get(label.id);
      if (after === undefined) return label;
      const scale = after.scale * label.calibration.scale;
      const offset = after.scale * label.calibration.offset + after.offset;
      return { ...label, calibration: { scale, offset } };
    }),
  };
}

/** Fewer decisions on a label change nothing: two or three may be of one odd report. */
export const leastDecisions = 8;

/** As {@link recalibrate}, of the labels with enough decisions. */
export function teach(decisions: readonly LabelDecision[]): LabelRecalibration {
  const counts = countDecisions(decisions);
  return recalibrate(decisions.filter(({ label }) => (counts.get(label) ?? 0) >= leastDecisions));
}

export function countDecisions(decisions: readonly LabelDecision[]): Map<LabelId, number> {
  const counts = new Map<LabelId, number>();
  for (const { label } of decisions) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/** What is shown instead of the model's probability. */
export function afterTeaching(probability: number, by: PlattScaling | undefined): number {
  return by === undefined ? probability : sigmoid(by.scale * logOddsOf(probability) + by.offset);
}

/** The model's probability, from the one that is shown. */
export function beforeTeaching(shown: number, by: PlattScaling | undefined): number {
  return by === undefined ? shown : sigmoid((logOddsOf(shown) - by.offset) / by.scale);
}

/** The pack's vocabulary with its labels recalibrated. */
export function recalibratedVocabulary(
  vocabulary: PackVocabulary | null,
  by: LabelRecalibration,
): PackVocabulary | null {
  if (vocabulary?.reader == null || by.size === 0) return vocabulary;
  return { ...vocabulary, reader: recalibrated(vocabulary.reader, by) };
}

/** A text that is the same for the same recalibration. */
export function recalibrationKey(by: LabelRecalibration): string {
  return [...by]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { scale, offset }]) => `${id} ${scale.toFixed(6)} ${offset.toFixed(6)}`)
    .join(';');
}
