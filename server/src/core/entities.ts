/** Entities and relations of a report (S2, S3), from those of its sentences. */
import { affirmed } from './affirmed.js';
import { cuesIn, statusOf } from './assertion.js';
import type { ParsedReport } from './report.js';
import { statedTrend } from './trend.js';
import type { Entity, EntityReading, Experiencer, Relation, SentenceReading, Span, Word } from './types.js';

/** An entity of one sentence, before those of a heading are made one. */
class Found {
  /** What it is part of in the report: itself, or the better one that another sentence read there. */
  kept: Found;
  /** Of a kept one, from 1 on in the order of the text. */
  ordinal = 0;
  /** A relation says that it is of the past. */
  isPast = false;
  /** Those whose head it is. */
  readonly relations: FoundRelation[] = [];

  constructor(
    readonly sentence: number,
    readonly entity: EntityReading,
    readonly startUtf16: number,
    readonly endUtf16: number,
  ) {
    this.kept = this;
  }
}

/** A relation of one sentence between kept entities. */
interface FoundRelation {
  readonly type: Relation['type'];
  readonly head: Found;
  readonly tail: Found;
  score: number;
}

/**
 * Merges the sentences' entities and relations. An organ heading is read by itself and again before each sentence
 * under it: entities of one type that overlap there are one, the one with the best score, and relations go to it.
 */
export function mergeEntities(
  report: ParsedReport,
  read: readonly (SentenceReading | null)[],
): { readonly entities: Entity[]; readonly relations: Relation[] } {
  const readings: (SentenceReading | null)[] = [];
  const ofSentence: Found[][] = [];
  const all: Found[] = [];
  read.forEach((own, sentence) => {
    const reading = own === null ? null : affirmed(own, report.words[sentence] ?? []);
    const found = reading === null ? [] : locate(report, sentence, reading.entities);
    readings.push(reading);
    ofSentence.push(found);
    for (const one of found) all.push(one);
  });
  mergeHeadings(all, organHeadings(report));
  const relations = mergeRelations(readings, ofSentence);
  const kept = all.filter((found) => found.kept === found);
  kept.sort((a, b) => a.startUtf16 - b.startUtf16 || a.endUtf16 - b.endUtf16);
  let ordinal = 0;
  for (const found of kept) found.ordinal = ++ordinal;
  for (const { type, head, tail } of relations) if (type === 'past') tail.isPast ||= !goesOn(report, head);
  relations.sort((a, b) => a.head.ordinal - b.head.ordinal || a.tail.ordinal - b.tail.ordinal);
  const entities: Entity[] = [];
  for (const found of kept) entities.push(entityOf(report, found, ofSentence[found.sentence] ?? []));
  const between: Relation[] = [];
  for (const { type, head, tail, score } of relations)
    between.push({ type, head: idOf(head), tail: idOf(tail), score });
  return { entities, relations: between };
}

const idOf = ({ ordinal }: Found): string => `e${ordinal}`;

/** A kept entity as the report tells it. @param ofSentence those of its sentence. */
function entityOf(report: ParsedReport, found: Found, ofSentence: readonly Found[]): Entity {
  const { entity, sentence, startUtf16, endUtf16, isPast } = found;
  const { type, score, assertion, subtype, side } = entity;
  return {
    id: idOf(found),
    type,
    startUtf16,
    endUtf16,
    score,
    sentence,
    assertion,
    subtype,
    side,
    trend: trendOf(report, ofSentence, found),
    experiencer: type !== 'Finding' ? null : isPast ? 'past' : experiencerByRule(report, found),
  };
}

/** "known", "ya conocida", "chronic": what has long been there and still is. */
const longSince =
  /^(?:(?:ya|already|well|previously|previamente)\s+)?(?:conocid[oa]s?|known|cr[oó]nic[oa]s?|chronic|residual(?:es)?)$/iu;

function goesOn({ text }: ParsedReport, { startUtf16, endUtf16 }: Found): boolean {
  return longSince.test(text.slice(startUtf16, endUtf16).normalize('NFC').trim());
}

