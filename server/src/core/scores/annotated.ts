/** Annotated reports as scores see them: entities by characters and by words. */
import type { Span } from '../types.js';

/** An entity that was marked or read. */
export interface ScoredEntity {
  readonly type: string;
  /** In the order of the text; more than one where the entity is discontinuous. */
  readonly pieces: readonly Span[];
  readonly subtype: string | null;
  readonly assertion: string | null;
  readonly side: string | null;
  readonly trend: string | null;
}

/** A relation by indices of its entities. */
export interface ScoredRelation {
  readonly type: string;
  readonly head: number;
  readonly tail: number;
}

export interface Annotations {
  readonly entities: readonly ScoredEntity[];
  readonly relations: readonly ScoredRelation[];
}

/** What is right of one report, and what was read. */
export interface EntityReport {
  /** The report's words, in order: a shared one is an overlap. */
  readonly words: readonly Span[];
  readonly gold: Annotations;
  readonly read: Annotations;
}

/** Annotations with the indices of every entity's words, ascending; a word counts where any piece touches it. */
export interface Placed extends Annotations {
  readonly wordsOf: readonly (readonly number[])[];
}

/** @param words in order, apart from one another. */
export function placeEntities({ entities, relations }: Annotations, words: readonly Span[]): Placed {
  const wordsOf = entities.map(({ pieces }) => {
    const touched = new Set<number>();
    for (const { startUtf16, endUtf16 } of pieces) {
      for (let i = firstEndingAfter(words, startUtf16); (words[i]?.startUtf16 ?? Infinity) < endUtf16; i++)
        touched.add(i);
    }
    return [...touched].sort((a, b) => a - b);
  });
  return { entities, relations, wordsOf };
}

function firstEndingAfter(words: readonly Span[], place: number): number {
  let low = 0;
  for (let high = words.length; low < high;) {
    const middle = (low + high) >>> 1;
    if ((words[middle]?.endUtf16 ?? Infinity) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether two ascending lists share a word. */
export function shareWord(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const x = a[i] ?? 0;
    const y = b[j] ?? 0;
    if (x === y) return true;
    if (x < y) i++;
    else j++;
  }
  return false;
}

/** Whether two ascending lists are the same words; an entity without a word is like none. */
export function sameWords(a: readonly number[], b: readonly number[]): boolean {
  return a.length > 0 && a.length === b.length && a.every((word, i) => word === b[i]);
}
