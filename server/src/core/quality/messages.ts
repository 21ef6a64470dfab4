/** What a check says to a person: what the report states, in one or two short sentences. */
import { examName, organNames } from '../assess/organNames.js';
import type { CompletenessExam, RequiredOrgan } from '../assess/types.js';
import type { Language } from '../types.js';
import type { MessageArguments, QualityFinding, QualityFixTitle, QualityId } from './types.js';

type Text = (said: MessageArguments) => string;

/** An argument of a message; every check gives the ones that its message names. */
const arg = (said: MessageArguments, name: string): string => said[name] ?? '';

/** The arguments of `organ-not-described` are ids. */
const examOf = (said: MessageArguments, language: Language): string =>
  examName(arg(said, 'exam') as CompletenessExam, language);
const missingOf = (said: MessageArguments, language: Language): string =>
  organNames(arg(said, 'missing').split(',') as RequiredOrgan[], language).join(', ');

const english: Readonly<Record<QualityId, Text>> = {
  'side-discrepancy': (said) =>
    arg(said, 'where') === 'title'
      ? `The title says “${arg(said, 'first')}”, the report says “${arg(said, 'second')}”.`
      : `The findings say “${arg(said, 'first')}”, the impression says “${arg(said, 'second')}” (${arg(said, 'finding')}).`,
  'denied-and-asserted': (said) =>
    arg(said, 'where') === 'intact'
      ? `The report says “${arg(said, 'denied')}” in one place and “${arg(said, 'finding')}” in another.`
      : `The report denies “${arg(said, 'denied')}” in one place and states “${arg(said, 'finding')}” in another.`,
  'impression-missing-finding': (said) =>
    `The findings state “${arg(said, 'finding')}”; the impression does not mention it.`,
  'impression-unsupported': (said) =>
    `The impression states “${arg(said, 'finding')}”; the findings do not describe it.`,
  'sex-mismatch': (said) =>
    `The report says “${arg(said, 'first')}” of the patient, and “${arg(said, 'second')}”.`,
  'age-mismatch': (said) =>
    `The report gives the patient two ages: “${arg(said, 'first')}” and “${arg(said, 'second')}”.`,
  'size-discrepancy': (said) =>
    `The findings say ${arg(said, 'first')}, the impression says ${arg(said, 'second')} (${arg(said, 'finding')}).`,
  'exam-region-mismatch': (said) =>
    `The title names “${arg(said, 'first')}”; the report describes another region (“${arg(said, 'second')}”).`,
  'missing-impression': () => 'The report has findings and no impression.',
  'unfilled-field': (said) => `“${arg(said, 'field')}” looks like a field that was not filled in.`,
  'comparison-without-prior': (said) =>
    `“${arg(said, 'claim')}” compares with an earlier exam; the report names none.`,
  'followup-without-interval': (said) =>
    `“${arg(said, 'followup')}” is advised; the report does not say when.`,
  'critical-without-communication': (said) =>
    `The report states “${arg(said, 'finding')}” and has no note that it was communicated.`,
  'score-out-of-range': (said) =>
    `“${arg(said, 'said')}”: ${arg(said, 'system')} has no such value (${arg(said, 'values')}).`,
  'score-discrepancy': (said) =>
    `The findings say “${arg(said, 'first')}”, the impression says “${arg(said, 'second')}”.`,
  'score-missing': (said) =>
    arg(said, 'system') === 'RECIST'
      ? 'The report names RECIST and states no response.'
      : `The report states no ${arg(said, 'system')} category, which exams of this kind have.`,
  'organ-not-described': (said) => `Not named in this ${examOf(said, 'en')}: ${missingOf(said, 'en')}.`,
};

const spanish: Readonly<Record<QualityId, Text>> = {
  'side-discrepancy': (said) =>
    arg(said, 'where') === 'title'
      ? `El título dice «${arg(said, 'first')}» y el informe dice «${arg(said, 'second')}».`
      : `Los hallazgos dicen «${arg(said, 'first')}» y la impresión dice «${arg(said, 'second')}» (${arg(said, 'finding')}).`,
  'denied-and-asserted': (said) =>
    arg(said, 'where') === 'intact'
      ? `El informe dice «${arg(said, 'denied')}» en un lugar y «${arg(said, 'finding')}» en otro.`
      : `El informe niega «${arg(said, 'denied')}» en un lugar y afirma «${arg(said, 'finding')}» en otro.`,
  'impression-missing-finding': (said) =>
    `Los hallazgos dicen «${arg(said, 'finding')}»; la impresión no lo menciona.`,
  'impression-unsupported': (said) =>
    `La impresión dice «${arg(said, 'finding')}»; los hallazgos no lo describen.`,
  'sex-mismatch': (said) =>
    `El informe dice del paciente «${arg(said, 'first')}» y también «${arg(said, 'second')}».`,
  'age-mismatch': (said) =>
    `El informe da dos edades del paciente: «${arg(said, 'first')}» y «${arg(said, 'second')}».`,
  'size-discrepancy': (said) =>
    `Los hallazgos dicen ${arg(said, 'first')} y la impresión dice ${arg(said, 'second')} (${arg(said, 'finding')}).`,
  'exam-region-mismatch': (said) =>
    `El título nombra «${arg(said, 'first')}»; el informe describe otra región («${arg(said, 'second')}»).`,
  'missing-impression': () => 'El informe tiene hallazgos y no tiene impresión.',
  'unfilled-field': (said) => `«${arg(said, 'field')}» parece un campo sin rellenar.`,
  'comparison-without-prior': (said) =>
    `«${arg(said, 'claim')}» compara con un estudio anterior; el informe no nombra ninguno.`,
  'followup-without-interval': (said) => `Se aconseja «${arg(said, 'followup')}»; el informe no dice cuándo.`,
  'critical-without-communication': (said) =>
    `El informe dice «${arg(said, 'finding')}» y no consta que se haya comunicado.`,
  'score-out-of-range': (said) =>
    `«${arg(said, 'said')}»: ${arg(said, 'system')} no tiene ese valor (${arg(said, 'values')}).`,
  'score-discrepancy': (said) =>
    `Los hallazgos dicen «${arg(said, 'first')}» y la impresión dice «${arg(said, 'second')}».`,
  'score-missing': (said) =>
    arg(said, 'system') === 'RECIST'
      ? 'El informe nombra RECIST y no dice ninguna respuesta.'
      : `El informe no dice la categoría ${arg(said, 'system')}, que los estudios de este tipo llevan.`,
  'organ-not-described': (said) => `Sin nombrar en esta ${examOf(said, 'es')}: ${missingOf(said, 'es')}.`,
};

const fixTitles: Readonly<Record<Language, Readonly<Record<QualityFixTitle, string>>>> = {
  en: {
    replace: 'Write what the findings say',
    addImpression: 'Add an impression heading',
    addToImpression: 'Add the finding to the impression',
  },
  es: {
    replace: 'Escribir lo que dicen los hallazgos',
    addImpression: 'Añadir un encabezado de impresión',
    addToImpression: 'Añadir el hallazgo a la impresión',
  },
};

/** @param language of the interface, or of the record's reader. */
export function qualityMessage(
  { id, messageArguments }: Pick<QualityFinding, 'id' | 'messageArguments'>,
  language: Language,
): string {
  return (language === 'es' ? spanish : english)[id](messageArguments);
}

export function qualityFixTitle(title: QualityFixTitle, language: Language): string {
  return fixTitles[language][title];
}
