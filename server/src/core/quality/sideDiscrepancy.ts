/** `side-discrepancy`: a finding is on one side in Findings and on the other in Impression or in the exam's title. */
import type { Side } from '../types.js';
import { sideWords } from './clauses.js';
import { inZone, isCurrent, isOld, opposite, organsAgree, wordsAt } from './compare.js';
import { levelsAgree } from './levels.js';
import { otherArtery, otherMeniscus } from './sidedParts.js';
import type { Facts, OrganStatement, Statement } from './statements.js';
import type { QualityFinding } from './types.js';

export function sideDiscrepancy(facts: Facts): QualityFinding[] {
  const between = betweenSections(facts);
  if (between.length > 0) return between;
  const title = againstTitle(facts);
  if (title.length > 0) return title;
  const organ = ofOneOrgan(facts);
  return organ.length > 0 ? organ : ofParts(facts);
}

/** Arteries of the brain and menisci: what is found there goes by many names. */
function ofParts(facts: Facts): QualityFinding[] {
  const pair = otherArtery(facts) ?? otherMeniscus(facts);
  if (pair === null) return [];
  const { stated, described, part } = pair;
  return [
    {
      id: 'side-discrepancy',
      span: stated,
      related: [described],
      messageArguments: {
        first: wordsAt(facts, described),
        second: wordsAt(facts, stated),
        finding: wordsAt(facts, part),
        where: 'impression',
      },
    },
  ];
}

/** What a finding that is gone is called. */
const isOver = /^(?:resol|resuel|desapar|disappear|clear|aclar)/;

function betweenSections(facts: Facts): QualityFinding[] {
  const findings = inZone(facts, 'findings').filter(isCurrent);
  const found: QualityFinding[] = [];
  for (const stated of inZone(facts, 'impression').filter(isCurrent)) {
    if ((stated.side !== 'left' && stated.side !== 'right') || !stated.sideIsOwn) continue;
    const same = findings.filter(
      (f) =>
        f.family.group === stated.family.group &&
        organsAgree(f.organs, stated.organs) &&
        levelsAgree(facts, f, stated),
    );
    const other = same.find(
      (f) =>
        isOneWord(f, stated, same) &&
        opposite(f.side, stated.side) &&
        ![...f.qualifiers, ...f.beside].some((word) => isOld(word) || isOver.test(word)) &&
        sharesOrgan(f, stated) &&
        !tellsSide(facts, f, stated.side),
    );
    // Either side is told of, or one finding has no side: nothing contradicts, but where the size says which is meant.
    const told =
      same.some(
        (f) =>
          isOneWord(f, stated, same) &&
          (f.side === stated.side ||
            f.side === 'bilateral' ||
            (f.side === null && f.family.id === 'stenosis' && f.sentence !== other?.sentence)),
      ) ||
      // "Left ICA: plaque, less than 50%": the vessel of the stated side is told of.
      (stated.family.id === 'stenosis' &&
        facts.organs.some(
          (o) => o.zone === 'findings' && stated.organs.has(o.organ.id) && o.side === stated.side,
        ));
    if (other === undefined) continue;
    if (told && !isOneOfThatSize(other, stated, same) && !isOneOfThatDegree(facts, other, stated, same))
      continue;
    const { sideSpan } = stated;
    const otherSide = other.sideSpan === null ? '' : wordsAt(facts, other.sideSpan);
    const word = sideSpan === null ? '' : wordsAt(facts, sideSpan);
    // Two sides in one sentence: which of them goes with the finding is not plain.
    if (otherSide.toLowerCase() === word.toLowerCase()) continue;
    const sameGender = word.length > 3 && otherSide.length > 3 && word.slice(-1) === otherSide.slice(-1);
    const replaceable = sideSpan !== null && (facts.report.language === 'en' || sameGender);
    found.push({
      id: 'side-discrepancy',
      span: sideSpan ?? stated,
      related: [other.sideSpan ?? other],
      messageArguments: {
        first: otherSide,
        second: word,
        finding: wordsAt(facts, stated),
        where: 'impression',
      },
      ...(replaceable && /^(left|right|izquierd[oa]s?|derech[oa]s?)$/i.test(otherSide)
        ? { fix: { title: 'replace', edits: [{ ...sideSpan, newText: otherSide.toLowerCase() }] } }
        : {}),
    });
  }
  return found;
}

/** False for nodules and lesions where the Impression says mass and Findings has one: it means that one. */
function isOneWord(finding: Statement, stated: Statement, same: readonly Statement[]): boolean {
  const { id } = stated.family;
  return id !== 'mass' || finding.family.id === id || !same.some((f) => f.family.id === id);
}

/** True where a finding of the other side, and none of the stated one, has the word and a size of the Impression's. */
function isOneOfThatSize(other: Statement, stated: Statement, same: readonly Statement[]): boolean {
  const sizes = new Set(stated.measures.flatMap(({ millimetres }) => millimetres));
  const hasSize = (f: Statement): boolean =>
    f.measures.some(({ millimetres }) => millimetres.some((size) => sizes.has(size)));
  return (
    other.family.id === stated.family.id &&
    hasSize(other) &&
    !same.some((f) => f.side === stated.side && hasSize(f))
  );
}

