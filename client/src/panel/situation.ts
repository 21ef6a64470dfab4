/** What there is to show for the editor in front: a report, or why there is none. Plain data, no editor. */
import type { AnalysisParams, StatusParams } from '../../../server/src/protocol.js';
import type { PanelState } from './types.js';

/** What is known of the editor in front. */
export interface Front {
  /** A text editor is in front. */
  readonly editor: boolean;
  /** Its document is, or is treated as, a report. */
  readonly report: boolean;
  readonly serverRuns: boolean;
  readonly status: StatusParams | null;
  readonly analysis: AnalysisParams | undefined;
}

export function stateOf({ editor, report, serverRuns, status, analysis }: Front): PanelState {
  if (!editor) return 'noReport';
  if (!report) return 'notReport';
  if (!serverRuns) return 'stopped';
  if (analysis?.complete === true) return 'ready';
  const reasons = analysis?.notAnalysed ?? [];
  if (reasons.includes('noModel') || status?.state === 'unavailable') return 'noModel';
  return reasons.length > 0 ? 'notAnalysed' : 'reading';
}
