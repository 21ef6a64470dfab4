/**
 * CodiEsp's gold against the submission that the shipped pipeline and export make of its texts, or against a
 * submission that is given. The pipeline proposes procedures of section B (Imaging); a diagnosis is in a submission
 * only where a person accepted it, so D is scored where a submission is given.
 */
import { mergeReadings, parseReport } from '../../core/report.js';
import { onlyCodes, scoreCodiespCodes, scoreCodiespEvidence } from '../../core/scores/codiesp.js';
import type { CodesByCase, CodiespCodeScores, CodiespEvidenceScores } from '../../core/scores/codiesp.js';
import { codiespTables } from '../../store/exports/codiesp.js';
import { parseCodiesp } from '../../store/imports/codiesp.js';
import type { CodiespRow } from '../../store/imports/codiesp.js';
import type { CodiespFolder, CodiespTables } from '../../store/imports/codiespFolder.js';
import { toLabelRecord } from '../../store/toLabelRecord.js';
import { caseErrors, phraseOf } from './codiespErrors.js';
import type { EvaluationReader, EvaluationWatcher } from './problems.js';
import { readParsed } from './readParsed.js';
import type { ToRead } from './readParsed.js';

/** A task's scores, and those of the codes that training has; null where no training folder is named. */
export type CodiespTask = CodiespCodeScores & { readonly seen: CodiespCodeScores | null };

/** Null where nothing was submitted for a task. */
export interface CodiespScores {
  readonly diagnoses: CodiespTask | null;
  readonly procedures: CodiespTask | null;
  /** Gold and predictions of section B alone. */
  readonly imaging: CodiespTask | null;
  readonly evidence: CodiespEvidenceScores | null;
  readonly imagingEvidence: CodiespEvidenceScores | null;
}

export interface CodiespOptions {
  /** Codes that count as predictions, lower-case; null: all. The official scripts take lists of them. */
  readonly valid: ReadonlySet<string> | null;
  /** Codes that training has, lower-case. */
  readonly seen: ReadonlySet<string> | null;
}

type Rows = ReadonlyMap<string, readonly CodiespRow[]>;
/** What was submitted; null: no such table. */
interface Submission {
  readonly diagnoses: Rows | null;
  readonly procedures: Rows | null;
  readonly evidence: Rows | null;
}

/** Reads every case with the pipeline. @throws as `evaluateCantemist` does. */
export async function evaluateCodiesp(
  gold: CodiespFolder,
  options: CodiespOptions,
  reader: EvaluationReader,
  watcher: EvaluationWatcher,
): Promise<CodiespScores> {
  const { engine, vocabulary, jobs, signal, model } = reader;
  await complainOf(gold, watcher);
  const procedures = new Map<string, readonly CodiespRow[]>();
  const evidence = new Map<string, readonly CodiespRow[]>();
  const source = toRead(gold, watcher);
  for await (const { tag, report, readings } of readParsed(source, engine, { jobs, signal })) {
    if (report === null || readings === null) {
      await watcher.complain(tag, { kind: 'engineFailed' });
      continue;
    }
    const analysis = mergeReadings(report, readings, vocabulary, []);
    const record = toLabelRecord(tag, report, analysis, model, new Map());
    // Nobody has decided on these texts: no diagnosis is submitted.
    const whole = { record, text: report.text, reviewers: [] };
    const tables = codiespTables(whole, tag);
    const own = (table: string, kind: 'procedure' | null): readonly CodiespRow[] =>
      parseCodiesp(table, kind).cases.get(tag) ?? [];
    procedures.set(tag, own(tables.procedures, 'procedure'));
    evidence.set(tag, own(tables.evidence, null));
    const submitted = { codes: procedures.get(tag) ?? [], phrases: evidence.get(tag) ?? null };
    watcher.compared?.(tag, report.text, () =>
      caseErrors(report.text, plainRows(gold, tag).filter(isImaging), submitted),
    );
  }
  return score(gold, { diagnoses: null, procedures, evidence }, options);
}

