/** Report labels recalibrated by what a workspace's reviewers accepted and dismissed. */
import type { ReaderHead } from '../readerHead.js';
import type { LabelId } from '../types.js';
import { fitPlatt, logOddsOf } from './platt.js';
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
