/**
 * Assertion (present, possible, absent) and whose it is (patient, family, past) of a phrase, from cue phrases
 * around it, after NegEx (Chapman 2001) and ConText (Harkema 2009): a cue speaks of what stands on its side up to a
 * stop word, a semicolon, or a distance.
 */
import { cuesByFirstWord } from './cues.js';
import type { Cue, CueKind } from './cues.js';
import type { ParsedReport } from './report.js';
import type { Status, Word } from './types.js';

/** Cue phrases found in a sentence. */
export interface FoundCue {
  readonly cues: readonly Cue[];
  readonly first: number;
  readonly end: number;
}

/** Words between a cue and a phrase beyond which the cue says nothing of it. */
const reachWords: Readonly<Record<CueKind, number>> = {
  negation: 14,
  uncertainty: 9,
  past: 10,
  family: 14,
  pseudo: 0,
  stop: 0,
};
/** No reach is longer, cue included. */
const nearbyWords = 24;
/** A cue after the phrase stands nearer to it. */
const backwardReachWords = 5;

/** Bare cues that often negate a verb instead ("no tolera la medicación para el cáncer") reach less far. */
const shortCues = new Set(['no', 'not', 'if', '?']);
const shortReachWords = 4;
/** Adjectives that speak of the word right before them. */
const adjacentCues = new Set([
  'previo',
  'previa',
  'previos',
  'previas',
  'survivor',
  'survivors',
  'superviviente',
  'screening',
  '?',
]);
/** Stops that end a relative's story too. */
const familyStops = new Set([';', 'pero', 'but', 'paciente', 'pacientes']);
/** What is denied where these stand between the cue and the phrase is a recurrence of a known tumour. */
const recurrence = new Set([
  'recidiva',
  'recidivas',
  'recaida',
  'recurrencia',
  'recurrence',
  'relapse',
  'tras',
  'after',
]);
const determiners = new Set([
  'el',
  'la',
  'los',
  'las',
  'su',
  'sus',
  'the',
  'his',
  'her',
  'their',
  'this',
  'este',
  'esta',
]);

/** "metástasis probable": speaks of the phrase before it, unless it opens a new one ("probable origen pulmonar"). */
const lastWords = new Set(['probable', 'probables', 'posible', 'posibles', 'possible']);
/** "carcinoma de mama previo": the organ stands between; an examination that was before is another thing. */
const earlierExams = new Set([
  'estudio',
  'estudios',
  'control',
  'tc',
  'tac',
  'rm',
  'rmn',
  'examen',
  'informe',
  'biopsia',
  'cirugia',
  'exploracion',
  'exploraciones',
]);
/** What goes on is no past, however long it has been known. */
const active =
  /^(?:progresion|progresando|progression|progressing|progressive|activ[oa]s?|active|persistentes?|persistent|crecimiento|growing|enlarging|recidivad[oa]s?)$/;
const notActive = new Set(['sin', 'no', 'ni', 'without', 'nor', 'free', 'libre', 'not']);
/** Words between a denial and what it says is not going on. */
const denialWords = 4;

const knownBefore = new Set(['conocido', 'conocida', 'conocidos', 'conocidas', 'known', 'su', 'his', 'her']);
const year = /^(19[4-9]\d|20\d\d)$/;

/** By the words of a report, the cues of those of its sentences that were asked for. */
const kept = new WeakMap<ParsedReport['words'], (readonly FoundCue[] | undefined)[]>();

/**
 * Cues of a report's sentence, `findCues` of its words. Kept for as long as these are: codes, entities and checks ask for
 * those of the same sentences.
 */
export function cuesIn({ words }: Pick<ParsedReport, 'words'>, sentence: number): readonly FoundCue[] {
  let cues = kept.get(words);
  if (cues === undefined) kept.set(words, (cues = []));
  // In the order of the sentences, so that the list has no holes.
  while (cues.length <= sentence) cues.push(undefined);
  return (cues[sentence] ??= findCues(words[sentence] ?? []));
}

/** Cues of a sentence, longest first where they start together, without overlaps. */
export function findCues(words: readonly Word[]): FoundCue[] {
  const found: FoundCue[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]?.folded ?? '';
    if (word === ';') {
      found.push({ cues: [{ kind: 'stop', reach: 'both', words: [';'] }], first: at, end: at + 1 });
      continue;
    }
    const starting = cuesByFirstWord.get(word);
    if (starting === undefined) continue;
    const matching = starting.filter((cue) => stands(cue, words, at));
    const length = matching[0]?.words.length ?? 0;
    if (length === 0) continue;
    const cues = matching.filter((cue) => cue.words.length === length);
    found.push({ cues, first: at, end: at + length });
    at += length - 1;
  }
  return found;
}

