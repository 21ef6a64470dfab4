/** `score-discrepancy`: Findings and Impression give one lesion, side or exam two categories of one scale. */
import { opposite, wordsAt } from '../quality/compare.js';
import type { Facts } from '../quality/statements.js';
import type { QualityFinding } from '../quality/types.js';
import { currentCategories } from './categories.js';
import { rankOf, sameValue } from './scales.js';
import type { Category, ScoreSystem } from './types.js';

/** Scales of the exam or of a side, whose highest value in Findings is the exam's. */
const ofExam: ReadonlySet<ScoreSystem> = new Set(['BI-RADS', 'Lung-RADS']);
/** "10 mm" and "11 mm" may be one lesion, "10" and "14" are not. */
const sizeShare = 0.15;

export function scoreDiscrepancy(facts: Facts): QualityFinding[] {
  const current = currentCategories(facts).filter(({ valid, part }) => valid && part !== 'sequence');
  const described = current.filter(({ zone }) => zone === 'findings');
  const concluded = current.filter(({ zone }) => zone === 'impression' || zone === 'recommendation');
  return concluded.flatMap((stated): QualityFinding[] => {
    const same = described.filter((one) => one.system === stated.system && isSameScale(one, stated));
    const other = contradicted(stated, same, concluded);
    if (other === null) return [];
    const { startUtf16, endUtf16 } = stated;
    return [
      {
        id: 'score-discrepancy',
        span: { startUtf16, endUtf16 },
        related: [{ startUtf16: other.startUtf16, endUtf16: other.endUtf16 }],
        messageArguments: {
          system: stated.system,
          first: wordsAt(facts, other),
          second: wordsAt(facts, stated),
        },
        fix: { title: 'replace', edits: [{ ...stated.valueSpan, newText: valueText(facts, other, stated) }] },
      },
    ];
  });
}

function isSameScale(a: Category, b: Category): boolean {
  const variants = a.variant === null || b.variant === null || a.variant === b.variant;
  return variants && (a.part === b.part || (a.system !== 'Fazekas' && a.part === null));
}

/** The mention of Findings that a concluded one contradicts, or null. */
function contradicted(
  stated: Category,
  described: readonly Category[],
  concluded: readonly Category[],
): Category | null {
  const [only] = described;
  if (only !== undefined && described.length === 1 && isOnlyOfExam(stated, concluded)) {
    return sameValue(only.value, stated.value) ? null : only;
  }
  const compatible = described.filter((one) => !apart(one, stated));
  const known = compatible.filter((one) => ties(one, stated) > 0);
  // Those that are surely of the same lesion or side speak first.
  const pool = known.length > 0 ? best(known, stated) : compatible;
  const [first] = pool;
  if (first === undefined) return null;
  if (!pool.some((one) => sameValue(one.value, stated.value))) {
    // Two lesions without a mark of their own, and a value for one of them alone: which is meant is not plain.
    return known.length > 0 || !isUnclear(stated, compatible, concluded) ? first : null;
  }
  return isLowerThanHighest(stated, described, concluded);
}

/** One category in Findings and one in the Impression are of one exam, whatever sides they are said of. */
function isOnlyOfExam(stated: Category, concluded: readonly Category[]): boolean {
  return ofExam.has(stated.system) && concluded.filter(({ system }) => system === stated.system).length === 1;
}

/** "BI-RADS 2" as the exam's only category, where Findings give a breast BI-RADS 4. */
function isLowerThanHighest(
  stated: Category,
  described: readonly Category[],
  concluded: readonly Category[],
): Category | null {
  if (!ofExam.has(stated.system) || stated.side !== null) return null;
  if (concluded.filter(({ system }) => system === stated.system).length > 1) return null;
  const own = rankOf(stated.value) ?? 0;
  const known = (rank: number): boolean => rank >= 1 && rank <= 5;
  const [highest] = described
    .filter((one) => known(rankOf(one.value) ?? 0))
    .sort((a, b) => (rankOf(b.value) ?? 0) - (rankOf(a.value) ?? 0));
  return highest !== undefined && known(own) && (rankOf(highest.value) ?? 0) > own ? highest : null;
}

/** Marks that two mentions share: how sure it is that they are of one lesion. */
function ties(a: Category, b: Category): number {
  const { lesion: one } = a;
  const { lesion: other } = b;
  const equal = (x: string | null, y: string | null): number => Number(x !== null && x === y);
  return (
    2 * equal(one.number, other.number) +
    2 * equal(one.segment, other.segment) +
    equal(one.place, other.place) +
    equal(a.side, b.side) +
    2 *
      Number(
        one.millimetres !== null &&
          other.millimetres !== null &&
          sameSize(one.millimetres, other.millimetres),
      )
  );
}

function best(known: readonly Category[], stated: Category): Category[] {
  const most = Math.max(...known.map((one) => ties(one, stated)));
  return known.filter((one) => ties(one, stated) === most);
}

const sameSize = (a: number, b: number): boolean => Math.abs(a - b) <= sizeShare * Math.max(a, b);

/** True where a mark of one is another one of the other. */
function apart(a: Category, b: Category): boolean {
  const { lesion: one } = a;
  const { lesion: other } = b;
  const differ = <T>(x: T | null, y: T | null): boolean => x !== null && y !== null && x !== y;
  const sizes =
    !ofExam.has(a.system) &&
    one.millimetres !== null &&
    other.millimetres !== null &&
    !sameSize(one.millimetres, other.millimetres);
  return (
    opposite(a.side, b.side) ||
    differ(one.number, other.number) ||
    differ(one.segment, other.segment) ||
    differ(one.place, other.place) ||
    sizes
  );
}

/** More than one candidate without a shared mark, in a scale of lesions. */
function isUnclear(
  stated: Category,
  compatible: readonly Category[],
  concluded: readonly Category[],
): boolean {
  if (ofExam.has(stated.system)) return false;
  const others = concluded.filter(({ system }) => system === stated.system).length;
  return (
    compatible.length > 1 &&
    others < compatible.length &&
    compatible.some(
      (one) => ties(one, stated) === 0 && (rankOf(one.value) ?? 0) > (rankOf(stated.value) ?? 0),
    )
  );
}

/** The value of Findings, written as there; "LR-" and the like only where the words replaced have it too. */
function valueText(facts: Facts, from: Category, to: Category): string {
  const text = wordsAt(facts, from.valueSpan);
  return to.system === 'RECIST' && wordsAt(facts, to.valueSpan).length <= 3 && text.length > 3
    ? from.value
    : text;
}
