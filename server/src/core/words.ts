/**
 * Words as the model's tokenizer sees them (`tokenizer.json`: BertNormalizer with clean_text,
 * strip_accents and lowercase; BertPreTokenizer; Digits; symbols isolated).
 */
import type { CaseType, Span, Word } from './types.js';

/**
 * What one code point does to words. `mark`: punctuation, symbols and unassigned code points, always
 * a word of their own. `invisible`: non-spacing marks and what `clean_text` removes, which neither
 * break nor make a word. Letters carry their case.
 */
const CharClass = {
  unknown: 0,
  caseless: 1,
  lower: 2,
  upper: 3,
  digit: 4,
  mark: 5,
  space: 6,
  invisible: 7,
  accent: 8,
} as const;

/** Classes of the basic plane, filled on first use: asking Unicode properties each time is slow. */
const classOfUnit = new Uint8Array(0x10000);

function findClass(char: string): number {
  if (char === '\t' || char === '\n' || char === '\r' || /\p{Z}/u.test(char)) return CharClass.space;
  if (/\p{Mn}/u.test(char)) return CharClass.accent;
  // Unassigned code points (Cn) are kept by the tokenizer and isolated as symbols.
  if (char === '\uFFFD' || /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(char)) return CharClass.invisible;
  if (/\p{Ll}/u.test(char)) return CharClass.lower;
  if (/[\p{Lu}\p{Lt}]/u.test(char)) return CharClass.upper;
  if (/[\p{L}\p{M}]/u.test(char)) return CharClass.caseless;
  return /\p{N}/u.test(char) ? CharClass.digit : CharClass.mark;
}

function classOf(codePoint: number): number {
  if (codePoint > 0xffff) return findClass(String.fromCodePoint(codePoint));
  let found = classOfUnit[codePoint] ?? CharClass.unknown;
  if (found === CharClass.unknown) {
    found = findClass(String.fromCharCode(codePoint));
    classOfUnit[codePoint] = found;
  }
  return found;
}

const isLetter = (found: number): boolean => found >= CharClass.caseless && found <= CharClass.upper;

/** Lower-cased, without accents and invisible characters: what the model reads. */
function fold(raw: string): string {
  if (/^[ -~]*$/.test(raw)) return raw.toLowerCase();
  let folded = '';
  for (const char of raw.normalize('NFD')) {
    // One by one: JavaScript's whole-string rule for a final sigma is not the tokenizer's.
    if (classOf(char.codePointAt(0) ?? 0) < CharClass.invisible) folded += char.toLowerCase();
  }
  return folded;
}

/** A text without accents, lower-cased as a whole. */
export function foldedText(text: string): string {
  // Of plain ASCII nothing is to be decomposed.
  const plain = /[^\0-\x7f]/.test(text) ? text.normalize('NFD').replace(/\p{Mn}/gu, '') : text;
  return plain.toLowerCase();
}

function caseTypeOf(raw: string): CaseType {
  let upper = 0;
  let lower = 0;
  let firstIsUpper = false;
  // Decomposed, so that composed and decomposed texts count alike.
  for (const char of raw.normalize('NFD')) {
    const found = classOf(char.codePointAt(0) ?? 0);
    if (found === CharClass.upper) {
      if (upper + lower === 0) firstIsUpper = true;
      upper++;
    } else if (found === CharClass.lower) lower++;
  }
  if (upper === 0) return 0;
  if (upper === 1 && firstIsUpper) return 1;
  return lower === 0 ? 2 : 3;
}

/** What is computed from a word's text alone. */
type Forms = Pick<Word, 'folded' | 'caseType'>;

/** Forms of words that were met, and how many are kept: reports use the same ones over and over. */
const met = new Map<string, Forms>();
const mostMet = 8192;
/** A longer part of a text would keep the whole text in memory, as V8 has it. */
const longestMet = 12;

