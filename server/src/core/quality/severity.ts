/** How grave a check's finding is, where no setting says otherwise. */
import type { QualityId } from './types.js';

/** What a report may well leave out on purpose. */
const informative: ReadonlySet<QualityId> = new Set(['score-missing', 'organ-not-described']);

export function defaultSeverity(id: QualityId): 'warning' | 'information' {
  return informative.has(id) ? 'information' : 'warning';
}
