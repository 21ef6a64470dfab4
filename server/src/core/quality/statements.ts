/**
 * What a report states, as the checks compare it: findings with organ, side, size and assertion. The rule tier of
 * the reader; where the reader's entities are given, their assertion, side and further findings go before it.
 */
import { findCues, statusOf } from '../assertion.js';
import type { FoundCue } from '../assertion.js';
import { cuesByFirstWord } from '../cues.js';
import type { ParsedReport } from '../report.js';
import type { Entity, Relation, ReportAnalysis, Side, Span, Status, Word } from '../types.js';
import { families, growthAt } from './families.js';
import type { Family } from './families.js';
import { measuresOf } from './measures.js';
import type { Measure } from './measures.js';
import { organsOf } from './organs.js';
import type { OrganMention } from './organs.js';
import { phrases } from './phrases.js';
import { zonesOf } from './zones.js';
import type { Zone } from './zones.js';

/** A finding that the report states, suspects or denies. */
export interface Statement extends Span {
  readonly family: Family;
  readonly sentence: number;
  readonly zone: Zone;
  readonly status: Status;
  /** Ids of the organs that it is said of; empty where the report does not tell. */
  readonly organs: ReadonlySet<string>;
  /** Organs of the sentences before it in its section, where `organs` is empty. */
  readonly topic: ReadonlySet<string>;
  readonly side: Side | null;
  /** The word that tells the side. */
  readonly sideSpan: Span | null;
  /** True where that word stands in the finding's own clause, or the reader tells the side. */
  readonly sideIsOwn: boolean;
  readonly measures: readonly Measure[];
  /** Folded words that qualify it: all of its clause that name neither organ, side nor cue. */
  readonly qualifiers: readonly string[];
}

/** An organ that the report names, with its side. */
export interface OrganStatement extends Span {
  readonly organ: OrganMention['organ'];
  readonly sentence: number;
  readonly zone: Zone;
  readonly side: Side | null;
  readonly sideSpan: Span | null;
}

/** Everything that the checks ask of a report. */
export interface Facts {
  readonly report: ParsedReport;
  /** One a sentence. */
  readonly zones: readonly Zone[];
  readonly cues: readonly (readonly FoundCue[])[];
  readonly statements: readonly Statement[];
  readonly organs: readonly OrganStatement[];
  readonly measures: readonly Measure[];
}

const sides = new Map<string, Side>();
for (const word of ['left', 'izquierdo', 'izquierda', 'izquierdos', 'izquierdas', 'izq', 'lt'])
  sides.set(word, 'left');
for (const word of ['right', 'derecho', 'derecha', 'derechos', 'derechas', 'dcho', 'dcha', 'rt'])
  sides.set(word, 'right');
for (const word of [
  'bilateral',
  'bilaterales',
  'both',
  'ambos',
  'ambas',
  'bilaterally',
  'bibasal',
  'bibasales',
]) {
  sides.set(word, 'bilateral');
}

const breaks = new Set(`, ; : ( ) with con and y e but pero or o ni nor without sin except salvo`.split(' '));
const joins = new Set(['and', 'y', 'or', 'o', 'e', '/']);
/** Words that qualify nothing. */
const neutral = new Set(
  `. , ; : ( ) - – • a an the of in on at to de del la el los las un una unos unas en al se is are was were be been has there no not
   any este esta this that his her evidence seen identified present noted demonstrated visible visibles observa observan aprecia aprecian identifica
   identifican visualiza visualizan objetiva objetivan evidencia signs signo signos sign imagenes hay existe existen either ninguna ninguno ningun alguna side lado`.split(
    /\s+/,
  ),
);
const priorMeasure = phrases(
  'previous|previously; previo|previa|previos|previas|previamente; antes; before; prior; was; era; anterior; formerly; from; desde; larger; mayor; smaller; menor',
);

/** A run of a sentence's words that says one thing. */
interface Clause {
  readonly first: number;
  readonly end: number;
}

interface SideWord extends Clause {
  readonly side: Side;
}

function sideWords(words: readonly Word[]): SideWord[] {
  const found: SideWord[] = [];
  for (let at = 0; at < words.length; at++) {
    const side = sides.get(words[at]?.folded ?? '');
    if (side === undefined) continue;
    const after = joins.has(words[at + 1]?.folded ?? '') ? sides.get(words[at + 2]?.folded ?? '') : undefined;
    if (after !== undefined && after !== side) {
      found.push({ side: 'bilateral', first: at, end: at + 3 });
      at += 2;
    } else found.push({ side, first: at, end: at + 1 });
  }
  return found;
}

