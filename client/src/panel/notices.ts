/** What the panel says where it shows no report, or less than all of it. */
import { l10n } from 'vscode';
import { commands as ids } from '../../../server/src/protocol.js';
import type { AnalysisParams, StatusParams } from '../../../server/src/protocol.js';
import { reasonText } from '../reasons.js';
import type { PanelNotice, PanelState } from './types.js';

/** Commands that a button of a notice may run. */
export const noticeCommands: readonly string[] = ['glosa.openSample', ids.showWhy, ids.restartServer];

export function noticeOf(
  state: PanelState,
  status: StatusParams | null,
  analysis: AnalysisParams | undefined,
): PanelNotice | null {
  const why = { command: ids.showWhy, name: l10n.t('Why is this file (not) analysed?') };
  const restart = { command: ids.restartServer, name: l10n.t('Restart Server') };
  switch (state) {
    case 'noReport':
      return {
        lines: [l10n.t('Open a report to see what it states.')],
        actions: [{ command: 'glosa.openSample', name: l10n.t('Open sample report') }],
      };
    case 'notReport':
      return { lines: [l10n.t('The file in front is not read as a report.')], actions: [why] };
    case 'stopped':
      return { lines: [l10n.t('The language server is not running.')], actions: [restart] };
    case 'reading':
      return { lines: [l10n.t('The report is being read.')], actions: [] };
    case 'notAnalysed':
      return { lines: [...new Set(analysis?.notAnalysed.map(reasonText))], actions: [why] };
    case 'noModel':
      return {
        lines: [reasonText('noModel'), ...(status?.reason == null ? [] : [status.reason])],
        actions: [why, restart],
      };
    case 'ready':
      return null;
  }
}
