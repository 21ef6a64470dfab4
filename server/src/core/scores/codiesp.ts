/**
 * CodiEsp's three tasks scored as its official scripts do (Miranda-Escalada et al., 2020;
 * TeMU-BSC/codiesp-evaluation-script with trectools): D and P by their rankings, X by the phrases too.
 */
import { averagePrecision, fromCounts, micro } from './measures.js';
import type { PrecisionRecallF1 } from './measures.js';

/** Codes by case, the best first. */
export type CodesByCase = ReadonlyMap<string, readonly string[]>;

/** Scores of D or P, unrounded, 0 to 1. */
export interface CodiespCodeScores {
  /** Cases with a gold code. */
  readonly cases: number;
  /** Of these, cases with a predicted code. */
  readonly predictedCases: number;
  /** Different gold codes of all cases; `predictedCodes` likewise. */
  readonly goldCodes: number;
  readonly predictedCodes: number;
  /** As trectools has it: over the cases that have gold and a prediction. */
  readonly map: number;
  /** The same, of the first 30 codes of a case. */
  readonly mapAt30: number;
  /** Over every case with gold; one without a prediction counts 0. */
  readonly mapAllCases: number;
  /** Over all cases, rank apart. */
  readonly micro: PrecisionRecallF1;
}

const depths = { map: 1000, at30: 30 } as const;

/**
 * Scores rankings. Case of letters is folded, a code given twice counts at its first place, and codes that are not
 * valid are taken out before ranks are counted.
 * @param isValid of predicted codes, lower-case.
 */
export function scoreCodiespCodes(
  gold: CodesByCase,
  predicted: CodesByCase,
  isValid: (code: string) => boolean = () => true,
): CodiespCodeScores {
  const wanted = cleaned(gold, () => true);
  const ranked = cleaned(predicted, isValid);
  const shared = [...wanted].filter(([name]) => ranked.has(name));
  const sum = (depth: number): number =>
    shared.reduce(
      (total, [name, codes]) =>
        total + averagePrecision(new Set(codes), (ranked.get(name) ?? []).slice(0, depth)),
      0,
    );
  const mean = (total: number, cases: number): number => (cases === 0 ? 0 : total / cases);
  const whole = sum(depths.map);
  const keys = (codes: CodesByCase): Set<string> =>
    new Set([...codes].flatMap(([name, own]) => own.map((code) => `${name}\t${code}`)));
  const [right, said] = [keys(wanted), keys(ranked)];
  return {
    cases: wanted.size,
    predictedCases: shared.length,
    goldCodes: right.size,
    predictedCodes: said.size,
    map: mean(whole, shared.length),
    mapAt30: mean(sum(depths.at30), shared.length),
    mapAllCases: mean(whole, wanted.size),
    micro: micro(right, said),
  };
}

/** The codes that `keep` names, on either side: codes seen in training, or of one section. */
export function onlyCodes(codes: CodesByCase, keep: (code: string) => boolean): CodesByCase {
  return cleaned(codes, keep);
}

/** Lower-case, each once, without cases that have none left. */
function cleaned(codes: CodesByCase, keep: (code: string) => boolean): Map<string, string[]> {
  const kept = new Map<string, string[]>();
  for (const [name, own] of codes) {
    const left = [...new Set(own.map((code) => code.toLowerCase()))].filter(keep);
    if (left.length > 0) kept.set(name, left);
  }
  return kept;
}

/** A code of a case with one phrase that supports it: code points, end-exclusive. */
export interface CodedPhrase {
  readonly caseName: string;
  readonly code: string;
  /** Of a phrase in pieces the start of the piece that is listed first… */
  readonly start: number;
  /** …and the end of the one listed last, in whatever order: so the official script reads them. */
  readonly end: number;
}

/** Scores of X, unrounded, 0 to 1. */
export interface CodiespEvidenceScores {
  readonly cases: number;
  /** Different codes of all cases: each counts once, however many phrases it has. */
  readonly goldCodes: number;
  readonly predictedCodes: number;
  readonly micro: PrecisionRecallF1;
}

/** Characters that a predicted phrase may reach beyond the gold one at either end. */
const tolerance = 10;

/**
 * A gold code is found where one predicted phrase of it holds one gold phrase with at most ten characters more at
 * either end; whether it is a diagnosis or a procedure plays no part.
 * @param isValid of predicted codes as they stand: the official script folds no case here.
 */
export function scoreCodiespEvidence(
  gold: readonly CodedPhrase[],
  predicted: readonly CodedPhrase[],
  isValid: (code: string) => boolean = () => true,
): CodiespEvidenceScores {
  const wanted = byCode(gold);
  const said = byCode(predicted.filter(({ code }) => isValid(code)));
  let hits = 0;
  for (const [key, phrases] of wanted) {
    const own = said.get(key) ?? [];
    if (phrases.some((right) => own.some((phrase) => holds(phrase, right)))) hits++;
  }
  return {
    cases: new Set(gold.map(({ caseName }) => caseName)).size,
    goldCodes: wanted.size,
    predictedCodes: said.size,
    micro: fromCounts(hits, said.size, wanted.size),
  };
}

/** Whether a predicted phrase counts as this gold phrase. */
export function holds(predicted: CodedPhrase, gold: CodedPhrase): boolean {
  const before = gold.start - predicted.start;
  const after = predicted.end - gold.end;
  return before >= 0 && before <= tolerance && after >= 0 && after <= tolerance;
}

function byCode(phrases: readonly CodedPhrase[]): Map<string, CodedPhrase[]> {
  const codes = new Map<string, CodedPhrase[]>();
  for (const phrase of phrases) {
    const key = `${phrase.caseName}\t${phrase.code}`;
    const known = codes.get(key);
    if (known === undefined) codes.set(key, [phrase]);
    else known.push(phrase);
  }
  return codes;
}
