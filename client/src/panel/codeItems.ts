/** Ranked codes as items, by code system. */
import type { AnalysisParams, WireCode, WireStaleCode } from '../../../server/src/protocol.js';
import type { ModelContext } from './model.js';
import type { PanelDo, PanelGroup, PanelItem } from './types.js';

/** Of the codes below the threshold, as many as a person reads through. */
const maximumWeaker = 10;

/** Key of a code's item; a code and its system have no space. */
export function codeKey({ system, code }: Pick<WireCode, 'system' | 'code'>): string {
  return `code:${system} ${code}`;
}

/** By system in the order of the ranking: suggested and decided codes, then, folded, the best of the others. */
export function codeGroups({ codes, stale }: AnalysisParams, context: ModelContext): PanelGroup[] {
  const known = new Set(codes.map(codeKey));
  const unranked = stale.filter((code) => !known.has(codeKey(code)));
  const systems = [...new Set([...codes, ...unranked].map(({ system }) => system))];
  return systems.flatMap((system): PanelGroup[] => {
    const ranked = codes.filter((code) => code.system === system);
    const isShown = (code: WireCode): boolean => code.value || code.review !== 'none';
    const shown = [
      ...ranked.filter(isShown).map((code) => codeItem(code, context)),
      ...unranked.filter((code) => code.system === system).map((code) => unrankedItem(code, context)),
    ];
    const weaker = ranked
      .filter((code) => !isShown(code))
      .slice(0, maximumWeaker)
      .map((code) => codeItem(code, context));
    const folded = {
      key: `codes/${system}/weaker`,
      title: `${system}: ${context.wording.weaker(weaker.length)}`,
      folded: true,
      items: weaker,
    };
    return [{ key: `codes/${system}`, title: system, folded: false, items: shown }, folded].filter(
      ({ items }) => items.length > 0,
    );
  });
}

/** What a person may do: nothing is offered that the report denies or says of a relative. */
function actionsOf({ review, status }: WireCode): PanelDo[] {
  const offered = status.assertion !== 'absent' && status.experiencer !== 'family';
  return [
    ...(offered && review !== 'accepted' ? (['accept'] as const) : []),
    ...(review === 'dismissed' ? [] : (['dismiss'] as const)),
    'copy',
  ];
}

/** A code that was accepted for words that the report no longer has, and that the model no longer ranks. */
function unrankedItem(code: WireStaleCode, context: ModelContext): PanelItem {
  const { wording } = context;
  const review = wording.review('stale');
  return {
    key: codeKey(code),
    name: code.code,
    reveals: false,
    detail: code.description === code.code ? null : code.description,
    tone: 'doubtful',
    words: review === null ? [] : [review],
    share: null,
    percent: null,
    chips: [],
    actions: actionButtons(['dismiss', 'copy'], code.code, context),
    whyTitle: wording.whyOf(code.code),
    why: [{ text: wording.staleWhy, chips: [] }],
    review,
  };
}

function actionButtons(
  actions: readonly PanelDo[],
  code: string,
  { wording }: ModelContext,
): PanelItem['actions'] {
  return actions.map((action) => ({
    do: action,
    name: wording.actions[action],
    title: wording.act(action, code),
  }));
}

function toneOf({ review, status, value }: WireCode): PanelItem['tone'] {
  if (review === 'accepted') return 'accepted';
  const denied = status.assertion === 'absent' || status.experiencer === 'family';
  if (!value || review === 'dismissed' || denied) return 'quiet';
  return review === 'stale' || status.assertion === 'possible' ? 'doubtful' : 'stated';
}

function codeItem(code: WireCode, context: ModelContext): PanelItem {
  const { wording } = context;
  const key = codeKey(code);
  const review = wording.review(code.review);
  const foreign = code.descriptionLanguage === wording.language ? null : code.descriptionLanguage;
  const description = code.description === code.code ? null : code.description;
  return {
    key,
    name: code.code,
    reveals: false,
    detail:
      description === null || foreign === null
        ? description
        : `${description} (${wording.otherLanguage[foreign]})`,
    tone: toneOf(code),
    words: [...(review === null ? [] : [review]), ...wording.status(code.status)],
    share: code.probability,
    percent: wording.percent(code.probability),
    chips: code.evidence.map(({ range }, i) => context.chip(`${key}/${i}`, range, code.value ? key : null)),
    actions: actionButtons(actionsOf(code), code.code, context),
    whyTitle: wording.whyOf(code.code),
    why: code.evidence.map(({ range, probability, runnerUp, status }) => {
      const next = runnerUp === null ? null : wording.runnerUp(runnerUp.code, runnerUp.probability);
      const mention = wording.mention(wording.quoted(context.textAt(range)), probability, next);
      return { text: [mention, ...wording.status(status)].join(', '), chips: [] };
    }),
    review,
  };
}
