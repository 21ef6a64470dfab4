/** Which templates suit a report, and which of them a half-typed word means. */
import { foldText } from '../codeSearch/wordKey.js';
import type { Language } from '../types.js';
import { examsAgree, examWords, sharesWords } from './examWords.js';
import type { Template } from './template.js';

/** What is known of the report that a template is for. */
export interface ReportKind {
  /** Null before the report has text enough to tell. */
  readonly language: Language | null;
  /** Its title and the name of its exam; '' where it has neither. */
  readonly exam: string;
  /** Its exam's code; null where none is known. */
  readonly examCode: string | null;
}

/** True where nothing that the template says of itself speaks against the report. */
export function suits(template: Pick<Template, 'language' | 'exam'>, report: ReportKind): boolean {
  const { language, exam } = template;
  if (language !== null && report.language !== null && language !== report.language) return false;
  if (exam.trim() === '' || (report.exam === '' && report.examCode === null)) return true;
  return exam.split(',').some((one) => examSuits(one.trim(), report));
}

function examSuits(exam: string, report: ReportKind): boolean {
  if (exam === '') return false;
  if (/^[BC][0-9A-Z]{1,6}\*?$/u.test(exam) && /\d/u.test(exam)) {
    return report.examCode?.startsWith(exam.replace('*', '')) ?? true;
  }
  if (report.exam === '') return true;
  const wanted = examWords(exam);
  if (wanted.modality === null && wanted.regions.size === 0) return sharesWords(exam, report.exam);
  return examsAgree(wanted, examWords(report.exam));
}

/**
 * Templates that a half-typed word means: those whose abbreviation begins so, then those of whose name a word does.
 * All of them where nothing is typed.
 */
export function meant(templates: readonly Template[], typed: string): Template[] {
  const start = foldText(typed.trim());
  if (start === '') return [...templates];
  const short = templates.filter(({ abbreviations }) =>
    abbreviations.some((one) => foldText(one).startsWith(start)),
  );
  if (start.length < nameUnits) return short;
  const named = templates.filter(
    (template) =>
      !short.includes(template) &&
      foldText(template.name)
        .split(/[^\p{L}\p{N}]+/u)
        .some((word) => word.startsWith(start)),
  );
  return [...short, ...named];
}

/** Fewer letters begin too many names. */
const nameUnits = 3;
