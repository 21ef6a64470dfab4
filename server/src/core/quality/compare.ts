/** When two statements of a report speak of one thing. */
import type { Side, Span } from '../types.js';
import { regionsOf } from './organs.js';
import type { Facts, Statement } from './statements.js';

/** Names of regions rather than organs: they tell nothing of where in them. */
const wide = new Set(['head', 'chest', 'abdomen', 'pelvis', 'leg', 'cervical']);
/** True for the name of a region rather than an organ. */
export const isWide = (id: string): boolean => wide.has(id) || id.startsWith('heading:');

/** Organs that a report names for one another. */
const neighbours: readonly (readonly string[])[] = [
  ['kidney', 'ureter', 'bladder'],
  ['gallbladder', 'bile duct'],
  ['spine', 'lumbar spine', 'thoracic spine', 'cervical spine', 'bone'],
  ['lung', 'pleura'],
  ['hip', 'femur'],
  ['knee', 'meniscus', 'cruciate ligament', 'popliteal cyst', 'tibia', 'femur'],
  ['breast', 'axilla'],
  ['shoulder', 'humerus'],
  ['elbow', 'humerus'],
  ['hand', 'wrist'],
  ['brain', 'skull', 'face', 'orbit', 'pituitary', 'sinus'],
];

/** Parts of the skeleton: "osseous" may be any of them. */
const skeleton = new Set(
  `bone;skull;face;rib;humerus;pubis;spine;lumbar spine;thoracic spine;cervical spine;clavicle;shoulder;elbow;wrist;hand;hip;femur;knee;tibia;ankle;foot`.split(
    ';',
  ),
);
const isBoneOf = (a: string, b: string): boolean => a === 'bone' && skeleton.has(b);

/** False where a region cannot hold an organ: what lies in the mediastinum is not in the abdomen. */
function regionsMeet(a: readonly string[], b: readonly string[]): boolean {
  const regions = (list: readonly string[]): string[] => list.flatMap((id) => [...regionsOf(id)]);
  const [ours, theirs] = [regions(a), regions(b)];
  return ours.length === 0 || theirs.length === 0 || ours.some((region) => theirs.includes(region));
}

/** False where two sets of organs name different ones; a set that is empty or wide may be any. */
export function organsAgree(a: ReadonlySet<string>, b: ReadonlySet<string>, near = true): boolean {
  const narrowA = [...a].filter((id) => !wide.has(id));
  const narrowB = [...b].filter((id) => !wide.has(id));
  if (narrowA.length === 0 || narrowB.length === 0) return regionsMeet([...a], [...b]);
  return narrowA.some((one) =>
    narrowB.some(
      (other) =>
        one === other ||
        (near &&
          (isBoneOf(one, other) ||
            isBoneOf(other, one) ||
            neighbours.some((list) => list.includes(one) && list.includes(other)))),
    ),
  );
}

export function opposite(a: Side | null, b: Side | null): boolean {
  return (a === 'left' && b === 'right') || (a === 'right' && b === 'left');
}

/** A folded word that says that a finding is of now. */
export function isAcute(word: string): boolean {
  return /^(?:acut|agud|recent|recient|hyperacut|hiperagud)/.test(word);
}

/** A folded word that says that a finding is not of now. */
export function isOld(word: string): boolean {
  return /^(?:old|chronic|cronic|antigu|prior|previ|resid|secuel|sequel|matur|healed|consolidad)/.test(word);
}

/** Stated or suspected of the patient, now. */
export function isCurrent(statement: Statement): boolean {
  return statement.status.assertion !== 'absent' && statement.status.experiencer === 'patient';
}

/** Stated of the patient, now. */
export function isStated(statement: Statement): boolean {
  return statement.status.assertion === 'present' && statement.status.experiencer === 'patient';
}

const placesOf = new WeakMap<Facts, readonly ReadonlySet<string>[]>();

/** Ids of the organs that each sentence names, computed once for a reading. */
export function organsBySentence(facts: Facts): readonly ReadonlySet<string>[] {
  let found = placesOf.get(facts);
  if (found === undefined) {
    const sets: Set<string>[] = [];
    while (sets.length < facts.report.sentences.length) sets.push(new Set());
    for (const { sentence, organ } of facts.organs) sets[sentence]?.add(organ.id);
    found = sets;
    placesOf.set(facts, found);
  }
  return found;
}

/** The sentence that a span begins in, by halving; -1 where it stands in none. */
export function sentenceAt({ report }: Facts, { startUtf16, endUtf16 }: Span): number {
  const { sentences } = report;
  let low = 0;
  let high = sentences.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const here = sentences[middle];
    if (here === undefined) return -1;
    if (startUtf16 < here.startUtf16) high = middle - 1;
    else if (startUtf16 >= here.endUtf16) low = middle + 1;
    else return endUtf16 <= here.endUtf16 ? middle : -1;
  }
  return -1;
}

export function inZone(facts: Facts, ...zones: readonly Statement['zone'][]): Statement[] {
  return facts.statements.filter((statement) => zones.includes(statement.zone));
}

/** The report's own words on one line, for a message. */
export function wordsAt(facts: Facts, span: Span): string {
  return facts.report.text.slice(span.startUtf16, span.endUtf16).replace(/\s+/gu, ' ').trim();
}
