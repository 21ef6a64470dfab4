/** The codes section of a report: where it is, what it holds, and how a code gets into it. */
import type { Section } from '../core/types.js';
import type { Analysed } from './analysed.js';
import { dictionaries } from './messages.js';

/** An insertion at an offset (UTF-16) of the analysed version. */
export interface Insertion {
  readonly offsetUtf16: number;
  readonly newText: string;
}

/** A codes section's text after its heading, in UTF-16 units. */
export interface CodesSection {
  readonly bodyStartUtf16: number;
  readonly endUtf16: number;
}

/** A line of a codes section. */
export function codeLine(code: string, description: string): string {
  return description === '' || description === code ? code : `${code} ${description}`;
}

/** The report's codes section: by its kind, or by the heading that `codes.sectionHeading` names. */
export function codesSectionOf(analysed: Analysed): CodesSection | null {
  const sections = analysed.analysis?.sections ?? [];
  const known = sections.find((section: Section) => section.kind === 'codes');
  if (known !== undefined) return { bodyStartUtf16: known.body.startUtf16, endUtf16: known.endUtf16 };
  const heading = analysed.settings.codes.sectionHeading.trim();
  if (heading === '') return null;
  const text = analysed.document.getText();
  const line = new RegExp(
    `^[ \\t]*${escapePattern(heading.replace(/:$/u, ''))}[ \\t]*:?[ \\t]*$`,
    'imu',
  ).exec(text);
  if (line === null) return null;
  const bodyStartUtf16 = line.index + line[0].length;
  const next = sections.find((section) => section.heading !== null && section.startUtf16 > bodyStartUtf16);
  return { bodyStartUtf16, endUtf16: next?.startUtf16 ?? text.length };
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}

/** True where the section already holds the code as a word of its own. */
export function sectionHas(analysed: Analysed, section: CodesSection, code: string): boolean {
  const body = analysed.document.getText().slice(section.bodyStartUtf16, section.endUtf16);
  return new RegExp(`(?<![\\p{L}\\p{N}/])${escapePattern(code)}(?![\\p{L}\\p{N}/])`, 'u').test(body);
}

/**
 * Where a code goes: after the section's last line, or in a new section at the report's end, under
 * the heading of `codes.sectionHeading` or the report's language. Keeps the file's line ends and
 * whether it ends with one. Null where the section holds the code already.
 */
export function insertionOf(analysed: Analysed, code: string, description: string): Insertion | null {
  const text = analysed.document.getText();
  const eol = /\r\n|\n|\r/u.exec(text)?.[0] ?? '\n';
  const line = codeLine(code, description);
  const section = codesSectionOf(analysed);
  if (section !== null) {
    if (sectionHas(analysed, section, code)) return null;
    return {
      offsetUtf16: endOfText(text, section.bodyStartUtf16, section.endUtf16),
      newText: `${eol}${line}`,
    };
  }
  const language = analysed.analysis?.language ?? 'en';
  const configured = analysed.settings.codes.sectionHeading.trim();
  const heading = (configured === '' ? dictionaries[language].sectionHeadingDefault : configured).replace(
    /:$/u,
    '',
  );
  // One blank line before the heading; the file's own end stays after the new last line.
  return { offsetUtf16: endOfText(text, 0, text.length), newText: `${eol}${eol}${heading}:${eol}${line}` };
}

/** End of the last line that has text between two offsets, after its trailing spaces. */
function endOfText(text: string, startUtf16: number, endUtf16: number): number {
  const body = text.slice(startUtf16, endUtf16);
  const kept = body.trimEnd();
  const spaces = /^[^\r\n]*/u.exec(body.slice(kept.length))?.[0].length ?? 0;
  return startUtf16 + kept.length + spaces;
}
