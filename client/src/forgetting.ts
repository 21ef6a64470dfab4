/** Asks what of that which decisions have taught is to be forgotten, and whether it is meant. */
import { basename } from 'node:path';
import { commands, l10n, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { commands as ids, learntRequest } from '../../server/src/protocol.js';
import type { ForgetCorrectionsArguments, LearntResult } from '../../server/src/protocol.js';
import { filled } from './filled.js';
import { labelName } from './attention.js';

interface Choice extends QuickPickItem {
  readonly wanted: ForgetCorrectionsArguments | 'lists';
}

interface Asked {
  request<Result>(method: string, params: object): Promise<Result>;
}

/** True where the person means it. */
export async function confirmForgetting(label: string | null): Promise<boolean> {
  const forget = l10n.t('Forget');
  const question =
    label === null
      ? l10n.t('Forget what decisions on all labels have taught? The decisions stay and count.')
      : l10n.t('Forget what decisions on “{0}” have taught? The decisions stay and count.', label);
  return (await window.showWarningMessage(question, { modal: true }, forget)) === forget;
}

/** @returns null where the person gave up, where there is nothing, or where a code list is to be forgotten instead. */
export async function askForgetting(server: Asked): Promise<ForgetCorrectionsArguments | null> {
  const { folders } = await server.request<LearntResult>(learntRequest, {});
  const several = folders.length > 1;
  const choices = folders.flatMap(({ folder, labels, lists }): Choice[] => {
    const where = several ? { description: basename(folder) } : {};
    const ofLabels = labels.map(({ id, decisions }) => ({
      label: labelName(id),
      detail: filled(l10n.t('{0} {0|decision|decisions}', decisions), decisions),
      ...where,
      wanted: { folder, label: id },
    }));
    const all = { label: l10n.t('All labels'), ...where, wanted: { folder } };
    return [
      ...ofLabels,
      ...(labels.length > 1 ? [all] : []),
      ...(lists.length > 0 ? [{ label: l10n.t('Learned codes…'), ...where, wanted: 'lists' as const }] : []),
    ];
  });
  if (choices.length === 0) {
    void window.showInformationMessage(l10n.t('Nothing has been learnt from decisions here.'));
    return null;
  }
  const chosen = await window.showQuickPick(choices, { title: l10n.t('Forget what was learnt') });
  if (chosen === undefined) return null;
  const { wanted } = chosen;
  if (wanted === 'lists') {
    await commands.executeCommand(ids.forgetLearned);
    return null;
  }
  return (await confirmForgetting(wanted.label === undefined ? null : chosen.label)) ? wanted : null;
}
