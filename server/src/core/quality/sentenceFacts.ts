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

function acuteIn(words: readonly Word[], { first, end }: Clause): string[] {
  const acute: string[] = [];
  for (let at = first; at < end; at++) {
    const folded = words[at]?.folded ?? '';
    if (isAcute(folded)) acute.push(folded);
  }
  return acute;
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

/** @param heading of the organ that the sentence stands under, or ''. */
export function readSentence(
  words: readonly Word[],
  cues: readonly FoundCue[],
  title: string,
  heading: string,
) {
  const organs = organsOf(words);
  const parts = organs.flatMap(({ organ, first, end }): SideWord[] =>
    organ.side === null ? [] : [{ side: organ.side, first, end, isPart: true }],
  );
  const told = sideWords(words);
  const sided = withParts(words, told, parts);
  const clauses = clausesOf(words, sided);
  const found = findingsOf(words);
  const named = namedIn(words, organs, sided, cues);
  const findingOf = (finding: Found): SentenceFinding => {
    const own = clauses.findIndex((clause) => within(finding, clause));
    const reach = own < 0 ? [finding] : reachOf(words, clauses, own, found);
    const ids = new Set<string>();
    for (const clause of reach) {
      for (const mention of organs) if (within(mention, clause)) ids.add(mention.organ.id);
      if (ids.size > 0) break;
    }
    if (finding.family.organ !== null) ids.add(finding.family.organ);
    else if (ids.size === 0 && heading !== '') ids.add(`heading:${heading}`);
    const [clause = finding] = reach;
    const qualifying = ({ first, end }: Clause): string[] => {
      const qualifiers: string[] = [];
      for (let at = first; at < end; at++) {
        const folded = words[at]?.folded;
        if (folded === undefined || named[at] === 1 || neutral.has(folded)) continue;
        if (at < finding.first || at >= finding.end) qualifiers.push(folded);
      }
      return qualifiers;
    };
    const affirmative = reach.slice(1).filter((one) => !isDenying(words, cues, one));
    const side = nearest(sided, reach, finding);
    // "Not compressible": the sign's own denial.
    const asked = finding.family.sign ? cues.filter((cue) => !within(cue, finding)) : cues;
    return {
      family: finding.family,
      first: finding.first,
      end: finding.end,
      status: affirmed(
        asked,
        finding,
        listed(words, asked, finding, statusOf(words, finding.first, finding.end, title, asked)),
      ),
      organs: ids,
      side,
      sideIsOwn: side !== null && (within(side, clause) || isJoined(words, side, clause)),
      reach,
      // "Lesiones isquémicas agudas": the name itself says when.
      qualifiers: [...qualifying(clause), ...acuteIn(words, finding)],
      beside: affirmative.length === 0 ? [] : affirmative.flatMap(qualifying),
    };
  };
  const findings: SentenceFinding[] = [];
  for (const finding of found) findings.push(findingOf(finding));
  const organSides: { readonly mention: OrganMention; readonly side: SideWord | null }[] = [];
  for (const mention of organs) {
    const clause = clauses.find((one) => within(mention, one)) ?? mention;
    organSides.push({ mention, side: nearest(sided, [clause], mention) });
  }
  return { findings, organs: organSides, hasSideWords: told.length > 0 };
}

/** 1 for each word that some of these take. */
function namedIn(words: readonly Word[], ...parts: readonly (readonly Clause[])[]): Uint8Array {
  const named = new Uint8Array(words.length);
  for (const list of parts) for (const { first, end } of list) named.fill(1, first, end);
  return named;
}
