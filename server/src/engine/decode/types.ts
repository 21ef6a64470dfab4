import type { SentenceReading } from '../../core/types.js';

/** One graph output for one sentence, a row per word (read at each word's first piece), row-major. */
export interface WordOutput {
  readonly data: Float32Array;
  /** Columns. */
  readonly size: number;
}

/** Reading of a sentence without words, and what a pack without a head leaves of one. */
export const nothingFound: SentenceReading = { mentions: [], entities: [], relations: [], report: null };

/**
 * Turns a sentence's word outputs (after windows were merged) into its reading; runs in the child.
 * @param words the folded words of the ReaderInput; every output has one row per word.
 */
export type SentenceDecoder = (
  words: readonly string[],
  outputs: ReadonlyMap<string, WordOutput>,
) => SentenceReading;
