/** One sentence's findings by the rule tier: family, assertion, organs, side, and the words that qualify them. */
import { statusOf } from '../assertion.js';
import type { FoundCue } from '../assertion.js';
import type { Status, Word } from '../types.js';
import { isAcute } from './compare.js';
import { clausesOf, nearest, reachOf, sideWords, within, withParts } from './clauses.js';
import type { Clause, SideWord } from './clauses.js';
import { families, growthAt } from './families.js';
import type { Family } from './families.js';
import { organsOf } from './organs.js';
import type { OrganMention } from './organs.js';

/** Words that qualify nothing. */
const neutral = new Set(
  `. , ; : ( ) - – • a an the of in on at to de del la el los las un una unos unas en al se is are was were be been has there no not
   any este esta this that his her evidence seen identified present noted demonstrated visible visibles observa observan aprecia aprecian identifica
   identifican visualiza visualizan objetiva objetivan evidencia signs signo signos sign imagenes hay existe existen either ninguna ninguno ningun alguna side lado trazo trazos linea lineas line lines interior within inside su sus`.split(
    /\s+/,
  ),
);
interface Found extends Clause {
  readonly family: Family;
}

const ofBone = (words: readonly Word[]): boolean =>
  words.some(({ folded }) => /^(?:fractur|callo$|osteotom|artrodes|pseudoartros)/.test(folded));

