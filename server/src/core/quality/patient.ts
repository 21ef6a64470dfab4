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
    `woman|women; female|females; girl|girls; lady; mujer; nina; lactante mujer; paciente femenina; femenino|femenina; senora; multiparous; premenopausal; postmenopausal; premenopausica; posmenopausica|postmenopausica;
     la paciente; embarazada; gestante; pregnant; lactating`,
    'female',
  )
  .add('man|men; male|males; boy|boys; gentleman; varon; hombre; nino; masculino; senor', 'male');
/** Before a name; in capitals they are magnetic resonance and others. */
const titles: ReadonlyMap<string, Sex> = new Map([
  ['mr', 'male'],
  ['sr', 'male'],
  ['mrs', 'female'],
  ['sra', 'female'],
]);
/** Words that stand for the patient where the sentence names nobody else. */
const pronouns = new Phrases<Sex>().add('she; her; hers', 'female').add('he; his; him', 'male');
/** Who else a pronoun or a title may be. */
const somebody = phrases(
  `dr; doctor*; dra; consultant; registrar; surgeon*; surgery; surgical; nurse; midwife; physician; gp; clinician*; obstetric*; gynae*; radiographer; resident; fellow; told; discussed; informed; communicat*; phoned; contact*; saw the|these images; wife; husband; partner; baby; neonate; newborn; esposa; esposo; marido; solicit*; requested|referred by`,
);
const spouse = phrases('wife; husband; partner; esposa; esposo; marido; pareja; conviviente');
/** States that may be somebody else's. */
const states = new Set(['pregnant', 'embarazada', 'gestante', 'lactating']);
/** A child or a sex that names a kind of thing. */
const kinds = phrases(
  'fractura del nino; toddler; nino que empieza; utric*; mullerian*; remnant; remanente; male|masculine pattern; vagina masculina; male breast; mama masculina',
);
/** A report of a pregnancy: what it says of a boy is said of the fetus. */
const unborn = phrases(
  'fetus; fetal; feto|fetos; foetus; foetal; obstetric*; intrauterine; intrauterina; trimestre; trimester',
);
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

/** True where the report is of a pregnancy. */
export function isOfPregnancy({ report }: Facts): boolean {
  return report.words.some((words) => unborn.has(words));
}

/** True where a sentence speaks of a relative. */
export function namesSomeoneElse(words: readonly Word[]): boolean {
  return someoneElse.has(words);
}

/** True where a sentence has a personal pronoun. */
export function hasPronoun(words: readonly Word[]): boolean {
  return pronouns.has(words);
}

/** Statements of the patient's sex, in the order of the text. */
export function sexStatements(facts: Facts): SexStatement[] {
  const found: SexStatement[] = [];
  let pregnancy: boolean | null = null;
  facts.report.words.forEach((words, index) => {
    const title = facts.report.sections[facts.report.sentences[index]?.section ?? -1]?.title ?? '';
    const before = facts.report.words[index - 1] ?? [];
    let alone: boolean | null = null;
    const isAlone = (): boolean => (alone ??= !namesSomebody(words) && !namesSomebody(before));
    for (let at = 0; at < words.length; at++) {
      let sex = sexAt(facts.report.text, words, at, facts.report.language, title);
      if (sex === null) {
        const called = calledAt(words, at, facts.report.language);
        if (called !== null && isAlone()) sex = called;
      }
      if (sex === null) continue;
      // Few sentences tell a sex: whether it is one of a kind of thing is looked for in those alone.
      if (kinds.has(words)) return;
      // Of a boy before birth; a header speaks of the patient.
      const described = facts.zones[index] === 'findings' || facts.zones[index] === 'impression';
      const isState = states.has(words[at]?.folded ?? '');
      const asked = words[at + 1]?.folded === ':' || words[at + 1]?.folded === '?';
      if (isState && (asked || !isAlone())) continue;
      if (isState && statusOf(words, at, at + 1, '', facts.cues[index]).assertion === 'absent') continue;
      if (sex === 'male' && described && (pregnancy ??= isOfPregnancy(facts))) continue;
      if (someoneElse.has(words, Math.max(0, at - 3), Math.min(words.length, at + 2))) continue;
      if (statusOf(words, at, at + 1, '', facts.cues[index]).experiencer === 'family') continue;
      const word = words[at];
      if (word !== undefined) found.push({ startUtf16: word.startUtf16, endUtf16: word.endUtf16, sex });
    }
  });
  return found;
}

