/** SpRadIE's scores (paper 002): character Jaccard of entities matched one to one, greedily, within a type. */
import type { Span } from '../types.js';
import type { ScoredEntity } from './annotated.js';
import { fromCounts } from './measures.js';
import type { PrecisionRecallF1 } from './measures.js';

export interface LenientScores {
  /** A match counts by its Jaccard index: half a span scores 0.5. */
  readonly lenient: PrecisionRecallF1;
  /** A match counts where its characters are the same. */
  readonly exact: PrecisionRecallF1;
}

/** Shared characters over all characters of two entities, gaps between pieces left out. */
export function jaccard(a: readonly Span[], b: readonly Span[]): number {
  let shared = 0;
  for (const x of a) {
    for (const y of b)
      shared += Math.max(0, Math.min(x.endUtf16, y.endUtf16) - Math.max(x.startUtf16, y.startUtf16));
  }
  const all = lengthOf(a) + lengthOf(b) - shared;
  return all === 0 ? 0 : shared / all;
}

const lengthOf = (pieces: readonly Span[]): number =>
  pieces.reduce((sum, { startUtf16, endUtf16 }) => sum + endUtf16 - startUtf16, 0);

/** Counts report by report, micro-averaged over all types. */
export class LenientTally {
  private gold = 0;
  private read = 0;
  private similarity = 0;
  private same = 0;

  /** Adds one report. */
  add(gold: readonly ScoredEntity[], read: readonly ScoredEntity[]): void {
    this.gold += gold.length;
    this.read += read.length;
    const pairs = gold.flatMap((one, g) =>
      read.flatMap((other, r) => {
        const index = one.type === other.type ? jaccard(one.pieces, other.pieces) : 0;
        return index > 0 ? [{ g, r, index }] : [];
      }),
    );
    // The most alike first; of equals the first in the text.
    pairs.sort((a, b) => b.index - a.index || a.g - b.g || a.r - b.r);
    const goldTaken = new Set<number>();
    const readTaken = new Set<number>();
    for (const { g, r, index } of pairs) {
      if (goldTaken.has(g) || readTaken.has(r)) continue;
      goldTaken.add(g);
      readTaken.add(r);
      this.similarity += index;
      if (index === 1) this.same++;
    }
  }

  scores(): LenientScores {
    return {
      lenient: fromCounts(this.similarity, this.read, this.gold),
      exact: fromCounts(this.same, this.read, this.gold),
    };
  }
}
