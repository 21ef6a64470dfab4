/** Levels of the spine that a sentence names by two vertebrae: "L5-S1", "C6/7", "L4-L5". */
import type { Facts, Statement } from './statements.js';

const level = /(?<![\p{L}\d])([CDTL])(\d{1,2})\s?[-–/]\s?([CDTLS])?(\d{1,2})(?![\p{L}\d])/giu;

/** Of the sentence and of the heading that it stands under, the thoracic ones by `T`; empty where none is named. */
function levelsOf({ report }: Facts, { sentence }: Statement): ReadonlySet<string> {
  const place = report.sentences[sentence];
  const levels = new Set<string>();
  if (place === undefined) return levels;
  const own = report.text.slice(place.startUtf16, place.endUtf16);
  const title = report.sections[place.section]?.title ?? '';
  for (const text of [own, title]) {
    if (levels.size > 0) break;
    for (const [, column = '', first = '', next, second = ''] of text.matchAll(level)) {
      levels.add(`${thoracic(column)}${first}-${thoracic(next ?? column)}${second}`);
    }
  }
  return levels;
}

const thoracic = (column: string): string => column.toUpperCase().replace('D', 'T');

/** False where two statements name levels and none in common: each disc is its own. */
export function levelsAgree(facts: Facts, a: Statement, b: Statement): boolean {
  const ours = levelsOf(facts, a);
  if (ours.size === 0) return true;
  const theirs = levelsOf(facts, b);
  return theirs.size === 0 || [...ours].some((one) => theirs.has(one));
}
