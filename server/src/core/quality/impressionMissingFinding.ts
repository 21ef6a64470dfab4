/** `impression-missing-finding`: Findings states something that an Impression would name, and it does not. */
import { impressionEdits } from '../impression/listStyle.js';
import { impressionLine } from '../impression/wording.js';
import {
  inZone,
  isCurrent,
  isStated,
  isWide,
  opposite,
  organsAgree,
  organsBySentence,
  wordsAt,
} from './compare.js';
import { isNewHere, isNotable, isSuspicious } from './notable.js';
import { courseWords, hasScaleOf, otherWordsOf, spread, summary } from './otherWords.js';
import { phrases } from './phrases.js';
import type { Facts, Statement } from './statements.js';
import type { QualityFinding } from './types.js';

/** An Impression that points back leaves nothing out. */
const pointsBack = phrases(
  'above; see findings|body|report|description; ver hallazgos|descripcion|informe; as described; descrito|descritos|descritas|descrita; arriba; ditto',
);
const normalWords = phrases(
  'normal|normales; clear; unremarkable; without; no; sin; limpio|limpios|limpia; intact; integro|integros|integras; negative; negativo; libres; permeable|permeables; patent',
);
/** Families that a denied recurrence speaks of too, where they are not new. */
const recurring = new Set(['mass', 'metastasis', 'malignancy', 'lesion', 'growth']);
/** Families that an Impression names also where they are only suspected. */
const suspected = new Set([
  'metastasis',
  'aneurysm',
  'aortic dissection',
  'pulmonary embolism',
  'venous thrombosis',
  'fracture',
  'abscess',
]);
/** Words between a denial and what it denies. */
const denialWords = 5;
/** "M1", "T4bN2aM1a". */
const spreadStage = /(?:^|[^\p{L}]|\d[a-d]?|N[x\d][a-d]?)[cp]?M1(?!\s?(?:segment|segmento))/u;
/** "T2bN2": the stage sums up what was found. */
const tnm = /^[cpy]{0,2}t$/;

/** Findings of one sentence that the Impression lacks. */
export interface MissingFinding {
  /** The first of them. */
  readonly statement: Statement;
  /** Worded for the Impression, without mark and full stop. */
  readonly line: string;
  /** True for one that an Impression would name. */
  readonly notable: boolean;
}

/** In the order of the text. An Impression that points back to the findings lacks none. */
export function missingFindings(facts: Facts): MissingFinding[] {
  const { report } = facts;
  const points = report.words.some((words, i) => facts.zones[i] === 'impression' && pointsBack.has(words));
  if (points) return [];
  const closing = inZone(facts, 'impression', 'recommendation');
  const bySentence = new Map<number, Statement[]>();
  for (const statement of inZone(facts, 'findings')) {
    const counts = isStated(statement) || (isCurrent(statement) && suspected.has(statement.family.id));
    if (!counts || statement.family.sign || isCovered(facts, statement, closing)) continue;
    bySentence.set(statement.sentence, [...(bySentence.get(statement.sentence) ?? []), statement]);
  }
  return [...bySentence.values()].flatMap((stated): MissingFinding[] => {
    const notable = stated.filter((statement) => isNotable(facts, statement));
    const meant = notable.length > 0 ? notable : stated;
    const [statement] = meant;
    if (statement === undefined) return [];
    return [{ statement, line: impressionLine(facts, meant), notable: notable.length > 0 }];
  });
}

export function impressionMissingFinding(facts: Facts): QualityFinding[] {
  const { report } = facts;
  if (!facts.zones.includes('impression')) return [];
  return missingFindings(facts)
    .filter(({ notable }) => notable)
    .map(({ statement, line }) => ({
      id: 'impression-missing-finding',
      span: { startUtf16: statement.startUtf16, endUtf16: statement.endUtf16 },
      related: [],
      messageArguments: { finding: wordsAt(facts, statement) },
      fix: { title: 'addToImpression', edits: impressionEdits(report, [line], null) },
    }));
}

const nowhere: ReadonlySet<string> = new Set();

/** Whether the Impression states, or only denies, one of the phrases; null where it has none. */
function closingSays(
  facts: Facts,
  list: typeof summary,
  of: ReadonlySet<string> = nowhere,
): 'states' | 'denies' | null {
  const { report, zones, cues } = facts;
  const places = organsBySentence(facts);
  let said: 'denies' | null = null;
  for (const [index, words] of report.words.entries()) {
    if (zones[index] !== 'impression') continue;
    if (!organsAgree(places[index] ?? nowhere, of)) continue;
    for (let at = 0; at < words.length; at++) {
      if (list.at(words, at) === null) continue;
      const denied = (cues[index] ?? []).some(
        (cue) =>
          cue.end <= at && at - cue.end < denialWords && cue.cues.some(({ kind }) => kind === 'negation'),
      );
      if (!denied) return 'states';
      said = 'denies';
    }
  }
  return said;
}

/** @param withSpread a stage of the metastases ("M1"). */
function closingHasStage({ report, zones }: Facts, withSpread: boolean): boolean {
  return report.sentences.some(({ startUtf16, endUtf16 }, i) => {
    if (zones[i] !== 'impression') return false;
    if (withSpread) return spreadStage.test(report.text.slice(startUtf16, endUtf16));
    const words = report.words[i] ?? [];
    return words.some((word, at) => tnm.test(word.folded) && /^\d/.test(words[at + 1]?.folded ?? ''));
  });
}

