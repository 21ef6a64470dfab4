/** What a screen reader is told when the panel changes: the report's state and decisions, never a keystroke's news. */
import type { PanelItem, PanelModel } from '../types.js';

function itemsOf({ sections }: PanelModel): PanelItem[] {
  return sections.flatMap(({ groups }) => groups.flatMap(({ items }) => items));
}

/** Sentences to say, none where nothing that is worth saying has changed. */
export function changes(before: PanelModel | null, now: PanelModel): string[] {
  if (before?.uri !== now.uri || before.state !== now.state) return [now.stateText];
  const reviews = new Map(itemsOf(before).map(({ key, review }) => [key, review]));
  return itemsOf(now).flatMap(({ key, name, review }) =>
    review !== null && reviews.has(key) && reviews.get(key) !== review ? [`${name}: ${review}`] : [],
  );
}
