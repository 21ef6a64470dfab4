/** Mentions of a whole report with all their candidates: what S1's scores and submissions are made from. */
import type { ParsedReport } from '../report.js';
import type { CodeCandidate, SentenceReading, Span } from '../types.js';

/** One mention at its place in the report's text; probabilities as in `MentionReading`. */
export interface ReportMention extends Span {
  readonly probability: number;
  readonly spanProbability: number;
  readonly candidates: readonly CodeCandidate[];
}

/** Every mention of the report in reading order. @param readings one per sentence. */
export function reportMentions(
  report: ParsedReport,
  readings: readonly SentenceReading[],
): readonly ReportMention[] {
  return readings.flatMap((reading, index) => {
    const words = report.words[index] ?? [];
    return reading.mentions.flatMap((mention) => {
      const first = words[mention.firstWord];
      const last = words[mention.endWord - 1];
      if (first === undefined || last === undefined) return [];
      // The heading over the sentence is read as a sentence of its own.
      if (first.startUtf16 < (report.sentences[index]?.startUtf16 ?? 0)) return [];
      const { probability, spanProbability, candidates } = mention;
      const { startUtf16 } = first;
      return [{ startUtf16, endUtf16: last.endUtf16, probability, spanProbability, candidates }];
    });
  });
}

/** Codes of a report, the best first: maximum over all mentions, whatever their assertion (paper 001 §3.2). */
export function codeRanking(mentions: readonly ReportMention[]): readonly CodeCandidate[] {
  const best = new Map<string, number>();
  for (const mention of mentions) {
    for (const { code, probability } of mention.candidates)
      best.set(code, Math.max(best.get(code) ?? 0, probability * mention.probability));
  }
  return [...best]
    .map(([code, probability]) => ({ code, probability }))
    .sort((a, b) => b.probability - a.probability || (a.code < b.code ? -1 : 1));
}
