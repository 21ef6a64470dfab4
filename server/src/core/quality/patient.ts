/** What a report says of the patient: sex and age. */
import { statusOf } from '../assertion.js';
import type { Span, Word } from '../types.js';
import { phrases, Phrases } from './phrases.js';
import type { Facts } from './statements.js';

export type Sex = 'female' | 'male';

export interface SexStatement extends Span {
  readonly sex: Sex;
}

const sexWords = new Phrases<Sex>()
  .add(
    'woman|women; female|females; girl|girls; lady; mujer; nina; lactante mujer; paciente femenina; femenino|femenina; senora; multiparous; premenopausal; postmenopausal; premenopausica; posmenopausica|postmenopausica',
    'female',
  )
  .add('man|men; male|males; boy|boys; gentleman; varon; hombre; nino; masculino; senor', 'male');
const sexLetters: ReadonlyMap<string, Sex> = new Map([
  ['f', 'female'],
  ['m', 'male'],
  ['v', 'male'],
  ['h', 'male'],
]);
/** The sex of someone else. */
const someoneElse = phrases(
  'fetus; fetal; feto; foetus; twin; mother; father; madre; padre; sister; brother; hermano|hermana; hijo|hija; son; daughter; donor; donante; pattern; patron',
);

/** Statements of the patient's sex, in the order of the text. */
export function sexStatements(facts: Facts): SexStatement[] {
  const found: SexStatement[] = [];
  facts.report.words.forEach((words, index) => {
    const title = facts.report.sections[facts.report.sentences[index]?.section ?? -1]?.title ?? '';
    for (let at = 0; at < words.length; at++) {
      const sex = sexAt(facts.report.text, words, at, facts.report.language, title);
      if (sex === null) continue;
      if (someoneElse.has(words, Math.max(0, at - 3), Math.min(words.length, at + 2))) continue;
      if (statusOf(words, at, at + 1, '', facts.cues[index]).experiencer === 'family') continue;
      const word = words[at];
      if (word !== undefined) found.push({ startUtf16: word.startUtf16, endUtf16: word.endUtf16, sex });
    }
  });
  return found;
}

