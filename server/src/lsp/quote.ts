/** The report's own words in a message. */

/** Longest quotation in a message, in UTF-16 units. */
const quotedUnits = 80;

/** Evidence on one line, shortened between characters. */
export function quote(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= quotedUnits) return line;
  return `${line.slice(0, quotedUnits).replace(/[\ud800-\udbff]$/u, '')}…`;
}
