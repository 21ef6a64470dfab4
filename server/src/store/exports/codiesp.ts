/**
 * CodiEsp's submissions. Procedures (P): the ranked codes of ICD-10-PCS section B, Imaging, that the report does not
 * deny; a code that a person dismissed is left out. Diagnoses (D): ICD-10-CM codes that a person accepted, and no
 * other. X: both with the phrases that support them. Codes are as the corpus has them: lower-case, and an exam's five
 * characters with `zz`, the qualifiers of nearly every whole imaging code in it (462 of 467); four stay four.
 */
import { isOffered } from '../../core/assertion.js';
import type { ExportFormat, RecordCode, ReportToExport } from './exportFormat.js';
import { textTable } from './exportFormat.js';
import { lost, present } from './losses.js';
import { isAccepted } from './statements.js';

/** Names of the two code systems in a record. */
export const diagnosisSystem = 'ICD-10-CM';
export const procedureSystem = 'ICD-10-PCS';

const isImaging = ({ system, code }: RecordCode): boolean => system === procedureSystem && /^b/i.test(code);

/** CodiEsp's coders put a CT of the chest under chest and abdomen, and one of the head under the skull. */
const corpusHabit = (stem: string): string => (stem === 'bb24' ? 'bw24' : 'bn20');

/** A code as the corpus writes it. */
function written(code: RecordCode): string {
  const folded = code.code.toLowerCase().replace(/^(?:bb24|b020)(?=.?$)/, corpusHabit);
  return isImaging(code) && folded.length === 5 ? `${folded}zz` : folded;
}

function proposed(report: ReportToExport, kind: 'diagnosis' | 'procedure'): RecordCode[] {
  const codes = report.record.codes.filter((code) =>
    kind === 'diagnosis'
      ? isAccepted(code) && code.system === diagnosisSystem
      : isImaging(code) && isOffered(code),
  );
  const known = new Set<string>();
  return codes.filter((code) => {
    const name = written(code);
    return !known.has(name) && known.add(name).size > 0;
  });
}

function ranking(report: ReportToExport, caseName: string, kind: 'diagnosis' | 'procedure'): string {
  return proposed(report, kind)
    .map((code) => `${caseName}\t${written(code)}\n`)
    .join('');
}

/** X has no ranks: a procedure is there at and above its threshold. */
function evidence(report: ReportToExport, caseName: string): string {
  const rows = (kind: 'diagnosis' | 'procedure', label: string): string[] =>
    proposed(report, kind)
      .filter((code) => kind === 'diagnosis' || code.value)
      .flatMap((code) =>
        code.evidence.map(({ start, end }) => `${caseName}\t${start} ${end}\t${label}\t${written(code)}\n`),
      );
  return [...rows('diagnosis', 'DIAGNOSTICO'), ...rows('procedure', 'PROCEDIMIENTO')].join('');
}

/** The three submissions of one report, as text. */
export function codiespTables(
  report: ReportToExport,
  caseName: string,
): { readonly diagnoses: string; readonly procedures: string; readonly evidence: string } {
  return {
    diagnoses: ranking(report, caseName, 'diagnosis'),
    procedures: ranking(report, caseName, 'procedure'),
    evidence: evidence(report, caseName),
  };
}

export const codiespFormat: ExportFormat = {
  name: 'codiesp',
  dismissed: 'leftOut',
  layout: 'tables',
  byCaseName: true,
  tables: [
    textTable('codiespD.tsv', '', (report, { caseName }) => codiespTables(report, caseName).diagnoses),
    textTable('codiespP.tsv', '', (report, { caseName }) => codiespTables(report, caseName).procedures),
    textTable('codiespX.tsv', '', (report, { caseName }) => codiespTables(report, caseName).evidence),
  ],
  losses: ({ record }) => {
    const { codes } = record;
    return present([
      ...lost(record, ['labels', 'entities', 'relations', 'quality', 'assessments', 'notAnalysed']),
      {
        kind: 'notAccepted',
        count: codes.filter((code) => code.system === diagnosisSystem && !isAccepted(code)).length,
      },
      {
        kind: 'otherSystems',
        count: codes.filter((code) => code.system !== diagnosisSystem && !isImaging(code)).length,
      },
    ]);
  },
};
