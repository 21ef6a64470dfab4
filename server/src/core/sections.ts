/** A report's sections: headings in both languages, titles, organ headings, and the text between. */
import type { Section, SectionKind, Span } from './types.js';
import { headingBeforeColon, headingOfLine, namesExam, type Heading } from './headingMatch.js';
import { caseTypesOff } from './words.js';

/** Kinds whose text is one paragraph where it starts on the heading's own line. */
const oneParagraph: ReadonlySet<SectionKind> = new Set([
  'header',
  'indication',
  'history',
  'technique',
  'comparison',
]);
/** Kinds in which "Right kidney: cyst" is an item, not a section. */
const noOrgans: ReadonlySet<SectionKind> = new Set([
  'impression',
  'recommendation',
  'codes',
  'treatment',
  'course',
]);
interface Head {
  readonly start: number;
  readonly bodyStart: number;
  readonly kind: SectionKind;
  readonly words: Span | null;
}

/** An item of a list. */
const item = /^\s*(?:[-–—•·»*>+]|\(?(?:\d{1,2}|[a-h])[.)]\s)/u;
/** A history of one line is no longer than this, in UTF-16 units. */
const shortLine = 160;

/** True for a report's first line where it names an exam. */
function isTitle(line: string): boolean {
  const title = line.trim().replace(/[.:]$/, '');
  if (title.length > 110 || /[.;?!:]$/.test(title)) return false;
  const exam = namesExam(title);
  if (title.length < line.trim().length) return exam && title.length <= 60 && !/[.;:?!]\s/.test(title);
  return exam || (!/\p{Ll}/u.test(title.normalize('NFC')) && /\p{L}{3}/u.test(title));
}

/** Walks a report line by line and notes where sections start. */
class SectionScanner {
  private readonly heads: Head[] = [];
  /** The last heading's kind that is not an organ: what the text returns to. */
  private parent: SectionKind = 'body';
  private current: SectionKind = 'body';
  /** The open heading has text on its own line. */
  private inline = false;
  /** The line before ended a sentence, was blank or a heading. */
  private fresh = true;
  private blankBefore = true;
  /** The open section's heading is an item of a list. */
  private itemOpen = false;
  /** UTF-16 units of the line before. */
  private previousLength = 0;
  private any = false;

  constructor(
    private readonly text: string,
    private readonly textInCapitals: boolean,
  ) {}

  /** Reads the line `[start, end)`, its line break left out. */
  line(start: number, end: number): void {
    const line = this.text.slice(start, end);
    if (line.trim() === '') {
      this.fresh = true;
      this.blankBefore = true;
      return;
    }
    const first = !this.any;
    this.any = true;
    const heading = this.heading(start, end);
    if (first && isBare(heading, line, start) && this.text.slice(end).trimStart() !== '' && isTitle(line)) {
      const words = trimSpan(this.text, start, end);
      this.open(start, { kind: 'header', bodyStart: end, words: withoutMark(this.text, words) }, true);
      this.fresh = true;
      this.blankBefore = false;
      return;
    }
    if (heading !== null) {
      this.take(heading, end);
    } else if (this.leaves(line)) {
      this.open(start, { kind: this.parentAfter(), bodyStart: start, words: null }, true);
    }
    if (!item.test(line)) this.midLine(heading?.endUtf16 ?? start, end, heading);
    this.previousLength = end - start;
    const bare = heading !== null && this.text.slice(heading.endUtf16, end).trim() === '';
    this.fresh = bare || /[.:;!?][)"»”*_]*\s*$/u.test(line.slice(-40));
    this.blankBefore = false;
  }

  private heading(start: number, end: number): Heading | null {
    const context = { textInCapitals: this.textInCapitals, fresh: this.fresh };
    const heading = headingOfLine(this.text, start, end, context);
    if (heading?.kind !== 'organ') return heading;
    return noOrgans.has(this.parent) ? null : heading;
  }

  /** Opens a heading's section; an organ after technique or indication is a finding. */
  private take(heading: Heading, lineEnd: number): void {
    const inline = this.text.slice(heading.endUtf16, lineEnd).trim() !== '';
    if (heading.kind === 'organ') {
      if (oneParagraph.has(this.parent)) this.parent = 'findings';
    } else this.parent = heading.kind;
    this.open(
      heading.startUtf16,
      { kind: heading.kind, bodyStart: heading.endUtf16, words: heading.words },
      inline,
    );
  }

