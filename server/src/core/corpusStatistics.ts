/**
 * How rich the words of a collection of reports are. With N tokens, V types (different words), and V(m) types that
 * occur m times, M2 = Σ m²·V(m):
 *
 * - type-token ratio: V / N;
 * - Yule's K: 10⁴ · (M2 − N) / N². It hardly depends on the size of the collection; the lower, the richer
 *   (G. U. Yule, *The Statistical Study of Literary Vocabulary*, Cambridge 1944);
 * - Yule's I: N² / (M2 − N) = 10⁴ / K, the higher, the richer: what Wood et al. (Deep learning to automate the
 *   labelling of head MRI datasets, European Radiology 2022, table 1) report of head MRI (79), head CT (34) and chest
 *   radiograph (29) reports. Some programs put V for N in the numerator; those numbers are another measure.
 */
import type { Word } from './types.js';

export interface CorpusStatistics {
  readonly reports: number;
  /** N: words with at least one letter. */
  readonly tokens: number;
  /** V: of them different ones, whatever their case and accents. */
  readonly types: number;
  /** V(1): types that occur once. */
  readonly once: number;
  /** Σ m²·V(m). */
  readonly sumOfSquares: number;
  /** Null without a token. */
  readonly typeTokenRatio: number | null;
  /** Null without a token. */
  readonly yuleK: number | null;
  /** Null where every type occurs once, and without a token. */
  readonly yuleI: number | null;
  readonly tokensPerReport: number | null;
}

const letter = /\p{L}/u;

/** Counts words report by report. Memory grows with the types, not with the reports. */
export class CorpusCounter {
  readonly #counts = new Map<string, number>();
  #reports = 0;
  #tokens = 0;

  /** Adds one report. @param words its words by sentence, as `parseReport` cuts them. */
  add(words: readonly (readonly Pick<Word, 'folded'>[])[]): void {
    this.#reports++;
    for (const sentence of words) {
      for (const { folded } of sentence) {
        if (!letter.test(folded)) continue;
        this.#tokens++;
        this.#counts.set(folded, (this.#counts.get(folded) ?? 0) + 1);
      }
    }
  }

  statistics(): CorpusStatistics {
    let sumOfSquares = 0;
    let once = 0;
    for (const count of this.#counts.values()) {
      sumOfSquares += count * count;
      if (count === 1) once++;
    }
    const tokens = this.#tokens;
    const types = this.#counts.size;
    const repeated = sumOfSquares - tokens;
    return {
      reports: this.#reports,
      tokens,
      types,
      once,
      sumOfSquares,
      typeTokenRatio: tokens === 0 ? null : types / tokens,
      yuleK: tokens === 0 ? null : (10_000 * repeated) / tokens ** 2,
      yuleI: repeated === 0 ? null : tokens ** 2 / repeated,
      tokensPerReport: this.#reports === 0 ? null : tokens / this.#reports,
    };
  }
}
