/** Decides whether a mark inside a block of running text ends a sentence. */
import { foldedText as fold } from './words.js';
import { classNouns, maybeLast, neverLast, sentenceStarters } from './abbreviations.js';

/** UTF-16 units looked at on either side of a mark. */
const reach = 40;

/** What the whole text tells of its author's habits. */
export interface Habits {
  /** Sentences start with a small letter, as in hurried dictation. */
  readonly lowerStarts: boolean;
  /** The text is mostly capitals: a capital letter does not start a sentence. */
  readonly capitals: boolean;
}

/** Marks with no white space inside, then white space, then the next word's first letter. */
const stop = /(\p{L}[\p{L}\p{M}]{2,30})\.[ \t]{1,4}([\p{L}])/gu;

/** Learns from a text whether its sentences start with small letters. Linear time. */
export function habitsOf(text: string, capitals: boolean): Habits {
  let lower = 0;
  let upper = 0;
  for (const [, word, next] of text.matchAll(stop)) {
    const folded = fold(word ?? '');
    if (neverLast.has(folded) || maybeLast.has(folded)) continue;
    if (/\p{Ll}/u.test(next ?? '')) lower++;
    else upper++;
  }
  if (lower > 0 || upper > 0) return { lowerStarts: lower > upper, capitals };
  // No full stops to learn from: a note of bare lines.
  const lines = text.split('\n').filter((line) => /\p{L}/u.test(line));
  const small = lines.filter((line) => /^\s*\p{Ll}/u.test(line)).length;
  return { lowerStarts: small >= 2 && 2 * small > lines.length, capitals };
}

/**
 * True where the sentence that starts at `sentenceStart` ends after the run of end marks
 * `[mark, after)`, closing brackets and quotes included. `blockEnd` bounds what may be looked at.
 */
export function endsSentence(
  text: string,
  sentenceStart: number,
  mark: number,
  after: number,
  blockEnd: number,
  habits: Habits,
): boolean {
  if (after >= blockEnd) return true;
  const before = text.slice(Math.max(sentenceStart, mark - reach), mark);
  const ahead = text.slice(after, Math.min(blockEnd, after + reach));
  const marks = text.slice(mark, after);
  if (before.trim() === '') return false;
  const gap = /^\s+/u.exec(ahead)?.[0] ?? '';
  if (gap === '') return glued(before, marks, ahead);
  const rest = ahead.slice(gap.length);
  const next = /^[\p{L}\p{M}]+/u.exec(rest)?.[0] ?? '';
  const startsLower = /^\p{Ll}/u.test(next);

  if (marks.startsWith('?') || marks.startsWith('!')) {
    // "? fracture" and "(?)" ask inside a sentence.
    if (/(?:^|[\s(])$/u.test(before)) return false;
    return !startsLower || habits.lowerStarts;
  }
  if (/^(?:…|\.{2,})/.test(marks)) return !startsLower;

  const word = /[\p{L}\p{M}]+$/u.exec(before)?.[0] ?? '';
  const starter = sentenceStarters.has(fold(next));
  const item = /^(?:[a-z]|\d{1,2})\)\s/.test(rest);
  if (word === '') return item || afterNonLetter(before, next, rest, starter, habits);
  const folded = fold(word);
  if (dotted(before)) return afterDotted(next, startsLower, habits);
  if (word.length === 1) return item || afterOneLetter(word, before, gap, rest, habits);
  if (/^[IVX]{2,4}$/.test(word) && before.trim() === word) return false;
  if (neverLast.has(folded) && !(folded === 'no' && !/^\d/.test(rest))) {
    // "Ms. Doe" and "ca. 3 cm", but "suggests MS. No".
    return isAcronym(word) && !habits.capitals && !startsLower && !/^\d/.test(rest);
  }
  if (item) return true;
  if (maybeLast.has(folded)) return afterAbbreviation(next, rest, startsLower, habits);
  if (startsLower) {
    // A small letter after a stop: an abbreviation not listed, unless the author always writes so.
    return habits.lowerStarts || (starter && !goesOn.has(next)) || gap.includes('\n');
  }
  return !/^[,;:)]/.test(rest);
}

/** Words that go on with what stands before them: "5 mm. en LSD". */
const goesOn = new Set(
  'en de del y e o u con por para a al que in of at and or with by from to on x'.split(' '),
);

