/** `denied-and-asserted`: a finding is denied in one place and stated in another. */
import { inZone, isAcute, isOld, isStated, opposite, organsAgree, wordsAt } from './compare.js';
import type { Side } from '../types.js';
import { sideWords } from './clauses.js';
import { intactAndDamaged } from './intactParts.js';
import type { Facts, Statement } from './statements.js';
import type { QualityFinding } from './types.js';

/** Words that name too many things, or one at each of many places, for a denial of one to deny another. */
const broad = new Set(['opacity', 'benign', 'malignancy', 'filling defect', 'effusion']);
/** Families that tell little without their organ. */
const local = new Set(['stone', 'tear', 'nodule', 'mass', 'cyst', 'adenopathy', 'thrombosis']);
/** Families of bones, whatever part they name. */
const osseous = new Set(['fracture', 'dislocation']);
/** What a finding that is gone, or is none, is called. */
const isOver = /^(?:resol[uv]|resuel|desapar|disappear)/;
/** Words that make free fluid no finding. */
const isLittle = /^(?:physiolog|fisiolog|trace|lamin)/;
/** Families whose denial of one place speaks of those without a place too. */
const anywhere = new Set(['disc herniation', 'node', 'adenopathy']);
/** Collections that "no extra-axial collection" denies. */
const outsideBrain = new Set(['extra-axial collection', 'subdural hemorrhage', 'epidural hemorrhage']);
/** A denial of all discs of a column. */
const anyLevel = /^(?:any|all|ningun|ninguno|discs|discos|niveles|levels)$/;
/** Units of a word that two forms of it share. */
const stemUnits = 5;

export function deniedAndAsserted(facts: Facts): QualityFinding[] {
  const told = inZone(facts, 'findings', 'impression');
  const stated = told.filter(
    (s) => isStated(s) && ![...s.qualifiers, ...s.beside].some((word) => isOver.test(word)),
  );
  const found: QualityFinding[] = [];
  const seen = new Set<string>();
  for (const denial of told) {
    if (
      (denial.status.assertion !== 'absent' && denial.family.id !== 'no stones') ||
      denial.status.experiencer !== 'patient'
    )
      continue;
    if (seen.has(denial.family.id)) continue;
    const other = stated.find((s) => contradicts(facts, denial, s));
    if (other === undefined) continue;
    seen.add(denial.family.id);
    const [first, second] = denial.startUtf16 < other.startUtf16 ? [denial, other] : [other, denial];
    found.push({
      id: 'denied-and-asserted',
      span: spanOf(second),
      related: [spanOf(first)],
      messageArguments: { finding: wordsAt(facts, other), denied: wordsAt(facts, denial) },
    });
  }
  return [...found, ...intactAndDamaged(facts)];
}

const spanOf = ({ startUtf16, endUtf16 }: Statement) => ({ startUtf16, endUtf16 });

function contradicts(facts: Facts, denial: Statement, stated: Statement): boolean {
  if (!isAllowed(facts, denial, stated)) return false;
  if (denial.family.id === 'no stones')
    return isStone(stated) && (stated.organs.size > 0 ? stated.organs : stated.topic).has('gallbladder');
  const collections = denial.family.id === 'extra-axial collection' && outsideBrain.has(stated.family.id);
  if (denial.family.id !== stated.family.id && !collections) {
    // "Gallbladder with stones" and "no cholelithiasis" are one thing in two words.
    const stones = isStone(denial) && isStone(stated);
    if (!stones || denial.organs.size === 0 || stated.organs.size === 0) return false;
  }
  // "No acute osseous fracture": a fracture is always of a bone.
  const own = new Set([...denial.organs].filter((id) => id !== 'bone' || !osseous.has(denial.family.id)));
  const organs = own.size > 0 ? own : denial.topic;
  // "Orbits without fractures" leaves room for one elsewhere.
  const placed = [...own].some((id) => id !== denial.family.organ);
  if (
    placed &&
    denial.family.id !== 'disc herniation' &&
    [...stated.organs].every((id) => id === stated.family.organ)
  )
    return false;
  const place = stated.organs.size > 0 ? stated.organs : stated.topic;
  const isPlaceless = stated.organs.size === 0 && !anywhere.has(denial.family.id);
  if (local.has(denial.family.id) && isPlaceless) return false;
  // What went before tells the place but roughly.
  if (
    !organsAgree(organs, isPlaceless ? stated.organs : place, own.size === 0 && osseous.has(denial.family.id))
  )
    return false;
  if (denial.side !== null && denial.side !== 'bilateral' && stated.side !== denial.side) return false;
  if (denial.side === null && opposite(sideOfLine(facts, denial), stated.side ?? sideOfLine(facts, stated)))
    return false;
  // "No suspicious nodule" leaves room for a nodule that is not.
  if (denial.qualifiers.some(isAcute) && stated.beside.some(isOld)) return false;
  const said = [...stated.qualifiers, ...stated.beside.filter(isAcute)];
  // The number of an item of a list qualifies nothing.
  const asked = denial.qualifiers.filter((word) => /\p{L}/u.test(word) && !isVague(denial, word));
  return asked.every((word) => said.some((other) => sameStem(word, other) || isBoth(word, other)));
}