/** True where a sentence speaks of somebody whom a pronoun may stand for. */
function namesSomebody(words: readonly Word[]): boolean {
  return someoneElse.has(words) || spouse.has(words) || somebody.has(words);
}

/** "Mr Hughes", "she": where nobody else is named they are the patient. HER2 and the bundle of His are nobody. */
function calledAt(words: readonly Word[], at: number, language: 'es' | 'en'): Sex | null {
  const word = words[at];
  if (word === undefined) return null;
  const title = titles.get(word.folded);
  if (title !== undefined) return word.caseType === 1 ? title : null;
  if (language === 'es' || (word.caseType !== 0 && (at > 0 || word.caseType !== 1))) return null;
  const called = pronouns.at(words, at)?.value ?? null;
  // "her2" is a receptor.
  return called === null || /^\d/.test(words[at + 1]?.folded ?? '') ? null : called;
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
  if (letter === undefined) return null;
  const before = words[at - 1]?.folded ?? '';
  const end = at === words.length - 1 || !/^[\p{L}\d/]/u.test(words[at + 1]?.folded ?? '');
  const labelled =
    (before === ':' && /^(sex|sexo|gender|genero)$/.test(words[at - 2]?.folded ?? '')) ||
    (at === 0 && /^(sexo?|gender|g[eé]nero)$/i.test(title));
  if (labelled) {
    // "M" is mujer to some and masculino to others.
    return language === 'es' && word === 'm' ? null : letter;
  }
  // "76M", "67/M", "52 F", "62 yo F", "59 y/o M", "41M LEFT FLANK PAIN"; "12F drain" and "M2/M3" are none.
  const start = words[at]?.startUtf16 ?? 0;
  const near = text.slice(Math.max(0, start - 14), start);
  const aged =
    language === 'es'
      ? /(?:^|[\s(:,])\d{1,3}\s?\/\s?$/
      : /(?:^|[\s(:,/])\d{1,3}[\s-]?(?:\/|yo|y\/o|yrs?|y|years?[ -]old)?\s?$/i;
  if (!aged.test(near) || words[at]?.caseType !== 1 || (language === 'es' && word === 'm')) return null;
  const follows = words.slice(at + 1, at + 4).some(({ folded }) => devices.has(folded));
  const joined = /\d$/.test(near) && !follows;
  return end || joined || words[at + 1]?.folded === 'with' ? letter : null;
}

/** What a number of French tells the width of. */
const devices = new Set(
  'drain drains catheter catheters sheath stent pigtail tube tubes sonda cateter drenaje introducer needle aguja system port ng foley double french coil'.split(
    ' ',
  ),
);

export interface AgeStatement extends Span {
  readonly years: number;
  /** Years that a statement may be off: a birth date tells the age but for one. */
  readonly slack: number;
}

const person = String.raw`(?:man|woman|male|female|boy|girl|patient|lady|gentleman|person|m\b|f\b|child|infant)`;
/** Things that are so many years old. */
const thing = String.raw`(?:(?:\p{L}+\s)?(?:ct|mri|exam\p{L}*|radiographs?|mammogram|films?)\b|(?:\p{L}+\s){0,4}(?:prosthes[ie]s|thr|tkr|arthroplasty|replacement|implants?|stents?|graft|niece|nephew|cousin|son|daughter|child|grandson|granddaughter|bypass|fusion|arthrodesis|generator|pacemaker|valve|shunt|fracture|infarct|scar|injury|report|study|scan|film|lesion|wound|hardware|screws?|plate|repair|surgery|history))`;
/** Patterns, and a short one that each of them holds: most reports have none of them. */
type HintedPatterns = readonly (readonly [hint: RegExp, patterns: readonly RegExp[]])[];
const agePatterns: HintedPatterns = [
  [
    /\d[- ]?y(?:ear|r)?[sſ]?[- /]?o/i,
    [
      new RegExp(
        String.raw`(?<![\d.,-])(\d{1,3})[- ]?(?:year|yr|y)s?[- /]?(?:old|o)\b(?:\s+(?:\p{L}+\s)?${person}|\s*[.,;)]|\s+(?:with|who|presenting|status)|\s*$|\s+(?:\p{L}+\s){1,2}${person})`,
        'gimu',
      ),
      new RegExp(String.raw`(?<![\d.,-])(\d{1,3})-(?:year|yr)-old\b(?!\s+${thing})`, 'giu'),
    ],
  ],
  [
    /\d\s?\/?\s?[MF]/,
    [
      /(?<![\p{L}\d.,/-])(\d{1,3})\s?\/?\s?(?:M|F)(?=\s*(?:[,.;:)\n]|$|with\b|presenting\b|s\/p\b|c\/o\b))/gu,
      /(?<![\p{L}\d.,/-])(\d{2,3})(?:M|F)(?=\s\p{L})(?!(?:\s[\p{L}-]+){0,2}\s(?:drain|cath|sheath|stent|pigtail|tube|sonda|cat[eé]ter|drenaje|introduc|needle|aguja|system|port|ng|foley|double|french|coil|DRAIN|CATH|SHEATH|STENT|PIGTAIL|TUBE))/gu,
    ],
  ],
  [
    /\bage|\bedad|patient i[sſ]/i,
    [
      /\bage(?:\s?\/\s?sex)?\s*[:=]\s*(\d{1,3})(?!\d|\s*(?:months?|days?|weeks?|m\b|d\b|w\b))/giu,
      /\b(?:patient is|(?:patient|woman|man|lady|gentleman|male|female),? aged)\s(\d{1,3})\b(?!\s?(?:\p{L}|%|\/))/giu,
      /\b(?:patient is|(?:patient|woman|man|lady|gentleman|male|female|boy|girl),? aged)\s(\d{1,3})\b(?=\s(?:and|with|who|years? (?:old|of age|at the time)))/giu,
      /(?:^|[.;,\n][ \t]*)(?:age|edad)\s(\d{1,3})(?=\s*(?:[.;,\n]|$))/gimu,
      /\bpatient's age of (\d{1,3}) years?\b/giu,
      /\bchronological age:? (?:is |of )?(\d{1,3}) years?\b/giu,
      /\bedad de (\d{1,3}) años (?:de la|del) paciente/giu,
      /\bedad (?:del|de la) paciente\W{1,3}(?:de\s)?(\d{1,3})\s?años/giu,
      /\bedad(?:\s?\/\s?sexo)?\s*[:=]\s*(\d{1,3})(?!\d|\s*(?:mes|d[ií]a|sem|m\b))/giu,
    ],
  ],
  [
    /\d\s?a(?!\w)/i,
    [
      /\b(?:mujer|var[oó]n|hombre|niñ[oa]|paciente|masculino|femenin[oa]|señora?|sra?\.?|gestante|lactante)(?:\s(?!hace\b)\p{L}+){0,3}?,?\s(?:de\s)?(\d{1,3})\s?(?:años|a\.|a\b)/giu,
      /(?<![\d.,-])(\d{1,3})\s?años,?\s(?:mujer|var[oó]n|hombre|niñ[oa])/giu,
      /\b(?:los|sus)\s(\d{1,3})\saños(?:\sde\sedad)?(?:\s(?:de\sla|del|de\sl)\s?(?:paciente|enferm[oa])|\sde\sedad|\sque\stiene)/giu,
    ],
  ],
];
/** Ages of the newborn and of infants: the number, then the unit. */
const infantPatterns: HintedPatterns = [
  [
    /\d[- ](?:day|wee.|month)[sſ]?[- ]o/i,
    [new RegExp(String.raw`(?<![\d.,-])(\d{1,3})[- ](day|week|month)s?[- ]old\b(?!\s+${thing})`, 'giu')],
  ],
  [
    /\d\s(?:d[ií]a|[sſ]emana|me[sſ])/i,
    [
      /\b(?:lactante|reci[eé]n nacid[oa]|neonato|niñ[oa]|bebé|paciente,? de),?\s(?:(?!hace\b|con\b|tras\b)\p{L}+\s){0,2}?(?:de\s)?(\d{1,3})\s(d[ií]as?|semanas?|mes(?:es)?)(?!\s(?:con|de evoluci[oó]n))/giu,
    ],
  ],
];
const partsOfYear: readonly (readonly [RegExp, number])[] = [
  [/^d/i, 365],
  [/^(?:w|s)/i, 52],
  [/^m/i, 12],
];
/** "Eighty-two-year-old". */
const spelled =
  /\b(?:(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](one|two|three|four|five|six|seven|eight|nine))?)[- ]year[- ]old\b/giu;
