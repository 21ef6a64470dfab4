/** *Show reviewer agreement*: the server's page, with places to click, in the Markdown preview. */
import { commands, l10n, window } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { agreementRequest, commands as ids } from '../../server/src/protocol.js';
import type { AgreementResult } from '../../server/src/protocol.js';
import { errorName } from './log.js';
import { MarkdownPages } from './markdownPages.js';
import type { Server } from './server.js';

export function registerAgreement(server: Server, log: LogOutputChannel): { dispose(): unknown }[] {
  const pages = new MarkdownPages('glosa-agreement');
  const show = async (): Promise<void> => {
    try {
      const { markdown } = await server.request<AgreementResult>(agreementRequest, {});
      await pages.show(l10n.t('Reviewer agreement'), markdown);
    } catch (error) {
      log.error(`${agreementRequest} failed: ${errorName(error)}`);
      await window.showErrorMessage(
        l10n.t('The language server does not answer. Restart it, or see the log.'),
      );
    }
  };
  return [pages, commands.registerCommand(ids.showAgreement, show)];
}
