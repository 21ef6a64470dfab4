/** One value of a scale among the words: "4A", "4-a", "IVb", "LR-TIV", "10". */
import { foldedAt } from './tokens.js';
import type { Token } from './tokens.js';
import type { ScoreSystem } from './types.js';

export interface ReadValue {
  readonly value: string;
  readonly first: number;
  readonly end: number;
}

const dash = /^[-–—‐‑]$/u;
/** What follows a number that is no category: a unit, a time. */
const noValueBefore =
  /^(?:mm|cm|ml|cc|mhz|hz|tesla|t|h|hs|hrs|horas?|hours?|o|oclock|am|pm|%|points?|puntos?|pts?|years?|anos?|months?|mes|meses|weeks?|semanas?|dias?|days?|editions?|edicion(?:es)?|ed|veces|times|areas?|regiones|regions|readers?|lectores)$/;
/** Values of a scale are written with a sign that is none of a word: letters that may follow a digit. */
const suffixes: Readonly<Record<ScoreSystem, RegExp>> = {
  'BI-RADS': /^[a-e]$/,
  'BI-RADS density': /^$/,
  'LI-RADS': /^(?:v|g|us)$/,
  'PI-RADS': /^$/,
  'TI-RADS': /^[a-e]$/,
  'Lung-RADS': /^(?:[abcx]s?|s)$/,
  'O-RADS': /^$/,
  Fazekas: /^$/,
  ASPECTS: /^$/,
  RECIST: /^$/,
};
const romans: ReadonlyMap<string, string> = new Map([
  ['i', '1'],
  ['ii', '2'],
  ['iii', '3'],
  ['iv', '4'],
  ['v', '5'],
  ['vi', '6'],
  ['vii', '7'],
]);
const roman = /^(i{1,3}|iv|vi{0,2})([a-c]?)$/;
const liLetters = new Set(['m', 'tiv', 'nc', 'tr']);

function rawOf(text: string, token: Token | undefined): string {
  return token === undefined ? '' : text.slice(token.startUtf16, token.endUtf16);
}

/** True where the number at `at` goes on as a decimal, a date or a time. */
function goesOn(tokens: readonly Token[], end: number): boolean {
  const mark = tokens[end];
  const next = tokens[end + 1];
  if (mark === undefined || !mark.glued || !next?.glued) return false;
  return /^[.,:']$/.test(mark.folded) && /^\d/.test(next.folded);
}

/** The value of `system` that starts at a word, or null. */
export function valueAt(
  tokens: readonly Token[],
  text: string,
  at: number,
  system: ScoreSystem,
): ReadValue | null {
  const word = foldedAt(tokens, at);
  const raw = rawOf(text, tokens[at]);
  const isUpper = raw !== raw.toLowerCase();
  if (system === 'BI-RADS density') return densityAt(tokens, at, word, isUpper);
  if (system === 'LI-RADS' && isUpper && liLetters.has(word)) {
    return { value: `LR-${word.toUpperCase()}`, first: at, end: at + 1 };
  }
  if (system === 'PI-RADS' && raw === 'X') return { value: 'X', first: at, end: at + 1 };
  const found = /^\d{1,2}$/.test(word)
    ? digitsAt(tokens, text, at, system)
    : isUpper
      ? romanAt(tokens, at, word, system)
      : null;
  if (found === null || goesOn(tokens, found.end)) return null;
  if (noValueBefore.test(foldedAt(tokens, found.end))) {
    // "O" is Spanish for "or", and a day's hour in English: an hour has its apostrophe.
    if (foldedAt(tokens, found.end) !== 'o' || /^['’]$/u.test(foldedAt(tokens, found.end + 1))) return null;
  }
  return system === 'LI-RADS' ? { ...found, value: `LR-${found.value}` } : found;
}

function digitsAt(tokens: readonly Token[], text: string, at: number, system: ScoreSystem): ReadValue | null {
  const digits = String(Number(foldedAt(tokens, at)));
  const next = tokens[at + 1];
  const letters = next?.folded ?? '';
  const isLetter = /^\p{L}/u.test(letters);
  if (next?.glued === true && isLetter) {
    if (!suffixes[system].test(letters) || foldedAt(tokens, at + 2).startsWith('ed')) return null;
    return { value: digits + letters.toUpperCase(), first: at, end: at + 2 };
  }
  if (next?.glued === true && dash.test(letters)) {
    const after = tokens[at + 2];
    const single = after?.glued === true && suffixes[system].test(after.folded);
    if (single && tokens[at + 3]?.glued !== true)
      return {
        value: digits + (after.folded === '' ? '' : after.folded.toUpperCase()),
        first: at,
        end: at + 3,
      };
  }
  // "4 A": a capital alone; the Spanish preposition is none.
  const spaced =
    isLetter &&
    suffixes[system].test(letters) &&
    /^[A-CXS]$/.test(rawOf(text, next)) &&
    !tokenIs(tokens, at + 2);
  if (spaced && (digits === '4' || letters === 's'))
    return { value: digits + letters.toUpperCase(), first: at, end: at + 2 };
  return { value: digits, first: at, end: at + 1 };
}

/** A letter run at an index that is glued to what stands before. */
function tokenIs(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.glued === true && /^[\p{L}\p{N}]/u.test(foldedAt(tokens, at));
}

function romanAt(tokens: readonly Token[], at: number, word: string, system: ScoreSystem): ReadValue | null {
  const match = roman.exec(word);
  const digits = romans.get(match?.[1] ?? '');
  if (match === null || digits === undefined || tokenIs(tokens, at + 1)) return null;
  const letter = match[2] ?? '';
  if (letter !== '' && !suffixes[system].test(letter)) return null;
  return { value: digits + letter.toUpperCase(), first: at, end: at + 1 };
}

/** "B", "type b", "(a)": a small "a" before a word is a preposition. */
function densityAt(tokens: readonly Token[], at: number, word: string, isUpper: boolean): ReadValue | null {
  if (/^[a-d]$/.test(word)) {
    const next = tokens[at + 1];
    const alone =
      next === undefined || next.sentence !== tokens[at]?.sentence || !/^[\p{L}\p{N}]/u.test(next.folded);
    return isUpper || word !== 'a' || alone ? { value: word.toUpperCase(), first: at, end: at + 1 } : null;
  }
  if (/^\d$/.test(word) && !noValueBefore.test(foldedAt(tokens, at + 1)) && !goesOn(tokens, at + 1))
    return { value: word, first: at, end: at + 1 };
  return null;
}