/** The organs of a statement; of a metastasis that is suspected, those of the lesion in its sentence. */
function organsOf(facts: Facts, statement: Statement): ReadonlySet<string> {
  if (statement.organs.size > 0 || statement.family.id !== 'metastasis') return statement.organs;
  const kin = facts.statements.filter(
    (s) => s.sentence === statement.sentence && s.family.group === statement.family.group,
  );
  return new Set(kin.flatMap((s) => [...s.organs]));
}

/** "No space-occupying lesions" names no metastasis that the findings suspect. */
function deniesOthers({ status, family }: Statement): boolean {
  return status.assertion === 'absent' && family.id !== 'metastasis' && family.id !== 'malignancy';
}

/** "No metastases", of no organ, names no nodule or mass. */
function deniesSpread({ status, family, organs }: Statement, found: Statement): boolean {
  const spread = family.id === 'metastasis' || family.id === 'malignancy';
  return spread && status.assertion === 'absent' && organs.size === 0 && found.family.id !== family.id;
}

/** "Suspicious for carcinoma", of no organ or another, is no metastasis of a named one. */
function isPrimary({ family, organs }: Statement, found: Statement, of: ReadonlySet<string>): boolean {
  return found.family.id === 'metastasis' && family.id !== 'metastasis' && organs.size === 0 && of.size > 0;
}

/** True where the Impression's cyst or benign growth is one that Findings tells of elsewhere, and this is another. */
function isOfAnother(facts: Facts, said: Statement, found: Statement): boolean {
  const { id } = said.family;
  if ((id !== 'cyst' && id !== 'benign') || found.family.id === id || found.measures.length === 0)
    return false;
  return inZone(facts, 'findings').some(
    (s) =>
      s.family.id === id &&
      Math.abs(s.sentence - found.sentence) > 1 &&
      organsAgree(s.organs, said.organs) &&
      isSuspicious(facts, found),
  );
}

/** Suspicious, and in an organ that the exam was not asked for: a denied recurrence is not of it. */
function isUnasked(facts: Facts, statement: Statement): boolean {
  if (statement.organs.size === 0 || !isSuspicious(facts, statement)) return false;
  return !facts.organs.some(
    (o) => (o.zone === 'indication' || o.zone === 'title') && statement.organs.has(o.organ.id),
  );
}

/** Of one group, or a diagnosis that sums up what was found. */
function isKin({ family: said }: Statement, { family: found }: Statement): boolean {
  const sums = said.id === 'malignancy' || said.id === 'metastasis' || said.id.startsWith('words:');
  return said.group === found.group || sums;
}

function isCovered(facts: Facts, statement: Statement, closing: readonly Statement[]): boolean {
  const organs = organsOf(facts, statement);
  const named = closing.some(
    (s) =>
      s.family.group === statement.family.group &&
      !(statement.family.id === 'metastasis' && deniesOthers(s)) &&
      !deniesSpread(s, statement) &&
      !isPrimary(s, statement, organs) &&
      !isOfAnother(facts, s, statement) &&
      organsAgree(s.organs, organs) &&
      !opposite(s.side, statement.side),
  );
  if (named) return true;
  const { family } = statement;
  if (family.group === 'focal') {
    const { report, zones } = facts;
    if (report.words.some((words, i) => zones[i] === 'impression' && hasScaleOf(words, organs))) return true;
    const said = closingSays(facts, summary);
    // "With infiltration of the fat" tells of the tumour and not of its metastases.
    const sumsUp = family.id === 'metastasis' ? closingSays(facts, spread) : said;
    if (sumsUp === 'states' || closingHasStage(facts, family.id === 'metastasis')) return true;
    const isFresh = isNewHere(facts, statement) || !isStated(statement);
    if (!isFresh && closingSays(facts, courseWords) === 'states') return true;
    if (said === 'denies' && recurring.has(family.id) && !isFresh && !isUnasked(facts, statement))
      return true;
  }
  const otherWords = otherWordsOf(family.group);
  if (
    otherWords !== null &&
    closingSays(facts, otherWords, family.group === 'fracture' ? organs : nowhere) === 'states'
  )
    return true;
  // A spread or a diagnosis of the same organ covers it, whatever its word.
  const { report } = facts;
  return facts.organs.some((organ) => {
    if (organ.zone !== 'impression' && organ.zone !== 'recommendation') return false;
    // Of a fracture the bone beside it says nothing.
    const near = family.group !== 'fracture';
    if (isWide(organ.organ.id)) return false;
    if (!organsAgree(new Set([organ.organ.id]), organs, near) || organs.size === 0) return false;
    // "Lung-RADS 2" names a scale.
    if (/^[- ]?rads/i.test(report.text.slice(organ.endUtf16, organ.endUtf16 + 5))) return false;
    if (opposite(organ.side, statement.side)) return false;
    // What it says of the organ is another thing where its words are known ("pulmonary nodule" and an effusion).
    const others = closing.filter((s) => s.sentence === organ.sentence);
    const isOwn = (s: Statement): boolean => isKin(s, statement) && !isOfAnother(facts, s, statement);
    if (others.length > 0 && !others.some(isOwn)) return false;
    return !normalWords.has(report.words[organ.sentence] ?? []);
  });
}
