/** What is said of learned lists, in the interface's two languages, by the server and by the shell. */
import type { LearnedPack } from '../core/learn/types.js';
import type { Language } from '../core/types.js';

export interface LearnMessages {
  reading(reports: number): string;
  learning(reports: number): string;
  /** Why nothing was learnt. */
  readonly tooFew: string;
  readonly noReports: string;
  /** There are no decisions to learn from alone. */
  readonly noDecisions: string;
  unreadable(errorCode: string): string;
  readonly noModel: string;
  readonly noFolder: string;
  otherModel(name: string): string;
  badFile(file: string, problem: string): string;
  /** The scores as a Markdown page. */
  page(pack: LearnedPack, unread: number): string;
}

interface PageWords {
  title(name: string): string;
  learnt(reports: number, codes: number, date: string): string;
  validated(folds: number): string;
  readonly scores: readonly [precision: string, recall: string, f1: string, accuracy: string];
  suggested(percent: string, right: string): string;
  readonly withReader: string;
  readonly withoutReader: string;
  unread(count: number): string;
  reviewed(accepted: number, rejected: number): string;
  readonly columns: readonly [code: string, reports: string, precision: string, recall: string, f1: string];
  rare(count: number): string;
}

const share = (value: number): string => value.toFixed(3);
/** A number with the word that agrees with it; both languages have one form for 1 and another for the rest. */
const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
const englishReports = (count: number): string => counted(count, 'report', 'reports');
const spanishReports = (count: number): string => counted(count, 'informe', 'informes');
const percent = (value: number): string => `${Math.round(value * 100)} %`;
/** A code or description in a cell of a Markdown table. */
const cell = (text: string): string => text.replace(/[\\|`*_<>[\]]/gu, '\\$&').replace(/\s+/gu, ' ');

function page(words: PageWords, { name, learnt, reviewed, head }: LearnedPack, unread: number): string {
  const { scores, codes, rare, space } = head;
  const four = [scores.precision, scores.recall, scores.f1, scores.accuracy].map(share);
  const byF1 = [...scores.codes].sort((a, b) => a.f1 - b.f1 || b.reports - a.reports);
  const described = new Map(codes.map(({ code, description }) => [code, description]));
  const rows = byF1.map(({ code, reports, precision, recall, f1 }) => {
    const description = described.get(code) ?? null;
    const shown = description === null ? cell(code) : `${cell(code)} ${cell(description)}`;
    return `| ${shown} | ${reports} | ${share(precision)} | ${share(recall)} | ${share(f1)} |`;
  });
  return [
    `# ${words.title(cell(name))}`,
    '',
    words.learnt(head.reports, codes.length, learnt),
    space.vector === null ? words.withoutReader : words.withReader,
    ...(reviewed === undefined ? [] : [words.reviewed(reviewed.accepted, reviewed.rejected)]),
    ...(unread > 0 ? [words.unread(unread)] : []),
    '',
    words.validated(scores.folds),
    '',
    `| ${words.scores.join(' | ')} |`,
    '| --- | --- | --- | --- |',
    `| ${four.join(' | ')} |`,
    '',
    words.suggested(percent(scores.suggested), percent(scores.suggestedRight)),
    '',
    `| ${words.columns.join(' | ')} |`,
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
    ...(rare.length === 0
      ? []
      : [
          '',
          `${words.rare(rare.length)} ${rare.map(({ code, reports }) => `${cell(code)} (${reports})`).join(', ')}`,
        ]),
    '',
  ].join('\n');
}

const englishPage: PageWords = {
  title: (name) => `Learned codes: ${name}`,
  learnt: (reports, codes, date) =>
    `Learnt on ${date} from ${englishReports(reports)} with ${counted(codes, 'code', 'codes')}.`,
  validated: (folds) =>
    `Cross-validated in ${folds} parts: every report was read by a head that had not seen it. Precision, recall and F1 are means over the codes.`,
  scores: ['Macro precision', 'Macro recall', 'Macro F1', 'Accuracy'],
  suggested: (all, right) =>
    `A code is suggested where it is more likely right than not: for ${all} of the reports, rightly in ${right} of those.`,
  withReader: 'The model’s reading of each report was used.',
  withoutReader: 'Words alone were used: this model has no report vector.',
  unread: (count) => `Reports that could not be read and were left out: ${count}.`,
  reviewed: (accepted, rejected) =>
    `Learnt from reviews: ${englishReports(accepted)} with an accepted code, ${rejected} with rejected codes alone.`,
  columns: ['Code', 'Reports', 'Precision', 'Recall', 'F1'],
  rare: (count) =>
    count === 1
      ? '1 code has fewer than three reports. It was not learnt and is never suggested:'
      : `${count} codes have fewer than three reports. They were not learnt and are never suggested:`,
};

