/** The rows of a table of codes, kept as one text: a row is cut out of it when it is asked for. */

/** A code as it is shown. */
export interface CodeRow {
  readonly code: string;
  readonly es: string | null;
  readonly en: string | null;
  /** Searched with the English name and never shown. */
  readonly words: string;
  /** False for a category, which has codes under it and is none itself. */
  readonly complete: boolean;
}

/** What each column of a table holds. */
export type CodeColumn = keyof CodeRow;

export class CodeRows {
  readonly #text: string;
  readonly #starts: Uint32Array;
  readonly #columns: readonly CodeColumn[];

  /** @param text lines of tab-separated columns, of which the first is the code. */
  constructor(text: string, columns: readonly CodeColumn[]) {
    const starts: number[] = [];
    for (let at = 0, end = 0; at < text.length; at = end + 1) {
      end = text.indexOf('\n', at);
      if (end < 0) end = text.length;
      if (end > at) starts.push(at);
    }
    this.#text = text;
    this.#starts = Uint32Array.from(starts);
    this.#columns = columns;
  }

  get length(): number {
    return this.#starts.length;
  }

  /** Code of a row. */
  codeAt(row: number): string {
    const start = this.#starts[row] ?? 0;
    return this.#text.slice(start, this.#text.indexOf('\t', start));
  }

  at(row: number): CodeRow {
    const start = this.#starts[row] ?? 0;
    const line = this.#text.slice(start, (this.#starts[row + 1] ?? this.#text.length + 1) - 1).trimEnd();
    const cells = line.split('\t');
    const cell = (column: CodeColumn): string => cells[this.#columns.indexOf(column)] ?? '';
    return {
      code: cells[0] ?? '',
      es: cell('es') === '' ? null : cell('es'),
      en: cell('en') === '' ? null : cell('en'),
      words: cell('words'),
      complete: cell('complete') !== '0',
    };
  }
}