function clausesOf(words: readonly Word[], sided: readonly SideWord[]): Clause[] {
  const clauses: Clause[] = [];
  let first = 0;
  for (let at = 0; at <= words.length; at++) {
    const word = words[at];
    if (word !== undefined) {
      if (!breaks.has(word.folded)) continue;
      if (sided.some((side) => side.first < at && at < side.end)) continue;
      // A decimal comma parts nothing.
      const next = words[at + 1];
      const decimal = word.folded === ',' && next?.startUtf16 === word.endUtf16 && /^\d/.test(next.folded);
      if (decimal) continue;
    }
    if (at > first) clauses.push({ first, end: at });
    first = at + 1;
  }
  return clauses;
}

interface Found extends Clause {
  readonly family: Family;
}

function findingsOf(words: readonly Word[]): Found[] {
  const found: Found[] = [];
  for (let at = 0; at < words.length;) {
    const match = families.at(words, at);
    const growth = match === null ? growthAt(words[at]?.folded ?? '') : null;
    if (growth !== null) found.push({ family: growth, first: at, end: at + 1 });
    if (match !== null && match.value.id !== 'none') {
      found.push({ family: match.value, first: at, end: at + match.length });
    }
    at += match?.length ?? 1;
  }
  return found;
}

function spanOf(words: readonly Word[], first: number, end: number): Span {
  return { startUtf16: words[first]?.startUtf16 ?? 0, endUtf16: words[end - 1]?.endUtf16 ?? 0 };
}

const within = (part: Clause, whole: Clause): boolean => part.first >= whole.first && part.end <= whole.end;

/** The clauses that a finding's own clause takes words from: itself, then those beside it that state no finding. */
function reachOf(clauses: readonly Clause[], own: number, found: readonly Found[]): Clause[] {
  const free = (index: number): boolean => {
    const clause = clauses[index];
    return clause !== undefined && !found.some((finding) => within(finding, clause));
  };
  const reach = clauses.slice(own, own + 1);
  for (let index = own + 1; free(index); index++) reach.push(...clauses.slice(index, index + 1));
  for (let index = own - 1; free(index); index--) reach.push(...clauses.slice(index, index + 1));
  return reach;
}

function nearest<T extends Clause>(
  list: readonly T[],
  clauses: readonly Clause[],
  finding: Clause,
): T | null {
  for (const clause of clauses) {
    const inside = list.filter((item) => within(item, clause));
    const distance = (item: T): number =>
      item.end <= finding.first ? finding.first - item.end : item.first - finding.end;
    const [best] = inside.sort((a, b) => distance(a) - distance(b));
    if (best !== undefined) return best;
  }
  return null;
}

/** Reads a report. Linear in its length; 400 words take about a millisecond. */
export function factsOf(
  report: ParsedReport,
  analysis: Pick<ReportAnalysis, 'entities' | 'relations' | 'labels'> | null,
): Facts {
  const zones = zonesOf(report);
  const measures = measuresOf(report.text);
  const reader = new ReaderFacts(analysis?.entities ?? [], analysis?.relations ?? []);
  const statements: Statement[] = [];
  const organs: OrganStatement[] = [];
  const cues: FoundCue[][] = [];
  let topic = new Set<string>();
  let section = -1;
  report.sentences.forEach((sentence, index) => {
    const words = report.words[index] ?? [];
    const zone = zones[index] ?? 'other';
    const found = cuesOf(report, index);
    cues.push(found);
    if (sentence.section !== section) topic = new Set();
    section = sentence.section;
    if (zone === 'heading') return;
    const title = report.sections[sentence.section]?.title ?? '';
    const read = readSentence(words, found, title, sentence.organHeading === null ? '' : title);
    const here = measures.filter(
      (m) => m.startUtf16 >= sentence.startUtf16 && m.endUtf16 <= sentence.endUtf16,
    );
    for (const one of read.findings) {
      const span = spanOf(words, one.first, one.end);
      const said = reader.of(span);
      statements.push({
        ...span,
        family: one.family,
        sentence: index,
        zone,
        status: said?.status ?? one.status,
        organs: one.organs,
        topic: one.organs.size > 0 ? new Set() : topic,
        side: said?.side ?? one.side?.side ?? null,
        sideSpan: one.side === null ? null : spanOf(words, one.side.first, one.side.end),
        sideIsOwn: (said?.side ?? null) !== null || one.sideIsOwn,
        measures: here.filter((m) => statesSize(words, one.reach, m)),
        qualifiers: one.qualifiers,
      });
    }
    for (const one of read.organs) {
      organs.push({
        ...spanOf(words, one.mention.first, one.mention.end),
        organ: one.mention.organ,
        sentence: index,
        zone,
        side: one.mention.organ.side ?? one.side?.side ?? null,
        sideSpan: one.side === null ? null : spanOf(words, one.side.first, one.side.end),
      });
    }
    if (read.organs.length > 0) topic = new Set(read.organs.map(({ mention }) => mention.organ.id));
  });
  statements.push(...reader.others(report, zones, statements));
  return { report, zones, cues, statements, organs, measures };
}

