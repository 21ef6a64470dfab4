/** Commands of the workspace view: *Label workspace*, *Open workspace view* and *Compare labels*. */
import { commands, l10n, Uri, window, workspace } from 'vscode';
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { commands as ids } from '../../../server/src/protocol.js';
import type { CompareLabelsParams } from '../../../server/src/protocol.js';
import { errorName } from '../log.js';
import type { Server } from '../server.js';
import { Jobs } from './jobs.js';
import { labelWorkspace } from './labelWorkspace.js';
import { WorkspaceView } from './view.js';

/** Asks for the older and the newer of two label files. */
async function chooseFiles(): Promise<CompareLabelsParams | null> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const choose = async (title: string): Promise<string | undefined> => {
    const chosen = await window.showOpenDialog({
      title,
      openLabel: l10n.t('Compare'),
      filters: { JSONL: ['jsonl'] },
      ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, '.glosa') }),
    });
    return chosen?.[0]?.fsPath;
  };
  const before = await choose(l10n.t('Older labels'));
  const after = before === undefined ? undefined : await choose(l10n.t('Newer labels'));
  return before === undefined || after === undefined ? null : { before, after };
}

export function registerWorkspaceView(
  context: ExtensionContext,
  server: Server,
  log: LogOutputChannel,
): { dispose(): unknown }[] {
  const jobs: Jobs = new Jobs(server, log, () => {
    view.showJobs();
  });
  const openView = (): void => {
    view.open();
  };
  const view: WorkspaceView = new WorkspaceView(context.extensionUri, server, log, jobs, {
    label: (request) => {
      labelWorkspace(jobs, server, request, openView)
        .then(() => view.refresh())
        .catch((error: unknown) => {
          log.error(`${ids.labelWorkspace} failed: ${errorName(error)}`);
        });
    },
    chooseFiles,
  });
  return [
    view,
    commands.registerCommand(ids.labelWorkspace, async () => {
      await labelWorkspace(jobs, server, {}, openView);
      await view.refresh();
    }),
    commands.registerCommand(ids.openWorkspaceView, openView),
    commands.registerCommand(ids.compareLabels, () => {
      view.open('compare');
    }),
  ];
}
