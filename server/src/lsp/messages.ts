/** Everything the server says to a person, in the interface's two languages. */
import type { Language, SectionKind, Status } from '../core/types.js';
import { englishReader, spanishReader } from './readerMessages.js';
import type { ReaderMessages } from './readerMessages.js';
import { englishReviews, spanishReviews } from './reviewMessages.js';
import type { ReviewMessages } from './reviewMessages.js';
import { englishTemplates, spanishTemplates } from './templates/templateMessages.js';
import type { TemplateMessages } from './templates/templateMessages.js';

/** Reasons that the server adds to the analysis' own. */
export type WhyReason =
  | 'empty'
  | 'binary'
  | 'tooLarge'
  | 'notAReport'
  | 'noModel'
  | 'engineFailed'
  | 'untrustedWorkspace'
  | 'cancelled'
  | 'disabled'
  | 'notOpen';

/** A code with its description, as a person reads it. */
export interface CodeText {
  readonly system: string;
  readonly code: string;
  readonly description: string;
}

/** One language's strings; a string with values is a function of them. */
export interface Messages {
  readonly language: Language;
  percent(probability: number): string;
  suggestion(evidence: string, code: CodeText, probability: number, status: Status): string;
  readonly hoverStatus: string;
  /** What the report says of a mention, in words: suspected, denied, of a relative, of the past. */
  status(status: Status): string;
  readonly acceptedMark: string;
  readonly hoverProbability: string;
  readonly hoverEvidence: string;
  readonly hoverRunnerUp: string;
  /** A description, marked where it is not in the interface's language. */
  inOwnLanguage(description: string, language: Language): string;
  accept(code: string): string;
  acceptAndInsert(code: string): string;
  dismiss(code: string): string;
  lensAccept(code: string, description: string, probability: number, status: Status): string;
  lensAccepted(code: string, description: string): string;
  suggestedFor(evidence: string, probability: number): string;
  fromVocabulary(system: string): string;
  analysed(sentences: number, ms: number): string;
  model(name: string, version: string, device: string): string;
  engineReason(reason: string): string;
  readonly settingsPathIgnored: string;
  readonly cannotInsert: string;
  readonly sectionHeadingDefault: string;
  readonly why: Readonly<Record<WhyReason, string>>;
  readonly sections: Readonly<Record<SectionKind, string>>;
  /** Entities and report labels. */
  readonly reader: ReaderMessages;
  /** Templates, skeletons and the Impression. */
  readonly templates: TemplateMessages;
  /** Decisions. */
  readonly reviews: ReviewMessages;
}

/** Whole per cent; what would round to 0 or 100 without being it says so. */
function wholePercent(probability: number): string {
  const rounded = Math.round(probability * 100);
  if (rounded === 0 && probability > 0) return '<1';
  if (rounded === 100 && probability < 1) return '>99';
  return String(rounded);
}

function named({ system, code, description }: CodeText): string {
  return description === code ? `${system} ${code}` : `${system} ${code} ${description}`;
}

const englishPercent = (probability: number): string => `${wholePercent(probability)}%`;
const spanishPercent = (probability: number): string => `${wholePercent(probability)}\u00a0%`;

const en: Messages = {
  language: 'en',
  reader: englishReader(englishPercent),
  reviews: englishReviews,
  templates: englishTemplates,
  percent: englishPercent,
  suggestion: (evidence, code, probability, status) =>
    `The report ${status.assertion === 'possible' ? 'suspects' : 'states'} “${evidence}”${status.experiencer === 'past' ? ' (history)' : ''}: ${named(code)} (${englishPercent(probability)})`,
  hoverStatus: 'The report says',
  status: ({ assertion, experiencer }) =>
    [
      { present: 'stated', possible: 'suspected', absent: 'denied' }[assertion],
      ...(experiencer === 'patient'
        ? []
        : [{ family: 'of a relative', past: 'in the patient’s history' }[experiencer]]),
    ].join(', '),
  acceptedMark: 'accepted',
  hoverProbability: 'Probability',
  hoverEvidence: 'Evidence',
  hoverRunnerUp: 'Next best',
  inOwnLanguage: (description, language) => (language === 'en' ? description : `${description} (in Spanish)`),
  accept: (code) => `Accept ${code}`,
  acceptAndInsert: (code) => `Accept ${code} and insert it into the codes section`,
  dismiss: (code) => `Dismiss ${code} in this report`,
  lensAccept: (code, description, probability, status) =>
    `Accept ${code} ${description} (${status.assertion === 'possible' ? 'suspected, ' : ''}${englishPercent(probability)})`,
  lensAccepted: (code, description) => `✓ ${code} ${description}`,
  suggestedFor: (evidence, probability) => `Suggested by “${evidence}” (${englishPercent(probability)})`,
  fromVocabulary: (system) => `From the ${system} table`,
  analysed: (sentences, ms) =>
    `Read by the model: ${sentences} ${sentences === 1 ? 'sentence' : 'sentences'}, last change in ${ms} ms.`,
  model: (name, version, device) => `Model ${name} ${version} on ${device}.`,
  engineReason: (reason) => `The engine says: ${reason}`,
  settingsPathIgnored:
    'The workspace is not trusted: the pack and library paths of its settings are ignored and the model that ships with Glosa is used.',
  cannotInsert: 'This editor does not let the server edit the document; the code was accepted, not inserted.',
  sectionHeadingDefault: 'CODES',
  why: {
    empty: 'The document has no text.',
    binary: 'The document is not text (control characters).',
    tooLarge: 'The document is larger than glosa.maxFileSizeKb.',
    notAReport:
      'The document is not taken for a report: its language is not “glosa-report”, its name does not end in .rad, .informe or .report, and no glob of glosa.reportGlobs matches it.',
    noModel: 'No usable model: only the outline and the rules work.',
    engineFailed: 'The model failed on this document; the next change tries again.',
    untrustedWorkspace: 'The workspace is not trusted.',
    cancelled: 'Reading was interrupted; the next change starts it again.',
    disabled: 'Glosa is switched off here (glosa.enable).',
    notOpen: 'The document is not open in the editor.',
  },
  sections: {
    header: 'Header',
    indication: 'Indication',
    history: 'History',
    examination: 'Examination',
    technique: 'Technique',
    comparison: 'Comparison',
    findings: 'Findings',
    organ: 'Organ',
    pathology: 'Pathology',
    treatment: 'Treatment',
    course: 'Course',
    impression: 'Impression',
    recommendation: 'Recommendation',
    codes: 'Codes',
    body: 'Text',
  },
};

