/** How an Impression lists its lines, and where more of them go. */
import type { ParsedReport } from '../report.js';
import type { Span } from '../types.js';

/** A line of the Impression's text that is not blank. */
interface ImpressionLine extends Span {
  readonly indent: string;
  /** "-", "3." or "" as written, without the space after it. */
  readonly mark: string;
  /** What stands between the mark and the words. */
  readonly gap: string;
}

export interface ImpressionEdit extends Span {
  readonly newText: string;
}

const lineParts = /^([^\S\r\n]*)([-–—•·*]|\(?\d{1,2}[.)]|\d{1,2}\.-)?([^\S\r\n]*)/u;
const numbered = /^(\(?)(\d{1,2})([.)]|\.-)$/u;

/** The text of the Impression, after its heading; null where the report has none. */
export function impressionBody(report: ParsedReport): Span | null {
  const sections = report.sections.filter(({ kind }) => kind === 'impression');
  const last = sections.at(-1);
  return last === undefined ? null : last.body;
}

function linesOf(text: string, body: Span): ImpressionLine[] {
  const lines: ImpressionLine[] = [];
  for (const match of text.slice(body.startUtf16, body.endUtf16).matchAll(/[^\r\n]+/gu)) {
    const [line] = match;
    if (line.trim() === '') continue;
    const [, indent = '', mark = '', gap = ''] = lineParts.exec(line) ?? [];
    const startUtf16 = body.startUtf16 + match.index;
    // A mark without a space after it is a minus sign, or a decimal number.
    const isMark = mark !== '' && (gap !== '' || line.trim() === mark);
    lines.push({
      startUtf16,
      endUtf16: startUtf16 + line.trimEnd().length,
      indent: isMark || startUtf16 > body.startUtf16 ? indent : '',
      mark: isMark ? mark : '',
      gap: isMark ? gap || ' ' : '',
    });
  }
  return lines;
}

/**
 * Edits that put lines into the Impression, in its own style: the next numbers, the same dash or bullet, plain lines
 * otherwise, with a full stop where its lines end with one.
 * @param lines without mark and full stop.
 * @param cursorUtf16 where the person is; within the Impression's text the lines go after that line, else to its end.
 * @returns in the order of the text, none overlapping; empty where there is no Impression.
 */
export function impressionEdits(
  report: ParsedReport,
  lines: readonly string[],
  cursorUtf16: number | null,
): ImpressionEdit[] {
  const body = impressionBody(report);
  if (body === null || lines.length === 0) return [];
  const { text } = report;
  const eol = /\r\n|\n|\r/u.exec(text)?.[0] ?? '\n';
  const written = linesOf(text, body);
  const inside = cursorUtf16 !== null && cursorUtf16 >= body.startUtf16 && cursorUtf16 <= body.endUtf16;
  const before = inside ? written.filter(({ startUtf16 }) => startUtf16 <= cursorUtf16) : written;
  // A list is the style of most of its lines: running lines of an item have no mark.
  const styled = written.filter(({ mark }) => mark !== '').at(-1) ?? written.at(-1);
  const stop = written.length === 0 || text[(written.at(-1)?.endUtf16 ?? 0) - 1] === '.' ? '.' : '';
  const number = numbered.exec(styled?.mark ?? '');
  const from = number === null ? 0 : highest(before);
  const newLines = lines.map((line, index) => {
    const mark =
      number === null ? (styled?.mark ?? '') : `${number[1] ?? ''}${from + 1 + index}${number[3] ?? '.'}`;
    return `${styled?.indent ?? ''}${mark}${styled?.gap ?? ''}${line}${stop}`;
  });
  const at = endOf(text, body, before, written);
  const joined = newLines.join(eol);
  const lead = before.length === 0 && text.slice(0, at).endsWith(eol) ? '' : eol;
  const tail = lead === '' && !/^[\r\n]/u.test(text.slice(at)) ? eol : '';
  const insertion = { startUtf16: at, endUtf16: at, newText: `${lead}${joined}${tail}` };
  const after = number === null ? [] : written.slice(before.length);
  return [insertion, ...renumbered(text, after, lines.length)];
}

function highest(lines: readonly ImpressionLine[]): number {
  return lines.reduce((most, { mark }) => Math.max(most, Number(numbered.exec(mark)?.[2] ?? 0)), 0);
}

/** Where the new lines go: after the last of the lines before, with the lines that run on from it. */
function endOf(
  text: string,
  body: Span,
  before: readonly ImpressionLine[],
  written: readonly ImpressionLine[],
): number {
  const last = before.at(-1);
  if (last === undefined) {
    // An Impression without text: on the line after its heading.
    const lineEnd = /^[^\r\n]*(?:\r\n|\n|\r)?/u.exec(text.slice(body.startUtf16))?.[0].length ?? 0;
    return written.length > 0
      ? (written[0]?.startUtf16 ?? body.startUtf16)
      : Math.min(body.startUtf16 + lineEnd, body.endUtf16);
  }
  let { endUtf16 } = last;
  for (const line of written.slice(before.length)) {
    const runsOn = line.mark === '' && written.some(({ mark }) => mark !== '');
    if (!runsOn) break;
    endUtf16 = line.endUtf16;
  }
  return endUtf16;
}

/** Numbers of the lines that follow, raised. */
function renumbered(text: string, lines: readonly ImpressionLine[], by: number): ImpressionEdit[] {
  return lines.flatMap(({ startUtf16, endUtf16, mark }): ImpressionEdit[] => {
    const number = numbered.exec(mark);
    if (number === null) return [];
    const at = startUtf16 + text.slice(startUtf16, endUtf16).indexOf(mark) + (number[1] ?? '').length;
    const digits = number[2] ?? '';
    return [{ startUtf16: at, endUtf16: at + digits.length, newText: String(Number(digits) + by) }];
  });
}