/** True where a cue's words stand from `at` on and what follows lets them be a cue. */
function stands(cue: Cue, words: readonly Word[], at: number): boolean {
  for (let i = 1; i < cue.words.length; i++) if (words[at + i]?.folded !== cue.words[i]) return false;
  const next = words[at + cue.words.length]?.folded ?? '';
  // "Hueso: sin fractura": after a heading's colon the cue speaks of what follows.
  if (cue.words[0] === ':' && /^[\p{L}\p{N}]/u.test(next)) return false;
  // "previously 9 mm": a size at another time, not a finding of the past.
  if (cue.kind === 'past' && /^\p{N}/u.test(next)) return false;
  return !(
    cue.reach === 'backward' &&
    lastWords.has(cue.words.join(' ')) &&
    /^\p{L}/u.test(words[at + 1]?.folded ?? '')
  );
}

/** Cues beyond the longest reach say nothing of a phrase. */
function nearby(cue: FoundCue, first: number, end: number): boolean {
  return cue.end > first - nearbyWords && cue.first < end + nearbyWords;
}

/** True where a stop stands between two word positions. */
function stopped(found: readonly FoundCue[], from: number, to: number, kind: CueKind): boolean {
  return found.some(
    (f) =>
      f.first >= from &&
      f.end <= to &&
      f.cues.some((cue) => cue.kind === 'stop' && (kind !== 'family' || familyStops.has(cue.words[0] ?? ''))),
  );
}

/** How far a cue reaches, in words between it and the phrase. */
function reachOf(cue: Cue, forward: boolean): number {
  const only = cue.words.length === 1 ? (cue.words[0] ?? '') : '';
  if (!forward) return adjacentCues.has(only) ? 0 : backwardReachWords;
  return shortCues.has(only) ? shortReachWords : reachWords[cue.kind];
}

/** "ausencia de necrosis en el tumor": the phrase is where something is denied, not what. */
function isPlace(words: readonly Word[], first: number): boolean {
  const preposition = words[first - 2]?.folded ?? '';
  return determiners.has(words[first - 1]?.folded ?? '') && (preposition === 'en' || preposition === 'in');
}

/** M0, cM0, N0M0: staging that denies metastasis. */
function isStageZero(words: readonly Word[], first: number, end: number): boolean {
  return words[end - 1]?.folded === '0' && /^[cp]?m$/.test(words[end - 2]?.folded ?? '') && end - first <= 4;
}

/** Commas between a cue and a phrase part a list from a new statement: "sin derrame, adenocarcinoma conocido". */
function newStatement(words: readonly Word[], from: number, first: number, end: number): boolean {
  let comma = -1;
  for (let w = from; w < first; w++) if (words[w]?.folded === ',') comma = w;
  if (comma < 0) return false;
  for (let w = comma + 1; w < first; w++) {
    const word = words[w]?.folded ?? '';
    if (knownBefore.has(word) || word === 'con' || word === 'with' || word === 'tras' || word === 'after')
      return true;
  }
  return knownBefore.has(words[end]?.folded ?? '') && words[end]?.folded !== 'su';
}

/**
 * Status of the phrase `words[first..end)` in its sentence.
 * @param heading title of the section it stands in: family history and past history speak for every line.
 * @param cues of the whole sentence, found once where it has many phrases.
 */
export function statusOf(
  words: readonly Word[],
  first: number,
  end: number,
  heading = '',
  cues: readonly FoundCue[] = findCues(words),
): Status {
  const found = cues.filter((f) => nearby(f, first, end) && (f.end <= first || f.first >= end));
  const speaks = (kind: CueKind): boolean =>
    found.some((f) =>
      f.cues.some((cue) => {
        if (cue.kind !== kind) return false;
        if (cue.reach !== 'backward' && f.end <= first) {
          if (first - f.end > reachOf(cue, true) || stopped(found, f.end, first, kind)) return false;
          return kind !== 'negation' || !(newStatement(words, f.end, first, end) || isPlace(words, first));
        }
        if (cue.reach !== 'forward' && f.first >= end) {
          return (
            (f.first - end <= reachOf(cue, false) || isOfOrgan(words, end, f.first, cue)) &&
            !stopped(found, end, f.first, kind) &&
            !commaBetween(words, end, f.first)
          );
        }
        return false;
      }),
    );
  const uncertain = speaks('uncertainty');
  const negated = isStageZero(words, first, end) || speaks('negation');
  const absent = nearerNegation(words, found, first, uncertain, negated);
  const recurred = absent && deniesRecurrence(words, found, first);
  const family = /familiar|family/i.test(heading) || speaks('family');
  const past =
    recurred ||
    ((speaks('past') ||
      datedBefore(words, end) ||
      /^(antecedentes|past (medical )?history)/i.test(heading)) &&
      !(isActive(words, end) && !absent));
  return {
    assertion: absent && !recurred ? 'absent' : uncertain && !absent ? 'possible' : 'present',
    experiencer: family ? 'family' : past ? 'past' : 'patient',
  };
}

