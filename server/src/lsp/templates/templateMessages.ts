/** What the server says of templates, skeletons and the Impression. */
import type { TemplateProblem } from '../../core/templates/template.js';

export interface TemplateMessages {
  /** A file that is no template. @param line null: the whole file. */
  problem(path: string, problem: TemplateProblem | 'unreadable' | 'too-many', line: number | null): string;
  readonly template: string;
  skeleton(exam: string, normal: boolean): string;
  /** @param languageName of the skeleton, where it is not the interface's; null else. */
  skeletonDetail(normal: boolean, languageName: string | null): string;
  readonly languageNames: { readonly es: string; readonly en: string };
  readonly cannotEdit: string;
}

const englishProblems: Readonly<Record<TemplateProblem | 'unreadable' | 'too-many', string>> = {
  empty: 'it has no template in it',
  'not-text': 'it is not text in UTF-8',
  'too-large': 'it is larger than 256 KB',
  'front-matter':
    'its front matter is not “key: value” lines between two lines of ---, with the keys lang, exam, name, abbreviation, description',
  language: 'its language is neither es nor en',
  'not-json': 'it is not JSON',
  'not-snippets': 'it is not in the format of VS Code snippets (name → prefix, body, description)',
  'not-phrases': 'a line has no abbreviation and phrase with a tab between them',
  unreadable: 'it cannot be read',
  'too-many': 'it has more than 500 files; the rest is left out',
};
const spanishProblems: Readonly<Record<TemplateProblem | 'unreadable' | 'too-many', string>> = {
  empty: 'no contiene ninguna plantilla',
  'not-text': 'no es texto en UTF-8',
  'too-large': 'supera los 256 KB',
  'front-matter':
    'su encabezado no son líneas «clave: valor» entre dos líneas ---, con las claves idioma, examen, nombre, abreviatura, descripción',
  language: 'su idioma no es ni es ni en',
  'not-json': 'no es JSON',
  'not-snippets': 'no tiene el formato de los fragmentos de VS Code (nombre → prefix, body, description)',
  'not-phrases': 'una línea no tiene abreviatura y frase separadas por un tabulador',
  unreadable: 'no se puede leer',
  'too-many': 'tiene más de 500 archivos; el resto se deja fuera',
};

export const englishTemplates: TemplateMessages = {
  problem: (path, problem, line) =>
    `${path}${line === null ? '' : `, line ${line}`}: not taken as a template, because ${englishProblems[problem]}.`,
  template: 'Template of this site',
  skeleton: (exam, normal) => (normal ? `Skeleton: ${exam} (normal)` : `Skeleton: ${exam}`),
  skeletonDetail: (normal, languageName) =>
    [
      normal ? 'Findings prefilled as normal: check each one' : 'Sections and organ headings to fill in',
      ...(languageName === null ? [] : [`in ${languageName}`]),
    ].join(', '),
  languageNames: { es: 'Spanish', en: 'English' },
  cannotEdit: 'This editor does not let the server edit the document; nothing was inserted.',
};

export const spanishTemplates: TemplateMessages = {
  problem: (path, problem, line) =>
    `${path}${line === null ? '' : `, línea ${line}`}: no se toma como plantilla, porque ${spanishProblems[problem]}.`,
  template: 'Plantilla de este centro',
  skeleton: (exam, normal) => (normal ? `Esqueleto: ${exam} (normal)` : `Esqueleto: ${exam}`),
  skeletonDetail: (normal, languageName) =>
    [
      normal ? 'Hallazgos rellenados como normales: revise cada uno' : 'Secciones y órganos por rellenar',
      ...(languageName === null ? [] : [`en ${languageName}`]),
    ].join(', '),
  languageNames: { es: 'español', en: 'inglés' },
  cannotEdit: 'Este editor no permite que el servidor edite el documento; no se insertó nada.',
};
