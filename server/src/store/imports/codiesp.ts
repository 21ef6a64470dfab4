/** Reader of CodiEsp's gold tables: codes of a case, with the phrases that support them. */
import { codePointOffsets } from '../../core/offsets.js';
import { detectLanguage } from '../../core/language.js';
import { diagnosisSystem, procedureSystem } from '../exports/codiesp.js';
import { Phrases } from '../exports/spans.js';
import type { PointSpan } from '../exports/spans.js';
import type { LabelRecord } from '../labelRecord.js';
import { textSha256 } from '../toLabelRecord.js';

/**
 * What is wrong with a row. `fields`: not the columns of its table; `range`: its offsets are empty or outside the
 * text; `text`: the text at its offsets is another (the offsets count); `noText`: a case without a text.
 */
export type CodiespProblemKind = 'fields' | 'range' | 'text' | 'noText';

/** One code of a case; the same code may have several rows, each with its phrase. */
export interface CodiespRow {
  readonly line: number;
  readonly kind: 'diagnosis' | 'procedure';
  /** As the table has it: lower-case. */
  readonly code: string;
  /** Code points; null in the D and P tables. Pieces in the order of the table. */
  readonly place: { readonly text: string; readonly pieces: readonly PointSpan[] } | null;
}

export interface CodiespTable {
  readonly cases: ReadonlyMap<string, readonly CodiespRow[]>;
  readonly problems: readonly { readonly line: number; readonly kind: CodiespProblemKind }[];
}

/**
 * Reads one table: `case<TAB>code` (D, P), or the X table of the corpus (`case`, `label`, `code`, `text`, `start
 * end;…`) or of a submission (`case`, `start end`, `label`, `code`).
 * @param kind of D and P; X names it in each row.
 */
export function parseCodiesp(table: string, kind: 'diagnosis' | 'procedure' | null): CodiespTable {
  const cases = new Map<string, CodiespRow[]>();
  const problems: { line: number; kind: CodiespProblemKind }[] = [];
  table.split(/\r?\n/).forEach((text, index) => {
    if (text.trim() === '') return;
    const line = index + 1;
    const fields = text.split('\t');
    const row = kind === null ? evidenceRow(fields, line) : codeRow(fields, line, kind);
    const name = fields[0] ?? '';
    if (row === null || name === '') problems.push({ line, kind: 'fields' });
    else cases.set(name, [...(cases.get(name) ?? []), row]);
  });
  return { cases, problems };
}

function codeRow(fields: readonly string[], line: number, kind: CodiespRow['kind']): CodiespRow | null {
  const code = fields[1]?.trim() ?? '';
  return fields.length === 2 && code !== '' ? { line, kind, code, place: null } : null;
}

function evidenceRow(fields: readonly string[], line: number): CodiespRow | null {
  const corpus = fields.length === 5;
  if (!corpus && fields.length !== 4) return null;
  const [label, code, text, place] = corpus
    ? [fields[1], fields[2], fields[3], fields[4]]
    : [fields[2], fields[3], '', fields[1]];
  if (
    code === undefined ||
    place === undefined ||
    !/^\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*$/.test(place.trim())
  )
    return null;
  if (label !== 'DIAGNOSTICO' && label !== 'PROCEDIMIENTO') return null;
  const pieces = place
    .trim()
    .split(';')
    .map((piece): PointSpan => {
      const [start = 0, end = 0] = piece.split(' ').map(Number);
      return { start, end };
    });
  const kind = label === 'DIAGNOSTICO' ? 'diagnosis' : 'procedure';
  return { line, kind, code: code.trim(), place: { text: text ?? '', pieces } };
}

type Evidence = LabelRecord['codes'][number]['evidence'];

/**
 * The gold record of one case, and the rows of X that do not fit its text. Diagnoses come first, each list ranked
 * in the order of its table; a phrase in pieces is taken from its first character to its last.
 * @param rows of D, P and X together. @param sha of the tables.
 */
export function codiespRecord(
  path: string,
  text: string,
  rows: readonly CodiespRow[],
  sha: string,
): { readonly record: LabelRecord; readonly problems: CodiespTable['problems'] } {
  const phrases = new Phrases(text);
  const { length } = codePointOffsets(text);
  const problems: { line: number; kind: CodiespProblemKind }[] = [];
  const codes = new Map<string, { row: CodiespRow; evidence: Evidence }>();
  for (const row of rows) {
    const key = `${row.kind} ${row.code.toLowerCase()}`;
    const known = codes.get(key) ?? { row, evidence: [] };
    codes.set(key, known);
    if (row.place === null) continue;
    const start = Math.min(...row.place.pieces.map((piece) => piece.start));
    const end = Math.max(...row.place.pieces.map((piece) => piece.end));
    if (start >= end || end > length) {
      problems.push({ line: row.line, kind: 'range' });
      continue;
    }
    const quoted = row.place.pieces.map((piece) => phrases.at(piece)).join(' ');
    if (row.place.text !== '' && flat(quoted) !== flat(row.place.text))
      problems.push({ line: row.line, kind: 'text' });
    known.evidence.push({ start, end, text: phrases.at({ start, end }) });
  }
  const all = [...codes.values()];
  const lists = [
    all.filter(({ row }) => row.kind === 'diagnosis'),
    all.filter(({ row }) => row.kind === 'procedure'),
  ];
  const record: LabelRecord = {
    path,
    textSha256: textSha256(text),
    language: detectLanguage(text),
    model: { name: 'codiesp', version: 'gold', sha256: sha },
    offsets: 'unicode-code-points',
    labels: [],
    codes: lists.flatMap((list) =>
      list.map(({ row, evidence }, index) => ({
        system: row.kind === 'diagnosis' ? diagnosisSystem : procedureSystem,
        code: row.code.toUpperCase(),
        description: '',
        probability: 1,
        rank: index + 1,
        value: true,
        assertion: 'present' as const,
        experiencer: 'patient' as const,
        evidence,
      })),
    ),
    entities: [],
    relations: [],
    quality: [],
    notAnalysed: [],
  };
  return { record, problems };
}

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();
