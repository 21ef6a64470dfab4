/** An entry of the review queue as a row of the tree. */
import { env, l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { WireQueueEntry } from '../../../server/src/protocol.js';

/** Command of a row: opens the report at its evidence. */
export const openCommand = 'glosa.reviewQueue.open';

function percent(probability: number): string {
  return new Intl.NumberFormat(env.language, { style: 'percent', maximumFractionDigits: 0 }).format(
    probability,
  );
}

/** Why it is in the queue, in words. */
function reasonWords({ reason, probability, threshold, value }: WireQueueEntry): string {
  switch (reason) {
    case 'conflict':
      return l10n.t('reviewers disagree');
    case 'mislabel':
      return value
        ? l10n.t('stated, but the evidence or a decision says otherwise')
        : l10n.t('not stated, but the evidence or a decision says otherwise');
    case 'doubtful':
      return threshold === null || probability === null
        ? l10n.t('doubtful')
        : l10n.t('{0}, stated from {1}', percent(probability), percent(threshold));
    case 'check':
      return l10n.t('check');
  }
}

const icons: Readonly<Record<WireQueueEntry['reason'], string>> = {
  conflict: 'git-compare',
  mislabel: 'warning',
  doubtful: 'question',
  check: 'checklist',
};

/** What a person may do with the entry; menus go by it. */
export function kindOf({ reason, subject }: WireQueueEntry): 'conflict' | 'label' | 'code' | 'quality' {
  if (reason === 'conflict') return 'conflict';
  return subject.kind === 'code' ? 'code' : subject.kind === 'quality' ? 'quality' : 'label';
}

export function entryItem(entry: WireQueueEntry): TreeItem {
  const { name, path, words, id, subject } = entry;
  const reason = reasonWords(entry);
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  // A narrow view cuts the end off: the report's name comes early, a code's description after it. The tooltip
  // has all, and the report's folders.
  const short = subject.kind === 'code' ? subject.code : capital;
  const rest = capital.startsWith(short) ? capital.slice(short.length).trim() : capital;
  const item = new TreeItem(short, TreeItemCollapsibleState.None);
  item.id = id;
  item.description = [path.slice(path.lastIndexOf('/') + 1), ...(rest === '' ? [] : [rest]), reason].join(
    ' · ',
  );
  item.iconPath = new ThemeIcon(icons[entry.reason]);
  item.contextValue = kindOf(entry);
  const spoken = [capital, reason, ...(words === '' ? [] : [words]), path].join(', ');
  item.tooltip = [capital, reason, ...(words === '' ? [] : [words]), path].join('\n');
  item.accessibilityInformation = { label: spoken };
  item.command = { command: openCommand, title: l10n.t('Open at the evidence'), arguments: [id] };
  return item;
}