/** The trend that a finding's own words state, else the one that was read: up to the next finding of its sentence. */
function trendOf(report: ParsedReport, ofSentence: readonly Found[], found: Found): EntityReading['trend'] {
  const { entity, endUtf16 } = found;
  if (entity.type !== 'Finding' || entity.assertion === 'absent') return entity.trend;
  let next = Number.POSITIVE_INFINITY;
  for (const { entity: other, startUtf16 } of ofSentence) {
    if (other.type === 'Finding' && startUtf16 >= endUtf16) next = Math.min(next, startUtf16);
  }
  const end = Math.min(next, report.sentences[found.sentence]?.endUtf16 ?? endUtf16);
  return statedTrend(report.text.slice(found.startUtf16, end)) ?? entity.trend;
}

/** Entities by index of the reading, with their places in the text. */
function locate(report: ParsedReport, sentence: number, entities: readonly EntityReading[]): Found[] {
  const words: readonly Word[] = report.words[sentence] ?? [];
  const start = report.sentences[sentence]?.startUtf16 ?? 0;
  const found: Found[] = [];
  for (const entity of entities) {
    const startUtf16 = words[entity.firstWord]?.startUtf16 ?? start;
    const endUtf16 = words[entity.endWord - 1]?.endUtf16 ?? startUtf16;
    found.push(new Found(sentence, entity, startUtf16, endUtf16));
  }
  return found;
}

const overlap = (a: Span, b: Span): boolean => a.startUtf16 < b.endUtf16 && b.startUtf16 < a.endUtf16;

/** The headings that sentences are read under, each once, in the order of the text. */
function organHeadings({ sentences }: ParsedReport): Span[] {
  const headings = new Map<number, Span>();
  for (const { organHeading } of sentences) {
    if (organHeading !== null) headings.set(organHeading.startUtf16, organHeading);
  }
  return [...headings.values()];
}

/** The heading that a span overlaps, if any. O(log headings). */
function headingOf(span: Span, headings: readonly Span[]): Span | null {
  let low = 0;
  for (let high = headings.length; low < high;) {
    const middle = (low + high) >>> 1;
    if ((headings[middle]?.startUtf16 ?? 0) < span.endUtf16) low = middle + 1;
    else high = middle;
  }
  const last = headings[low - 1];
  return last !== undefined && overlap(last, span) ? last : null;
}

/** Points every entity of a heading to the best one of its type that it overlaps. */
function mergeHeadings(found: readonly Found[], headings: readonly Span[]): void {
  const inHeading = new Map<Span, Found[]>();
  for (const one of found) {
    const heading = headingOf(one, headings);
    if (heading === null) continue;
    const group = inHeading.get(heading);
    if (group === undefined) inHeading.set(heading, [one]);
    else group.push(one);
  }
  for (const group of inHeading.values()) {
    const best: Found[] = [];
    for (const one of group.sort((a, b) => b.entity.score - a.entity.score || a.sentence - b.sentence)) {
      const same = best.find((other) => other.entity.type === one.entity.type && overlap(other, one));
      if (same === undefined) best.push(one);
      else one.kept = same;
    }
  }
}

/** One relation a type and pair of kept entities, with the best score. */
function mergeRelations(
  readings: readonly (SentenceReading | null)[],
  ofSentence: readonly (readonly Found[])[],
): FoundRelation[] {
  const merged: FoundRelation[] = [];
  readings.forEach((reading, sentence) => {
    for (const { type, head: h, tail: t, score } of reading?.relations ?? []) {
      const head = ofSentence[sentence]?.[h]?.kept;
      const tail = ofSentence[sentence]?.[t]?.kept;
      if (head === undefined || tail === undefined) continue;
      const same = head.relations.find((other) => other.type === type && other.tail === tail);
      if (same !== undefined) {
        same.score = Math.max(same.score, score);
        continue;
      }
      const relation = { type, head, tail, score };
      head.relations.push(relation);
      merged.push(relation);
    }
  });
  return merged;
}

/** Whose a finding is where no `past` relation says so: by cue phrases and headings. */
function experiencerByRule(report: ParsedReport, { sentence, entity }: Found): Experiencer {
  const { firstWord, endWord } = entity;
  const section = report.sections[report.sentences[sentence]?.section ?? -1];
  const words = report.words[sentence] ?? [];
  const { experiencer } = statusOf(words, firstWord, endWord, section?.title, cuesIn(report, sentence));
  // The comparison speaks of an earlier examination.
  return section?.kind === 'comparison' && experiencer === 'patient' ? 'past' : experiencer;
}
