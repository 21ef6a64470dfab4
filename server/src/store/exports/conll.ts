/**
 * CoNLL: a word a line, a blank line between sentences, one BIO column per entity type, since types overlap. Columns
 * are parted by tabs; words are the model's: a run of letters, a run of digits, or one mark.
 */
import { parseReport } from '../../core/report.js';
import { splitWords } from '../../core/words.js';
import { codePointOffsets } from '../../core/offsets.js';
import type { LabelRecord } from '../labelRecord.js';
import type { ExportFormat, ReportToExport } from './exportFormat.js';
import { lost, present } from './losses.js';
import type { PointSpan } from './spans.js';
import { piecesOf } from './spans.js';

/** The types of the annotation schema, each a column in every file, in this order. */
export const conllLayers = [
  'Finding',
  'Anatomy',
  'Location',
  'Measure',
  'Type_of_measure',
  'Degree',
  'Abbreviation',
  'Negation',
  'Uncertainty',
  'ConditionalTemporal',
] as const;

interface ConllWord extends PointSpan {
  readonly form: string;
}

/**
 * The words of a text by sentence, in code points. What stands outside every sentence (headings, blank lines) makes
 * sentences of its own, so that every word of the text is in the file once.
 */
export function conllSentences(text: string): ConllWord[][] {
  const offsets = codePointOffsets(text);
  const cut = (startUtf16: number, endUtf16: number): ConllWord[] =>
    splitWords(text, { startUtf16, endUtf16 }).map((word) => ({
      // The model reads over a form feed or another control character inside a word; a column cannot hold one.
      form: text.slice(word.startUtf16, word.endUtf16).replace(/[\s\p{Cc}]/gu, ''),
      start: offsets.toCodePoint(word.startUtf16),
      end: offsets.toCodePoint(word.endUtf16),
    }));
  const found: ConllWord[][] = [];
  let at = 0;
  for (const { startUtf16, endUtf16 } of parseReport(text).sentences) {
    found.push(cut(at, startUtf16), cut(startUtf16, endUtf16));
    at = endUtf16;
  }
  found.push(cut(at, text.length));
  return found.filter((sentence) => sentence.length > 0);
}

/** Layers of a record: the schema's, then the record's other types in alphabetical order. */
function layersOf(record: LabelRecord): string[] {
  const known = new Set<string>(conllLayers);
  const others = new Set(record.entities.map(({ type }) => type).filter((type) => !known.has(type)));
  return [...conllLayers, ...[...others].sort()];
}

/**
 * BIO tags of one layer. A word belongs to an entity where they share a character; where two entities of a type share
 * a word, the first keeps it.
 */
function tags(words: readonly ConllWord[], type: string, record: LabelRecord): string[] {
  const found = words.map(() => 'O');
  for (const entity of record.entities) {
    if (entity.type !== type) continue;
    for (const { start, end } of piecesOf(entity)) {
      let first = true;
      for (let i = firstEndingAfter(words, start); i < words.length && (words[i]?.start ?? end) < end; i++) {
        if (found[i] !== 'O') continue;
        found[i] = `${first ? 'B' : 'I'}-${type}`;
        first = false;
      }
    }
  }
  return found;
}

function firstEndingAfter(words: readonly ConllWord[], point: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((words[middle]?.end ?? 0) <= point) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The file of one report: `FORM START END` and the layers, named in a comment at its head. */
export function conllFile({ record, text }: ReportToExport): string {
  const layers = layersOf(record);
  const sentences = conllSentences(text);
  const words = sentences.flat();
  const columns = layers.map((layer) => tags(words, layer, record));
  const lines = [`# columns = FORM START END ${layers.join(' ')}\n`];
  let number = 0;
  for (const sentence of sentences) {
    for (const { form, start, end } of sentence) {
      const said = columns.map((column) => column[number] ?? 'O');
      lines.push(`${[form, start, end, ...said].join('\t')}\n`);
      number++;
    }
    lines.push('\n');
  }
  return lines.join('');
}

export const conllFormat: ExportFormat = {
  name: 'conll',
  dismissed: 'leftOut',
  layout: 'perReport',
  files: (report) => [{ ending: '.conll', content: conllFile(report) }],
  losses: ({ record, text }) => {
    const words = conllSentences(text).flat();
    const starts = new Set(words.map(({ start }) => start));
    const ends = new Set(words.map(({ end }) => end));
    const moved = record.entities.filter(
      (entity) => !piecesOf(entity).every(({ start, end }) => starts.has(start) && ends.has(end)),
    );
    const kinds = [
      'labels',
      'codes',
      'relations',
      'assertion',
      'experiencer',
      'trend',
      'subtype',
      'side',
      'snomed',
    ] as const;
    return present([
      ...lost(record, [...kinds, 'scores', 'fragments', 'quality', 'assessments', 'notAnalysed']),
      { kind: 'wordEnds', count: moved.length },
    ]);
  },
};
