/** Lengths that a report states, in millimetres. */
import type { Span } from '../types.js';

export interface Measure extends Span {
  /** Every number before the unit ("24 x 19 mm", "4, 6 and 11 mm"), in millimetres, as written. */
  readonly millimetres: readonly number[];
  /** Half of the last place written, in millimetres: "5 cm" says no more than 45 to 55 mm. */
  readonly rounding: number;
}

const number = String.raw`\d{1,4}(?:[.,]\d{1,2})?`;
const pattern = new RegExp(
  `(?<![\\d.,/])(${number}(?:\\s?(?:mm|cm)?\\s?(?:x|×|por|by|-|–|a|to|y|and|or|o|,)\\s?${number}){0,4})[\\s-]?(mm|cm|mil[ií]metros?|cent[ií]metros?|milli?met(?:er|re)s?|centimet(?:er|re)s?)(?![\\p{L}²³23/])`,
  'giu',
);

const withUnit = new RegExp(`(${number})(?:\\s?(mm|cm))?`, 'giu');
const scaleOf = (unit: string): number => (/^c/i.test(unit) ? 10 : 1);

/** Lengths in the order of the text. Linear: no number before a unit has more than five parts. */
export function measuresOf(text: string): Measure[] {
  const measures: Measure[] = [];
  for (const found of text.matchAll(pattern)) {
    const [whole, list = '', unit = ''] = found;
    const parts = [...list.matchAll(withUnit)];
    const millimetres: number[] = [];
    let scale = scaleOf(unit);
    let coarsest = 0;
    let places = 0;
    // "2.2 x 0.9 cm, 35 mm": a number has the next unit after it.
    for (const [, value = '', own] of parts.reverse()) {
      if (own !== undefined) scale = scaleOf(own);
      coarsest = Math.max(coarsest, scale);
      places = Math.max(places, decimalsOf(value));
      millimetres.push(Number(value.replace(',', '.')) * scale);
    }
    measures.push({
      startUtf16: found.index,
      endUtf16: found.index + whole.length,
      millimetres: millimetres.reverse(),
      rounding: (0.5 * coarsest) / 10 ** places,
    });
  }
  return measures;
}

/** Digits after the decimal point or comma. */
function decimalsOf(value: string): number {
  const mark = value.search(/[.,]/);
  return mark < 0 ? 0 : value.length - mark - 1;
}

/** The largest number of a measure: what an Impression repeats. */
export function largest(measure: Measure): number {
  return Math.max(...measure.millimetres);
}

/** True where two measures can state one length: equal within the rounding of either. */
export function sameLength(value: number, rounding: number, other: number, otherRounding: number): boolean {
  return Math.abs(value - other) <= Math.max(rounding, otherRounding, 0.04 * Math.min(value, other)) + 1e-9;
}