function findingsOf(words: readonly Word[]): Found[] {
  const found: Found[] = [];
  for (let at = 0; at < words.length;) {
    const match = families.at(words, at);
    const growth = match === null ? growthAt(words[at]?.folded ?? '') : null;
    if (growth !== null) found.push({ family: growth, first: at, end: at + 1 });
    // Of a bone that heals: no opacity of the lung.
    const heals =
      match?.value.id === 'lung opacity' && (words[at]?.folded ?? '').startsWith('consolid') && ofBone(words);
    if (match !== null && match.value.id !== 'none' && !heals) {
      found.push({ family: match.value, first: at, end: at + match.length });
    }
    at += match?.length ?? 1;
  }
  return found;
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

/** Adds the words of a finding that say that it is of now. */
function addAcute(words: readonly Word[], { first, end }: Clause, to: string[]): void {
  for (let at = first; at < end; at++) {
    const folded = words[at]?.folded ?? '';
    if (isAcute(folded)) to.push(folded);
  }
}

interface SentenceFinding extends Found {
  readonly status: Status;
  readonly organs: ReadonlySet<string>;
  readonly side: SideWord | null;
  readonly sideIsOwn: boolean;
  readonly reach: readonly Clause[];
  readonly qualifiers: readonly string[];
  readonly beside: readonly string[];
}

/** True where a clause has a denial's cue, or follows one ("without acute features"). */
function isDenying(words: readonly Word[], cues: readonly FoundCue[], clause: Clause): boolean {
  const denials = cues.filter((found) => found.cues.some(({ kind }) => kind === 'negation'));
  return (
    denials.some((cue) => cue.first < clause.end && cue.end >= clause.first) ||
    /^(?:no|not|sin|without|ni|nor)$/.test(words[clause.first - 1]?.folded ?? '')
  );
}

/** "Right popliteal and gastrocnemius DVT": the side stands before what the finding's clause is joined to. */
function isJoined(words: readonly Word[], side: Clause, clause: Clause): boolean {
  if (side.end > clause.first) return false;
  const between = words.slice(side.end, clause.first).map(({ folded }) => folded);
  return between.length <= 4 && /^(?:and|y|e)$/.test(between.at(-1) ?? '') && !between.includes(',');
}

/** An organ that a sentence names, with the side that its clause tells. */
interface SidedOrgan {
  readonly mention: OrganMention;
  readonly side: SideWord | null;
}

export interface SentenceFacts {
  readonly findings: readonly SentenceFinding[];
  readonly organs: readonly SidedOrgan[];
  /** What its words tell of sides, without the parts that are on one. */
  readonly sides: readonly SideWord[];
}

/** A sentence as its findings are read in it. */
interface ReadWords {
  readonly words: readonly Word[];
  readonly cues: readonly FoundCue[];
  readonly title: string;
  readonly heading: string;
  readonly organs: readonly OrganMention[];
  readonly sided: readonly SideWord[];
  readonly clauses: readonly Clause[];
  readonly found: readonly Found[];
  /** 1 for each word that an organ, a side or a cue takes. */
  readonly named: Uint8Array;
}

/** @param heading of the organ that the sentence stands under, or ''. */
export function readSentence(
  words: readonly Word[],
  cues: readonly FoundCue[],
  title: string,
  heading: string,
): SentenceFacts {
  const organs = organsOf(words);
  const sides = sideWords(words);
  const sided = withParts(words, sides, partsOf(organs));
  const clauses = clausesOf(words, sided);
  const found = findingsOf(words);
  const named = namedIn(words, organs, sided, cues);
  const sentence = { words, cues, title, heading, organs, sided, clauses, found, named };
  const findings: SentenceFinding[] = [];
  for (const finding of found) findings.push(findingOf(sentence, finding));
  const sidedOrgans: SidedOrgan[] = [];
  for (const mention of organs) {
    const clause = clauses[clauseOf(mention, clauses)] ?? mention;
    sidedOrgans.push({ mention, side: nearest(sided, [clause], mention) });
  }
  return { findings, organs: sidedOrgans, sides };
}

/** The organs that are on one side only, as words that tell it. */
function partsOf(organs: readonly OrganMention[]): SideWord[] {
  const parts: SideWord[] = [];
  for (const { organ, first, end } of organs)
    if (organ.side !== null) parts.push({ side: organ.side, first, end });
  return parts;
}

/** Index of the clause that some words stand in, or -1. */
function clauseOf(part: Clause, clauses: readonly Clause[]): number {
  for (let index = 0; index < clauses.length; index++) {
    const clause = clauses[index];
    if (clause !== undefined && within(part, clause)) return index;
  }
  return -1;
}

function findingOf(sentence: ReadWords, finding: Found): SentenceFinding {
  const { words, cues, title, clauses, sided } = sentence;
  const { family, first, end } = finding;
  const own = clauseOf(finding, clauses);
  const reach = own < 0 ? [finding] : reachOf(words, clauses, own, sentence.found);
  const [clause = finding] = reach;
  const side = nearest(sided, reach, finding);
  // "Not compressible": the sign's own denial.
  const asked = family.sign ? cues.filter((cue) => !within(cue, finding)) : cues;
  const said = statusOf(words, first, end, title, asked);
  const qualifiers: string[] = [];
  addQualifiers(sentence, clause, finding, qualifiers);
  // "Lesiones isquémicas agudas": the name itself says when.
  addAcute(words, finding, qualifiers);
  const beside: string[] = [];
  for (const one of reach)
    if (one !== clause && !isDenying(words, cues, one)) addQualifiers(sentence, one, finding, beside);
  return {
    family,
    first,
    end,
    status: affirmed(asked, finding, listed(words, asked, finding, said)),
    organs: organsFor(sentence, family, reach),
    side,
    sideIsOwn: side !== null && (within(side, clause) || isJoined(words, side, clause)),
    reach,
    qualifiers,
    beside,
  };
}

/** Ids of the organs that a finding is of: those of the nearest clause that names one. */
function organsFor({ organs, heading }: ReadWords, { organ }: Family, reach: readonly Clause[]): Set<string> {
  const ids = new Set<string>();
  for (const clause of reach) {
    for (const mention of organs) if (within(mention, clause)) ids.add(mention.organ.id);
    if (ids.size > 0) break;
  }
  if (organ !== null) ids.add(organ);
  else if (ids.size === 0 && heading !== '') ids.add(`heading:${heading}`);
  return ids;
}

/** Adds the words of a clause that qualify a finding. */
function addQualifiers({ words, named }: ReadWords, clause: Clause, finding: Clause, to: string[]): void {
  for (let at = clause.first; at < clause.end; at++) {
    const folded = words[at]?.folded;
    if (folded === undefined || named[at] === 1 || neutral.has(folded)) continue;
    if (at < finding.first || at >= finding.end) to.push(folded);
  }
}

/** 1 for each word that some of these take. */
function namedIn(words: readonly Word[], ...parts: readonly (readonly Clause[])[]): Uint8Array {
  const named = new Uint8Array(words.length);
  for (const list of parts) for (const { first, end } of list) named.fill(1, first, end);
  return named;
}
