/** The examination that a report itself names: in its title, under an exam or technique heading, or in its first lines. */
import type { ParsedReport } from '../report.js';
import type { SectionKind, Span } from '../types.js';
import { joinedWords, type JoinedWords } from './joinedWords.js';
import { joinWords } from './modalities.js';
import { contrastOf, namedExam, type NamedExam } from './phrase.js';

/** A report's own examination and where it names it. */
export interface ReportExam extends NamedExam {
  readonly span: Span;
  /** Whether its title or a heading for it names it, which is surer than a sentence that tells of it. */
  readonly titled: boolean;
}

/** Words of a title that runs on into the clinical question. */
const titleWords = 22;
/** Sentences at the start that may tell which examination was made. */
const firstSentences = 5;
const silent: ReadonlySet<SectionKind> = new Set([
  'comparison',
  'history',
  'impression',
  'recommendation',
  'codes',
]);
/** What is named after these words is another examination. */
const others =
  /(?<= )(?:compar[a-z]+|previ[oa]s?|previous|prior|anterior(?:es)?|respecto|since|visto en|seen on|outside|normal cxr|hallazgo en|found on|desde|antecedentes?|por|for|motivo|indication|indicacion|clinica|clinical|history|hx|reason)(?= )/;
const week =
  /(?<= )(?:< )?(\d{1,2})(?: [+.,] \d| \d ?\/ ?7)?(?: - | )?(?: \d ?\/ ?7 )?(?:weeks?|wks?|semanas?|sem|s)(?= )/;

/** Null where no sentence of those names an examination. */
export function reportExam(
  report: ParsedReport,
  joined: JoinedWords = joinedWords(report),
): ReportExam | null {
  const weeks = (): number | null => weeksOf(report, joined);
  let found: ReportExam | null = null;
  let contrast: boolean | null = null;
  for (const [index, sentence] of report.sentences.entries()) {
    const kind = report.sections[sentence.section]?.kind ?? 'body';
    const early = index < firstSentences && !silent.has(kind);
    if (!early && kind !== 'technique' && kind !== 'header') continue;
    const all = joined(index);
    const titled = index === 0 || kind === 'header' || kind === 'technique';
    if (found === null) {
      const words = report.words[index] ?? [];
      const first = words.length <= titleWords ? all : joinWords(words.slice(0, titleWords));
      const named = namedExam(own(first, index === 0 || kind === 'header'), titled, weeks);
      if (named !== null) found = { ...named, titled, span: spanOf(sentence) };
    }
    if (titled) contrast ??= contrastOf(all);
  }
  return found === null ? null : { ...found, contrast: found.contrast ?? contrast };
}

/** The words before the reason for the examination, or before what it is compared with. */
function own(words: string, title: boolean): string {
  const cut = words.slice(1).search(others);
  if (cut < 0) return words;
  // A first line that begins with its reason may still name the exam after it.
  return title && cut < 12 ? words : words.slice(0, cut + 2);
}

function weeksOf({ sentences }: ParsedReport, joined: JoinedWords): number | null {
  for (const sentence of sentences.keys()) {
    const match = week.exec(joined(sentence));
    if (match?.[1] !== undefined) return Number(match[1].replace(' ', ''));
  }
  return null;
}

const spanOf = ({ startUtf16, endUtf16 }: Span): Span => ({ startUtf16, endUtf16 });
