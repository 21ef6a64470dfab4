/** *Show why this file is (not) analysed*. */
import { commands, l10n, window } from 'vscode';
import type { Disposable, LogOutputChannel } from 'vscode';
import { commands as ids, settingsSection, whyRequest } from '../../server/src/protocol.js';
import type { WhyParams, WhyResult } from '../../server/src/protocol.js';
import { isCandidate } from './documents.js';
import { errorName } from './log.js';
import type { Server } from './server.js';

async function explain(server: Server, log: LogOutputChannel): Promise<{ analysed: boolean; text: string }> {
  const document = window.activeTextEditor?.document;
  if (document === undefined) {
    return { analysed: false, text: l10n.t('Open a report first: no text editor is active.') };
  }
  if (!isCandidate(document)) {
    const text = l10n.t(
      'Glosa reads files of the language “Radiology report”, and the .txt and .md files that the setting glosa.reportGlobs names. This document (language {0}, {1}) is neither.',
      document.languageId,
      document.uri.scheme,
    );
    return { analysed: false, text };
  }
  try {
    const params: WhyParams = { uri: document.uri.toString() };
    const result = await server.request<WhyResult>(whyRequest, params);
    return { analysed: result.analysed, text: result.lines.join(' ') };
  } catch (error) {
    log.error(`${whyRequest} failed: ${errorName(error)}`);
    return {
      analysed: false,
      text: l10n.t('The language server does not answer. Restart it, or see the log.'),
    };
  }
}

async function show(server: Server, log: LogOutputChannel): Promise<void> {
  const { analysed, text } = await explain(server, log);
  const openSettings = l10n.t('Open Settings');
  const showLog = l10n.t('Show Log');
  const chosen = await window.showInformationMessage(text, ...(analysed ? [] : [openSettings]), showLog);
  if (chosen === openSettings) {
    await commands.executeCommand('workbench.action.openSettings', `${settingsSection}.`);
  } else if (chosen === showLog) {
    log.show();
  }
}

export function registerWhy(server: Server, log: LogOutputChannel): Disposable {
  return commands.registerCommand(ids.showWhy, () => show(server, log));
}
