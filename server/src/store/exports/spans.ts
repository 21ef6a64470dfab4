/** Code points of a record back to phrases of its text. */
import { codePointOffsets } from '../../core/offsets.js';
import type { RecordEntity } from './exportFormat.js';

/** Code points, end-exclusive. */
export interface PointSpan {
  readonly start: number;
  readonly end: number;
}

/** What ends a line or a field for some reader: a phrase with one of these inside cannot stand in one field. */
const breaks = /[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+/g;

/** The pieces of an entity: its own fragments, or its one span. */
export function piecesOf({ start, end, fragments }: RecordEntity): readonly PointSpan[] {
  return fragments ?? [{ start, end }];
}

/** Cuts phrases of one text by code points. */
export class Phrases {
  readonly #toUtf16: (codePoint: number) => number;
  readonly #toCodePoint: (utf16: number) => number;

  constructor(private readonly text: string) {
    const offsets = codePointOffsets(text);
    this.#toUtf16 = (codePoint) => offsets.toUtf16(codePoint);
    this.#toCodePoint = (utf16) => offsets.toCodePoint(utf16);
  }

  at({ start, end }: PointSpan): string {
    return this.text.slice(this.#toUtf16(start), this.#toUtf16(end));
  }

  /** A span in UTF-16 units in code points. */
  points(startUtf16: number, endUtf16: number): PointSpan {
    return { start: this.#toCodePoint(startUtf16), end: this.#toCodePoint(endUtf16) };
  }

  /**
   * A span cut at line breaks and tabs, white space around them left out; the span itself where it has none. Empty
   * where the phrase is white space alone.
   */
  lines(span: PointSpan): PointSpan[] {
    const phrase = this.at(span);
    if (phrase.search(breaks) < 0) return phrase.trim() === '' ? [] : [span];
    const from = this.#toUtf16(span.start);
    const found: PointSpan[] = [];
    let begin = 0;
    const take = (end: number): void => {
      const piece = phrase.slice(begin, end);
      const first = begin + piece.length - piece.trimStart().length;
      const last = begin + piece.trimEnd().length;
      if (first < last) found.push(this.points(from + first, from + last));
    };
    for (const match of phrase.matchAll(breaks)) {
      take(match.index);
      begin = match.index + match[0].length;
    }
    take(phrase.length);
    return found;
  }
}
