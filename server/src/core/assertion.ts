/**
 * Assertion (present, possible, absent) and whose it is (patient, family, past) of a phrase, from cue phrases
 * around it, after NegEx (Chapman 2001) and ConText (Harkema 2009): a cue speaks of what stands on its side up to a
 * stop word, a semicolon, or a distance.
 */
import { cuesByFirstWord } from './cues.js';
import type { Cue, CueKind } from './cues.js';
import type { Word } from './types.js';

export type Assertion = 'present' | 'possible' | 'absent';
export type Experiencer = 'patient' | 'family' | 'past';

export interface Status {
  readonly assertion: Assertion;
  readonly experiencer: Experiencer;
}

interface FoundCue {
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
/** A cue after the phrase stands nearer to it. */
const backwardReachWords = 5;

const knownBefore = new Set(['conocido', 'conocida', 'conocidos', 'conocidas', 'known', 'su', 'his', 'her']);
const year = /^(19[4-9]\d|20\d\d)$/;

/** Cues of a sentence, longest first where they start together, without overlaps. */
function findCues(words: readonly Word[]): FoundCue[] {
  const found: FoundCue[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]?.folded ?? '';
    if (word === ';') {
      found.push({ cues: [{ kind: 'stop', reach: 'both', words: [';'] }], first: at, end: at + 1 });
      continue;
    }
    const matching = (cuesByFirstWord.get(word) ?? []).filter((cue) =>
      cue.words.every((part, i) => words[at + i]?.folded === part),
    );
    const length = matching[0]?.words.length ?? 0;
    if (length === 0) continue;
    const cues = matching.filter((cue) => cue.words.length === length);
    found.push({ cues, first: at, end: at + length });
    at += length - 1;
  }
  return found;
}

/** True where a stop stands between two word positions. */
function stopped(found: readonly FoundCue[], from: number, to: number): boolean {
  return found.some((f) => f.first >= from && f.end <= to && f.cues.some((cue) => cue.kind === 'stop'));
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
 * @param heading folded title of the section it stands in: family history and past history speak for every line.
 */
export function statusOf(words: readonly Word[], first: number, end: number, heading = ''): Status {
  const found = findCues(words).filter((f) => f.end <= first || f.first >= end);
  const speaks = (kind: CueKind): boolean =>
    found.some((f) =>
      f.cues.some((cue) => {
        if (cue.kind !== kind) return false;
        if (cue.reach !== 'backward' && f.end <= first) {
          if (first - f.end > reachWords[kind] || stopped(found, f.end, first)) return false;
          if (kind === 'negation' && newStatement(words, f.end, first, end)) return false;
          return true;
        }
        if (cue.reach !== 'forward' && f.first >= end) {
          return (
            f.first - end <= backwardReachWords &&
            !stopped(found, end, f.first) &&
            !commaBetween(words, end, f.first)
          );
        }
        return false;
      }),
    );
  const uncertain = speaks('uncertainty');
  const negated = speaks('negation');
  const assertion = nearerNegation(words, found, first, uncertain, negated)
    ? 'absent'
    : uncertain
      ? 'possible'
      : 'present';
  const family = /familiar|family/.test(heading) || speaks('family');
  const past =
    speaks('past') || datedBefore(words, end) || /^(antecedentes|past (medical )?history)/.test(heading);
  return { assertion, experiencer: family ? 'family' : past ? 'past' : 'patient' };
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
    if (
      year.test(word) &&
      ['en', 'in', 'ano', '(', 'de', 'since', 'desde'].includes(words[w - 1]?.folded ?? '')
    )
      return true;
  }
  return false;
}
