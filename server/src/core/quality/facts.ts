/** What a report states, read once for the checks and the assessment alike. */
import type { ParsedReport } from '../report.js';
import type { ReportAnalysis } from '../types.js';
import { factsOf } from './statements.js';
import type { Facts } from './statements.js';

type Analysis = Pick<ReportAnalysis, 'entities' | 'relations' | 'labels'> | null;

const read = new WeakMap<ParsedReport, { readonly analysis: Analysis; readonly facts: Facts }>();

/** {@link factsOf}, kept for as long as the report is and the analysis stays the same. */
export function factsFor(report: ParsedReport, analysis: Analysis): Facts {
  const known = read.get(report);
  if (known?.analysis === analysis) return known.facts;
  const facts = factsOf(report, analysis);
  read.set(report, { analysis, facts });
  return facts;
}