function afterAbbreviation(next: string, rest: string, startsLower: boolean, habits: Habits): boolean {
  if (/^[\d(,;:)]/.test(rest) || /^[IVX]+$/.test(next)) return false;
  if (startsLower) return habits.lowerStarts && !goesOn.has(fold(next));
  return !(habits.capitals && goesOn.has(fold(next)));
}

/** No white space after the marks: "lesiones.Se observa" forgot it; "2.5", "p.ej." and "E.coli" did not. */
function glued(before: string, marks: string, ahead: string): boolean {
  if (!/^[.?!]+[)"”»]?$/.test(marks)) return false;
  const next = /^\p{Lu}[\p{L}\p{M}]+(?=[\s,:\d-])/u.exec(ahead)?.[0];
  if (next === undefined) return false;
  // "2 h.Glasgow", "(grado 3).Se", "en T2.Se".
  if (/(?:\d\s?\p{Ll}{0,2}|\))$/u.test(before)) return /^\p{Lu}[\p{Ll}\p{M}]/u.test(next);
  const word = /[\p{L}\p{M}]+$/u.exec(before)?.[0] ?? '';
  // "lesiones.TAC" and "TEP.Adenopatías", but not "EE.UU." or "S.Aureus".
  if (isAcronym(next) ? isAcronym(word) || word.length < 4 : word.length < 2) return false;
  const folded = fold(word);
  if (!isAcronym(word) && (word.length < 3 || maybeLast.has(folded))) return false;
  return !neverLast.has(folded) && !/(?:www|https?:\S*|@\S*)$/i.test(before);
}

/** "T.A.C.", "i.v.", "p. ej." as one dotted abbreviation before the mark. */
function dotted(before: string): boolean {
  return /(?:^|[^\p{L}])(?:\p{L}{1,2}\.)+\p{L}{1,2}$/u.test(before);
}

function afterDotted(next: string, startsLower: boolean, habits: Habits): boolean {
  if (next === '' || startsLower) return false;
  if (habits.capitals || next.length === 1 || /\p{Ll}/u.test(next))
    return next.length > 1 || sentenceStarters.has(fold(next));
  return false;
}

/** The mark follows a digit, a bracket or a sign. */
function afterNonLetter(
  before: string,
  next: string,
  rest: string,
  starter: boolean,
  habits: Habits,
): boolean {
  const startsLower = /^\p{Ll}/u.test(next);
  const number = /(?:^|[\s:=])(\d{1,3})$/u.exec(before)?.[1];
  if (number !== undefined) {
    // "1. Nódulo": the number of an item, at the sentence's start.
    if (before.trim() === number && number.length <= 2) return false;
    // "9. 7 mg": a stray space inside a decimal.
    if (/^\d+\s*(?:[a-zµ%]|$)/iu.test(rest)) return false;
  }
  if (startsLower) return habits.lowerStarts || (starter && !goesOn.has(next));
  return !/^[,;:)]/.test(rest);
}

/** One letter before the mark: an initial ("J. García"), an item ("a. Nódulo") or a class ("tipo B."). */
function afterOneLetter(word: string, before: string, gap: string, rest: string, habits: Habits): boolean {
  const lead = before.slice(0, before.length - word.length);
  const next = /^[\p{L}\p{M}]+/u.exec(rest)?.[0] ?? '';
  const initialNext = /^\p{Lu}\./u.test(rest);
  const starter = sentenceStarters.has(fold(next)) && !initialNext;
  if (lead.trim() === '') return false;
  if (/^\p{Ll}/u.test(rest)) return habits.lowerStarts && starter;
  // "S/P.", "L5-S.", "2h.": the end of something longer.
  if (!/[\s(]$/u.test(lead)) return !/^[,;:)]/.test(rest);
  if (/^\d/.test(rest)) return !/^[lrnp]$/i.test(word);
  const previous = /([\p{L}\p{M}]+)[.]?\s+$/u.exec(lead)?.[1] ?? '';
  if (starter || gap.includes('\n') || classNouns.has(fold(previous))) return true;
  const named = /^\p{Lu}/u.test(previous) || initialNext || /[:,(]\s*$/u.test(lead);
  return !(named && /^\p{Lu}/u.test(word) && /^\p{Lu}/u.test(next));
}

const isAcronym = (word: string): boolean => word.length > 1 && !/\p{Ll}/u.test(word.normalize('NFC'));
