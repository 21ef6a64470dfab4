/** Categories of standard scales, incidental findings and described organs as items. */
import type {
  AnalysisParams,
  WireCategory,
  WireIncidental,
  WireRange,
} from '../../../server/src/protocol.js';
import type { ModelContext } from './model.js';
import type { PanelGroup, PanelItem } from './types.js';

/** Categories of now; incidental findings; the exam's organs; folded, what is said of other times. */
export function assessmentGroups({ assessment }: AnalysisParams, context: ModelContext): PanelGroup[] {
  const { wording } = context;
  const titles = wording.assessment;
  const keyed = assessment.categories.map((one, index) => ({
    one,
    key: keyOf(assessment.categories, index),
  }));
  const now = keyed.filter(({ one }) => one.use === 'current');
  const others = keyed.filter(({ one }) => one.use !== 'current');
  const groups: PanelGroup[] = [
    {
      key: 'assessment/categories',
      title: titles.categories,
      folded: false,
      items: now.map(({ one, key }) => categoryItem(one, key, context)),
    },
    {
      key: 'assessment/incidentals',
      title: titles.incidentals,
      folded: false,
      items: assessment.incidentals.map((one, i) =>
        incidentalItem(one, `incidental:${one.organ} ${i}`, context),
      ),
    },
    { key: 'assessment/organs', title: titles.organs, folded: false, items: organItems(assessment, context) },
    {
      key: 'assessment/others',
      title: titles.others(others.length),
      folded: true,
      items: others.map(({ one, key }) => categoryItem(one, key, context)),
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

/** The same category of the same scale at two places has two keys. */
function keyOf(categories: readonly WireCategory[], index: number): string {
  const system = categories[index]?.system ?? '';
  const time = categories.slice(0, index).filter((one) => one.system === system).length;
  return `category:${system} ${time}`;
}

function plain(key: string, name: string, context: ModelContext): PanelItem {
  const { wording } = context;
  return {
    key,
    name,
    reveals: false,
    detail: null,
    tone: 'stated',
    words: [],
    share: null,
    percent: null,
    chips: [],
    actions: [],
    whyTitle: wording.whyOf(name),
    why: [{ text: wording.assessment.byRule, chips: [] }],
    review: null,
  };
}

function categoryItem(category: WireCategory, key: string, context: ModelContext): PanelItem {
  const { wording } = context;
  const { name, meaning, use, side, part, points, sums, range } = category;
  const { assessment, terms } = wording;
  return {
    ...plain(key, name, context),
    detail: meaning ?? assessment.noValue,
    tone: use !== 'current' ? 'quiet' : meaning === null ? 'warning' : 'stated',
    words: [
      ...(use === 'current' ? [] : [assessment.uses[use]]),
      ...(side === null ? [] : [terms?.sides[side] ?? side]),
      ...(part === null ? [] : [assessment.parts[part]]),
      ...(points === null ? [] : [assessment.points(points)]),
      ...(sums === null ? [] : assessment.sums(sums)),
    ],
    chips: [context.chip(`${key}/0`, range, key)],
  };
}

function incidentalItem(finding: WireIncidental, key: string, context: ModelContext): PanelItem {
  const { wording } = context;
  const { assessment, terms } = wording;
  const { organName, side, size, trend, range, also, followUp, followUpRange } = finding;
  const places: readonly WireRange[] = [range, ...also];
  return {
    ...plain(key, context.textAt(range), context),
    detail: organName,
    words: [
      ...(side === null ? [] : [terms?.sides[side] ?? side]),
      ...(size === null ? [] : [context.textAt(size)]),
      ...(trend === null ? [] : [terms?.trends[trend] ?? trend]),
      followUp === null ? assessment.noFollowUp : assessment.followUps[followUp],
    ],
    chips: [
      ...places.map((place, i) => context.chip(`${key}/${i}`, place, key)),
      ...(followUpRange === null ? [] : [context.chip(`${key}/follow-up`, followUpRange, null)]),
    ],
  };
}

function organItems({ completeness }: AnalysisParams['assessment'], context: ModelContext): PanelItem[] {
  if (completeness === null) return [];
  const { assessment } = context.wording;
  const { examName, range, named, missing } = completeness;
  const key = 'organs:exam';
  context.places.add(key, range, null);
  return [
    {
      ...plain(key, examName, context),
      reveals: true,
      detail: missing.length === 0 ? assessment.allNamed : assessment.notNamed(missing.join(', ')),
      tone: missing.length === 0 ? 'stated' : 'doubtful',
      chips: named.map((organ, i) => context.chip(`${key}/${i}`, organ.range, null)),
    },
  ];
}