const es: Messages = {
  language: 'es',
  reader: spanishReader(spanishPercent),
  reviews: spanishReviews,
  templates: spanishTemplates,
  percent: spanishPercent,
  suggestion: (evidence, code, probability, status) =>
    `El informe ${status.assertion === 'possible' ? 'sospecha' : 'dice'} «${evidence}»${status.experiencer === 'past' ? ' (antecedente)' : ''}: ${named(code)} (${spanishPercent(probability)})`,
  hoverStatus: 'El informe dice',
  status: ({ assertion, experiencer }) =>
    [
      { present: 'afirmado', possible: 'sospechado', absent: 'negado' }[assertion],
      ...(experiencer === 'patient'
        ? []
        : [{ family: 'de un familiar', past: 'en los antecedentes del paciente' }[experiencer]]),
    ].join(', '),
  acceptedMark: 'aceptado',
  hoverProbability: 'Probabilidad',
  hoverEvidence: 'Evidencia',
  hoverRunnerUp: 'Siguiente opción',
  inOwnLanguage: (description, language) => (language === 'es' ? description : `${description} (en inglés)`),
  accept: (code) => `Aceptar ${code}`,
  acceptAndInsert: (code) => `Aceptar ${code} e insertarlo en la sección de códigos`,
  dismiss: (code) => `Descartar ${code} en este informe`,
  lensAccept: (code, description, probability, status) =>
    `Aceptar ${code} ${description} (${status.assertion === 'possible' ? 'sospecha, ' : ''}${spanishPercent(probability)})`,
  lensAccepted: (code, description) => `✓ ${code} ${description}`,
  suggestedFor: (evidence, probability) => `Sugerido por «${evidence}» (${spanishPercent(probability)})`,
  fromVocabulary: (system) => `De la tabla ${system}`,
  analysed: (sentences, ms) =>
    `Leído por el modelo: ${sentences} ${sentences === 1 ? 'frase' : 'frases'}, último cambio en ${ms} ms.`,
  model: (name, version, device) => `Modelo ${name} ${version} en ${device}.`,
  engineReason: (reason) => `El motor dice: ${reason}`,
  settingsPathIgnored:
    'El espacio de trabajo no es de confianza: se ignoran las rutas de paquetes y bibliotecas de sus ajustes y se usa el modelo incluido en Glosa.',
  cannotInsert:
    'Este editor no permite que el servidor edite el documento; el código se aceptó, pero no se insertó.',
  sectionHeadingDefault: 'CÓDIGOS',
  why: {
    empty: 'El documento no tiene texto.',
    binary: 'El documento no es texto (caracteres de control).',
    tooLarge: 'El documento supera glosa.maxFileSizeKb.',
    notAReport:
      'El documento no se toma por un informe: su lenguaje no es «glosa-report», su nombre no acaba en .rad, .informe o .report y ningún patrón de glosa.reportGlobs coincide.',
    noModel: 'No hay modelo utilizable: solo funcionan el esquema y las reglas.',
    engineFailed: 'El modelo falló en este documento; el próximo cambio lo intentará de nuevo.',
    untrustedWorkspace: 'El espacio de trabajo no es de confianza.',
    cancelled: 'La lectura se interrumpió; el próximo cambio la reanuda.',
    disabled: 'Glosa está desactivado aquí (glosa.enable).',
    notOpen: 'El documento no está abierto en el editor.',
  },
  sections: {
    header: 'Cabecera',
    indication: 'Indicación',
    history: 'Antecedentes',
    examination: 'Exploración',
    technique: 'Técnica',
    comparison: 'Comparación',
    findings: 'Hallazgos',
    organ: 'Órgano',
    pathology: 'Anatomía patológica',
    treatment: 'Tratamiento',
    course: 'Evolución',
    impression: 'Impresión diagnóstica',
    recommendation: 'Recomendación',
    codes: 'Códigos',
    body: 'Texto',
  },
};

/** Both dictionaries, by language. */
export const dictionaries: Readonly<Record<Language, Messages>> = { en, es };

/** The dictionary for a locale: `es`, `es-MX` and the like are Spanish, all else English. */
export function messagesFor(locale: string | undefined): Messages {
  return /^es(?:[-_]|$)/i.test(locale ?? '') ? es : en;
}
