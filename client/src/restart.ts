/** *Restart server*. */
import { commands, l10n, ProgressLocation, window } from 'vscode';
import type { Disposable } from 'vscode';
import { commands as ids } from '../../server/src/protocol.js';
import type { Server } from './server.js';

export function registerRestart(server: Server): Disposable {
  return commands.registerCommand(ids.restartServer, () =>
    window.withProgress(
      { location: ProgressLocation.Window, title: l10n.t('Glosa: restarting the language server') },
      () => server.restart(),
    ),
  );
}
