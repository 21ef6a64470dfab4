/** The side of a category that stands on a line of its own: that of the headings it stands under, not of the line above. */
import type { ParsedReport } from '../report.js';
import type { Side, Span } from '../types.js';
import { sideIn } from './lesion.js';

/** A line that names a paired part and its side, alone or before a colon: "Mama derecha", "- Left lobe: no nodules". */
const heading =
  /^[ \t]*(?:[-–•*][ \t]*|\d{1,2}[.)][ \t]*)?((?:(?:the|la|el)[ \t])?(?:(?:left|right)(?:[ \t](?:(?:thyroid|breast|kidney|lung|ovary|adnexa|axilla|lobe|side|gland)[ \t]?){1,2})?|(?:mama|seno|l[oó]bulo|lado|axila|ri[nñ][oó]n|pulm[oó]n|ovario|anejo|gl[aá]ndula)(?:[ \t]tiroide[oa])?[ \t](?:izq\p{L}*|der\p{L}*|dch[oa])\.?|izquierd[oa]|derech[oa]))[ \t]*(?=:|$)/gimu;

/** Start of the line that holds a place. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/**
 * Side of the headings over a place since another category of its scale; null where there are none, or of both sides:
 * what follows both is of the whole exam.
 * @param floor end of the last category of its scale, or 0.
 */
export function headedSide(report: ParsedReport, at: Span, sentence: number, floor: number): Side | null {
  const { text, sections, sentences } = report;
  let index = sentences[sentence]?.section ?? 0;
  while (index > 0 && sections[index]?.kind === 'organ') index--;
  // The line of the last category belongs to it.
  const from = Math.max(sections[index]?.startUtf16 ?? 0, floor);
  const found = new Set<Side>();
  for (const match of text.slice(from, at.startUtf16).matchAll(heading)) {
    const side = sideIn(match[1] ?? '', true);
    if (side !== null) found.add(side);
  }
  const [side = null] = found;
  return found.size === 1 ? side : null;
}