/** The same of stenoses by their percentage: "80 %" on the left, and 30 % on the right that the Impression speaks of. */
function isOneOfThatDegree(
  facts: Facts,
  other: Statement,
  stated: Statement,
  same: readonly Statement[],
): boolean {
  if (stated.family.id !== 'stenosis' || other.family.id !== 'stenosis') return false;
  const degree = percentOf(facts, stated);
  if (degree === null || percentOf(facts, other) !== degree) return false;
  const ofSide = same.filter((f) => f.side === stated.side).map((f) => percentOf(facts, f));
  return ofSide.some((percent) => percent !== null) && !ofSide.includes(degree);
}

/** The first percentage after a finding in its sentence; null where there is none, or a limit ("< 50 %"). */
function percentOf({ report }: Facts, { sentence, endUtf16 }: Statement): number | null {
  const rest = report.text.slice(endUtf16, report.sentences[sentence]?.endUtf16 ?? endUtf16);
  const percent = /^[^;.%\d]*?(?<!(?:[<>≤≥]|than|de|que|-|–)\s?)(\d{1,3})\s?%/u.exec(rest)?.[1];
  return percent === undefined ? null : Number(percent);
}

/** True where the sentence of a finding also names the other side: which of them is meant is not plain. */
function tellsSide(facts: Facts, finding: Statement, side: Side | null): boolean {
  return facts.organs.some((o) => o.sentence === finding.sentence && o.side === side);
}

/** A mass or lesion is the same one only in the same organ. */
function sharesOrgan(a: Statement, b: Statement): boolean {
  return a.family.group !== 'focal' || [...a.organs].some((id) => b.organs.has(id));
}

/** "MRI RIGHT SHOULDER" and a report of the left one. */
function againstTitle(facts: Facts): QualityFinding[] {
  const inTitle = facts.organs.flatMap((o): OrganStatement[] => {
    if (o.zone !== 'title') return [];
    // "MRI shoulder, right": the one side that the title names.
    const side = o.side ?? onlySide(facts, o.sentence);
    return isPaired({ ...o, side }) ? [{ ...o, side }] : [];
  });
  const sides = new Set<Side | null>(inTitle.map((o) => o.side));
  const [title] = inTitle;
  if (title === undefined || sides.size !== 1 || (title.side !== 'left' && title.side !== 'right')) return [];
  const regions = new Set(title.organ.regions);
  const told = facts.organs.filter(
    (o) =>
      (o.zone === 'findings' || o.zone === 'impression' || o.zone === 'technique') &&
      o.side !== null &&
      o.organ.regions.some((region) => regions.has(region)),
  );
  if (told.some((o) => o.side === title.side || o.side === 'bilateral')) return [];
  const other = told.find((o) => opposite(o.side, title.side));
  if (other === undefined) return [];
  return [
    {
      id: 'side-discrepancy',
      span: other.sideSpan ?? other,
      related: [title.sideSpan ?? title],
      messageArguments: {
        first: title.sideSpan === null ? '' : wordsAt(facts, title.sideSpan),
        second: other.sideSpan === null ? '' : wordsAt(facts, other.sideSpan),
        finding: wordsAt(facts, other),
        where: 'title',
      },
    },
  ];
}

/** Organs of which a body has two. */
const paired = new Set(
  'kidney ureter adrenal ovary testis breast axilla hip femur knee tibia ankle foot shoulder elbow wrist hand clavicle orbit carotid pleura'.split(
    ' ',
  ),
);

/** "Left femoral head" in the Impression, where Findings tells of the right one alone, whatever they find there. */
function ofOneOrgan(facts: Facts): QualityFinding[] {
  const described = facts.organs.filter((o) => o.zone === 'findings');
  for (const stated of facts.organs) {
    if (stated.zone !== 'impression' || !paired.has(stated.organ.id)) continue;
    if ((stated.side !== 'left' && stated.side !== 'right') || stated.sideSpan === null) continue;
    const same = described.filter((o) => o.organ.id === stated.organ.id);
    const [other] = same;
    if (other === undefined || !same.every((o) => opposite(o.side, stated.side))) continue;
    if (other.sideSpan === null || namesSide(facts, stated.side)) continue;
    // "Right adrenal nodule, no left adrenal nodule"
    const here = sideWords(facts.report.words[stated.sentence] ?? []);
    if (here.some(({ side }) => side !== stated.side)) continue;
    return [
      {
        id: 'side-discrepancy',
        span: stated.sideSpan,
        related: [other.sideSpan],
        messageArguments: {
          first: wordsAt(facts, other.sideSpan),
          second: wordsAt(facts, stated.sideSpan),
          finding: wordsAt(facts, stated),
          where: 'impression',
        },
      },
    ];
  }
  return [];
}

/** True where Findings names a side at all. */
function namesSide({ report, zones }: Facts, side: Side): boolean {
  return report.words.some(
    (words, i) =>
      zones[i] === 'findings' && sideWords(words).some((s) => s.side === side || s.side === 'bilateral'),
  );
}

/** The only side that a sentence names, or null. */
function onlySide({ report }: Facts, sentence: number): Side | null {
  const told = new Set(sideWords(report.words[sentence] ?? []).map(({ side }) => side));
  const [side = null] = told;
  return told.size === 1 ? side : null;
}

function isPaired({ organ, side }: OrganStatement): boolean {
  return side !== null && organ.regions.length > 0;
}
