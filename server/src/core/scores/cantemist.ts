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

/** Scores every document; documents without gold count for NER, NORM and precision, not for MAP. */
export function scoreCantemist(documents: readonly ScoredDocument[], rules: ScoringRules): CantemistScores {
  const scorer = new CantemistScorer(rules);
  for (const document of documents) scorer.add(document);
  return scorer.scores();
}

/** `scoreCantemist`, a document at a time. */
export class CantemistScorer {
  readonly #rules: ScoringRules;
  readonly #spans = { gold: new Set<string>(), read: new Set<string>() };
  readonly #coded = { gold: new Set<string>(), read: new Set<string>() };
  readonly #ranked: { gold: ReadonlySet<string>; ranking: readonly string[] }[] = [];
  readonly #forecasts: Forecast[] = [];
  #goldCodes = 0;
  #documents = 0;

  constructor(rules: ScoringRules) {
    this.#rules = rules;
  }

  get documents(): number {
    return this.#documents;
  }

  add({ gold, mentions }: ScoredDocument): void {
    const document = this.#documents++;
    const key = ({ startUtf16, endUtf16 }: Span): string => `${document} ${startUtf16} ${endUtf16}`;
    const codes = new Set<string>();
    for (const mention of gold) {
      this.#spans.gold.add(key(mention));
      if (mention.code === null) continue;
      this.#coded.gold.add(`${key(mention)} ${mention.code}`);
      codes.add(mention.code);
    }
    for (const mention of mentions) {
      if (mention.spanProbability < this.#rules.spanThreshold) continue;
      this.#spans.read.add(key(mention));
      const top = mention.candidates[0];
      if (top !== undefined) this.#coded.read.add(`${key(mention)} ${top.code}`);
    }
    const ranking = codeRanking(mentions);
    const { isValid } = this.#rules;
    this.#ranked.push({ gold: codes, ranking: ranking.map(({ code }) => code).filter(isValid) });
    for (const { code, probability } of ranking)
      this.#forecasts.push({ probability, right: codes.has(code) });
    this.#goldCodes += codes.size;
  }

  scores(): CantemistScores {
    const sure = this.#forecasts.filter(({ probability }) => probability >= this.#rules.threshold);
    return {
      documents: this.#documents,
      goldMentions: this.#spans.gold.size,
      predictedMentions: this.#spans.read.size,
      map: meanAveragePrecision(this.#ranked),
      mapWithout8000_6: meanAveragePrecision(this.#ranked, unspecifiedMetastasis),
      ner: micro(this.#spans.gold, this.#spans.read),
      norm: micro(this.#coded.gold, this.#coded.read),
      codes: fromCounts(sure.filter(({ right }) => right).length, sure.length, this.#goldCodes),
      calibrationError: calibrationError(this.#forecasts),
    };
  }
}
