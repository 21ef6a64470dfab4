/** What tells the lesion of a category from others: side, number, segment, place and size near the mention. */
import { measuresOf } from '../quality/measures.js';
import type { Side } from '../types.js';
import type { LesionKey } from './types.js';

const numbered =
  /\b(?:lesi[oó]n|n[oó]dulo|nodule|lesion|observation|observaci[oó]n|target|diana|index lesion|ROI|quiste|cyst)\s?(?:n[.º°o]{0,2}\s?|#\s?|number\s|n[uú]mero\s)?(\d|[A-D])(?![\p{L}\p{N}]|[.,]\d|\s?(?:mm|cm|x|×)\b)/u;
const anyNumbered = new RegExp(numbered.source, 'iu');
const segment =
  /\b(?:segment(?:o)?s?|seg\.?|S)\s?([IVX]{1,4}|[1-8])[ab]?(?![\p{L}\p{N}]|[.,]\d|\s?(?:mm|cm)\b)/u;
const arabic: Readonly<Record<string, string>> = {
  '1': 'I',
  '2': 'II',
  '3': 'III',
  '4': 'IV',
  '5': 'V',
  '6': 'VI',
  '7': 'VII',
  '8': 'VIII',
};
const places: readonly (readonly [RegExp, string])[] = [
  [/\b(?:peripheral|perif[eé]ric[oa])\b/iu, 'peripheral'],
  [/\b(?:transition(?:al)?|transicional|transici[oó]n)\b/iu, 'transition'],
  [/\b(?:isthmus|isthmic|istmo|[ií]stmic[oa])\b/iu, 'isthmus'],
];
const left = /\b(?:left|izquierd[oa]s?|izq|MI|LII|LSI|LLL|LUL)\b/u;
const right = /\b(?:right|derech[oa]s?|dcha|dcho|MD|LSD|LID|LM|RUL|RML|RLL)\b/u;
const both = /\b(?:bilateral(?:es)?|both|ambas|ambos)\b/u;

export interface Located {
  readonly side: Side | null;
  readonly lesion: LesionKey;
}

/**
 * @param before words that may belong to it, the nearest last. @param after words that follow it.
 * @param line the part of `before` that may tell its side: a category on a line of its own is not of the line above.
 */
export function locate(before: string, after: string, line: string): Located {
  return {
    side: sideIn(line, true) ?? sideIn(after, false),
    lesion: {
      number: lastOf(anyNumbered, before) ?? anyNumbered.exec(after)?.[1] ?? null,
      segment: roman(lastOf(segment, before) ?? segment.exec(after)?.[1] ?? null),
      place: placeIn(before) ?? placeIn(after),
      millimetres: sizeIn(before, true) ?? sizeIn(after, false),
    },
  };
}

const roman = (text: string | null): string | null => (text === null ? null : (arabic[text] ?? text));

function lastOf(pattern: RegExp, text: string): string | null {
  let found: string | null = null;
  for (const match of text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`)))
    found = match[1] ?? found;
  return found;
}

function placeIn(text: string): string | null {
  const found = places.filter(([pattern]) => pattern.test(text));
  return found.length === 1 ? (found[0]?.[1] ?? null) : null;
}

function sizeIn(text: string, last: boolean): number | null {
  const found = measuresOf(text);
  const one = last ? found.at(-1) : found[0];
  return one === undefined ? null : Math.max(...one.millimetres);
}

/** The nearest side; null where none is written. */
export function sideIn(text: string, last: boolean): Side | null {
  const lower = text.replace(
    /\b(?:LEFT|RIGHT|IZQUIERD[OA]S?|DERECH[OA]S?|BILATERAL(?:ES)?|BOTH|AMB[OA]S|Left|Right|Izquierd[oa]|Derech[oa]|Bilateral|Both|Amb[oa]s)\b/gu,
    (word) => word.toLowerCase(),
  );
  const found = (
    [
      [left, 'left'],
      [right, 'right'],
      [both, 'bilateral'],
    ] as const
  ).flatMap(([pattern, side]) =>
    [...lower.matchAll(new RegExp(pattern.source, 'gu'))].map(({ index }) => ({ side, index })),
  );
  found.sort((a, b) => a.index - b.index);
  return (last ? found.at(-1) : found[0])?.side ?? null;
}
