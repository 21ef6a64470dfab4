/** What happens when the language server ends by itself: it comes back, unless it keeps crashing. */
import { commands, l10n, window } from 'vscode';
import { CloseAction, ErrorAction } from 'vscode-languageclient/node';
import type { CloseHandlerResult, ErrorHandler, ErrorHandlerResult } from 'vscode-languageclient/node';
import { commands as ids } from '../../server/src/protocol.js';

const mostCrashes = 4;
const windowMs = 3 * 60 * 1000;

/** Restarts a crashed server; after more than four crashes in three minutes a person has to. */
export class Crashes implements ErrorHandler {
  #times: number[] = [];

  error(_error: Error, _message: unknown, count: number | undefined): ErrorHandlerResult {
    return {
      action: count !== undefined && count > 3 ? ErrorAction.Shutdown : ErrorAction.Continue,
      handled: true,
    };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.#times = [...this.#times.filter((time) => now - time < windowMs), now];
    if (this.#times.length <= mostCrashes) return { action: CloseAction.Restart, handled: true };
    void this.#giveUp();
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  async #giveUp(): Promise<void> {
    const restart = l10n.t('Restart Server');
    const chosen = await window.showErrorMessage(
      l10n.t('Glosa’s language server keeps ending unexpectedly and was not started again.'),
      restart,
    );
    if (chosen !== restart) return;
    this.#times = [];
    await commands.executeCommand(ids.restartServer);
  }
}
