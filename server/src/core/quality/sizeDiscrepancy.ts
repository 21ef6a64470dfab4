/** `size-discrepancy`: the Impression gives a finding a size that Findings does not. */
import { inZone, isCurrent, organsAgree, sentenceAt, wordsAt } from './compare.js';
import { levelsAgree } from './levels.js';
import { largest, sameLength } from './measures.js';
import type { Measure } from './measures.js';
import { phrases } from './phrases.js';
import type { Facts, Statement } from './statements.js';
import type { QualityFinding } from './types.js';

/** Words after which a number is no more than near. */
const about = phrases(
  'about; approximately; approx; circa; unos; unas; aproximad*; aprox; casi; nearly; almost; up to',
);
const aboutShare = 0.12;

export function sizeDiscrepancy(facts: Facts): QualityFinding[] {
  const described = facts.measures.filter((m) => zoneAt(facts, m) === 'findings');
  const given = facts.measures.filter((m) => zoneAt(facts, m) !== 'impression');
  const found: QualityFinding[] = [];
  const seen = new Set<number>();
  for (const statement of inZone(facts, 'impression').filter((s) => isCurrent(s) && s.measures.length > 0)) {
    const words = facts.report.words[statement.sentence] ?? [];
    const own = measuresOfKin(facts, statement);
    for (const stated of statement.measures) {
      if (seen.has(stated.startUtf16) || isBound(facts, stated)) continue;
      const slack = about.has(words) ? aboutShare * largest(stated) : 0;
      if (isGiven(stated, own, slack, true)) continue;
      // A size of something else is this one's only where it is the same number.
      if (isGiven(stated, own.length > 0 ? given : described, slack, own.length === 0)) continue;
      const slip = given.find((m) => isSlip(stated, m));
      const first = own.find((m) => isSlip(stated, m)) ?? own[0] ?? slip;
      if (first === undefined) continue;
      seen.add(stated.startUtf16);
      const single = stated.millimetres.length === 1 && first.millimetres.length === 1;
      const span = { startUtf16: stated.startUtf16, endUtf16: stated.endUtf16 };
      found.push({
        id: 'size-discrepancy',
        span,
        related: [{ startUtf16: first.startUtf16, endUtf16: first.endUtf16 }],
        messageArguments: {
          first: wordsAt(facts, first),
          second: wordsAt(facts, stated),
          finding: wordsAt(facts, statement),
        },
        ...(single
          ? { fix: { title: 'replace', edits: [{ ...span, newText: wordsAt(facts, first) }] } }
          : {}),
      });
    }
  }
  return found;
}

/** "31 mm en enero": of an earlier exam. */
const dated =
  /^\s*(?:in|en|on|el)\s(?:\d{4}|\d{1,2}[/.-]\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)|^\s*(?:previously|previamente|en el previo)/iu;

/** "Under 6 mm" is a limit and no size. */
function isBound({ report }: Facts, { startUtf16, endUtf16 }: Measure): boolean {
  const before = report.text.slice(Math.max(0, startUtf16 - 24), startUtf16);
  if (dated.test(report.text.slice(endUtf16, endUtf16 + 24))) return true;
  return /(?:under|less than|below|over|more than|greater than|at least|inferior(?:es)? a|superior(?:es)? a|menor(?:es)? de|mayores de|menos de|m[aá]s de|growth of|increase of|decrease of|difference of|grown by|increased by|crecimiento de|aumento de|disminuci[oó]n de|diferencia de|[<>≤≥])\s*$/iu.test(
    before,
  );
}

/** True where one of the measures has one of the lengths; `near`: within rounding, else the very number. */
function isGiven(stated: Measure, measures: readonly Measure[], slack: number, near: boolean): boolean {
  const value = largest(stated);
  return measures.some((m) =>
    m.millimetres.some((mm) =>
      near
        ? sameLength(value, Math.max(stated.rounding, slack), mm, m.rounding)
        : Math.abs(value - mm) <= Math.max(slack, 0.5),
    ),
  );
}

/**
 * Sizes that Findings gives what the Impression speaks of: of statements of its group, or of sentences that describe it
 * ("fusiform dilatation of the aorta, 38 mm" and an aneurysm).
 */
function measuresOfKin(facts: Facts, statement: Statement): Measure[] {
  const kin = inZone(facts, 'findings').filter(
    (f) =>
      isCurrent(f) &&
      f.family.group === statement.family.group &&
      f.measures.length > 0 &&
      organsAgree(f.organs, statement.organs) &&
      levelsAgree(facts, f, statement),
  );
  if (kin.length > 0) return kin.flatMap((f) => f.measures);
  const { report, zones } = facts;
  return facts.measures.filter((m) => {
    const index = sentenceAt(facts, m);
    if (zones[index] !== 'findings') return false;
    const words = report.words[index] ?? [];
    const before = words.filter((word) => word.endUtf16 <= m.startUtf16);
    return statement.family.support?.has(before) ?? false;
  });
}

/** The digits of one measure in another unit or order: "18 cm" for 18 mm, "68 cm" for 6.8, "43" for 34. */
function isSlip(stated: Measure, other: Measure): boolean {
  return stated.millimetres.some((value) =>
    other.millimetres.some((mm) => {
      const ratio = value / mm;
      if (Math.abs(ratio - 10) < 0.01 || Math.abs(ratio - 0.1) < 0.0001) return true;
      const [a, b] = [digitsOf(value), digitsOf(mm)];
      return (
        a !== b &&
        a.length === b.length &&
        a.length > 1 &&
        a.split('').every((digit, i) => digit === b[b.length - 1 - i])
      );
    }),
  );
}

const digitsOf = (millimetres: number): string => String(Math.round(millimetres)).replace(/0+$/, '');

const zoneAt = (facts: Facts, measure: Measure) => facts.zones[sentenceAt(facts, measure)];