/**
 * Cues of a sentence's own words: an organ's heading before it ("Bone: No fracture") is not what a cue speaks of,
 * and its colon would make ": no" of it.
 */
function cuesOf(report: ParsedReport, index: number): FoundCue[] {
  const words = report.words[index] ?? [];
  const start = report.sentences[index]?.startUtf16 ?? 0;
  const own = Math.max(
    0,
    words.findIndex((word) => word.startUtf16 >= start),
  );
  return findCues(words.slice(own)).flatMap((cue): FoundCue[] => {
    const shifted = { ...cue, first: cue.first + own, end: cue.end + own };
    const opens = words[shifted.first]?.folded === ':' && /^\p{L}/u.test(words[shifted.end]?.folded ?? '');
    if (!opens) return [shifted];
    // "Window: no fracture line": the word after the colon speaks of what follows.
    const denied = words[shifted.end - 1]?.folded ?? '';
    return cuesByFirstWord.has(denied)
      ? [
          {
            cues: [{ kind: 'negation', reach: 'forward', words: [denied] }],
            first: shifted.first + 1,
            end: shifted.end,
          },
        ]
      : [];
  });
}

/** A measure that a finding's clauses end with, of the present exam. */
function statesSize(words: readonly Word[], reach: readonly Clause[], measure: Measure): boolean {
  return reach.some((clause) => {
    const { startUtf16, endUtf16 } = spanOf(words, clause.first, clause.end);
    const inside = measure.endUtf16 > startUtf16 && measure.endUtf16 <= endUtf16;
    return inside && !priorMeasure.has(words, clause.first, clause.end);
  });
}

const separators = new Set([',', 'and', 'y', 'e']);
const alternatives = new Set(['or', 'nor', 'ni', 'o', 'u']);
/** A denial's list ends where the sentence takes a new turn. */
const turns = new Set(
  `. ; : with con pero but is are was were se hay there que but excepto except salvo muestra shows`.split(
    ' ',
  ),
);
/** Words that a denied list may run on from its cue. */
const listWords = 30;

/** "No hemorrhage, mass effect or acute infarct": a denial speaks of its whole list. */
function listed(words: readonly Word[], cues: readonly FoundCue[], finding: Clause, status: Status): Status {
  if (status.assertion !== 'present') return status;
  const cue = cues
    .filter(
      (f) => f.end <= finding.first && f.cues.some((c) => c.kind === 'negation' && c.reach !== 'backward'),
    )
    .at(-1);
  if (cue === undefined || finding.first - cue.end > listWords) return status;
  let joined = !words
    .slice(cue.end, finding.first)
    .some((word) => separators.has(word.folded) || turns.has(word.folded));
  for (let at = cue.end; at < words.length; at++) {
    const word = words[at]?.folded ?? '';
    if (at >= finding.end && (joined || at > finding.end + 6)) break;
    if (turns.has(word)) {
      if (at < finding.first) return status;
      break;
    }
    if (alternatives.has(word)) joined = true;
  }
  return joined ? { ...status, assertion: 'absent' } : status;
}

const affirms = new Set(['compatible', 'compatibles', 'consistent', 'consistente', 'consistentes', 'in']);

/** "Consistent with appendicitis" states it, where one asks whether the report contradicts itself. */
function affirmed(cues: readonly FoundCue[], finding: Clause, status: Status): Status {
  if (status.assertion !== 'possible') return status;
  const hedges = cues.filter((f) => f.cues.some((c) => c.kind === 'uncertainty'));
  const cue = hedges.filter((f) => f.end <= finding.first).at(-1);
  const affirming = cue?.cues.every((c) => affirms.has(c.words[0] ?? '')) ?? false;
  return affirming && hedges.length === 1 ? { ...status, assertion: 'present' } : status;
}

interface SentenceFinding extends Found {
  readonly status: Status;
  readonly organs: ReadonlySet<string>;
  readonly side: SideWord | null;
  readonly sideIsOwn: boolean;
  readonly reach: readonly Clause[];
  readonly qualifiers: readonly string[];
}

