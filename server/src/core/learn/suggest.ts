/** What a learned head suggests for a report, and the words that speak for it. */
import type { CodeSuggestion, ReportAnalysis } from '../types.js';
import type { ParsedReport } from '../report.js';
import { Encoder, featuresOf } from './features.js';
import type { FeatureUnit, ReportFeatures } from './features.js';
import { logOddsOf, sigmoid } from './platt.js';
import type { LearnedPack } from './types.js';

/** Codes that are listed. */
const listed = 5;

/** The report's vector without one of its sentences; null where the pack makes none. */
export type VectorWithout = (sentence: number) => readonly number[] | null;

/** A pack ready to read reports: its tables are made once. */
export class LearnedReader {
  readonly pack: LearnedPack;
  readonly #encoder: Encoder;

  constructor(pack: LearnedPack) {
    this.pack = pack;
    this.#encoder = new Encoder(pack.head.space);
  }

  /**
   * The best codes, ranked from 1; the first is suggested (`value`) where it reaches the threshold. None for a report
   * whose words the head does not know, or that has no vector where the head reads one: unknown is never forced.
   */
  suggest(
    report: ParsedReport,
    vector: readonly number[] | null,
    vectorWithout: VectorWithout,
  ): CodeSuggestion[] {
    const { name, head } = this.pack;
    if (head.space.vector !== null && vector?.length !== head.space.vector.mean.length) return [];
    const features = featuresOf(report, vector);
    const row = this.#encoder.encode(features);
    if (row.known <= 0 || row.known < head.leastKnown) return [];
    const probabilities = this.#probabilities(row);
    const ranked = [...probabilities.keys()]
      .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || a - b)
      .slice(0, listed);
    const evidence = this.#evidence(features, ranked, vectorWithout);
    const status = { assertion: 'present', experiencer: 'patient' } as const;
    return ranked.map((index, position): CodeSuggestion => {
      const { code = '', description = null } = head.codes[index] ?? {};
      const probability = probabilities[index] ?? 0;
      const other = ranked.find((candidate) => candidate !== index);
      const runnerUp =
        other === undefined
          ? null
          : { code: head.codes[other]?.code ?? '', probability: probabilities[other] ?? 0 };
      const { startUtf16, endUtf16 } = evidence[position] ?? { startUtf16: 0, endUtf16: 0 };
      return {
        system: name,
        code,
        description: description ?? code,
        descriptionLanguage: report.language,
        probability,
        rank: position + 1,
        value: position === 0 && probability >= head.threshold,
        status,
        evidence: [{ startUtf16, endUtf16, probability, runnerUp, ...status }],
      };
    });
  }

  /** For each of the codes the sentence, or title, whose removal lowers its probability most. */
  #evidence(
    features: ReportFeatures,
    codes: readonly number[],
    vectorWithout: VectorWithout,
  ): readonly (FeatureUnit | undefined)[] {
    const least = codes.map(() => Infinity);
    const found: (FeatureUnit | undefined)[] = codes.map(() => undefined);
    const evident = features.units.filter((unit) => unit.evident);
    for (const unit of evident.length > 0 ? evident : features.units) {
      const vector = vectorWithout(unit.sentence);
      const left = this.#probabilities(this.#encoder.encode(features, { unit, vector }));
      codes.forEach((code, position) => {
        const probability = left[code] ?? 0;
        if (probability >= (least[position] ?? Infinity)) return;
        least[position] = probability;
        found[position] = unit;
      });
    }
    return found;
  }

  /** Calibrated probability of each code; they need not sum to 1: a report may have none of them. */
  #probabilities(row: { readonly columns: Int32Array; readonly values: Float32Array }): Float64Array {
    const { weights, scales, biases, calibration, codes } = this.pack.head;
    const logits = new Float64Array(codes.length);
    for (let i = 0; i < row.columns.length; i++) {
      const base = (row.columns[i] ?? 0) * codes.length;
      const value = row.values[i] ?? 0;
      for (let k = 0; k < codes.length; k++) logits[k] = (logits[k] ?? 0) + value * (weights[base + k] ?? 0);
    }
    for (let k = 0; k < codes.length; k++) logits[k] = (logits[k] ?? 0) * (scales[k] ?? 0) + (biases[k] ?? 0);
    const most = Math.max(...logits);
    const shares = logits.map((logit) => Math.exp(logit - most));
    const total = shares.reduce((sum, share) => sum + share, 0);
    return shares.map((share) => sigmoid(calibration.scale * logOddsOf(share / total) + calibration.offset));
  }
}

/** An analysis with the codes of learned lists after its own. */
export function withLearnedCodes(
  analysis: ReportAnalysis,
  report: ParsedReport,
  readers: readonly LearnedReader[],
  vectorWithout: VectorWithout,
): ReportAnalysis {
  if (readers.length === 0) return analysis;
  const learned = readers.flatMap((reader) => reader.suggest(report, analysis.vector, vectorWithout));
  return { ...analysis, codes: [...analysis.codes, ...learned] };
}
