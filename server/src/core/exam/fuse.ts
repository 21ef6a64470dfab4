/** The model's exam codes together with the examination that the report names in so many words. */
import type { ExamHead } from '../readerHead.js';
import type { CodeCandidate, Language } from '../types.js';
import { likeliest, massOf } from './codeShares.js';
import type { CodeShares } from './codeShares.js';
import { contrastCharacter } from './phrase.js';
import type { ReportExam } from './reportExam.js';

/** How much of the probability goes to what a title names, and to what a sentence names. Chosen on train reports. */
const shareOf = { titled: 0.9, told: 0.6 } as const;

/**
 * The likeliest codes, best first, once what the report names has its share.
 * @param limit how many are wanted.
 */
export function withNamed(model: CodeShares, named: ReportExam, limit: number): CodeCandidate[] {
  const share = named.titled ? shareOf.titled : shareOf.told;
  const codes = namedCodes(model, named);
  const best: CodeCandidate[] = [];
  for (const [code, part] of codes) {
    const own = massOf(model, (other) => other === code);
    best.push({ code, probability: own * (1 - share) + share * part });
  }
  for (const { code, probability } of likeliest(model, limit, codes))
    best.push({ code, probability: probability * (1 - share) });
  return best.sort((a, b) => b.probability - a.probability || (a.code < b.code ? -1 : 1)).slice(0, limit);
}

/** The codes that the words allow, with shares that add up to 1: the model weighs side and contrast left open. */
function namedCodes(model: CodeShares, { stems, modality, contrast }: ReportExam): Map<string, number> {
  const stemMass = stems.map((stem) => massOf(model, (code) => code.startsWith(stem)) + 1e-3 / stems.length);
  const allStems = stemMass.reduce((sum, value) => sum + value, 0);
  const codes = new Map<string, number>();
  const enhancedCharacter = contrastCharacter(modality, true);
  stems.forEach((stem, index) => {
    const part = (stemMass[index] ?? 0) / allStems;
    if (contrast !== null || enhancedCharacter === 'Z') {
      const code = stem + contrastCharacter(modality, contrast ?? false);
      codes.set(code, (codes.get(code) ?? 0) + part);
      return;
    }
    // Of this part where the model knows it, else of all examinations of the modality.
    const scope = massOf(model, (code) => code.startsWith(stem)) > 0.01 ? stem : null;
    const inScope = (code: string): boolean =>
      scope === null ? code[2] === modality : code.startsWith(scope);
    const plain = massOf(model, (code) => inScope(code) && code.endsWith('Z')) + 1e-4;
    const enhanced = massOf(model, (code) => inScope(code) && !code.endsWith('Z')) + 1e-5;
    codes.set(`${stem}Z`, (part * plain) / (plain + enhanced));
    codes.set(stem + enhancedCharacter, (part * enhanced) / (plain + enhanced));
  });
  return codes;
}

const modalityNames: Readonly<Record<string, readonly [es: string, en: string]>> = {
  '0': ['Radiografía', 'Radiograph'],
  '1': ['Fluoroscopia', 'Fluoroscopy'],
  '2': ['TC', 'CT'],
  '3': ['RM', 'MRI'],
  '4': ['Ecografía', 'Ultrasound'],
};

/** The name of a code: the pack's where it has one, else put together from what the words named. */
export function nameOf(code: string, head: ExamHead, named: ReportExam | null, language: Language): CodeName {
  const known = head.codes.find((entry) => entry.code === code);
  const own = known?.[language] ?? null;
  if (own !== null) return { description: own, language };
  const other = language === 'es' ? 'en' : 'es';
  const foreign = known?.[other] ?? null;
  if (foreign !== null) return { description: foreign, language: other };
  const modality = modalityNames[code[2] ?? '']?.[language === 'es' ? 0 : 1];
  const region = named === null ? null : regionName(code, named, language);
  if (modality === undefined || region === null) return { description: code, language };
  const of = language === 'es' ? 'de' : 'of';
  return { description: `${modality} ${of} ${region}${contrastName(code, language)}`, language };
}

/** A code's name and the language it is in. */
export interface CodeName {
  readonly description: string;
  readonly language: Language;
}

function regionName(code: string, { stems, region }: ReportExam, language: Language): string | null {
  const stem = code.slice(0, 4);
  if (!stems.includes(stem)) return null;
  const part = region.parts[(code[2] ?? '') as keyof typeof region.parts];
  const names = region[language].split('|');
  if (part === undefined) return null;
  const at = typeof part === 'string' ? 0 : part.indexOf(`${stem[1] ?? ''}${stem[3] ?? ''}`);
  return names[at] ?? null;
}

function contrastName(code: string, language: Language): string {
  if (code[2] === '4' || code.length < 5) return '';
  const without = code.endsWith('Z');
  if (language === 'es') return without ? ', sin contraste' : ', con contraste';
  return without ? ', without contrast' : ', with contrast';
}
