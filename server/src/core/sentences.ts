/** A report's sentences, the unit that the model reads. */
import type { Section, Sentence, Span } from './types.js';
import { endsSentence, habitsOf, type Habits } from './sentenceEnd.js';
import { caseTypesOff } from './words.js';

const listMark =
  /^[\s\uFEFF]*(?:[-–—•·*»>▪◦+]+\s*(?=[\p{L}\p{N}(¿"'?<~≥≤±+-])|(?:\d{1,2}(?:\.?-|[.)]|[ºª][.)]?)|[A-Za-h][.)]|\([a-z\d]{1,2}\)|[IVX]{1,4}[.)-])\s)/u;
/** Words after which no sentence ends at a line's end, in either language. */
const openEnd =
  /(?:^|[\s(])(?:ni|como|según|desde|hasta|de|del|la|el|los|las|un|una|y|e|o|u|con|sin|en|a|al|por|para|que|se|su|sus|entre|sobre|the|of|and|or|with|without|in|on|at|to|for|from|by|an|is|are|was|were|no|not|as|than|this|which)$|[,(\-/–+=:;]$/iu;

/** Emits the non-empty part of spans as sentences. */
class SentenceList {
  readonly sentences: Sentence[] = [];
  constructor(private readonly text: string) {}

  add(start: number, end: number, section: number, organHeading: Span | null): void {
    let first = start;
    let last = end;
    while (first < last && /\s/u.test(this.text[first] ?? '')) first++;
    while (last > first && /\s/u.test(this.text[last - 1] ?? '')) last--;
    if (first < last) this.sentences.push({ startUtf16: first, endUtf16: last, section, organHeading });
  }
}

interface Line {
  readonly start: number;
  readonly end: number;
}

function linesOf(text: string, span: Span): Line[] {
  const lines: Line[] = [];
  for (let start = span.startUtf16; start < span.endUtf16;) {
    let end = start;
    while (end < span.endUtf16 && text[end] !== '\n' && text[end] !== '\r') end++;
    lines.push({ start, end });
    start = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  return lines;
}

/** True where the sentence of the line `previous` goes on in the line `next`. */
function continues(text: string, previous: Line, next: Line, width: number, habits: Habits): boolean {
  const tail = text.slice(Math.max(previous.start, previous.end - 60), previous.end).trimEnd();
  const head = text.slice(next.start, Math.min(next.end, next.start + 60));
  if (listMark.test(head)) return false;
  if (/[.!?…]["»”’*_]*$/u.test(tail)) return true; // The marks decide.
  const start = head.trimStart();
  const lower = /^\p{Ll}/u.test(start);
  const firstWord = /^\S+/u.exec(start)?.[0] ?? '';
  const full = width > 0 && previous.end - previous.start + 1 + firstWord.length > width;
  if (lower) return !habits.lowerStarts || full || openEnd.test(tail);
  if (tail.endsWith(':')) return false;
  return full || openEnd.test(tail) || /^[,;:)\]]/.test(start);
}

/** Joins lines into blocks of running text: a blank line, a list mark or a new entry starts a block. */
function blocksOf(text: string, span: Span, width: number, habits: Habits): Line[] {
  const blocks: Line[] = [];
  let open: Line | null = null;
  let previous: Line | null = null;
  for (const line of linesOf(text, span)) {
    if (text.slice(line.start, line.end).trim() === '') {
      if (open !== null) blocks.push(open);
      open = null;
      continue;
    }
    if (open !== null && previous !== null && continues(text, previous, line, width, habits)) {
      open = { start: open.start, end: line.end };
    } else {
      if (open !== null) blocks.push(open);
      open = line;
    }
    previous = line;
  }
  if (open !== null) blocks.push(open);
  return blocks;
}

/** For each opening bracket of a block, whether it is closed within 300 units: only then it hides stops. */
function closedBrackets(text: string, block: Line): ReadonlyMap<number, number> {
  const closed = new Map<number, number>();
  const open: number[] = [];
  for (let at = block.start; at < block.end; at++) {
    const char = text[at];
    if (char === '(' || char === '[') open.push(at);
    else if (char === ')' || char === ']') {
      const start = open.pop();
      if (start !== undefined && at - start <= 300) closed.set(start, at);
    }
  }
  return closed;
}

const isMark = (char: string | undefined): boolean =>
  char === '.' || char === '!' || char === '?' || char === '…';

function splitBlock(
  text: string,
  block: Line,
  habits: Habits,
  emit: (start: number, end: number) => void,
): void {
  const closed = closedBrackets(text, block);
  let start = block.start;
  while (start < block.end && /\s/u.test(text[start] ?? '')) start++;
  for (let at = start; at < block.end; at++) {
    const close = closed.get(at);
    if (close !== undefined) {
      at = close;
      continue;
    }
    if (!isMark(text[at])) continue;
    let after = at + 1;
    while (after < block.end && isMark(text[after])) after++;
    while (after < block.end && /[)\]"'»”’*_]/.test(text[after] ?? '')) after++;
    if (endsSentence(text, start, at, after, block.end, habits)) {
      emit(start, after);
      start = after;
      while (start < block.end && /\s/u.test(text[start] ?? '')) start++;
    }
    at = after - 1;
  }
  emit(start, block.end);
}

/**
 * Where a hard-wrapped text breaks: its longest line, in UTF-16 units; 0 where too few lines come
 * near it for the text to be wrapped.
 */
function wrapWidth(text: string): number {
  const lengths: number[] = [];
  let width = 0;
  for (const line of text.split('\n')) {
    const { length } = line.trimEnd();
    lengths.push(length);
    width = Math.max(width, length);
  }
  let full = 0;
  let written = 0;
  for (const length of lengths) {
    if (length >= width - 12) full++;
    if (length > 0) written++;
  }
  return full >= 2 && 4 * full >= written && width >= 50 && width <= 140 ? width : 0;
}

/**
 * Cuts a report's sections into sentences, in order. Every character that is not white space
 * belongs to exactly one sentence; none crosses a section; a heading is a sentence of its own.
 * The sentences after an organ's heading carry it in `organHeading`. Total; linear time.
 * @param sections of `splitSections(text)`.
 * @param capitals `caseTypesOff(text)`, given by callers that have asked already.
 */
export function splitSentences(
  text: string,
  sections: readonly Section[],
  capitals = caseTypesOff(text),
): Sentence[] {
  const list = new SentenceList(text);
  const habits = habitsOf(text, capitals);
  const width = wrapWidth(text);
  sections.forEach((section, index) => {
    list.add(section.startUtf16, section.body.startUtf16, index, null);
    const organHeading = section.kind === 'organ' ? section.heading : null;
    for (const block of blocksOf(text, section.body, width, habits)) {
      splitBlock(text, block, habits, (start, end) => {
        list.add(start, end, index, organHeading);
      });
    }
  });
  return list.sentences;
}
