/** Report labels as items: what the report states, how sure that is, and on which words it rests. */
import type { AnalysisParams, WhyLabelResult, WireLabel } from '../../../server/src/protocol.js';
import type { ModelContext } from './model.js';
import type { PanelDo, PanelGroup, PanelItem, WhyPart } from './types.js';

const prefix = 'label:';

/** The label of an item; null for items of other kinds. */
export function labelOfItem(key: string): string | null {
  return key.startsWith(prefix) ? key.slice(prefix.length) : null;
}

export function labelGroups({ labels }: AnalysisParams, context: ModelContext): PanelGroup[] {
  const { wording } = context;
  const items = (of: readonly WireLabel[]): PanelItem[] => of.map((label) => labelItem(label, context));
  const quiet = labels.filter(isQuiet);
  const others = labels.filter(({ applies }) => !applies);
  const shown = labels.filter((label) => label.applies && !quiet.includes(label));
  return [
    { key: 'labels', title: null, folded: false, items: items(shown) },
    { key: 'labels/quiet', title: wording.moreNotStated(quiet.length), folded: true, items: items(quiet) },
    { key: 'labels/other', title: wording.notApplying(others.length), folded: true, items: items(others) },
  ].filter((group) => group.items.length > 0);
}

/** A category of head imaging that the report does not state, not even doubtfully, and nobody has decided on. */
function isQuiet({ id, applies, value, probability, sensitiveThreshold, review }: WireLabel): boolean {
  return id !== 'abnormal' && applies && !value && probability < sensitiveThreshold && review === 'none';
}

/** @returns with a capital, as names stand at the start of a line. */
export function labelName({ id }: Pick<WireLabel, 'id'>, { wording }: ModelContext): string {
  const name = wording.terms?.labels[id] ?? id;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function labelItem(label: WireLabel, context: ModelContext): PanelItem {
  const { wording } = context;
  const key = `${prefix}${label.id}`;
  const name = labelName(label, context);
  const doubtful = label.applies && !label.value && label.probability >= label.sensitiveThreshold;
  const review = wording.review(label.review);
  const says = label.value ? 'stated' : doubtful ? 'doubtful' : 'notStated';
  return {
    key,
    name,
    reveals: false,
    detail: null,
    tone: toneOf(label.review, says),
    words: label.applies ? [...(review === null ? [] : [review]), wording.says[says]] : [],
    share: label.probability,
    percent: wording.percent(label.probability),
    chips: label.evidence.map(({ range }, i) => context.chip(`${key}/${i}`, range, key)),
    actions: actionsOf(label).map((action) => ({
      do: action,
      name: wording.actions[action],
      title: wording.act(action, name),
    })),
    whyTitle: wording.whyOf(name),
    why: whyParts(label, context.whys.get(label.id), context),
    review,
  };
}

/** What a person may do. */
function actionsOf({ applies, review }: WireLabel): PanelDo[] {
  if (!applies) return [];
  return [
    ...(review === 'accepted' ? [] : (['accept'] as const)),
    ...(review === 'dismissed' ? [] : (['dismiss'] as const)),
    'attention',
  ];
}

/** What a person said goes before what was read. */
function toneOf(review: WireLabel['review'], says: 'stated' | 'doubtful' | 'notStated'): PanelItem['tone'] {
  if (review === 'accepted') return 'accepted';
  return says === 'notStated' || review === 'dismissed' ? 'quiet' : says;
}

function whyParts(
  label: WireLabel,
  why: WhyLabelResult | undefined,
  context: ModelContext,
): WhyPart[] | null {
  const { wording } = context;
  if (why === undefined) return null;
  const thresholds = {
    text: wording.thresholds(label.threshold, label.sensitiveThreshold),
    chips: [],
  };
  // Ranges of another version would show the wrong words.
  if (why.version !== context.version) return [thresholds, { text: wording.noReading, chips: [] }];
  const key = `${prefix}${label.id}`;
  return [
    thresholds,
    {
      text: wording.topWords,
      chips: why.words.map(({ range, weight }, i) =>
        context.chip(`${key}/word/${i}`, range, null, wording.percent(weight)),
      ),
    },
    ...why.without.map(({ range, probability }, i) => ({
      text: wording.without(probability, label.probability),
      chips: [context.chip(`${key}/without/${i}`, range, null)],
    })),
  ];
}