const spelledPatterns: HintedPatterns = [[/[- ]year/i, [spelled]]];
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const ones = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
/** "The generator is 11 years old", "hip prosthesis 15 years old". */
const things =
  /(?:prosthes[ie]s|arthroplasty|generator|pacemaker|implants?|stents?|graft|valve|shunt|device|replacement|fracture|scar|pr[oó]tesis|marcapasos|fractura|injerto)(?:\s(?:is|was|are|now))?\s?$/iu;
const relative =
  /\b(?:mother|father|sister|brother|aunt|uncle|son|daughter|grand\p{L}+|donor|madre|padre|herman[oa]s?|t[ií][oa]|hij[oa]|abuel[oa]|donante|familiar\p{L}*)\b[^.;\n]*$/iu;
const anyYear = /(?:19|20)\d\d/;
const birth =
  /\b(?:dob|date of birth|born|fecha de nacimiento|f\.?\s?nac\.?|nacimiento)[ \t]{0,4}[:=]?[ \t]{0,4}\d{1,2}(?:[/.-]\d{1,2}[/.-]|\s(?:de\s)?\p{L}{3,10}\.?\s(?:de\s)?)((?:19|20)\d\d)\b/iu;
const performed =
  /\b(?:exam date|date of exam(?:ination)?|study date|date of study|fecha del? estudio|fecha de la exploraci[oó]n|fecha de exploraci[oó]n|fecha del? informe|fecha (?:de )?(?:examen|estudio|informe|exploraci[oó]n)|exam(?:ined)?|f\.?\s?(?:estudio|explor\p{L}*|informe|examen)\.?|date)[ \t]{0,4}[:=]?[ \t]{0,4}\d{1,2}(?:[/.-]\d{1,2}[/.-]|\s(?:de\s)?\p{L}{3,10}\.?\s(?:de\s)?)((?:19|20)\d\d)\b/iu;