function formsOf(raw: string): Forms {
  if (raw.length > longestMet) return { folded: fold(raw), caseType: caseTypeOf(raw) };
  let forms = met.get(raw);
  if (forms === undefined) {
    forms = { folded: fold(raw), caseType: caseTypeOf(raw) };
    if (met.size >= mostMet) met.clear();
    met.set(raw, forms);
  }
  return forms;
}

/**
 * Cuts `text` within `span` (UTF-16) into words: a run of letters, a run of digits, or one other
 * mark. A word's span starts at its first visible character and takes in the combining marks that
 * follow its last one. NFC and NFD give the same `folded` and `caseType`. Total; linear time.
 */
export function splitWords(text: string, span: Span): Word[] {
  const words: Word[] = [];
  let start = -1;
  let end = -1;
  let current: number = CharClass.space;
  const close = (): void => {
    if (start < 0) return;
    const { folded, caseType } = formsOf(text.slice(start, end));
    words.push({
      startUtf16: start,
      endUtf16: end,
      folded,
      caseType: current === CharClass.caseless ? caseType : 0,
    });
    start = -1;
  };
  for (let at = span.startUtf16; at < span.endUtf16;) {
    const codePoint = text.codePointAt(at) ?? 0;
    const next = Math.min(at + (codePoint > 0xffff ? 2 : 1), span.endUtf16);
    const exact = classOf(codePoint);
    const found = isLetter(exact) ? CharClass.caseless : exact;
    if (found === CharClass.accent) {
      // An accent right after the word's last character is part of what the reader sees as the word.
      if (start >= 0 && end === at) end = next;
    } else if (found !== CharClass.invisible) {
      if (found === CharClass.space || found === CharClass.mark || found !== current) close();
      if (found !== CharClass.space) {
        if (start < 0) start = at;
        end = next;
      }
      current = found;
    }
    at = next;
  }
  close();
  return words;
}

/** Letters counted by case; words of three letters or fewer are left out: they are often acronyms. */
interface CaseCount {
  upper: number;
  cased: number;
}

/** Case of the basic plane's units, filled on first use: 1 no letter, 2 lower, 3 upper, 4 letter without case. */
const caseOfUnit = new Uint8Array(0x10000);

function caseOf(unit: number): number {
  let found = caseOfUnit[unit] ?? 0;
  if (found === 0) {
    const char = String.fromCharCode(unit);
    found = /\p{Lu}/u.test(char) ? 3 : /\p{Ll}/u.test(char) ? 2 : /[\p{L}\p{M}]/u.test(char) ? 4 : 1;
    caseOfUnit[unit] = found;
  }
  return found;
}

function countCase(line: string, into: CaseCount): void {
  let length = 0;
  let upper = 0;
  let cased = 0;
  for (let at = 0; at <= line.length; at++) {
    const found = at < line.length ? caseOf(line.charCodeAt(at)) : 1;
    if (found !== 1) {
      length++;
      if (found === 3) upper++;
      if (found !== 4) cased++;
      continue;
    }
    if (length >= 4) {
      into.upper += upper;
      into.cased += cased;
    }
    length = upper = cased = 0;
  }
}

const mostly = (count: CaseCount): boolean => count.upper > 0.6 * count.cased;

/**
 * True where the text is mostly capitals, so that capitals say nothing: the model then reads every
 * case type as 0. More than 60 % of the letters in words of four letters or more must be capitals,
 * also when title and heading lines in capitals are set aside.
 */
export function caseTypesOff(text: string): boolean {
  const all: CaseCount = { upper: 0, cased: 0 };
  countCase(text, all);
  // Nearly every report ends here; the second look costs a regular expression a line.
  if (all.cased === 0 || !mostly(all)) return false;
  const body: CaseCount = { upper: 0, cased: 0 };
  for (const line of text.split('\n')) {
    const heading = line.length <= 80 && !/\p{Ll}/u.test(line) && !/[.,;]\s*$/.test(line);
    if (!heading) countCase(line.replace(/^[^:\p{Ll}]{1,60}:/u, ''), body);
  }
  return body.cased === 0 || mostly(body);
}