function sexAt(
  text: string,
  words: readonly Word[],
  at: number,
  language: 'es' | 'en',
  title: string,
): Sex | null {
  const word = words[at]?.folded ?? '';
  const match = sexWords.at(words, at);
  if (match !== null) return match.value;
  const letter = sexLetters.get(word);
  const before = words[at - 1]?.folded ?? '';
  const end = at === words.length - 1 || !/^[\p{L}\d/]/u.test(words[at + 1]?.folded ?? '');
  if (letter === undefined) return null;
  const labelled =
    (before === ':' && /^(sex|sexo|gender|genero)$/.test(words[at - 2]?.folded ?? '')) ||
    (at === 0 && /^(sexo?|gender|g[eé]nero)$/i.test(title));
  if (labelled) {
    // "M" is mujer to some and masculino to others.
    return language === 'es' && word === 'm' ? null : letter;
  }
  // "76M", "67/M", "52 F", "62 yo F", "59 y/o M"; "12F drain" and "M2/M3" are none.
  const start = words[at]?.startUtf16 ?? 0;
  const near = text.slice(Math.max(0, start - 14), start);
  const aged =
    language === 'es'
      ? /(?:^|[\s(:,])\d{1,3}\s?\/\s?$/
      : /(?:^|[\s(:,/])\d{1,3}[\s-]?(?:\/|yo|y\/o|yrs?|y|years?[ -]old)?\s?$/i;
  if (!aged.test(near) || words[at]?.caseType !== 1 || (language === 'es' && word === 'm')) return null;
  return end || words[at + 1]?.folded === 'with' ? letter : null;
}

export interface AgeStatement extends Span {
  readonly years: number;
  /** Years that a statement may be off: a birth date tells the age but for one. */
  readonly slack: number;
}

const person = String.raw`(?:man|woman|male|female|boy|girl|patient|lady|gentleman|person|m\b|f\b|child|infant)`;
const agePatterns: readonly RegExp[] = [
  new RegExp(
    String.raw`(?<![\d.,-])(\d{1,3})[- ]?(?:year|yr|y)s?[- /]?(?:old|o)\b(?:\s+(?:\p{L}+\s)?${person}|\s*[.,;)]|\s+(?:with|who|presenting|status)|\s*$|\s+(?:\p{L}+\s){1,2}${person})`,
    'gimu',
  ),
  /(?<![\p{L}\d.,/-])(\d{1,3})\s?\/?\s?(?:M|F)(?=\s*(?:[,.;:)\n]|$|with\b|presenting\b|s\/p\b|c\/o\b))/gu,
  /\bage(?:\s?\/\s?sex)?\s*[:=]\s*(\d{1,3})(?!\d|\s*(?:months?|days?|weeks?|m\b|d\b|w\b))/giu,
  /\bedad(?:\s?\/\s?sexo)?\s*[:=]\s*(\d{1,3})(?!\d|\s*(?:mes|d[ií]a|sem|m\b))/giu,
  /\b(?:mujer|var[oó]n|hombre|niñ[oa]|paciente|masculino|femenin[oa]|señora?)(?:\s\p{L}+){0,3}?\s(?:de\s)?(\d{1,3})\s?(?:años|a\.|a\b)/giu,
  /(?<![\d.,-])(\d{1,3})\s?años,?\s(?:mujer|var[oó]n|hombre|niñ[oa])/giu,
];
const relative =
  /\b(?:mother|father|sister|brother|aunt|uncle|son|daughter|grand\p{L}+|donor|madre|padre|herman[oa]s?|t[ií][oa]|hij[oa]|abuel[oa]|donante|familiar\p{L}*)\b[^.;\n]*$/iu;
const birth =
  /\b(?:dob|date of birth|born|fecha de nacimiento|f\.?\s?nac\.?|nacimiento)\s*[:=]?\s*\d{1,2}[/.-]\d{1,2}[/.-]((?:19|20)\d\d)\b/iu;
const performed =
  /\b(?:exam date|date of exam|study date|date of study|fecha del? estudio|fecha de la exploraci[oó]n|fecha de exploraci[oó]n|fecha del? informe|date)\s*[:=]?\s*\d{1,2}[/.-]\d{1,2}[/.-]((?:19|20)\d\d)\b/iu;

/** Statements of the patient's age in years, in the order of the text. Ages at an event are none. */
export function ageStatements(facts: Facts): AgeStatement[] {
  const { text } = facts.report;
  const found = new Map<number, AgeStatement>();
  for (const pattern of agePatterns) {
    for (const match of text.matchAll(pattern)) {
      const digits = match[1] ?? '';
      const startUtf16 = match.index + match[0].indexOf(digits);
      const years = Number(digits);
      if (years > 120 || relative.test(text.slice(Math.max(0, match.index - 60), startUtf16))) continue;
      // "mujer de 62 años, histerectomía a los 45 años": told of an event.
      if (/\ba los\s$/i.test(text.slice(0, startUtf16).slice(-8))) continue;
      found.set(startUtf16, { startUtf16, endUtf16: startUtf16 + digits.length, years, slack: 0 });
    }
  }
  const born = birth.exec(text);
  const done = performed.exec(text.replace(birth, (part) => ' '.repeat(part.length)));
  if (born !== null && done !== null) {
    const years = Number(done[1]) - Number(born[1]);
    if (years >= 0 && years <= 120) {
      const startUtf16 = born.index;
      found.set(startUtf16, { startUtf16, endUtf16: startUtf16 + born[0].length, years, slack: 1 });
    }
  }
  return [...found.values()].sort((a, b) => a.startUtf16 - b.startUtf16);
}
