/** Scores of annotated reports as rows for a person. */
import type { EntityScores } from '../../core/scores/entities.js';
import type { ExamScores } from '../../core/scores/exams.js';
import type { LabelScores, LabelSetScores, ThresholdScores } from '../../core/scores/labels.js';
import type { PrecisionRecallF1 } from '../../core/scores/measures.js';
import type { MatchScores } from '../../core/scores/spans.js';
import type { EvaluationNames } from './names.js';
import type { SetScores } from './sets.js';

/** Name and value; a row without a value is a heading. */
export type Row = readonly [name: string, value: string];

export const figure = (value: number | null): string => (value === null ? '–' : value.toFixed(4));
export const three = ({ precision, recall, f1 }: PrecisionRecallF1): string =>
  `P ${figure(precision)}  R ${figure(recall)}  F1 ${figure(f1)}`;

export function entityRows(scores: EntityScores, names: EvaluationNames): Row[] {
  const match = (name: string, { gold, exact, overlap }: MatchScores): Row => [
    name,
    `${names.exact} ${three(exact)}   ${names.overlap} ${three(overlap)}   n ${gold}`,
  ];
  const { paper003 } = scores;
  return [
    [names.documents, String(scores.reports)],
    match(names.entities, scores.entities),
    [`SpRadIE ${names.lenient}`, three(scores.spradie.lenient)],
    [`SpRadIE ${names.exact}`, three(scores.spradie.exact)],
    ...Object.entries(scores.types).map(([type, of]) => match(`  ${type}`, of)),
    ...Object.entries(scores.attributes).map(([name, { count, accuracy, stated, statedAccuracy }]): Row => [
      `  ${name}`,
      `${names.accuracy} ${figure(accuracy)} (n ${count})   ${names.stated} ${figure(statedAccuracy)} (n ${stated})`,
    ]),
    ...Object.entries(scores.relations).map(([type, of]) => match(`  ${type}`, of)),
    [names.paper003, ''],
    match('  Finding', paper003.Finding),
    match('  Anatomy', paper003.Anatomy),
    match('  Anatomy Subtype', paper003.subtype),
    match('  has', paper003.relation),
    match('  has + Subtype', paper003.relationSubtype),
  ];
}

export function labelRows(scores: LabelSetScores, names: EvaluationNames): Row[] {
  const rates = ({ sensitivity, specificity, balancedAccuracy }: ThresholdScores): string =>
    `${names.balanced} ${figure(balancedAccuracy)}  ${names.sensitivity} ${figure(sensitivity)}  ` +
    `${names.specificity} ${figure(specificity)}`;
  const rowsOf = (name: string, of: LabelScores): Row[] => [
    [
      `  ${name}`,
      `AUC ${figure(of.auc)}   n ${of.reports}, ${names.positive} ${of.positive}   ${names.calibrationError} ${figure(of.calibrationError)}`,
    ],
    [`    ${names.specific}`, rates(of.specific)],
    [`    ${names.sensitive}`, rates(of.sensitive)],
  ];
  const { abnormalChestRadiograph: chest, headImaging } = scores;
  return [
    [names.documents, String(scores.reports)],
    ...Object.entries(scores.labels).flatMap(([id, of]) => rowsOf(id, of)),
    ...(chest === null ? [] : rowsOf(names.chest, chest)),
    [
      `  ${names.headImaging}`,
      `${rates(headImaging)}   n ${headImaging.reports}, ${names.positive} ${headImaging.positive}`,
    ],
  ];
}

export function examRows(scores: ExamScores, names: EvaluationNames): Row[] {
  return [
    [names.documents, String(scores.reports)],
    [names.examCodes, String(scores.codes)],
    [`${names.accuracy}, top 1`, figure(scores.top1)],
    [`${names.accuracy}, top 5`, figure(scores.top5)],
    [names.withoutContrast, figure(scores.top1WithoutContrast)],
    ['Macro', three(scores.macro)],
  ];
}

/** Rows as text, values in one column. */
export function rowsText(rows: readonly Row[]): string {
  const width = Math.max(...rows.filter(([, value]) => value !== '').map(([name]) => name.length));
  return rows
    .map(([name, value]) => (value === '' ? `${name}\n` : `${name.padEnd(width)}  ${value}\n`))
    .join('');
}

/** Rows of every set under its name, then of all together where there is one score of all. */
export function setRows<S>(
  { sets, all }: SetScores<S>,
  rowsOf: (scores: S, names: EvaluationNames) => readonly Row[],
  names: EvaluationNames,
): Row[] {
  return [
    ...sets.map(({ name, origin, scores }) => ({
      title: `${name} (${names.origin[origin ?? 'none']})`,
      scores,
    })),
    ...(all !== null && sets.length > 1 ? [{ title: names.all, scores: all }] : []),
  ].flatMap(({ title, scores }): Row[] => [['', ''], [title, ''], ...rowsOf(scores, names)]);
}

/** Rows under their headings; a heading without rows is left out. */
export function scoreTables(rows: readonly Row[]): { title: string; rows: Row[] }[] {
  const tables: { title: string; rows: Row[] }[] = [];
  for (const [name, value] of rows) {
    if (name === '') continue;
    if (value === '') tables.push({ title: name.trim(), rows: [] });
    else tables[tables.length - 1]?.rows.push([name.trim(), value]);
  }
  return tables.filter((table) => table.rows.length > 0);
}
