/** `denied-and-asserted`: a finding is denied in one place and stated in another. */
import { inZone, isStated, organsAgree, wordsAt } from './compare.js';
import type { Facts, Statement } from './statements.js';
import type { QualityFinding } from './types.js';

/** Words that name too many things, or one at each of many places, for a denial of one to deny another. */
const broad = new Set([
  'stenosis',
  'lesion',
  'opacity',
  'benign',
  'malignancy',
  'filling defect',
  'effusion',
]);
/** Families that tell little without their organ. */
const local = new Set(['stone', 'tear', 'nodule', 'mass', 'cyst', 'adenopathy', 'thrombosis']);
/** Units of a word that two forms of it share. */
const stemUnits = 5;

export function deniedAndAsserted(facts: Facts): QualityFinding[] {
  const told = inZone(facts, 'findings', 'impression');
  const stated = told.filter((s) => isStated(s) && !/^(ill|resol|reso)/.test(s.qualifiers.join(' ')));
  const found: QualityFinding[] = [];
  const seen = new Set<string>();
  for (const denial of told) {
    if (denial.status.assertion !== 'absent' || denial.status.experiencer !== 'patient') continue;
    const other = stated.find((s) => contradicts(denial, s));
    if (other === undefined || seen.has(denial.family.id)) continue;
    seen.add(denial.family.id);
    const [first, second] = denial.startUtf16 < other.startUtf16 ? [denial, other] : [other, denial];
    found.push({
      id: 'denied-and-asserted',
      span: spanOf(second),
      related: [spanOf(first)],
      messageArguments: { finding: wordsAt(facts, other), denied: wordsAt(facts, denial) },
    });
  }
  return found;
}

const spanOf = ({ startUtf16, endUtf16 }: Statement) => ({ startUtf16, endUtf16 });

function contradicts(denial: Statement, stated: Statement): boolean {
  if (denial.family.id !== stated.family.id) {
    // "Gallbladder with stones" and "no cholelithiasis" are one thing in two words.
    const stones = denial.family.group === 'stones' && stated.family.group === 'stones';
    if (!stones || denial.organs.size === 0 || stated.organs.size === 0) return false;
  }
  if (broad.has(denial.family.id)) return false;
  const organs = denial.organs.size > 0 ? denial.organs : denial.topic;
  // "Orbits without fractures" leaves room for one elsewhere.
  const placed = [...denial.organs].some((id) => id !== denial.family.organ);
  if (placed && [...stated.organs].every((id) => id === stated.family.organ)) return false;
  if (local.has(denial.family.id) && stated.organs.size === 0) return false;
  if (!organsAgree(organs, stated.organs, false)) return false;
  if (denial.side !== null && denial.side !== 'bilateral' && stated.side !== denial.side) return false;
  // "No suspicious nodule" leaves room for a nodule that is not.
  return denial.qualifiers.every((word) => stated.qualifiers.some((other) => sameStem(word, other)));
}

function sameStem(a: string, b: string): boolean {
  return a.slice(0, stemUnits) === b.slice(0, stemUnits);
}
