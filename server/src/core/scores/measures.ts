/** The measures that scores are made of, by their definitions. */

/** Precision, recall and their harmonic mean, each 0 to 1; 0 where there is nothing to divide by. */
export interface PrecisionRecallF1 {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** From counts over the whole corpus (micro-average). */
export function fromCounts(hits: number, predicted: number, gold: number): PrecisionRecallF1 {
  return fromHits({ hits, total: predicted }, { hits, total: gold });
}

/** How many of some items were matched. */
export interface Hits {
  readonly hits: number;
  readonly total: number;
}

/** Where a match is not one to one, as by overlap: precision over what was predicted, recall over gold. */
export function fromHits(predicted: Hits, gold: Hits): PrecisionRecallF1 {
  const precision = predicted.total === 0 ? 0 : predicted.hits / predicted.total;
  const recall = gold.total === 0 ? 0 : gold.hits / gold.total;
  const sum = precision + recall;
  return { precision, recall, f1: sum === 0 ? 0 : (2 * precision * recall) / sum };
}

/** Exact matches of keys over the whole corpus. */
export function micro(gold: ReadonlySet<string>, predicted: ReadonlySet<string>): PrecisionRecallF1 {
  let hits = 0;
  for (const key of predicted) if (gold.has(key)) hits++;
  return fromCounts(hits, predicted.size, gold.size);
}

/**
 * Sum of the precision at each rank that holds a gold code, over the number of gold codes. Case is folded; a
 * repeated code counts at its first place and does not push later ranks down. 0 without gold.
 */
export function averagePrecision(gold: ReadonlySet<string>, ranking: readonly string[]): number {
  const wanted = new Set([...gold].map((code) => code.toLowerCase()));
  const seen = new Set<string>();
  let hits = 0;
  let total = 0;
  for (const code of ranking.map((ranked) => ranked.toLowerCase())) {
    if (seen.has(code)) continue;
    seen.add(code);
    if (wanted.has(code)) total += ++hits / seen.size;
  }
  return wanted.size === 0 ? 0 : total / wanted.size;
}

/** A document's gold codes and the codes predicted for it, the best first. */
export interface RankedDocument {
  readonly gold: ReadonlySet<string>;
  readonly ranking: readonly string[];
}

/**
 * Mean average precision over the documents that have a gold code left once `without` is taken from gold and
 * rankings; 0 where none has.
 */
export function meanAveragePrecision(
  documents: Iterable<RankedDocument>,
  without: ReadonlySet<string> = new Set(),
): number {
  let total = 0;
  let count = 0;
  for (const { gold, ranking } of documents) {
    const wanted = new Set([...gold].filter((code) => !without.has(code)));
    if (wanted.size === 0) continue;
    total += averagePrecision(
      wanted,
      ranking.filter((code) => !without.has(code)),
    );
    count++;
  }
  return count === 0 ? 0 : total / count;
}

/** A probability that was stated, and whether it came true. */
export interface Forecast {
  readonly probability: number;
  readonly right: boolean;
}

/**
 * Expected calibration error over bins of equal width, each weighed by its forecasts; null without forecasts.
 * A probability on an edge belongs to the upper bin, 1 to the last.
 */
export function calibrationError(forecasts: readonly Forecast[], bins = 10): number | null {
  if (forecasts.length === 0) return null;
  let total = 0;
  for (let bin = 0; bin < bins; bin++) {
    let stated = 0;
    let right = 0;
    for (const forecast of forecasts) {
      const { probability } = forecast;
      const last = bin === bins - 1 && probability === 1;
      if (!last && (probability < bin / bins || probability >= (bin + 1) / bins)) continue;
      stated += probability;
      if (forecast.right) right++;
    }
    total += Math.abs(stated - right);
  }
  return total / forecasts.length;
}
