/** Writers of CANTEMIST submissions that the official reader takes. */
import { codePointOffsets } from '../core/offsets.js';
import type { ReportMention } from '../core/scores/mentions.js';
import type { CodeCandidate } from '../core/types.js';
import { cantemistLabel } from './cantemist.js';

/** What ends a field or a line for the official reader (Python's `splitlines`), or would be lost in one. */
const breaks = /[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/;

/** One `.ann` file, and how many mentions are not in it since a line break or tab lies inside them. */
export interface Submission {
  readonly ann: string;
  readonly leftOut: number;
}

/**
 * Contiguous `T` lines in code points, and with `norm` the best code of each in a `#` line after it (a mention
 * without a candidate is no prediction there). A span with a line break in it cannot be written on one line with its
 * own text, and one bad line costs the whole file: it is left out.
 * @param mentions those sure enough to be predicted.
 */
export function submissionAnn(
  text: string,
  mentions: readonly ReportMention[],
  task: 'ner' | 'norm',
): Submission {
  const offsets = codePointOffsets(text);
  const lines: string[] = [];
  let number = 0;
  let leftOut = 0;
  for (const { startUtf16, endUtf16, candidates } of mentions) {
    const phrase = text.slice(startUtf16, endUtf16);
    const code = candidates[0]?.code;
    if (breaks.test(phrase)) {
      leftOut++;
      continue;
    }
    if (task === 'norm' && code === undefined) continue;
    const id = `T${++number}`;
    const place = `${offsets.toCodePoint(startUtf16)} ${offsets.toCodePoint(endUtf16)}`;
    lines.push(`${id}\t${cantemistLabel} ${place}\t${phrase}\n`);
    if (task === 'norm' && code !== undefined) lines.push(`#${number}\tAnnotatorNotes ${id}\t${code}\n`);
  }
  return { ann: lines.join(''), leftOut };
}

/**
 * Headerless rows `case<TAB>code`, the best first, each code in its own case and once (the scorer folds case).
 * @param isValid codes that are not valid are left out.
 */
export function submissionRows(
  caseName: string,
  ranking: readonly CodeCandidate[],
  isValid: (code: string) => boolean,
): string {
  const rows = new Map<string, string>();
  for (const { code } of ranking) {
    const folded = code.toLowerCase();
    if (isValid(code) && !rows.has(folded)) rows.set(folded, `${caseName}\t${code}\n`);
  }
  return [...rows.values()].join('');
}

/** True where a case can be named in a row. */
export function isCaseName(name: string): boolean {
  return !breaks.test(name);
}