/** Scores tables that are given; no model is needed. */
export async function evaluateSubmission(
  gold: CodiespFolder,
  submitted: CodiespTables,
  options: CodiespOptions,
  watcher: EvaluationWatcher,
): Promise<CodiespScores> {
  await complainOf(gold, watcher);
  await complainOf(submitted, watcher);
  const tables = [...submitted.cases.values()].flat();
  const of = (wanted: (row: CodiespRow) => boolean): Rows | null => {
    if (!tables.some(({ row }) => wanted(row))) return null;
    return new Map(
      [...submitted.cases].map(([name, rows]) => [name, rows.map(({ row }) => row).filter(wanted)]),
    );
  };
  return score(
    gold,
    {
      diagnoses: of(({ kind, place }) => kind === 'diagnosis' && place === null),
      procedures: of(({ kind, place }) => kind === 'procedure' && place === null),
      evidence: of(({ place }) => place !== null),
    },
    options,
  );
}

/** Codes of every table of a folder, lower-case. */
export function codesOfTables({ cases }: CodiespTables): Set<string> {
  return new Set([...cases.values()].flatMap((rows) => rows.map(({ row }) => row.code.toLowerCase())));
}

async function complainOf({ problems }: CodiespTables, watcher: EvaluationWatcher): Promise<void> {
  for (const { table, line, kind } of problems)
    await watcher.complain(`${table}:${line}`, { kind: 'annotation', fault: kind });
}

async function* toRead(gold: CodiespFolder, watcher: EvaluationWatcher): AsyncGenerator<ToRead<string>> {
  for (const [name, rows] of gold.cases) {
    const text = gold.texts.get(name);
    if (text !== undefined) {
      yield { tag: name, report: parseReport(text) };
      continue;
    }
    const place = rows[0] === undefined ? name : `${rows[0].table}:${rows[0].row.line}`;
    await watcher.complain(place, { kind: 'annotation', fault: 'noText' });
  }
}

const isImagingCode = (code: string): boolean => /^b/i.test(code);
const isImaging = ({ kind, code }: CodiespRow): boolean => kind === 'procedure' && isImagingCode(code);

function plainRows({ cases }: CodiespTables, name: string): CodiespRow[] {
  return (cases.get(name) ?? []).map(({ row }) => row);
}

function score(gold: CodiespFolder, submitted: Submission, { valid, seen }: CodiespOptions): CodiespScores {
  const isValid = (code: string): boolean => valid?.has(code) ?? true;
  const goldRows: Rows = new Map([...gold.cases.keys()].map((name) => [name, plainRows(gold, name)]));
  const task = (
    kind: CodiespRow['kind'],
    rows: Rows | null,
    wanted: (code: string) => boolean = () => true,
  ): CodiespTask | null => {
    if (rows === null) return null;
    const right = onlyCodes(codesOf(goldRows, kind), wanted);
    const said = onlyCodes(codesOf(rows, kind), wanted);
    const whole = scoreCodiespCodes(right, said, isValid);
    if (seen === null) return { ...whole, seen: null };
    const known = (code: string): boolean => seen.has(code);
    return { ...whole, seen: scoreCodiespCodes(onlyCodes(right, known), onlyCodes(said, known), isValid) };
  };
  const phrases = (wanted: (row: CodiespRow) => boolean): CodiespEvidenceScores | null => {
    if (submitted.evidence === null) return null;
    const of = (rows: Rows) =>
      [...rows].flatMap(([name, own]) => own.filter(wanted).flatMap((row) => phraseOf(name, row) ?? []));
    return scoreCodiespEvidence(of(goldRows), of(submitted.evidence), isValid);
  };
  return {
    diagnoses: task('diagnosis', submitted.diagnoses),
    procedures: task('procedure', submitted.procedures),
    imaging: task('procedure', submitted.procedures, isImagingCode),
    evidence: phrases(() => true),
    imagingEvidence: phrases(isImaging),
  };
}

function codesOf(rows: Rows, kind: CodiespRow['kind']): CodesByCase {
  return new Map(
    [...rows].map(([name, own]) => [name, own.filter((row) => row.kind === kind).map(({ code }) => code)]),
  );
}
