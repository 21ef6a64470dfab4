/**
 * OMOP CDM's NOTE_NLP as CSV, and the notes that its `note_id` numbers. A row is an entity, or a phrase of a suggested
 * code. No concept is mapped (`note_nlp_concept_id` 0): what the reader knows stands in `term_modifiers`.
 */
import { isOffered } from '../../core/assertion.js';
import { toCsvRow } from '../csv.js';
import type {
  ExportContext,
  ExportFormat,
  ExportTable,
  RecordCode,
  RecordEntity,
  ReportToExport,
} from './exportFormat.js';
import { textTable } from './exportFormat.js';
import { lost, present } from './losses.js';
import { experiencers } from './statements.js';
import { Phrases } from './spans.js';
import type { PointSpan } from './spans.js';

/** Columns of NOTE_NLP in the order of CDM 5.4. */
export const noteNlpColumns = [
  'note_nlp_id',
  'note_id',
  'section_concept_id',
  'snippet',
  'offset',
  'lexical_variant',
  'note_nlp_concept_id',
  'note_nlp_source_concept_id',
  'nlp_system',
  'nlp_date',
  'nlp_datetime',
  'term_exists',
  'term_temporal',
  'term_modifiers',
] as const;

/** Widths of the columns, in characters. */
const phraseWidth = 250;
const modifiersWidth = 2000;
/** Characters of context on either side of a phrase, at most. */
const contextWidth = 60;

interface Term extends PointSpan {
  readonly assertion: string | null;
  readonly experiencer: 'patient' | 'past' | 'family';
  readonly modifiers: Readonly<Record<string, string | number | null>>;
}

/** At and above the threshold, and not of a relative: what the coder sees suggested. */
const isSuggested = (code: RecordCode): boolean => code.value && isOffered(code);

function terms({ record, text }: ReportToExport): Term[] {
  const whose = experiencers(record);
  const entity = (found: RecordEntity): Term => ({
    start: found.start,
    end: found.end,
    assertion: found.assertion,
    experiencer: whose.get(found.id) ?? 'patient',
    modifiers: {
      type: found.type,
      certainty: found.assertion,
      subject: found.assertion === null ? null : subjectOf(whose.get(found.id)),
      trend: found.trend,
      subtype: found.subtype,
      snomed: found.snomed,
      side: found.side,
      score: found.score,
    },
  });
  const code = (found: RecordCode): Term[] =>
    phrasesOf(found, text).map(({ start, end }) => ({
      start,
      end,
      assertion: found.assertion,
      experiencer: found.experiencer,
      modifiers: {
        system: found.system,
        code: found.code,
        certainty: found.assertion,
        subject: subjectOf(found.experiencer),
        // 0: the model did not rank it.
        score: found.probability === 0 ? null : found.probability,
        accepted: found.decision === 'accepted' ? 'true' : null,
      },
    }));
  return [...record.entities.map(entity), ...record.codes.filter(isSuggested).flatMap(code)];
}

/** Where a code stands; one that a person accepted for the report as a whole stands for all of its text. */
function phrasesOf({ evidence, decision }: RecordCode, text: string): readonly PointSpan[] {
  return evidence.length === 0 && decision === 'accepted'
    ? [{ start: 0, end: Array.from(text).length }]
    : evidence;
}

/**
 * `Y` what the report states of the patient, `N` what it denies or says of a relative, empty what it suspects and what
 * is no statement (an anatomy).
 */
function existsOf({ assertion, experiencer }: Term): string {
  if (assertion === null) return '';
  if (assertion === 'absent' || experiencer === 'family') return 'N';
  return assertion === 'present' ? 'Y' : '';
}

const subjectOf = (experiencer: Term['experiencer'] | undefined): string =>
  experiencer === 'family' ? 'family' : 'patient';

/** The first `width` characters, whole ones. */
const fit = (text: string, width: number): string => Array.from(text).slice(0, width).join('');

function modifiersText(modifiers: Term['modifiers']): string {
  const said = Object.entries(modifiers).filter(([, value]) => value !== null);
  return fit(said.map(([name, value]) => `${name}=${String(value)}`).join(','), modifiersWidth);
}

/** The phrase with what stands around it, never wider than the column. */
function snippet(phrases: Phrases, { start, end }: PointSpan): string {
  const room = Math.max(0, Math.min(contextWidth, Math.floor((phraseWidth - (end - start)) / 2)));
  return fit(phrases.at({ start: Math.max(0, start - room), end: end + room }), phraseWidth);
}

/** @param firstId `note_nlp_id` of the first row. */
function noteNlpRows(report: ReportToExport, { number, now }: ExportContext, firstId: number): string[] {
  const phrases = new Phrases(report.text);
  const { model } = report.record;
  const instant = now.toISOString();
  return terms(report).map((term, index) =>
    toCsvRow([
      String(firstId + index),
      String(number),
      '0',
      snippet(phrases, term),
      String(term.start),
      fit(phrases.at(term), phraseWidth),
      '0',
      '0',
      fit(`Glosa ${model.name} ${model.version}`, phraseWidth),
      instant.slice(0, 10),
      instant.slice(0, 19).replace('T', ' '),
      existsOf(term),
      term.assertion === null ? '' : term.experiencer === 'past' ? 'past' : 'present',
      modifiersText(term.modifiers),
    ]),
  );
}

/** Numbers its rows from 1 over all notes. */
const noteNlpTable: ExportTable = {
  file: 'note_nlp.csv',
  open: () => {
    let nextId = 1;
    let head = toCsvRow(noteNlpColumns);
    const take = (rows: readonly string[]): string => {
      const text = head + rows.join('');
      head = '';
      nextId += rows.length;
      return text;
    };
    return Promise.resolve({
      add: (report, context) => take(noteNlpRows(report, context, nextId)),
      end: () => take([]),
    });
  },
};

export const omopFormat: ExportFormat = {
  name: 'omop',
  dismissed: 'leftOut',
  layout: 'tables',
  tables: [
    noteNlpTable,
    textTable('notes.csv', toCsvRow(['note_id', 'path', 'text_sha256']), ({ record }, { number }) =>
      toCsvRow([String(number), record.path, record.textSha256]),
    ),
  ],
  losses: (report) => {
    const { record } = report;
    return present([
      ...lost(record, ['labels', 'relations', 'fragments', 'quality', 'assessments', 'notAnalysed']),
      { kind: 'codes', count: record.codes.filter((code) => !isSuggested(code)).length },
      { kind: 'cut', count: terms(report).filter(({ start, end }) => end - start > phraseWidth).length },
    ]);
  },
};