/** Words of a denial that leave nothing out: "no focal lesion", "no disc herniation at any level". */
function isVague({ family }: Statement, word: string): boolean {
  if (family.id === 'lesion') return /^focal(?:es)?$/.test(word);
  if (/^(?:any|levels?|nivel(?:es)?|estudiados)$/.test(word)) return true;
  if (family.id === 'free fluid') return /^(?:intraperitoneal|peritoneal|abdominal)$/.test(word);
  return (
    (family.id === 'disc herniation' || family.id === 'stenosis') &&
    (anyLevel.test(word) || word === 'presentan')
  );
}

/** Families of which a denial denies only so much. */
function isAllowed({ report }: Facts, denial: Statement, stated: Statement): boolean {
  const { id } = denial.family;
  const shared = [...denial.organs].some((organ) => stated.organs.has(organ));
  if (id === 'lesion') return shared && denial.qualifiers.every((word) => isVague(denial, word));
  if (id === 'disc herniation' || id === 'stenosis') {
    return (
      (report.words[denial.sentence] ?? []).some(({ folded }) => anyLevel.test(folded)) &&
      !levelled.test(wordsOf(report, denial))
    );
  }
  if (id === 'node') return denial.qualifiers.length > 0 && organsAgree(denial.organs, stated.organs);
  // What only the reader names: one word of it ("uptake") is said of many things.
  if (id.startsWith('words:')) return id.includes(' ') && shared && denial.qualifiers.length === 0;
  if (id === 'no stones') return true;
  if (denial.family.sign || broad.has(id)) return false;
  if (id !== 'free fluid') return true;
  const elsewhere = denial.organs.has('pelvis') && !stated.organs.has('pelvis');
  return !elsewhere && ![...stated.qualifiers, ...stated.beside].some((word) => isLittle.test(word));
}

/** "L4-L5": one disc of several. */
const levelled = /\b[CDTL]\d{1,2}\b/iu;

const wordsOf = ({ text, sentences }: Facts['report'], { sentence }: Statement): string =>
  text.slice(sentences[sentence]?.startUtf16 ?? 0, sentences[sentence]?.endUtf16 ?? 0);

/** Words for the inner and the outer side of the knee. */
const inner = /^(?:medial|intern[oa]s?)$/;
const outer = /^(?:lateral(?:es)?|extern[oa]s?)$/;

/** "Acute" and "recent" say one thing of when, "interno" and "medial" one of where. */
const isBoth = (word: string, other: string): boolean =>
  (isAcute(word) && isAcute(other)) ||
  (inner.test(word) && inner.test(other)) ||
  (outer.test(word) && outer.test(other));

/** "RIGHT LOBE: 4.6 x 1.7 cm. No nodules.": the one side that the sentences before it on its line name, or null. */
function sideOfLine({ report }: Facts, { sentence, startUtf16 }: Statement): Side | null {
  const { sentences, text } = report;
  const own = (report.words[sentence] ?? []).filter((word) => word.endUtf16 <= startUtf16);
  // "Left kidney 11 cm: no hydronephrosis, no calculus": the side stands at the head of the sentence.
  const found = new Set<Side>(sideWords(own).map(({ side }) => side));
  for (let index = sentence - 1; index >= 0; index--) {
    const here = sentences[index];
    const after = sentences[index + 1];
    if (here === undefined || after === undefined) break;
    if (text.slice(here.startUtf16, after.startUtf16).includes('\n')) break;
    for (const { side } of sideWords(report.words[index] ?? [])) found.add(side);
  }
  const [side = null] = found;
  return found.size === 1 ? side : null;
}

/** Stones whose word leaves the place open or names the gallbladder; those of the bile duct are their own. */
const isStone = ({ family }: Statement): boolean => family.id === 'stone' || family.id === 'gallstones';

function sameStem(a: string, b: string): boolean {
  return a.slice(0, stemUnits) === b.slice(0, stemUnits);
}
