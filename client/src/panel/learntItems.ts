/** What decisions have taught, as items: recalibrated labels and learned code lists, each with *Forget*. */
import { basename } from 'node:path';
import type {
  ForgetCorrectionsArguments,
  ForgetLearnedArguments,
  LearntResult,
  WireLearntLabel,
  WireLearntList,
} from '../../../server/src/protocol.js';
import { labelName } from './labelItems.js';
import type { ModelContext } from './model.js';
import type { PanelGroup, PanelItem } from './types.js';

const labelPrefix = 'learnt:';
const listPrefix = 'list:';

/** What *Forget* of an item is about; null for other items. */
export function forgettingOf(
  key: string,
  learnt: LearntResult | null,
):
  | { readonly label: Required<ForgetCorrectionsArguments> }
  | { readonly list: Required<ForgetLearnedArguments> }
  | null {
  for (const [index, { folder, labels, lists }] of (learnt?.folders ?? []).entries()) {
    const label = labels.find(({ id }) => key === `${labelPrefix}${index} ${id}`);
    if (label !== undefined) return { label: { folder, label: label.id } };
    const list = lists.find(({ name }) => key === `${listPrefix}${index} ${name}`);
    if (list !== undefined) return { list: { folder, name: list.name } };
  }
  return null;
}

/** One group for each folder; folders are named where there are several. */
export function learntGroups(learnt: LearntResult | null, context: ModelContext): PanelGroup[] {
  const folders = learnt?.folders ?? [];
  return folders.map(({ folder, labels, lists }, index) => ({
    key: `learnt/${index}`,
    title: folders.length > 1 ? basename(folder) : null,
    folded: false,
    items: [
      ...labels.map((label) => labelRow(label, index, context)),
      ...lists.map((list) => listRow(list, index, context)),
    ],
  }));
}

/** What all of these items have in common. */
function row(key: string, name: string, words: string, why: string, { wording }: ModelContext): PanelItem {
  return {
    key,
    name,
    reveals: false,
    detail: words,
    tone: 'quiet',
    words: [],
    share: null,
    percent: null,
    chips: [],
    actions: [{ do: 'forget', name: wording.actions.forget, title: wording.act('forget', name) }],
    whyTitle: wording.whyOf(name),
    why: [{ text: why, chips: [] }],
    review: null,
  };
}

function labelRow(label: WireLearntLabel, index: number, context: ModelContext): PanelItem {
  const { learnt } = context.wording;
  const name = labelName(label, context);
  const words = learnt.shift(label.shift, label.decisions, label.needed, label.before, label.after);
  return row(`${labelPrefix}${index} ${label.id}`, name, words, learnt.why(label.needed), context);
}

function listRow(list: WireLearntList, index: number, context: ModelContext): PanelItem {
  const { learnt } = context.wording;
  const words = learnt.list(list.codes, list.reports, list.accuracy, list.macroF1, list.reviewed);
  return row(`${listPrefix}${index} ${list.name}`, list.name, words, learnt.listWhy(list.learnt), context);
}
