/** `impression-unsupported`: the Impression states a finding of which the rest of the report says nothing. */
import type { Word } from '../types.js';
import { isStated, isWide, organsAgree, organsBySentence, wordsAt } from './compare.js';
import { phrases } from './phrases.js';
import type { Facts, Statement } from './statements.js';
import type { QualityFinding } from './types.js';

/** Findings shorter than this describe too little to miss anything in them. */
const leastWords = 8;
const known = phrases(
  'known; conocid*; previous|previously; previo|previa; history; antecedente*; treated; tratad*; resected; unchanged; stable; estable; residual',
);
/** A clause that says so describes no finding. */
const normal = phrases(
  'normal|normales; clear; unremarkable; intact; integro|integros|integra|integras; conservad*; preserved; libres; sin alteraciones; within normal limits; homogene*; simetric*; symmetric*',
);
/** Structures that lie side by side: what is said of one is not said of the other. */
const apart = new Set(['meniscus', 'cruciate ligament', 'popliteal cyst', 'labrum']);
/** Families that one place of the body may have while another is denied, or has one of its own. */
const placed = new Set(['focal', 'tear', 'thrombosis', 'adenopathy', 'aneurysm']);
/** A lymph node is a finding where it is called so. */
const abnormalNode =
  /^(?:enlarg|necro|suspic|sospech|avid|patholog|patolog|aument|hypermetab|hipermetab|engros|abnorm|anormal|round|redond)/;

export function impressionUnsupported(facts: Facts): QualityFinding[] {
  const { report, zones } = facts;
  const described = report.sentences.map((_, i) => i).filter((i) => zones[i] === 'findings');
  const words = described.reduce((sum, i) => sum + (report.words[i]?.length ?? 0), 0);
  if (words < leastWords) return [];
  const elsewhere = facts.statements.filter((s) => s.zone !== 'impression' && s.zone !== 'recommendation');
  const found: QualityFinding[] = [];
  const seen = new Set<string>();
  for (const statement of facts.statements) {
    const { family } = statement;
    if (statement.zone !== 'impression' || family.support === null || !isStated(statement)) continue;
    if (
      family.id === 'node' &&
      ![...statement.qualifiers, ...statement.beside].some((word) => abnormalNode.test(word))
    )
      continue;
    if (seen.has(family.group) || known.has(report.words[statement.sentence] ?? [])) continue;
    if (isSupported(facts, statement, elsewhere, described)) continue;
    seen.add(family.group);
    found.push({
      id: 'impression-unsupported',
      span: { startUtf16: statement.startUtf16, endUtf16: statement.endUtf16 },
      related: [],
      messageArguments: { finding: wordsAt(facts, statement) },
    });
  }
  return found;
}

/** Named elsewhere (also where it is denied: `denied-and-asserted` speaks of that), or described in other words. */
function isSupported(
  facts: Facts,
  statement: Statement,
  elsewhere: readonly Statement[],
  described: readonly number[],
): boolean {
  const { family } = statement;
  const before = (facts.report.words[statement.sentence] ?? []).filter(
    (word) => word.endUtf16 <= statement.startUtf16,
  );
  if (before.slice(-4).some((word) => /^(?:exclu|descart)/.test(word.folded))) return true;
  const organs = ownOrgans(statement);
  const near = ![...organs].some((id) => apart.has(id));
  const places = organsBySentence(facts);
  const isNamed = elsewhere.some((s) => {
    if (s.family.group !== family.group) return false;
    const place = s.organs.size > 0 ? new Set([...s.organs, ...(places[s.sentence] ?? [])]) : s.topic;
    if (!placed.has(family.group)) return s.family.id === family.id || s.status.assertion !== 'absent';
    // "Sin trombosis" of the portal vein does not support one of the mesenteric vein; a denied one of the same place does.
    if (s.status.assertion === 'absent' && s.family.id !== family.id) return false;
    return organsAgree(place, organs, near);
  });
  if (isNamed) return true;
  if (isOrphan(facts, statement, organs, elsewhere)) return false;
  return described.some((index) => describes(facts, index, statement, organs, near));
}

/** True where nothing but the Impression names the organ, and no finding of the kind is without a place. */
function isOrphan(
  facts: Facts,
  { family }: Statement,
  organs: ReadonlySet<string>,
  elsewhere: readonly Statement[],
): boolean {
  if (organs.size === 0 || !placed.has(family.group)) return false;
  const named = facts.organs.some(
    (o) =>
      o.zone !== 'impression' && o.zone !== 'recommendation' && organsAgree(new Set([o.organ.id]), organs),
  );
  if (named) return false;
  return !elsewhere.some((s) => s.family.group === family.group && s.organs.size === 0 && s.topic.size === 0);
}

/** The organs that the words beside a finding name, not what its own word implies. */
function ownOrgans({ organs, family }: Statement): ReadonlySet<string> {
  const own = [...organs].filter((id) => id !== family.organ && id !== 'bone' && !isWide(id));
  const narrowest = own.filter((id) => apart.has(id));
  return new Set(narrowest.length > 0 ? narrowest : own);
}

/** True where a sentence has words of the finding, said of its organ or of none, and not denied. */
function describes(
  facts: Facts,
  index: number,
  { family }: Statement,
  organs: ReadonlySet<string>,
  near: boolean,
): boolean {
  const words = facts.report.words[index] ?? [];
  const denials = (facts.cues[index] ?? []).filter((cue) => cue.cues.some((c) => c.kind === 'negation'));
  if (placed.has(family.group) && organs.size > 0) {
    const here = organsBySentence(facts)[index];
    if (here !== undefined && here.size > 0 && !organsAgree(here, organs, near)) return false;
  }
  return words.some((_, at) => {
    const match = family.support?.at(words, at) ?? null;
    if (match === null || normal.has(clauseAround(words, at))) return false;
    return !denials.some((cue) => cue.end <= at && at - cue.end < 4);
  });
}

const clauseEnds = new Set([',', ';', '.', 'with', 'con', 'and', 'y', 'e']);

function clauseAround(words: readonly Word[], at: number): readonly Word[] {
  const isBreak = ({ folded }: Word): boolean => clauseEnds.has(folded);
  let start = at;
  while (start > 0 && words.slice(start - 1, start).every((word) => !isBreak(word))) start--;
  const after = words.slice(at).findIndex(isBreak);
  return words.slice(start, after < 0 ? words.length : at + after);
}
