/** Where a report label's attention lies, word by word and sentence by sentence, for display (S4, paper 004). */
import { weightsOf } from './labelQueries.js';
import { mergeQuery } from './labels.js';
import type { ReaderHead } from './readerHead.js';
import type { ParsedReport } from './report.js';
import { readSentences } from './reportAttention.js';
import type { ReadSentence } from './reportAttention.js';
import type { LabelId, SentenceReading, Span } from './types.js';

/** Words below this part of the report's strongest word are left out: they would not be seen. */
const leastPart = 0.04;

/** A word, or a sentence, with its part of the report's attention, 0 to 1. */
export interface Attended extends Span {
  readonly weight: number;
}

interface Shared {
  readonly query: number;
  readonly sentences: readonly ReadSentence[];
  readonly shares: readonly number[];
}

function sharesFor(
  report: ParsedReport,
  readings: readonly (SentenceReading | null)[],
  label: LabelId,
  reader: ReaderHead,
): Shared | null {
  const query = reader.labels.findIndex(({ id }) => id === label);
  const head = reader.labels[query];
  const sentences = readSentences(readings);
  if (head === undefined || sentences.length === 0) return null;
  return { query, sentences, shares: mergeQuery(report, sentences, query, head, 0).shares };
}

/**
 * Words in text order. A sentence's share is exact; within it words have the 64 steps of `LabelQueries.weights`. An
 * organ heading's words, which are read before each sentence under them, get what all these sentences give them.
 */
export function wordAttention(
  report: ParsedReport,
  readings: readonly (SentenceReading | null)[],
  label: LabelId,
  reader: ReaderHead,
): Attended[] {
  const shared = sharesFor(report, readings, label, reader);
  if (shared === null) return [];
  const words = new Map<number, { endUtf16: number; weight: number }>();
  shared.sentences.forEach(({ sentence, reading }, i) => {
    const weights = stepsOf(weightsOf(reading.labels, shared.query));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    (report.words[sentence] ?? []).forEach(({ startUtf16, endUtf16 }, w) => {
      const weight = ((shared.shares[i] ?? 0) * (weights[w] ?? 0)) / Math.max(total, 1);
      words.set(startUtf16, { endUtf16, weight: weight + (words.get(startUtf16)?.weight ?? 0) });
    });
  });
  let most = 0;
  for (const { weight } of words.values()) most = Math.max(most, weight);
  return [...words]
    .filter(([, { weight }]) => weight > 0 && weight >= leastPart * most)
    .map(([startUtf16, { endUtf16, weight }]) => ({ startUtf16, endUtf16, weight }))
    .sort((a, b) => a.startUtf16 - b.startUtf16);
}

/** The sentence with the most attention; null where no sentence has a report reading. */
export function mostAttended(
  report: ParsedReport,
  readings: readonly (SentenceReading | null)[],
  label: LabelId,
  reader: ReaderHead,
): Attended | null {
  const shared = sharesFor(report, readings, label, reader);
  if (shared === null) return null;
  const weight = shared.shares.reduce((most, share) => Math.max(most, share), 0);
  const place = report.sentences[shared.sentences[shared.shares.indexOf(weight)]?.sentence ?? -1];
  return place === undefined ? null : { startUtf16: place.startUtf16, endUtf16: place.endUtf16, weight };
}

/** `LabelQueries.weights` as steps of 0 to 63. */
function stepsOf(weights: string): number[] {
  return Array.from({ length: weights.length }, (_, i) => weights.charCodeAt(i) - 48);
}
