/** What *Evaluate against gold* says in the editor, in the interface's two languages. */
import type { GoldErrorKind } from '../../core/scores/goldErrors.js';
import type { Language } from '../../core/types.js';
import type { GoldKind } from '../../store/goldKinds.js';
import { englishEvaluation, spanishEvaluation } from './names.js';
import type { EvaluationNames } from './names.js';
import type { GoldFileProblem } from './problems.js';

export interface EvaluationMessages {
  readonly names: EvaluationNames;
  title(folder: string): string;
  readonly kind: Readonly<Record<GoldKind, string>>;
  reading(kind: string, done: number, total: number): string;
  /** Why there are no scores. */
  readonly noGold: string;
  readonly noModel: string;
  readonly noReader: string;
  readonly modelChanged: string;
  unreadable(errorCode: string): string;
  /** What is wrong, of a mention, entity, code or label. */
  readonly error: Readonly<Record<GoldErrorKind, string>>;
  fileProblem(problem: GoldFileProblem): string;
}

const problemKey = (problem: GoldFileProblem): string =>
  problem.kind === 'unread' ? problem.file.reason : 'fault' in problem ? problem.fault : problem.kind;

const en: EvaluationMessages = {
  names: englishEvaluation,
  title: (folder) => `Evaluation: ${folder}`,
  kind: {
    cantemist: 'CANTEMIST',
    codiesp: 'CodiEsp',
    entities: 'Entities and relations',
    labels: 'Report labels',
    exam: 'Examination codes',
  },
  reading: (kind, done, total) => `${kind}: ${done} of ${total} ${total === 1 ? 'document' : 'documents'}`,
  noGold:
    'This folder has no gold: no .ann with its .txt, no labels.tsv or .jsonl with labels or exam codes, no CodiEsp tables with their texts.',
  noModel: 'No usable model: nothing can be evaluated.',
  noReader: 'The model has no heads for entities, labels and exam codes.',
  modelChanged: 'Another model took over while the folder was read: evaluate it again.',
  unreadable: (code) => `The folder cannot be read (${code}).`,
  error: {
    missed: 'missed',
    spurious: 'not in the gold',
    span: 'other ends',
    type: 'wrong type',
    code: 'wrong code',
    subtype: 'wrong subtype',
    assertion: 'wrong assertion',
    side: 'wrong side',
    trend: 'wrong trend',
  },
  fileProblem: (problem) =>
    ({
      noText: 'it has no text',
      engineFailed: 'the model failed on it twice',
      binary: 'not a text',
      notAFile: 'not a regular file',
      tooLarge: 'too large',
      unreadable: 'it cannot be read',
      text: 'the text at these offsets is another; the offsets count',
      label: 'a label that is not known, or neither yes nor no',
    })[problemKey(problem)] ?? 'line left out: it is not as its format has it',
};

const es: EvaluationMessages = {
  names: spanishEvaluation,
  title: (folder) => `Evaluación: ${folder}`,
  kind: {
    cantemist: 'CANTEMIST',
    codiesp: 'CodiEsp',
    entities: 'Entidades y relaciones',
    labels: 'Etiquetas del informe',
    exam: 'Códigos de exploración',
  },
  reading: (kind, done, total) => `${kind}: ${done} de ${total} ${total === 1 ? 'documento' : 'documentos'}`,
  noGold:
    'Esta carpeta no tiene referencia: ningún .ann con su .txt, ningún labels.tsv o .jsonl con etiquetas o códigos de exploración, ninguna tabla de CodiEsp con sus textos.',
  noModel: 'No hay modelo utilizable: no se puede evaluar nada.',
  noReader: 'El modelo no tiene cabezas para entidades, etiquetas y códigos de exploración.',
  modelChanged: 'Otro modelo tomó el relevo mientras se leía la carpeta: evalúela de nuevo.',
  unreadable: (code) => `La carpeta no se puede leer (${code}).`,
  error: {
    missed: 'omitido',
    spurious: 'no está en la referencia',
    span: 'otros límites',
    type: 'tipo erróneo',
    code: 'código erróneo',
    subtype: 'subtipo erróneo',
    assertion: 'aserción errónea',
    side: 'lado erróneo',
    trend: 'evolución errónea',
  },
  fileProblem: (problem) =>
    ({
      noText: 'no tiene texto',
      engineFailed: 'el modelo falló dos veces con él',
      binary: 'no es texto',
      notAFile: 'no es un archivo normal',
      tooLarge: 'demasiado grande',
      unreadable: 'no se puede leer',
      text: 'el texto en estas posiciones es otro; cuentan las posiciones',
      label: 'una etiqueta desconocida, o que no es ni sí ni no',
    })[problemKey(problem)] ?? 'línea omitida: no es como la quiere su formato',
};

export const evaluationMessages: Readonly<Record<Language, EvaluationMessages>> = { en, es };