  /** Headings inside a line: "… normal. Conclusión: …". One organ alone is prose, two are a list of organs. */
  private midLine(from: number, end: number, atStart: Heading | null): void {
    const found: Heading[] = [];
    for (let colon = from; colon < end; colon++) {
      if (this.text[colon] !== ':') continue;
      // After the heading before: two of them never share words ("… . Hígado:Bazo:").
      const heading = headingBeforeColon(this.text, found.at(-1)?.endUtf16 ?? from, colon);
      if (heading !== null) found.push(heading);
    }
    const organs = [atStart, ...found].filter((heading) => heading?.kind === 'organ').length;
    for (const heading of found) {
      if (heading.kind === 'organ' && (organs < 2 || noOrgans.has(this.parent))) continue;
      this.take(heading, end);
    }
  }

  /** True where a line without a heading no longer belongs to the open section. */
  private leaves(line: string): boolean {
    if (this.current === 'organ') {
      if (this.blankBefore) return true;
      if (item.test(line)) return this.itemOpen;
      return this.inline && this.fresh && !/^\s*\p{Ll}/u.test(line);
    }
    if (!this.inline || !oneParagraph.has(this.current)) return false;
    if (this.blankBefore || this.current === 'header' || item.test(line)) return true;
    if (/^\s*\p{Ll}/u.test(line)) return false;
    return this.previousLength < shortLine && (this.fresh || this.previousLength < 60);
  }

  /** The kind of text that follows a closed section without a heading of its own. */
  private parentAfter(): SectionKind {
    return this.current === 'organ' ? this.parent : 'body';
  }

  private open(start: number, head: Omit<Head, 'start'>, inline: boolean): void {
    this.heads.push({ start, ...head });
    this.current = head.kind;
    if (head.kind !== 'organ') this.parent = head.kind;
    this.inline = inline;
    this.itemOpen = item.test(this.text.slice(start, start + 12));
  }

  /** The sections; they cover the text from 0 to its end. */
  sections(): Section[] {
    const { text, heads } = this;
    const firstHead = heads[0];
    if (firstHead === undefined || text.slice(0, firstHead.start).trim() !== '') {
      heads.unshift({ start: 0, bodyStart: 0, kind: 'body', words: null });
    }
    const sections: Section[] = [];
    heads.forEach(({ start: headStart, bodyStart, kind, words }, index) => {
      const start = index === 0 ? 0 : headStart;
      const end = heads[index + 1]?.start ?? text.length;
      sections.push({
        startUtf16: start,
        endUtf16: end,
        kind,
        heading: words,
        title: words === null ? '' : text.slice(words.startUtf16, words.endUtf16),
        body: { startUtf16: words === null ? start : bodyStart, endUtf16: end },
      });
    });
    return sections;
  }
}

/** True where a first line has no heading of a known kind, or is nothing but an organ's name. */
function isBare(heading: Heading | null, line: string, start: number): boolean {
  if (heading === null || heading.kind === 'body') return true;
  return heading.kind === 'organ' && line.slice(heading.endUtf16 - start).trim() === '';
}

function withoutMark(text: string, span: Span): Span {
  const marked = /[.:]/.test(text[span.endUtf16 - 1] ?? '');
  return { startUtf16: span.startUtf16, endUtf16: span.endUtf16 - (marked ? 1 : 0) };
}

function trimSpan(text: string, start: number, end: number): Span {
  const line = text.slice(start, end);
  return {
    startUtf16: start + line.length - line.trimStart().length,
    endUtf16: start + line.trimEnd().length,
  };
}

/**
 * Cuts a report into sections, in order, that cover it from 0 to its end; an empty text has none.
 * A section runs from its heading to the next one. An organ's section ends with its paragraph, a
 * title's with its line; the text after it goes back to the kind it stood under, with no heading.
 * Total; linear time.
 * @param capitals `caseTypesOff(text)`, given by callers that have asked already.
 */
export function splitSections(text: string, capitals = caseTypesOff(text)): Section[] {
  if (text === '') return [];
  const scanner = new SectionScanner(text, capitals);
  for (let start = 0; start <= text.length;) {
    let end = start;
    while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
    scanner.line(start, end);
    start = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  return scanner.sections();
}
