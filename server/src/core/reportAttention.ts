/**
 * The report-wide softmax over words, from sentences' log-sum-exps (streaming softmax): a sentence's share is what
 * one softmax over all words of the report would give to its words together.
 */
import type { ParsedReport } from './report.js';
import type { SectionShift } from './readerHead.js';
import type { ReportReading, SentenceReading } from './types.js';

/** A sentence with a report reading. */
export interface ReadSentence {
  /** Index into the report's sentences. */
  readonly sentence: number;
  readonly reading: ReportReading;
}

/** The sentences that report-level heads have read. */
export function readSentences(readings: readonly (SentenceReading | null)[]): ReadSentence[] {
  const read: ReadSentence[] = [];
  readings.forEach((reading, sentence) => {
    if (reading?.report != null) read.push({ sentence, reading: reading.report });
  });
  return read;
}

/** What a section adds to the scores of a sentence. */
export function shiftOf(report: ParsedReport, sentence: number, shift: SectionShift): number {
  const kind = report.sections[report.sentences[sentence]?.section ?? -1]?.kind;
  return kind === undefined ? 0 : (shift[kind] ?? 0);
}

/** Shares of sentences whose scores sum up to `exp(logSums[i])`; they sum to 1. */
export function sharesOf(logSums: readonly number[] | Float64Array): number[] {
  // By index: an iterator over what may be either list makes an object a number.
  const { length } = logSums;
  let top = -Infinity;
  for (let i = 0; i < length; i++) top = Math.max(top, logSums[i] ?? top);
  const shares: number[] = [];
  let total = 0;
  for (let i = 0; i < length; i++) {
    const weight = Math.exp((logSums[i] ?? top) - top);
    shares.push(weight);
    total += weight;
  }
  for (let i = 0; i < shares.length; i++) shares[i] = (shares[i] ?? 0) / total;
  return shares;
}
