/** What a report label rests on: the words that it attends to, and what it would be without a sentence (S4). */
import { mergeQuery, statedEvidence } from './labels.js';
import type { ReaderHead } from './readerHead.js';
import type { ParsedReport } from './report.js';
import { readSentences } from './reportAttention.js';
import type { Entity, LabelId, SentenceReading, Span } from './types.js';
import { mostAttended, wordAttention } from './wordAttention.js';
import type { Attended } from './wordAttention.js';

/** As many words as a person takes in at a glance. */
const maximumWords = 8;

export interface LabelWhy {
  /** The strongest first; `weight` is the word's part of the report's attention. */
  readonly words: readonly Attended[];
  /** Sentences, and the label's probability, calibrated, in the report without each of them alone. */
  readonly without: readonly (Span & { readonly probability: number })[];
}

/**
 * The deletion test merges the other sentences' readings, and leaves out the sentence's findings: exact, since a
 * sentence's reading depends on no other.
 * @param evidence the label's; where it is empty the sentence with the most attention is left out.
 * @returns null where no sentence has a report reading.
 */
export function labelWhy(
  report: ParsedReport,
  readings: readonly (SentenceReading | null)[],
  label: LabelId,
  evidence: readonly Span[],
  entities: readonly Entity[],
  reader: ReaderHead,
): LabelWhy | null {
  const query = reader.labels.findIndex(({ id }) => id === label);
  const head = reader.labels[query];
  const sentences = readSentences(readings);
  const top = mostAttended(report, readings, label, reader);
  if (head === undefined || top === null) return null;
  const left = new Set((evidence.length > 0 ? evidence : [top]).map((span) => sentenceOf(report, span)));
  return {
    words: wordAttention(report, readings, label, reader)
      .sort((a, b) => b.weight - a.weight || a.startUtf16 - b.startUtf16)
      .slice(0, maximumWords),
    without: [...left].flatMap((sentence) => {
      const place = report.sentences[sentence];
      if (place === undefined) return [];
      const others = sentences.filter((one) => one.sentence !== sentence);
      const stated = statedEvidence(report, entities, reader, sentence)[query] ?? 0;
      const { probability } = mergeQuery(report, others, query, head, stated);
      return [{ startUtf16: place.startUtf16, endUtf16: place.endUtf16, probability }];
    }),
  };
}

/** Index of the sentence that holds a span, in its text or in its organ heading; -1 where there is none. */
function sentenceOf({ sentences }: ParsedReport, { startUtf16, endUtf16 }: Span): number {
  const holds = (span: Span | null): boolean =>
    span !== null && span.startUtf16 <= startUtf16 && endUtf16 <= span.endUtf16;
  const inText = sentences.findIndex(holds);
  return inText >= 0 ? inText : sentences.findIndex(({ organHeading }) => holds(organHeading));
}
