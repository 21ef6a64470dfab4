/**
 * Present focal findings of thyroid, lung, adrenal, kidney, liver and pancreas in a report whose exam and indication
 * do not ask for that organ: a list, with what the report says of size, change and follow-up.
 */
import { isCurrent, opposite, organsAgree } from '../quality/compare.js';
import { largest, sameLength } from '../quality/measures.js';
import type { Measure } from '../quality/measures.js';
import { organsOf } from '../quality/organs.js';
import type { Facts, Statement } from '../quality/statements.js';
import type { Entity, ReportAnalysis, Side, Span, Trend } from '../types.js';
import { followUpsOf } from './followUp.js';
import type { FollowUp } from './followUp.js';
import { incidentalOrgans } from './types.js';
import type { Incidental, IncidentalOrgan } from './types.js';

const isOrgan = (id: string): id is IncidentalOrgan => (incidentalOrgans as readonly string[]).includes(id);
/** The reader's names of these organs. */
const subtypes: ReadonlyMap<string, IncidentalOrgan> = new Map([
  ['Thyroid', 'thyroid'],
  ['Lung', 'lung'],
  ['Adrenal gland', 'adrenal'],
  ['Kidney', 'kidney'],
  ['Liver', 'liver'],
  ['Pancreas', 'pancreas'],
]);
/** Spread of a known tumour is what the exam looks for. */
const spread =
  /\b(?:metasta\p{L}*|m[12]\b|carcinomat\p{L}*|conocid[oa]s?|known|primari[oa]|primary|recidiva|recurren\p{L}*)/iu;
/** Findings of the reader that no phrase names, in words of a focal finding. */
const focalWord = /^(?:nodul|quist|cyst|mas[as]|lesi|tumor|loe|incidentalom|adenom|angiom|foc)/;
const trends: readonly (readonly [RegExp, Trend])[] = [
  [
    /\b(?:sin cambios|no change|unchanged|estables?|stable|sin variaci[oó]n|sin modificaci\p{L}*|without change)\b/iu,
    'no-change',
  ],
  [/\b(?:nuev[oa]s?|new|de nueva aparici[oó]n|not seen previously|no visible previamente)\b/iu, 'new'],
  [
    /\b(?:ha crecido|crecimiento|aument\p{L}*|increas\p{L}*|enlarg\p{L}*|larger|grown|growth|mayor que)\b/iu,
    'increasing',
  ],
  [/\b(?:disminu\p{L}*|decreas\p{L}*|smaller|reducid[oa]s?|menor que|shrunk\p{L}*)\b/iu, 'decreasing'],
];
/** "Segmento VI": the liver's. */
const liverSegment = /\bseg(?:mento|ment|\.)?s?\s(?:IV|VI{0,3}|I{1,3})[ab]?\b/u;

/** A sentence that names a place of its own is not of the organ before it. */
const placed = /\b(?:in the|in|at the|along|en el|en la|en|del|de la|sobre)\s\p{Ll}{3,}/u;
/** Small airways' and infections' nodules are none of their own. */
const pattern =
  /\b(?:tree[- ]in[- ]bud|[aá]rbol en (?:brote|gemaci[oó]n)|centrilobul\p{L}*|centrilobul|miliar\p{L}*)\b/iu;

interface Found {
  readonly statement: Statement;
  readonly organ: IncidentalOrgan;
  readonly entity: Entity | null;
}

