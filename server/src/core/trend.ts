/** How a finding changed since the examination before, where its own clause says so in plain words. */
import type { Trend } from './types.js';

/** A length of one dimension: "12 × 9 mm" is none, since its sides are not told apart. */
const length = String.raw`(?<![\d.,]|[x×]\s?)(\d{1,3}(?:[.,]\d{1,2})?)\s?(mm|cm)\b(?!\s?[x×])`;
const before = String.raw`\b(?:previamente|anteriormente|antes|previously|formerly|previous|prior|previ[oa])(?!\p{L})`;
const now = String.raw`\b(?:ahora|actualmente|actual|now|currently)(?!\p{L})`;
/** "9 mm in the left lower lobe, previously 5 mm" */
const thenAfter = new RegExp(String.raw`${length}[^\d;]{0,60}?${before}[^\d;]{0,20}${length}`, 'iu');
/** "previously 5 mm, now 9 mm" */
const thenFirst = new RegExp(
  String.raw`${before}[^\d;]{0,20}${length}[^\d;]{0,30}?${now}[^\d;]{0,20}${length}`,
  'iu',
);
/** Less is within what two readings of one lesion differ by. Millimetres. */
const leastChange = 2;

/** "Hígado aumentado de tamaño" and "has enlarged nodes" say how something is, not that it changed. */
const grown =
  /\b(?:ha|han|hab[ií]an?)\s(?:\p{L}+mente\s)?(?:crecido|aumentado\s(?:\p{L}+mente\s)?(?:de|en|su|el)\s(?:tama[nñ]o|volumen|n[uú]mero))|\b(?:has|have|had)\s(?:\p{L}+ly\s)?(?:grown|increased\s(?:\p{L}+ly\s)?in\s(?:size|volume|number))\b/iu;
const shrunk =
  /\b(?:ha|han|hab[ií]an?)\s(?:\p{L}+mente\s)?disminuido\s(?:\p{L}+mente\s)?(?:de|en|su|el)\s(?:tama[nñ]o|volumen|n[uú]mero)|\b(?:has|have|had)\s(?:\p{L}+ly\s)?(?:shrunk|decreased\s(?:\p{L}+ly\s)?in\s(?:size|volume|number))\b/iu;
const denied = /(?:^|[^\p{L}])(?:no|ni|nor|not|never|nunca)\s(?:\p{L}+\s)?$/iu;

/** Short tests that most clauses fail: what the long patterns need. */
const lengthsIn = /\d\s?[mc]m/i;
const growthIn = /creci|aumenta|grow|increa/i;
const shrinkingIn = /di[sſ]minu|[sſ]hrun|decrea/i;

/** @param clause of the finding, from its first word to the next finding; null where it does not say. */
export function statedTrend(clause: string): Trend | null {
  const sizes = lengthsIn.test(clause) ? sizeTrend(clause) : null;
  if (sizes !== null) return sizes;
  const up = growthIn.test(clause) && says(grown, clause);
  const down = shrinkingIn.test(clause) && says(shrunk, clause);
  return up === down ? null : up ? 'increasing' : 'decreasing';
}

function says(pattern: RegExp, clause: string): boolean {
  const found = pattern.exec(clause);
  return found !== null && !denied.test(clause.slice(0, found.index));
}

function sizeTrend(clause: string): Trend | null {
  const [, first, firstUnit, second, secondUnit] = thenFirst.exec(clause) ?? thenAfter.exec(clause) ?? [];
  if (first === undefined || second === undefined) return null;
  const change = millimetres(second, secondUnit) - millimetres(first, firstUnit);
  const growth = thenFirst.test(clause) ? change : -change;
  if (growth === 0) return 'no-change';
  return Math.abs(growth) < leastChange ? null : growth > 0 ? 'increasing' : 'decreasing';
}

const millimetres = (value: string, unit: string | undefined): number =>
  Number(value.replace(',', '.')) * (unit?.toLowerCase() === 'cm' ? 10 : 1);
