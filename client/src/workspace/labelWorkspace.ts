/** *Label workspace*: a notification with rate and time left while the server reads, and what came of it. */
import { l10n, ProgressLocation, window } from 'vscode';
import { commands as ids } from '../../../server/src/protocol.js';
import type { LabelWorkspaceArguments, LabelWorkspaceResult } from '../../../server/src/protocol.js';
import { filled } from '../filled.js';
import type { Server } from '../server.js';
import type { Jobs } from './jobs.js';

/** @returns false where nothing was started. */
export async function labelWorkspace(
  jobs: Jobs,
  server: Server,
  request: LabelWorkspaceArguments,
  openView: () => void,
): Promise<boolean> {
  if (jobs.isRunning('label')) {
    await window.showInformationMessage(l10n.t('This workspace is being labelled already.'));
    return false;
  }
  const ended = await window.withProgress(
    { location: ProgressLocation.Notification, cancellable: true, title: l10n.t('Labelling the workspace') },
    (progress, cancelled) => {
      let percent = 0;
      const asked = { command: ids.labelWorkspace, arguments: [request] };
      return jobs.run(
        'label',
        (workDoneToken, token) =>
          server.request<LabelWorkspaceResult | null>(
            'workspace/executeCommand',
            { ...asked, workDoneToken },
            token,
          ),
        cancelled,
        (message, now) => {
          progress.report({ message, increment: Math.max(0, now - percent) });
          percent = Math.max(percent, now);
        },
      );
    },
  );
  if (ended === null) {
    void window.showInformationMessage(
      l10n.t('Labelling was cancelled. What was read is kept; labelling again goes on from there.'),
    );
  } else if ('problem' in ended) void window.showErrorMessage(ended.problem);
  else if (ended.result !== null) tell(ended.result, openView);
  return true;
}

function tell({ folders, problem }: LabelWorkspaceResult, openView: () => void): void {
  const sum = (of: 'labelled' | 'unchanged' | 'failed'): number =>
    folders.reduce((total, folder) => total + folder[of], 0);
  const text =
    folders.length === 0
      ? ''
      : filled(
          l10n.t(
            '{0} {0|report|reports} labelled, {1} unchanged, {2} failed.',
            sum('labelled'),
            sum('unchanged'),
            sum('failed'),
          ),
          sum('labelled'),
        );
  const open = l10n.t('Open workspace view');
  const shown =
    problem === null
      ? window.showInformationMessage(text, open)
      : window.showWarningMessage(`${problem} ${text}`.trim(), open);
  void shown.then((chosen) => {
    if (chosen === open) openView();
  });
}