/** In the order of the text; a finding that Findings and Impression name is one. */
export function incidentalsOf(
  facts: Facts,
  analysis: Pick<ReportAnalysis, 'entities' | 'relations'> | null,
): Incidental[] {
  const targets = targetsOf(facts);
  const entities = (analysis?.entities ?? []).filter(({ type }) => type === 'Finding');
  const found = facts.statements
    .filter((s) => (s.zone === 'findings' || s.zone === 'impression') && isCurrent(s) && isFocal(s))
    .flatMap((statement): Found[] => {
      const entity =
        entities.find((e) => e.startUtf16 < statement.endUtf16 && statement.startUtf16 < e.endUtf16) ?? null;
      const sentence = sentenceText(facts, statement.sentence);
      if (spread.test(sentence) || pattern.test(sentence)) return [];
      return (
        organsOfStatement(facts, statement)
          // A mass of the lung is what a chest exam is made for, whatever its reason.
          .filter((organ) => !targets.has(organ) && !(organ === 'lung' && statement.family.id === 'mass'))
          .map((organ) => ({ statement, organ, entity }))
      );
    })
    .sort((a, b) => a.statement.startUtf16 - b.statement.startUtf16);
  const groups: Found[][] = [];
  for (const one of found) {
    const group = groups.find((members) => members.every((other) => isSame(one, other)));
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  const followUps = followUpsOf(facts);
  return groups.map((group) => incidentalOf(facts, analysis, group, followUps));
}

function isFocal({ family }: Statement): boolean {
  if (family.id === 'metastasis' || family.id === 'malignancy') return false;
  if (family.group === 'focal') return true;
  return family.id.startsWith('words:') && focalWord.test(family.id.slice('words:'.length));
}

/** Organs that the title names, or the indication: the exam was made for them. */
function targetsOf(facts: Facts): Set<string> {
  const targets = new Set<string>();
  for (const { organ, zone, sentence } of facts.organs) {
    if (zone === 'indication') targets.add(organ.id);
    // "CT pulmonary angiogram" is of the vessels; the lungs of a chest exam are not in its name.
    if (zone === 'title' && !/angio|tep\b|embol|arter/iu.test(sentenceText(facts, sentence)))
      targets.add(organ.id);
  }
  const asks = facts.report.sentences.some((_, i) =>
    facts.zones[i] === 'title' || facts.zones[i] === 'indication'
      ? /\b(?:ldct|lung cancer|c[aá]ncer de pulm[oó]n|low[- ]dose|baja dosis)\b/iu.test(
          sentenceText(facts, i),
        )
      : false,
  );
  if (asks) targets.add('lung');
  return targets;
}

function sentenceText({ report }: Facts, index: number): string {
  const sentence = report.sentences[index];
  return sentence === undefined ? '' : report.text.slice(sentence.startUtf16, sentence.endUtf16);
}

function organsOfStatement(facts: Facts, statement: Statement): IncidentalOrgan[] {
  const ids = new Set<IncidentalOrgan>();
  let others = 0;
  for (const id of statement.organs) {
    const organ = subtypes.get(id) ?? id;
    if (isOrgan(organ)) ids.add(organ);
    else others += Number(!id.startsWith('heading:') && id !== 'abdomen' && id !== 'chest');
    if (id.startsWith('heading:')) for (const one of headingOrgans(facts, statement)) ids.add(one);
  }
  if (ids.size > 0 || others > 0) return [...ids];
  if (liverSegment.test(sentenceText(facts, statement.sentence))) return ['liver'];
  const [topic] = statement.topic;
  // Items of an Impression are each of their own organ.
  if (statement.zone !== 'findings' || placed.test(sentenceText(facts, statement.sentence))) return [];
  return statement.topic.size === 1 && topic !== undefined && isOrgan(topic) ? [topic] : [];
}

function headingOrgans({ report }: Facts, statement: Statement): IncidentalOrgan[] {
  const words = report.words[statement.sentence] ?? [];
  const start = report.sentences[statement.sentence]?.startUtf16 ?? 0;
  const heading = words.filter((word) => word.startUtf16 < start);
  return organsOf(heading).flatMap(({ organ }) => (isOrgan(organ.id) ? [organ.id] : []));
}

/** One finding, told twice: of one organ, side and size, in different sections or words. */
function isSame(a: Found, b: Found): boolean {
  if (a.organ !== b.organ || opposite(sideOf(a), sideOf(b))) return false;
  if (a.statement.zone === b.statement.zone && a.statement.sentence !== b.statement.sentence) return false;
  if (a.statement.sentence === b.statement.sentence && a.statement.zone === b.statement.zone) {
    // "a nodule … this lesion": one sentence with one size tells of one finding.
    const [one] = a.statement.measures;
    const [other] = b.statement.measures;
    return one !== undefined && one === other;
  }
  const [one, other] = [sizeOf(a.statement), sizeOf(b.statement)];
  if (one !== null && other !== null)
    return sameLength(largest(one), one.rounding, largest(other), other.rounding);
  return isKind(a.statement, b.statement);
}

/** A cyst is no mass, where no size tells. */
function isKind(a: Statement, b: Statement): boolean {
  const cyst = (s: Statement): boolean => s.family.id === 'cyst';
  return cyst(a) === cyst(b);
}

const sizeOf = ({ measures }: Statement): Measure | null => measures[0] ?? null;
const sideOf = ({ statement, organ }: Found): Side | null =>
  organ === 'liver' || organ === 'pancreas' ? null : statement.side;

function incidentalOf(
  facts: Facts,
  analysis: Pick<ReportAnalysis, 'entities' | 'relations'> | null,
  group: readonly Found[],
  followUps: readonly FollowUp[],
): Incidental {
  const [first] = group;
  if (first === undefined) throw new RangeError('a finding without a mention');
  const measure = group.map(({ statement }) => sizeOf(statement)).find((m) => m !== null) ?? null;
  const size: Span | null = measure ?? readerSize(analysis, group);
  const told = followUps.find((f) => group.some(({ statement, organ }) => names(f, statement, organ)));
  const side = group.map(sideOf).find((one) => one !== null) ?? null;
  return {
    startUtf16: first.statement.startUtf16,
    endUtf16: first.statement.endUtf16,
    organ: first.organ,
    side,
    size: size === null ? null : { startUtf16: size.startUtf16, endUtf16: size.endUtf16 },
    trend: trendOf(facts, group),
    also: group.slice(1).map(({ statement: { startUtf16, endUtf16 } }) => ({ startUtf16, endUtf16 })),
    followUp: told === undefined ? null : told.needed ? 'stated' : 'none-needed',
    followUpSpan: told === undefined ? null : { startUtf16: told.startUtf16, endUtf16: told.endUtf16 },
  };
}

/** The size that the reader relates to it, where the rules see none. */
function readerSize(
  analysis: Pick<ReportAnalysis, 'entities' | 'relations'> | null,
  group: readonly Found[],
): Span | null {
  for (const { entity } of group) {
    const measures = (analysis?.relations ?? []).filter(
      ({ type, tail }) => type === 'measures' && tail === entity?.id,
    );
    const found = analysis?.entities.find(({ id }) => measures.some(({ head }) => head === id));
    if (found !== undefined) return found;
  }
  return null;
}

function trendOf(facts: Facts, group: readonly Found[]): Trend | null {
  for (const { entity } of group) if (entity?.trend != null) return entity.trend;
  for (const { statement } of group) {
    const clause = clauseText(facts, statement);
    const found = trends.find(([pattern]) => pattern.test(clause));
    if (found !== undefined) return found[1];
  }
  return null;
}

/** From the finding's own clause to the next one that names a finding: what is said of it. */
function clauseText(facts: Facts, statement: Statement): string {
  const sentence = facts.report.sentences[statement.sentence];
  if (sentence === undefined) return '';
  const own = facts.statements.filter((s) => s.sentence === statement.sentence && s !== statement);
  const from = Math.max(
    sentence.startUtf16,
    ...own.filter((s) => s.endUtf16 <= statement.startUtf16).map((s) => s.endUtf16),
  );
  const to = Math.min(
    sentence.endUtf16,
    ...own.filter((s) => s.startUtf16 >= statement.endUtf16).map((s) => s.startUtf16),
  );
  return facts.report.text.slice(from, to);
}

/** True where a follow-up is of this finding: its own sentence, or one that names its organ or kind. */
function names(followUp: FollowUp, statement: Statement, organ: IncidentalOrgan): boolean {
  if (followUp.sentence === statement.sentence || followUp.of === statement.sentence) return true;
  if (followUp.organs.size > 0 && !organsAgree(followUp.organs, new Set([organ]), false)) return false;
  return followUp.organs.has(organ);
}
