/** SpERT's two ways to match labelled spans and relations between them (paper 003, Evaluation). */
import { sameWords, shareWord } from './annotated.js';
import { fromHits } from './measures.js';
import type { PrecisionRecallF1 } from './measures.js';

/** One entity that an item is made of. */
export interface End {
  readonly type: string;
  readonly words: readonly number[];
}

/** One span or relation: its label and its ends (a span has one). */
export interface Labelled {
  readonly label: string;
  readonly ends: readonly End[];
}

/** Scores of one kind of items. `exact`: the same words; `overlap`: at least one shared word, at every end. */
export interface MatchScores {
  readonly gold: number;
  readonly read: number;
  readonly exact: PrecisionRecallF1;
  readonly overlap: PrecisionRecallF1;
}

type Same = (a: readonly number[], b: readonly number[]) => boolean;

/** Counts report by report. An item is right where any item of the other side with its label matches it. */
export class MatchTally {
  private readonly counts = { gold: 0, read: 0 };
  private readonly hits = { exact: { gold: 0, read: 0 }, overlap: { gold: 0, read: 0 } };

  /** Adds one report. */
  add(gold: readonly Labelled[], read: readonly Labelled[]): void {
    this.counts.gold += gold.length;
    this.counts.read += read.length;
    for (const [hits, same] of [
      [this.hits.exact, sameWords],
      [this.hits.overlap, shareWord],
    ] as const) {
      hits.gold += matched(gold, read, same);
      hits.read += matched(read, gold, same);
    }
  }

  scores(): MatchScores {
    const { gold, read } = this.counts;
    const of = (hits: { readonly gold: number; readonly read: number }): PrecisionRecallF1 =>
      fromHits({ hits: hits.read, total: read }, { hits: hits.gold, total: gold });
    return { gold, read, exact: of(this.hits.exact), overlap: of(this.hits.overlap) };
  }
}

function matched(items: readonly Labelled[], others: readonly Labelled[], same: Same): number {
  return items.filter((item) =>
    others.some(
      ({ label, ends }) =>
        label === item.label &&
        ends.every(({ type, words }, i) => {
          const other = item.ends[i];
          return other?.type === type && same(words, other.words);
        }),
    ),
  ).length;
}
