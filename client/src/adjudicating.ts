/** Asks how a disagreement between reviewers is to be settled. */
import { l10n, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { conflictsRequest } from '../../server/src/protocol.js';
import type {
  AdjudicateArguments,
  ConflictsParams,
  ConflictsResult,
  CorrectArguments,
  ReviewSubject,
  WireConflict,
} from '../../server/src/protocol.js';

type Correction = CorrectArguments['correction'];

interface Choice extends QuickPickItem {
  readonly judgement: () => Promise<Partial<AdjudicateArguments> | null>;
}

interface Asked {
  request<Result>(method: string, params: object): Promise<Result>;
}

async function askConflict(conflicts: readonly WireConflict[]): Promise<WireConflict | undefined> {
  if (conflicts.length <= 1) return conflicts[0];
  const items = conflicts.map((conflict) => ({
    label: conflict.name,
    detail: conflict.sides.map(({ text }) => text).join('; '),
    conflict,
  }));
  const chosen = await window.showQuickPick(items, { title: l10n.t('What is to be adjudicated?') });
  return chosen?.conflict;
}

function isSame(one: WireConflict['subject'], other: ReviewSubject | undefined): boolean {
  if (one.kind === 'code')
    return other?.kind === 'code' && one.system === other.system && one.code === other.code;
  return one.kind === other?.kind && one.id === other.id;
}

/**
 * Completes what a lens, a quick fix or the palette knows.
 * @param begun `subject`: what the disagreement is about, where a row of the queue says it.
 * @param otherCode asks for another code.
 * @returns null where the person gave up, or where nothing is in dispute, which is said.
 */
export async function adjudicated(
  uri: string,
  begun: Partial<AdjudicateArguments> & { readonly subject?: ReviewSubject },
  server: Asked,
  otherCode: () => Promise<Correction | null>,
): Promise<AdjudicateArguments | null> {
  const params: ConflictsParams = { uri };
  const { conflicts } = await server.request<ConflictsResult>(conflictsRequest, params);
  if (conflicts.length === 0) {
    void window.showInformationMessage(l10n.t('Reviewers do not disagree on this report.'));
    return null;
  }
  const named = conflicts.find(({ id }) => id === begun.conflict);
  const about = conflicts.filter(({ subject }) => isSame(subject, begun.subject));
  const conflict = named ?? (await askConflict(about.length > 0 ? about : conflicts));
  if (conflict === undefined) return null;
  const given = (judgement: Partial<AdjudicateArguments>) => () => Promise.resolve(judgement);
  const sides = conflict.sides.map(({ who, text }): Choice => ({
    label: l10n.t('Take {0}’s decision', who),
    detail: text,
    judgement: given({ take: who }),
  }));
  const others: Choice[] = [
    { label: l10n.t('It is right'), judgement: given({ verdict: 'accepted' }) },
    { label: l10n.t('It is wrong'), judgement: given({ verdict: 'dismissed' }) },
    ...(conflict.subject.kind === 'code'
      ? [
          {
            label: l10n.t('Another code…'),
            judgement: async (): Promise<Partial<AdjudicateArguments> | null> => {
              const correction = await otherCode();
              return correction === null ? null : { correction };
            },
          },
        ]
      : []),
  ];
  const title = l10n.t('Adjudicate {0}', conflict.name);
  const chosen = await window.showQuickPick([...sides, ...others], { title, matchOnDetail: true });
  const judgement = (await chosen?.judgement()) ?? null;
  return judgement === null ? null : { uri, conflict: conflict.id, ...judgement };
}
