/** Quality checks as items, from the report's diagnostics. */
import type { WireRange } from '../../../server/src/protocol.js';
import { codeSuggestionId, conflictId, flagIdPrefix } from '../../../server/src/protocol.js';
import type { ModelContext } from './model.js';
import type { PanelGroup, PanelItem } from './types.js';

/** A diagnostic of Glosa's. */
export interface Check {
  /** The rule's id. */
  readonly id: string;
  readonly message: string;
  readonly range: WireRange;
}

/** True for ids of rules: suggested codes and flags have their own sections, disagreements are no rule's. */
export function isCheck(id: string): boolean {
  return id !== codeSuggestionId && id !== conflictId && !id.startsWith(flagIdPrefix);
}

/** Key and check of each item, in the order of the text; the same rule on two places has two keys. */
export function keyedChecks(checks: readonly Check[]): (readonly [string, Check])[] {
  const seen = new Map<string, number>();
  return [...checks]
    .sort(
      (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
    )
    .map((check) => {
      const time = seen.get(check.id) ?? 0;
      seen.set(check.id, time + 1);
      return [`check:${check.id} ${time}`, check] as const;
    });
}

export function checkGroups(checks: readonly Check[], context: ModelContext): PanelGroup[] {
  const items = keyedChecks(checks).map(([key, check]) => checkItem(key, check, context));
  return items.length === 0 ? [] : [{ key: 'checks', title: null, folded: false, items }];
}

function checkItem(key: string, { id, message, range }: Check, context: ModelContext): PanelItem {
  const { wording } = context;
  context.places.add(key, range, key);
  return {
    key,
    name: message,
    reveals: true,
    detail: null,
    tone: 'warning',
    words: [],
    share: null,
    percent: null,
    chips: [],
    actions: [{ do: 'ignore', name: wording.actions.ignore, title: wording.act('ignore', message) }],
    whyTitle: wording.whyOf(message),
    why: [{ text: wording.rule(id), chips: [] }],
    review: null,
  };
}