/** @param heading of the organ that the sentence stands under, or ''. */
function readSentence(words: readonly Word[], cues: readonly FoundCue[], title: string, heading: string) {
  const sided = sideWords(words);
  const clauses = clausesOf(words, sided);
  const organs = organsOf(words);
  const found = findingsOf(words);
  const sideOf = (clause: Clause, reach: readonly Clause[]): SideWord | null => {
    const word = nearest(sided, reach, clause);
    if (word !== null) return word;
    const organ = nearest(
      organs.filter((mention) => mention.organ.side !== null),
      reach,
      clause,
    );
    return organ?.organ.side == null ? null : { side: organ.organ.side, first: organ.first, end: organ.end };
  };
  const findings = found.map((finding): SentenceFinding => {
    const own = clauses.findIndex((clause) => within(finding, clause));
    const reach = own < 0 ? [finding] : reachOf(clauses, own, found);
    const ids = new Set<string>();
    for (const clause of reach) {
      for (const mention of organs) if (within(mention, clause)) ids.add(mention.organ.id);
      if (ids.size > 0) break;
    }
    if (finding.family.organ !== null) ids.add(finding.family.organ);
    else if (ids.size === 0 && heading !== '') ids.add(`heading:${heading}`);
    const [clause = finding] = reach;
    const skip = [...organs, ...sided, finding, ...cues];
    const qualifiers: string[] = [];
    for (let at = clause.first; at < clause.end; at++) {
      const word = words[at]?.folded ?? '';
      if (neutral.has(word) || skip.some((part) => at >= part.first && at < part.end)) continue;
      qualifiers.push(word);
    }
    const side = sideOf(finding, reach);
    return {
      ...finding,
      status: affirmed(
        cues,
        finding,
        listed(words, cues, finding, statusOf(words, finding.first, finding.end, title, cues)),
      ),
      organs: ids,
      side,
      sideIsOwn: side !== null && within(side, clause),
      reach,
      qualifiers,
    };
  });
  const organSides = organs.map((mention) => {
    const clause = clauses.find((one) => within(mention, one)) ?? mention;
    return { mention, side: nearest(sided, [clause], mention) };
  });
  return { findings, organs: organSides };
}

/** What the reader's entities say. */
class ReaderFacts {
  readonly #findings: readonly Entity[];
  readonly #byId: ReadonlyMap<string, Entity>;
  readonly #relations: readonly Relation[];

  constructor(entities: readonly Entity[], relations: readonly Relation[]) {
    this.#findings = entities.filter(({ type }) => type === 'Finding');
    this.#byId = new Map(entities.map((entity) => [entity.id, entity]));
    this.#relations = relations;
  }

  /** Status and side of the finding that a span stands in, or null where the reader found none there. */
  of(span: Span): { readonly status: Status; readonly side: Side | null } | null {
    const entity = this.#findings.find(
      (e) => e.startUtf16 < span.endUtf16 && span.startUtf16 < e.endUtf16 && e.assertion !== null,
    );
    return entity === undefined ? null : { status: statusOfEntity(entity), side: this.#sideOf(entity) };
  }

  /** Findings of the reader that no phrase of the rule tier names: they are compared by their own words. */
  others(report: ParsedReport, zones: readonly Zone[], known: readonly Statement[]): Statement[] {
    return this.#findings
      .filter((e) => e.assertion !== null && zones[e.sentence] !== 'heading')
      .filter((e) => !known.some((s) => e.startUtf16 < s.endUtf16 && s.startUtf16 < e.endUtf16))
      .map((e) => {
        const words = (report.words[e.sentence] ?? []).filter(
          (word) => word.startUtf16 >= e.startUtf16 && word.endUtf16 <= e.endUtf16,
        );
        const id = `words:${words.map((word) => word.folded).join(' ')}`;
        return {
          startUtf16: e.startUtf16,
          endUtf16: e.endUtf16,
          family: { id, group: id, organ: null, expected: false, support: null },
          sentence: e.sentence,
          zone: zones[e.sentence] ?? 'other',
          status: statusOfEntity(e),
          organs: new Set(e.subtype === null ? [] : [e.subtype]),
          topic: new Set<string>(),
          side: this.#sideOf(e),
          sideSpan: null,
          sideIsOwn: true,
          measures: [],
          qualifiers: [],
        };
      });
  }

  #sideOf(entity: Entity): Side | null {
    if (entity.side !== null) return entity.side;
    const found = new Set<Side>();
    for (const { type, head, tail } of this.#relations) {
      if (type !== 'locates' && type !== 'has') continue;
      if (head !== entity.id && tail !== entity.id) continue;
      const side = this.#byId.get(head === entity.id ? tail : head)?.side ?? null;
      if (side !== null) found.add(side);
    }
    const [side = null] = found;
    return found.size === 1 ? side : null;
  }
}

function statusOfEntity(entity: Entity): Status {
  return { assertion: entity.assertion ?? 'present', experiencer: entity.experiencer ?? 'patient' };
}
