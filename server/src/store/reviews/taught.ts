/** What a folder's decisions have taught, for those who label the folder. */
import { createHash } from 'node:crypto';
import { recalibrationKey, teach } from '../../core/learn/recalibrate.js';
import type { LabelRecalibration } from '../../core/learn/recalibrate.js';
import { labelDecisionsOf } from './labelDecisions.js';
import { ReviewLog } from './reviewLog.js';

export interface Taught {
  readonly by: LabelRecalibration;
  /** Decisions that it was learnt from. */
  readonly decisions: number;
  /** Of the recalibration: the same numbers have the same. */
  readonly sha256: string;
}

/** sha256 (hex) of what was learnt: the same numbers have the same. */
export function recalibrationHash(by: LabelRecalibration): string {
  return createHash('sha256').update(recalibrationKey(by)).digest('hex');
}

/** @returns null where nothing was learnt for this model, or the folder's decisions cannot be read. */
export async function taughtBy(root: string, modelSha256: string): Promise<Taught | null> {
  const log = ReviewLog.of(root);
  await log.refresh();
  const decisions = labelDecisionsOf(log, modelSha256);
  const by = teach(decisions);
  if (by.size === 0) return null;
  const used = decisions.filter(({ label }) => by.has(label)).length;
  return { by, decisions: used, sha256: recalibrationHash(by) };
}