const spanishPage: PageWords = {
  title: (name) => `Códigos aprendidos: ${name}`,
  learnt: (reports, codes, date) =>
    `Aprendidos el ${date} de ${spanishReports(reports)} con ${counted(codes, 'código', 'códigos')}.`,
  validated: (folds) =>
    `Validación cruzada en ${folds} partes: cada informe lo leyó una cabeza que no lo había visto. Precisión, exhaustividad y F1 son medias sobre los códigos.`,
  scores: ['Precisión macro', 'Exhaustividad macro', 'F1 macro', 'Exactitud'],
  suggested: (all, right) =>
    `Se sugiere un código cuando es más probable que acierte que no: en el ${all} de los informes, con acierto en el ${right} de ellos.`,
  withReader: 'Se usó la lectura que el modelo hace de cada informe.',
  withoutReader: 'Solo se usaron las palabras: este modelo no tiene vector del informe.',
  unread: (count) => `Informes que no se pudieron leer y quedaron fuera: ${count}.`,
  reviewed: (accepted, rejected) =>
    `Aprendido de las revisiones: ${spanishReports(accepted)} con un código aceptado, ${rejected} solo con códigos rechazados.`,
  columns: ['Código', 'Informes', 'Precisión', 'Exhaustividad', 'F1'],
  rare: (count) =>
    count === 1
      ? '1 código tiene menos de tres informes. No se aprendió y nunca se sugiere:'
      : `${count} códigos tienen menos de tres informes. No se aprendieron y nunca se sugieren:`,
};

const english: LearnMessages = {
  reading: (reports) => `${englishReports(reports)} read`,
  learning: (reports) => `learning from ${englishReports(reports)}`,
  tooFew: 'Nothing was learnt: at least two codes need three reports each.',
  noReports:
    'Nothing was learnt: there are no reports with codes. Name a CSV or TSV with the columns text,code or path,code, a folder with such a table, or a folder with one subfolder for each code.',
  noDecisions:
    'Nothing was learnt: no code was accepted in this folder’s reviews for words that its reports still have.',
  unreadable: (code) => `Nothing was learnt: the reports cannot be read (${code}).`,
  noModel: 'Nothing was learnt: there is no usable model.',
  noFolder: 'Nothing was learnt: open and trust a folder that is to keep the list.',
  otherModel: (name) =>
    `The learned list “${name}” was learnt with another model and suggests nothing. Learn it again with this model, or forget it.`,
  badFile: (file, problem) => `${file} is not a learned list: ${problem}`,
  page: (pack, unread) => page(englishPage, pack, unread),
};

const spanish: LearnMessages = {
  reading: (reports) => counted(reports, 'informe leído', 'informes leídos'),
  learning: (reports) => `aprendiendo de ${spanishReports(reports)}`,
  tooFew: 'No se aprendió nada: al menos dos códigos necesitan tres informes cada uno.',
  noReports:
    'No se aprendió nada: no hay informes con códigos. Indique un CSV o TSV con las columnas text,code o path,code, una carpeta con una tabla así, o una carpeta con una subcarpeta por código.',
  noDecisions:
    'No se aprendió nada: en las revisiones de esta carpeta no se aceptó ningún código por palabras que sus informes aún tengan.',
  unreadable: (code) => `No se aprendió nada: los informes no se pueden leer (${code}).`,
  noModel: 'No se aprendió nada: no hay modelo utilizable.',
  noFolder: 'No se aprendió nada: abra una carpeta que guarde la lista y confíe en ella.',
  otherModel: (name) =>
    `La lista aprendida «${name}» se aprendió con otro modelo y no sugiere nada. Apréndala de nuevo con este modelo u olvídela.`,
  badFile: (file, problem) => `${file} no es una lista aprendida: ${problem}`,
  page: (pack, unread) => page(spanishPage, pack, unread),
};

/** By language of the interface. */
export const learnMessages: Readonly<Record<Language, LearnMessages>> = { en: english, es: spanish };
