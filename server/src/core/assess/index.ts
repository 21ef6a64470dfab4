/** What a report states on standard scales, in passing, and of the organs of its exam. It lists and judges nothing. */
import { factsFor } from '../quality/facts.js';
import type { ParsedReport } from '../report.js';
import type { ReportAnalysis } from '../types.js';
import { categoriesOf } from './categories.js';
import { completenessOf } from './completeness.js';
import { incidentalsOf } from './incidentals.js';
import type { Assessment, Category } from './types.js';

export type { Assessment, Category, Completeness, Incidental, RequiredOrgan } from './types.js';

/** A text of more sentences is no single report, and is not assessed: it would hold its thread for too long. */
const maximumSentences = 600;

/**
 * The categories that a report states, in the order of the text, without the other two parts of {@link assess}.
 * @param analysis as for {@link assess}.
 */
export function statedCategories(
  report: ParsedReport,
  analysis: Pick<ReportAnalysis, 'entities' | 'relations' | 'labels'> | null,
): readonly Category[] {
  if (report.sentences.length > maximumSentences) return [];
  // The explanation of a scale is no category of the patient's.
  return categoriesOf(factsFor(report, analysis)).filter(({ use }) => use !== 'legend');
}

/** @param analysis its entities go before the rule tier's lexicon; null where no model has read the report. */
export function assess(
  report: ParsedReport,
  analysis: Pick<ReportAnalysis, 'entities' | 'relations' | 'labels'> | null,
): Assessment {
  if (report.sentences.length > maximumSentences)
    return { categories: [], incidentals: [], completeness: null };
  const facts = factsFor(report, analysis);
  return {
    categories: statedCategories(report, analysis),
    incidentals: incidentalsOf(facts, analysis),
    completeness: completenessOf(facts),
  };
}
