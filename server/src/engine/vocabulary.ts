/** The codes of a pack, with their descriptions: look-up, and rows to search. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CodeRows } from '../core/codeSearch/codeRows.js';
import { examSystem } from '../core/examCodes.js';
import type { ExamCode, ReaderHead } from '../core/readerHead.js';
import type { PackVocabulary } from '../core/types.js';
import { packPath } from './pack.js';
import type { LoadedPack } from './pack.js';
import { PackError } from './packError.js';
import type { ReportReaderHead } from './readerManifest.js';
import { readerVocabulary } from './readerVocabulary.js';
import { cutTensors } from './tensors.js';

/**
 * Vocabulary of the pack's code head; of its exam codes where it has the reader head alone; null where it has
 * neither. @throws PackError `vocabularyInvalid`.
 */
export async function loadVocabulary(pack: LoadedPack): Promise<PackVocabulary | null> {
  const { codes, reader } = pack.manifest.heads;
  const readerHead = reader === undefined ? null : await loadReader(pack, reader);
  if (codes !== undefined) {
    const { system, threshold, spanThreshold, vocabulary } = codes;
    const text = await gunzipText(pack, vocabulary);
    return new CodeTable(system, threshold, spanThreshold, text, vocabulary, readerHead);
  }
  if (reader === undefined) return null;
  const { exams, examThreshold } = reader;
  return new CodeTable(examSystem, examThreshold, 1, await gunzipText(pack, exams), exams, readerHead);
}

async function loadReader(pack: LoadedPack, head: ReportReaderHead): Promise<ReaderHead> {
  const tensors = cutTensors(await readFile(packPath(pack, head.parameters)), head.tensors);
  const exams = new Map<string, ExamCode>();
  for (const row of tableRows(await gunzipText(pack, head.exams), head.exams)) {
    const [code = '', es = '', en = ''] = row.split('\t');
    if (!exams.has(code)) exams.set(code, { code, es: es === '' ? null : es, en: en === '' ? null : en });
  }
  return readerVocabulary(head, tensors, [...exams.values()]);
}

async function gunzipText(pack: LoadedPack, file: string): Promise<string> {
  const bytes = await promisify(gunzip)(await readFile(packPath(pack, file))).catch(() => {
    throw new PackError('vocabularyInvalid', `${file} is not a gzip file.`, { file, problem: 'not gzip' });
  });
  return bytes.toString('utf8');
}

/** Rows of a table of codes. @throws PackError `vocabularyInvalid` where one has no code and tab. */
function tableRows(text: string, file: string): string[] {
  const rows = text.split('\n').map((row) => (row.endsWith('\r') ? row.slice(0, -1) : row));
  if (rows.at(-1) === '') rows.pop();
  rows.forEach((row, index) => {
    if (/^[^\t]+\t/.test(row)) return;
    const line = index + 1;
    throw new PackError('vocabularyInvalid', `${file}, line ${line}: no code and tab at its start.`, {
      file,
      line,
    });
  });
  return rows;
}

/** One string for all rows and the offset of each row in it: 58,062 rows take a few megabytes. */
export class CodeTable implements PackVocabulary {
  private readonly text: string;
  private readonly starts: Uint32Array;
  private readonly exams: ReadonlyMap<string, ExamCode>;

  /**
   * @param text rows `code<TAB>Spanish<TAB>English`, in any order; the first row of a code counts.
   * @param file name for messages.
   * @param reader its exam codes are described too.
   * @throws PackError `vocabularyInvalid`.
   */
  constructor(
    readonly system: string,
    readonly threshold: number,
    readonly spanThreshold: number,
    text: string,
    file: string,
    readonly reader: ReaderHead | null = null,
  ) {
    const rows = tableRows(text, file);
    const code = (row: string): string => row.slice(0, row.indexOf('\t'));
    // Array sort is stable, so that of equal codes the first row stays first.
    rows.sort((a, b) => (code(a) < code(b) ? -1 : code(a) > code(b) ? 1 : 0));
    this.text = rows.join('\n') + '\n';
    this.starts = rowStarts(this.text);
    this.exams = new Map(reader?.exam.codes.map((exam) => [exam.code, exam]));
  }

  describe(code: string): { readonly es: string | null; readonly en: string | null } | null {
    let low = 0;
    for (let high = this.starts.length; low < high;) {
      const middle = (low + high) >>> 1;
      if (this.codeOf(middle) < code) low = middle + 1;
      else high = middle;
    }
    if (low === this.starts.length || this.codeOf(low) !== code) return this.exams.get(code) ?? null;
    const [, es = '', en = ''] = this.row(low).split('\t');
    return { es: es === '' ? null : es, en: en === '' ? null : en };
  }

  rows(): CodeRows {
    return new CodeRows(this.text, ['code', 'es', 'en']);
  }

  private row(index: number): string {
    return this.text.slice(this.starts[index], (this.starts[index + 1] ?? this.text.length) - 1);
  }

  private codeOf(index: number): string {
    const start = this.starts[index] ?? 0;
    return this.text.slice(start, this.text.indexOf('\t', start));
  }
}

/** Offset of each line of a text that ends in a line feed. */
function rowStarts(text: string): Uint32Array {
  const starts: number[] = [];
  for (let at = 0; at < text.length; at = text.indexOf('\n', at) + 1) starts.push(at);
  return Uint32Array.from(starts);
}
