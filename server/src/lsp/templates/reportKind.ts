/** What is known of a report that a template or a skeleton is for. */
import { examSystem } from '../../core/examCodes.js';
import { namesExam } from '../../core/headingMatch.js';
import type { ReportKind } from '../../core/templates/choose.js';
import { codesOf } from '../analysed.js';
import type { Analysed } from '../analysed.js';

/** Fewer words do not tell a language. */
const tellingWords = 4;
/** The title is among a report's first lines. */
const titleLines = 4;
const titleUnits = 120;

/** The line among a report's first that names its exam; '' where none does. */
export function titleOf(text: string): string {
  const lines = text
    .slice(0, 2_000)
    .split(/\r\n|\n|\r/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.slice(0, titleLines).find((line) => line.length <= titleUnits && namesExam(line)) ?? '';
}

export function kindOf(analysed: Analysed): ReportKind {
  const text = analysed.document.getText();
  const words = text.match(/\p{L}{2,}/gu)?.length ?? 0;
  const exam = codesOf(analysed).find(({ system, value }) => system === examSystem && value);
  return {
    language: words >= tellingWords ? (analysed.analysis?.language ?? null) : null,
    exam: titleOf(text),
    examCode: exam?.code ?? null,
  };
}

/** What a report that holds no more than a title is: then a skeleton may be written. */
export interface EmptyReport {
  readonly exam: string;
  readonly titled: boolean;
}

/** Null where the report has text besides its title. */
export function emptyReport(analysed: Analysed): EmptyReport | null {
  const written = analysed.document
    .getText()
    .split(/\r\n|\n|\r/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first] = written;
  if (first === undefined) return { exam: '', titled: false };
  return written.length === 1 && first.length <= titleUnits && namesExam(first)
    ? { exam: first, titled: true }
    : null;
}
