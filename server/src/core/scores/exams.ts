/** Exam codes (S0, paper 000): one code a report. */
import { macroScores } from '../learn/macroScores.js';
import type { PrecisionRecallF1 } from './measures.js';

/** The right code of a report, and the codes read, the best first; none where it could not be read. */
export interface ExamReport {
  readonly gold: string;
  readonly ranking: readonly string[];
}

/** Scores, unrounded, 0 to 1. */
export interface ExamScores {
  readonly reports: number;
  /** Codes that are right of a report or were read as the best of one: the classes of `macro`. */
  readonly codes: number;
  readonly top1: number;
  readonly top5: number;
  /** Of the first four characters: all but the contrast. */
  readonly top1WithoutContrast: number;
  /** Means of the codes' own precision, recall and F1; a ratio without a denominator counts as 0. */
  readonly macro: PrecisionRecallF1;
}

export function scoreExams(reports: readonly ExamReport[]): ExamScores {
  const best = reports.map(({ ranking }) => ranking[0]);
  const codes = [
    ...new Set([...reports.map(({ gold }) => gold), ...best.filter((code) => code !== undefined)]),
  ];
  const index = new Map(codes.map((code, i) => [code, i]));
  const { precision, recall, f1 } = macroScores(
    best.map((code) => (code === undefined ? -1 : (index.get(code) ?? -1))),
    reports.map(({ gold }) => index.get(gold) ?? -1),
    codes.length,
  );
  const share = (right: (report: ExamReport) => boolean): number =>
    reports.length === 0 ? 0 : reports.filter(right).length / reports.length;
  const withoutContrast = (code: string | undefined): string | undefined => code?.slice(0, 4);
  return {
    reports: reports.length,
    codes: codes.length,
    top1: share(({ gold, ranking }) => ranking[0] === gold),
    top5: share(({ gold, ranking }) => ranking.slice(0, 5).includes(gold)),
    top1WithoutContrast: share(({ gold, ranking }) => withoutContrast(ranking[0]) === withoutContrast(gold)),
    macro: { precision, recall, f1 },
  };
}
