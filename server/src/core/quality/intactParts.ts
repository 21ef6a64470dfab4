/** Part of `denied-and-asserted`: Findings calls a part intact, and the Impression states that it is torn or broken. */
import type { Span, Word } from '../types.js';
import { clausesOf, sideWords, spanOf } from './clauses.js';
import { inZone, isCurrent, wordsAt } from './compare.js';
import type { Facts, Statement } from './statements.js';
import type { QualityFinding } from './types.js';

/** What a part that is intact is not. */
const damage = new Set(['tear', 'fracture']);
const intact = /^(?:intact[oa]?s?|integr[oa]s?)$/;
/** Words that end what a word is said of. */
const ends = new Set([',', ';', ':', '.', '(', ')', 'and', 'y', 'e', 'with', 'con', 'but', 'pero', 'no']);
/** Words of a part's name that name no part. */
const fillers = new Set(
  'is are appear appears remain remains grossly the of otherwise el la los las del de se esta estan encuentra encuentran aparece aparecen muestra es son'.split(
    ' ',
  ),
);
/** Words that name no one part by themselves. */
const general =
  /^(?:tendons?|tendon(?:es)?|ligaments?|ligamentos?|muscles?|musculos?|bones?|huesos?|menisc(?:us|i|os?)|structures?|estructuras?|cort(?:ex|ices|ical|icales)|fib(?:er|re|ra)s?|surfaces?|rest|resto|hardware|material|left|right|izquierd[oa]s?|derech[oa]s?|medial|lateral|anterior|posterior|intern[oa]|extern[oa]|other|otros?|otras?)$/;
/** Most words of a name. */
const longestName = 5;
/** Units of a word that two forms of it share. */
const stemUnits = 5;

interface IntactPart extends Span {
  readonly name: readonly string[];
}

export function intactAndDamaged(facts: Facts): QualityFinding[] {
  const damaged = inZone(facts, 'impression').filter((s) => damage.has(s.family.id) && isCurrent(s));
  if (damaged.length === 0) return [];
  for (const part of partsOf(facts)) {
    const other = damaged.find((s) => namesPart(facts, s, part.name));
    if (other === undefined) continue;
    const span = { startUtf16: other.startUtf16, endUtf16: other.endUtf16 };
    return [
      {
        id: 'denied-and-asserted',
        span,
        related: [{ startUtf16: part.startUtf16, endUtf16: part.endUtf16 }],
        messageArguments: {
          finding: wordsAt(facts, clauseOf(facts, other)),
          denied: wordsAt(facts, part),
          where: 'intact',
        },
      },
    ];
  }
  return [];
}

/** The parts that Findings calls intact; those whose name is of many are left out. */
function partsOf({ report, zones }: Facts): IntactPart[] {
  const found: IntactPart[] = [];
  report.words.forEach((words, sentence) => {
    if (zones[sentence] !== 'findings') return;
    for (let at = 0; at < words.length; at++) {
      if (!intact.test(words[at]?.folded ?? '')) continue;
      // "Not intact" is the contrary.
      if (/^(?:not|no|isn)$/.test(words[at - 1]?.folded ?? '')) continue;
      const places = placesOf(words, at, -1);
      const of = places.length > 0 ? places : placesOf(words, at, 1);
      const name = of.map((place) => words[place]?.folded ?? '');
      if (name.length === 0 || name.length > longestName) continue;
      // "Lateral meniscus" names one, "tendons" many.
      if (name.length === 1 && general.test(name[0] ?? '')) continue;
      found.push({ name, ...spanOf(words, Math.min(at, ...of), Math.max(at, ...of) + 1) });
    }
  });
  return found;
}

/** Indices of the words of a name that stands before or after a word, in that order. */
function placesOf(words: readonly Word[], at: number, step: -1 | 1): number[] {
  const places: number[] = [];
  for (let place = at + step; place >= 0 && place < words.length; place += step) {
    const { folded = '' } = words[place] ?? {};
    if (ends.has(folded)) break;
    if (!fillers.has(folded) && folded !== '-') places.push(place);
  }
  return places;
}

/** True where the finding's own clause has every word of a part's name. */
function namesPart(facts: Facts, finding: Statement, name: readonly string[]): boolean {
  const { startUtf16, endUtf16 } = clauseOf(facts, finding);
  const own = (facts.report.words[finding.sentence] ?? [])
    .filter((word) => word.startUtf16 >= startUtf16 && word.endUtf16 <= endUtf16)
    .map(({ folded }) => folded);
  return (
    !own.some((word) => intact.test(word)) &&
    name.every((word) => own.some((other) => other.slice(0, stemUnits) === word.slice(0, stemUnits)))
  );
}

/** The clause that a finding stands in, or the finding alone. */
function clauseOf({ report }: Facts, finding: Statement): Span {
  const words = report.words[finding.sentence] ?? [];
  const clauses = clausesOf(words, sideWords(words)).map(({ first, end }) => spanOf(words, first, end));
  return (
    clauses.find(
      ({ startUtf16, endUtf16 }) => finding.startUtf16 >= startUtf16 && finding.endUtf16 <= endUtf16,
    ) ?? finding
  );
}
