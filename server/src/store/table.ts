/** Tables of spreadsheets: comma, semicolon or tab between fields, quotes as in RFC 4180, a header row. */

/** @returns rows of fields, blank lines left out. Total: an open quote ends with the text. */
export function parseTable(text: string): string[][] {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const endRow = (): void => {
    row.push(field);
    field = '';
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[i + 1] === '"') {
        field += char;
        i++;
      } else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === separator) {
      row.push(field);
      field = '';
    } else if (char === '\n' || char === '\r') endRow();
    else field += char;
  }
  endRow();
  return rows;
}

/** The separator that the header row has most of. */
function separatorOf(text: string): string {
  const header = /^[^\r\n]*/u.exec(text)?.[0] ?? '';
  const counts = ['\t', ';', ','].map((separator) => header.split(separator).length);
  return ['\t', ';', ','][counts.indexOf(Math.max(...counts))] ?? ',';
}
