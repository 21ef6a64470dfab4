/** *Ignore* of a quality check: asks how far, and tells the server. */
import { commands, l10n, window } from 'vscode';
import { commands as ids } from '../../../server/src/protocol.js';
import type { IgnoreCheckArguments } from '../../../server/src/protocol.js';
import type { Check } from './checkItems.js';

export async function ignoreCheck(uri: string, { id, message, range }: Check): Promise<void> {
  const scopes: readonly { readonly label: string; readonly scope: IgnoreCheckArguments['scope'] }[] = [
    { label: l10n.t('This once'), scope: 'once' },
    { label: l10n.t('This check in this report'), scope: 'file' },
    { label: l10n.t('This check in the workspace'), scope: 'workspace' },
  ];
  const chosen = await window.showQuickPick(scopes, {
    title: l10n.t('Ignore {0}', id),
    placeHolder: message,
  });
  if (chosen === undefined) return;
  const { scope } = chosen;
  // The server checks the id, which its own diagnostic has.
  const args: IgnoreCheckArguments = { uri, id: id as IgnoreCheckArguments['id'], scope, range };
  await commands.executeCommand(ids.ignoreCheck, args);
}
