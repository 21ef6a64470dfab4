/** CANTEMIST's three tasks scored at once: mentions (NER), their codes (NORM) and codes of reports (CODING). */
import type { Span } from '../types.js';
import { calibrationError, fromCounts, meanAveragePrecision, micro } from './measures.js';
import type { Forecast, PrecisionRecallF1 } from './measures.js';
import { codeRanking } from './mentions.js';
import type { ReportMention } from './mentions.js';

/** A mention that annotators marked. */
export interface GoldMention extends Span {
  /** Null where the annotation has a span only (the NER task's files). */
  readonly code: string | null;
}

/** What is right and what was read. */
export interface ScoredDocument {
  readonly gold: readonly GoldMention[];
  readonly mentions: readonly ReportMention[];
}

/** What the scores need of a pack. */
export interface ScoringRules {
  /** On the report's probability of a code. */
  readonly threshold: number;
  /** On `spanProbability`; mentions below it are no prediction for NER and NORM. */
  readonly spanThreshold: number;
  /** Codes that are not valid are taken out of rankings. */
  readonly isValid: (code: string) => boolean;
}

/** Scores, unrounded, 0 to 1. */
export interface CantemistScores {
  readonly documents: number;
  readonly goldMentions: number;
  readonly predictedMentions: number;
  readonly map: number;
  /** Without the code of unspecified metastasis, the most frequent one. */
  readonly mapWithout8000_6: number;
  readonly ner: PrecisionRecallF1;
  readonly norm: PrecisionRecallF1;
  /** Codes of reports at and above the threshold. */
  readonly codes: PrecisionRecallF1;
  /** Of the report's codes, ten bins; null where nothing was ranked. */
  readonly calibrationError: number | null;
}

const unspecifiedMetastasis: ReadonlySet<string> = new Set(['8000/6']);

/** Scores every document at once; documents without gold count for NER, NORM and precision, not for MAP. */
export function scoreCantemist(
  documents: readonly ScoredDocument[],
  { threshold, spanThreshold, isValid }: ScoringRules,
): CantemistScores {
  const spans = { gold: new Set<string>(), read: new Set<string>() };
  const coded = { gold: new Set<string>(), read: new Set<string>() };
  const ranked: { gold: ReadonlySet<string>; ranking: readonly string[] }[] = [];
  const forecasts: Forecast[] = [];
  let goldCodes = 0;
  documents.forEach(({ gold, mentions }, document) => {
    const key = ({ startUtf16, endUtf16 }: Span): string => `${document} ${startUtf16} ${endUtf16}`;
    const codes = new Set<string>();
    for (const mention of gold) {
      spans.gold.add(key(mention));
      if (mention.code === null) continue;
      coded.gold.add(`${key(mention)} ${mention.code}`);
      codes.add(mention.code);
    }
    for (const mention of mentions) {
      if (mention.spanProbability < spanThreshold) continue;
      spans.read.add(key(mention));
      const top = mention.candidates[0];
      if (top !== undefined) coded.read.add(`${key(mention)} ${top.code}`);
    }
    const ranking = codeRanking(mentions);
    ranked.push({ gold: codes, ranking: ranking.map(({ code }) => code).filter(isValid) });
    for (const { code, probability } of ranking) forecasts.push({ probability, right: codes.has(code) });
    goldCodes += codes.size;
  });
  const sure = forecasts.filter(({ probability }) => probability >= threshold);
  return {
    documents: documents.length,
    goldMentions: spans.gold.size,
    predictedMentions: spans.read.size,
    map: meanAveragePrecision(ranked),
    mapWithout8000_6: meanAveragePrecision(ranked, unspecifiedMetastasis),
    ner: micro(spans.gold, spans.read),
    norm: micro(coded.gold, coded.read),
    codes: fromCounts(sure.filter(({ right }) => right).length, sure.length, goldCodes),
    calibrationError: calibrationError(forecasts),
  };
}
