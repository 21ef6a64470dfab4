/** Which entries of the review queue are wanted: asked for with one quick pick, said in the view's title. */
import { l10n, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { labelIds, settingsSection } from '../../../server/src/protocol.js';
import type { ReviewQueueParams } from '../../../server/src/protocol.js';
import { filled } from '../filled.js';
import { labelName } from '../attention.js';

export type QueueFilter = Omit<ReviewQueueParams, 'offset' | 'limit'>;

interface Choice extends QuickPickItem {
  readonly filter?: () => Promise<QueueFilter | undefined>;
}

/** What the filter leaves, in words; empty where it leaves all. */
export function filterWords({ kind, label, code, reviewer, paths }: QueueFilter): string {
  const known = labelIds.find((id) => id === label);
  return [
    ...(kind === 'label' && label === undefined ? [l10n.t('labels')] : []),
    ...(kind === 'code' && code === undefined ? [l10n.t('codes')] : []),
    ...(kind === 'quality' ? [l10n.t('checks')] : []),
    ...(label === undefined ? [] : [known === undefined ? label : labelName(known)]),
    ...(code === undefined ? [] : [code]),
    ...(reviewer === undefined ? [] : [l10n.t('not decided by {0}', reviewer)]),
    ...(paths === undefined
      ? []
      : [filled(l10n.t('{0} chosen {0|report|reports}', paths.length), paths.length)]),
  ].join(', ');
}

async function askCode(): Promise<QueueFilter | undefined> {
  const code = await window.showInputBox({
    title: l10n.t('Filter the review queue'),
    prompt: l10n.t('A code, or its beginning'),
  });
  return code === undefined || code.trim() === '' ? undefined : { kind: 'code', code: code.trim() };
}

async function askReviewer(known: readonly string[]): Promise<QueueFilter | undefined> {
  const own = workspace.getConfiguration(settingsSection).get<string>('reviewer', '').trim();
  const names = [...new Set([...(own === '' ? [] : [own]), ...known])];
  const other = l10n.t('Another name…');
  const chosen = await window.showQuickPick([...names, other], {
    title: l10n.t('What has this person not decided yet?'),
  });
  if (chosen === undefined) return undefined;
  const name =
    chosen === other ? await window.showInputBox({ title: l10n.t('Name of the reviewer') }) : chosen;
  return name === undefined || name.trim() === '' ? undefined : { reviewer: name.trim() };
}

/** @param reviewers names under which decisions were made. @returns undefined where the person gave up. */
export async function askFilter(reviewers: readonly string[]): Promise<QueueFilter | undefined> {
  const ready = (filter: QueueFilter) => (): Promise<QueueFilter> => Promise.resolve(filter);
  const choices: Choice[] = [
    { label: l10n.t('Everything'), filter: ready({}) },
    { label: l10n.t('Labels'), filter: ready({ kind: 'label' }) },
    ...labelIds.map((id): Choice => {
      const name = labelName(id);
      return { label: name, description: l10n.t('label'), filter: ready({ kind: 'label', label: id }) };
    }),
    { label: l10n.t('Codes'), filter: ready({ kind: 'code' }) },
    { label: l10n.t('One code…'), filter: askCode },
    { label: l10n.t('Checks'), filter: ready({ kind: 'quality' }) },
    { label: l10n.t('What one reviewer has not decided…'), filter: () => askReviewer(reviewers) },
  ];
  const chosen = await window.showQuickPick(choices, { title: l10n.t('Filter the review queue') });
  return chosen?.filter?.();
}