/** "de mama" between a phrase and the "previo" that speaks of it. */
function isOfOrgan(words: readonly Word[], end: number, at: number, cue: Cue): boolean {
  if (!/^previ[oa]s?$/.test(cue.words.join(' ')) || at - end !== 2) return false;
  return words[end]?.folded === 'de' && !earlierExams.has(words[end + 1]?.folded ?? '');
}

/** "carcinoma de mama diagnosticado en 2019, en progresión": up to the full stop the phrase goes on. */
function isActive(words: readonly Word[], end: number): boolean {
  for (let w = end; w < Math.min(end + nearbyWords, words.length); w++) {
    const word = words[w]?.folded ?? '';
    if (word === '.' || word === ';') return false;
    if (!active.test(word)) continue;
    const before = words.slice(Math.max(end, w - denialWords), w + 3).map(({ folded }) => folded);
    if (!before.some((one) => notActive.has(one))) return true;
  }
  return false;
}

/** "sin recidiva de su melanoma": the melanoma is known and past; what is denied is that it came back. */
function deniesRecurrence(words: readonly Word[], found: readonly FoundCue[], first: number): boolean {
  const cue = found.filter((f) => f.end <= first && f.cues.some((c) => c.kind === 'negation')).at(-1);
  if (cue === undefined) return false;
  // "recidiva tumoral" is the recurrence itself; "recidiva de su melanoma" speaks of a melanoma that was.
  for (let w = cue.end; w < first; w++) {
    const word = words[w]?.folded ?? '';
    if (recurrence.has(word) && (w < first - 1 || word === 'tras' || word === 'after')) return true;
  }
  return false;
}

function commaBetween(words: readonly Word[], from: number, to: number): boolean {
  for (let w = from; w < to; w++) if (words[w]?.folded === ',') return true;
  return false;
}

/** Where both speak, the one that stands nearer before the phrase is meant ("sin signos sugestivos de": absent). */
function nearerNegation(
  words: readonly Word[],
  found: readonly FoundCue[],
  first: number,
  uncertain: boolean,
  negated: boolean,
): boolean {
  if (!negated || !uncertain) return negated;
  const before = found.filter((f) => f.end <= first);
  const lastOf = (kind: CueKind): number =>
    before.reduce(
      (at, f) => (f.cues.some((cue) => cue.kind === kind && cue.reach !== 'backward') ? f.first : at),
      -1,
    );
  const negation = lastOf('negation');
  const uncertainty = lastOf('uncertainty');
  if (negation < 0) return uncertainty < 0;
  // "no hay signos sugestivos de": the negation rules the cue that follows it closely.
  return (
    negation > uncertainty || (uncertainty - negation <= 5 && !commaBetween(words, negation, uncertainty))
  );
}

/** A year right after the phrase: "carcinoma de colon en 2010". */
function datedBefore(words: readonly Word[], end: number): boolean {
  for (let w = end; w < Math.min(end + 7, words.length); w++) {
    const word = words[w]?.folded ?? '';
    if (word === '.' || word === ';' || word === ',') return false;
    if (year.test(word) && ['en', 'in', 'ano', '(', 'de'].includes(words[w - 1]?.folded ?? '')) return true;
  }
  return false;
}

/** Lower is nearer to a diagnosis of the patient's. */
function rankOf({ assertion, experiencer }: Status): number {
  const whose = { patient: 0, past: 1, family: 3 }[experiencer];
  return whose + { present: 0, possible: 2, absent: 6 }[assertion];
}

/** Of several mentions' statuses the one that says most of the patient. */
export function strongestStatus(statuses: readonly Status[]): Status {
  const [first = { assertion: 'present', experiencer: 'patient' } as const, ...rest] = statuses;
  const best = rest.reduce<Status>((a, b) => (rankOf(b) < rankOf(a) ? b : a), first);
  return { assertion: best.assertion, experiencer: best.experiencer };
}

/** True where a code is offered for acceptance: stated of the patient, now or before; or suspected. */
export function isOffered({ assertion, experiencer }: Status): boolean {
  return assertion !== 'absent' && experiencer !== 'family';
}