/** What the patterns find in a text, pattern by pattern. */
function matchesOf(text: string, hinted: HintedPatterns): RegExpExecArray[] {
  return hinted.flatMap(([hint, patterns]) =>
    hint.test(text) ? patterns.flatMap((pattern) => [...text.matchAll(pattern)]) : [],
  );
}

/** Statements of the patient's age in years, in the order of the text. Ages at an event are none. */
export function ageStatements(facts: Facts): AgeStatement[] {
  const { text } = facts.report;
  const found = new Map<number, AgeStatement>();
  for (const match of matchesOf(text, agePatterns)) {
    const digits = match[1] ?? '';
    const startUtf16 = match.index + match[0].indexOf(digits);
    const years = Number(digits);
    if (things.test(text.slice(Math.max(0, match.index - 30), startUtf16))) continue;
    if (years > 120 || relative.test(text.slice(Math.max(0, match.index - 60), startUtf16))) continue;
    // "mujer de 62 años, histerectomía a los 45 años": told of an event.
    const isNow = /^\saños\s(?:de edad )?(?:de la|del) paciente/iu.test(
      text.slice(startUtf16 + digits.length),
    );
    if (/\ba los\s$/i.test(text.slice(0, startUtf16).slice(-8)) && !isNow) continue;
    found.set(startUtf16, { startUtf16, endUtf16: startUtf16 + digits.length, years, slack: 0 });
  }
  for (const match of matchesOf(text, infantPatterns)) {
    const [whole, digits = '', unit = ''] = match;
    const startUtf16 = match.index + whole.indexOf(digits);
    if (relative.test(text.slice(Math.max(0, match.index - 60), startUtf16))) continue;
    const parts = partsOfYear.find(([name]) => name.test(unit))?.[1] ?? 12;
    const years = Number(digits) / parts;
    found.set(startUtf16, { startUtf16, endUtf16: startUtf16 + digits.length, years, slack: 0 });
  }
  for (const match of matchesOf(text, spelledPatterns)) {
    const [whole, ten = '', one = ''] = match;
    const years = 20 + 10 * tens.indexOf(ten.toLowerCase()) + Math.max(0, ones.indexOf(one.toLowerCase()));
    const startUtf16 = match.index;
    found.set(startUtf16, { startUtf16, endUtf16: startUtf16 + whole.length, years, slack: 0 });
  }
  const born = anyYear.test(text) ? birth.exec(text) : null;
  const done = born === null ? null : performed.exec(text.replace(birth, (part) => ' '.repeat(part.length)));
  if (born !== null && done !== null) {
    const years = Number(done[1]) - Number(born[1]);
    if (years >= 0 && years <= 120) {
      const startUtf16 = born.index;
      found.set(startUtf16, { startUtf16, endUtf16: startUtf16 + born[0].length, years, slack: 1 });
    }
  }
  return [...found.values()].sort((a, b) => a.startUtf16 - b.startUtf16);
}
