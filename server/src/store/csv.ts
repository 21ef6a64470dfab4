/** RFC 4180: CR LF ends a row; a field with a comma, quote or line end is quoted, quotes doubled. */

/** One row with its line end. */
export function toCsvRow(fields: readonly string[]): string {
  const quote = (field: string): string =>
    /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
  return `${fields.map(quote).join(',')}\r\n`;
}

/** The fields of one whole row, with or without its line end; null where the quotes do not close. */
export function parseCsvRow(row: string): string[] | null {
  const fields: string[] = [];
  let rest = row.replace(/\r?\n$/, '');
  for (;;) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/.exec(rest);
    if (match === null) return null;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return fields;
    rest = rest.slice(match[0].length);
  }
}
