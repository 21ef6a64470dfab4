/**
 * What a report states, as the checks compare it: findings with organ, side, size and assertion. The rule tier of
 * the reader; where the reader's entities are given, their assertion and side fill what no word beside the finding tells, and
 * their further findings are added.
 */
import { cuesIn, findCues } from '../assertion.js';
import type { FoundCue } from '../assertion.js';
import { cuesByFirstWord } from '../cues.js';
import type { ParsedReport } from '../report.js';
import type { ReportAnalysis, Side, Span, Status, Word } from '../types.js';
import { splitWords } from '../words.js';
import { sideWords, spanOf } from './clauses.js';
import type { Clause, SideWord } from './clauses.js';
import type { Family } from './families.js';
import { measuresOf } from './measures.js';
import type { Measure } from './measures.js';
import type { OrganMention } from './organs.js';
import { phrases } from './phrases.js';
import { ReaderFacts } from './readerFacts.js';
import { readSentence } from './sentenceFacts.js';
import type { SentenceFacts } from './sentenceFacts.js';
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
  /** The same of the clauses beside its own that deny nothing and state no other finding ("acute, displaced fracture"). */
  readonly beside: readonly string[];
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

const priorMeasure = phrases(
  'previous|previously; previo|previa|previos|previas|previamente; antes; before; prior; was; era; anteriormente; en el|la anterior; estudio|control|examen|tc|rm|tac|ecografia|exploracion|radiografia anterior; formerly; from; desde; larger|smaller than; mayor|menor que',
);

const noOrgans: ReadonlySet<string> = new Set();

/** Reads a report; 400 words take about a millisecond. */
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
  const sidesOfTitles = new Map<string, Side | null>();
  const sideUnder = (title: string): Side | null => {
    let side = sidesOfTitles.get(title);
    if (side === undefined) {
      side = sideOfTitle(title);
      sidesOfTitles.set(title, side);
    }
    return side;
  };
  let topic: ReadonlySet<string> = noOrgans;
  let section = -1;
  report.sentences.forEach((sentence, index) => {
    const words = report.words[index] ?? [];
    const zone = zones[index] ?? 'other';
    const found = cuesOf(report, index);
    cues.push(found);
    if (sentence.section !== section) topic = noOrgans;
    section = sentence.section;
    if (zone === 'heading') return;
    const title = report.sections[sentence.section]?.title ?? '';
    const read = readSentence(words, found, title, sentence.organHeading === null ? '' : title);
    const headed = read.sides.length > 0 ? null : sideUnder(title);
    const here = measures.filter(
      (m) => m.startUtf16 >= sentence.startUtf16 && m.endUtf16 <= sentence.endUtf16,
    );
    for (const one of read.findings) {
      const span = spanOf(words, one.first, one.end);
      const said = reader.of(span);
      const readSide = said?.side ?? null;
      const heard = readSide !== null && isHeard(readSide, read) ? readSide : null;
      // Field by field: adding to a spread object takes several times as long.
      statements.push({
        startUtf16: span.startUtf16,
        endUtf16: span.endUtf16,
        family: one.family,
        sentence: index,
        zone,
        status: agreedStatus(one.status, said?.status ?? null, words),
        organs: one.organs,
        topic: one.organs.size > 0 ? noOrgans : topic,
        side: ownSide(one) ?? heard ?? one.side?.side ?? headed,
        sideSpan: one.side === null ? null : spanOf(words, one.side.first, one.side.end),
        sideIsOwn: heard !== null || one.sideIsOwn,
        measures: here.filter((m) => statesSize(words, one.reach, m)),
        qualifiers: one.qualifiers,
        beside: one.beside,
      });
    }
    for (const one of read.organs) {
      const span = spanOf(words, one.mention.first, one.mention.end);
      organs.push({
        startUtf16: span.startUtf16,
        endUtf16: span.endUtf16,
        organ: one.mention.organ,
        sentence: index,
        zone,
        side: one.mention.organ.side ?? one.side?.side ?? headed,
        sideSpan: one.side === null ? null : spanOf(words, one.side.first, one.side.end),
      });
    }
    if (read.organs.length > 0) topic = new Set(read.organs.map(({ mention }) => mention.organ.id));
  });
  statements.push(...reader.others(report, zones, statements));
  return { report, zones, cues, statements, organs, measures };
}

/** The one side that a heading names ("Bulbo e ICI der.:"), or null. */
function sideOfTitle(title: string): Side | null {
  if (title === '') return null;
  const told = new Set(
    sideWords(splitWords(title, { startUtf16: 0, endUtf16: title.length })).map(({ side }) => side),
  );
  const [side = null] = told;
  return told.size === 1 ? side : null;
}

/** True where a word of the sentence tells a side: the reader alone does not. */
function isHeard(side: Side, { sides, organs }: SentenceFacts): boolean {
  return (
    sides.some((word) => word.side === side) || organs.some(({ mention }) => mention.organ.side === side)
  );
}

/** Side that a finding's own clause names: no other reading of the side goes before it. */
function ownSide({ side, sideIsOwn }: { side: SideWord | null; sideIsOwn: boolean }): Side | null {
  return sideIsOwn && side !== null ? side.side : null;
}

/** "Compatible con", "consistent with": the reader takes it for a doubt, a check for a statement. */
const affirming = /^(?:compatibles?|consistentes?|consistent|keeping)$/;

/** The reader's assertion, but where the rules have heard a denial, or words that affirm. */
function agreedStatus(rules: Status, reader: Status | null, words: readonly Word[]): Status {
  if (reader === null || rules.assertion === 'absent') return rules;
  if (reader.assertion !== 'possible' || rules.assertion !== 'present') return reader;
  return words.some(({ folded }) => affirming.test(folded)) ? rules : reader;
}

/**
 * Cues of a sentence's own words: an organ's heading before it ("Bone: No fracture") is not what a cue speaks of,
 * and its colon would make ": no" of it.
 */
function cuesOf(report: ParsedReport, index: number): FoundCue[] {
  const words = report.words[index] ?? [];
  const start = report.sentences[index]?.startUtf16 ?? 0;
  let own = 0;
  while (own < words.length && (words[own]?.startUtf16 ?? 0) < start) own++;
  if (own === words.length) own = 0;
  const found = own === 0 ? cuesIn(report, index) : findCues(words.slice(own));
  return found.flatMap((cue): FoundCue[] => {
    const shifted = { cues: cue.cues, first: cue.first + own, end: cue.end + own };
    // "Non-displaced fracture": it denies the adjective, not the fracture.
    if (shifted.end === shifted.first + 1 && words[shifted.first]?.folded === 'non') return [];
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
