/** The language of a skeleton: the report's where its text tells, else the interface's. */
import { detectLanguage } from '../../core/language.js';
import type { Language } from '../../core/types.js';
import type { Analysed } from '../analysed.js';

/** Words that a title of a few words has in one language alone. */
const spanish =
  /(?<!\p{L})(?:de|del|y|con|sin|tc|tac|rm|ecograf[ií]a|radiograf[ií]a|mamograf[ií]a|resonancia|t[oó]rax)(?!\p{L})/iu;
const english =
  /(?<!\p{L})(?:of|and|with|without|ct|mri|ultrasound|radiographs?|x-?ray|mammo\p{L}*|chest)(?!\p{L})/iu;

export function languageOf(analysed: Analysed, title: string, interfaceLanguage: Language): Language {
  const isSpanish = spanish.test(title);
  const isEnglish = english.test(title);
  if (isSpanish !== isEnglish) return isSpanish ? 'es' : 'en';
  const text = analysed.document.getText();
  return text.trim().split(/\s+/u).length > 8 ? detectLanguage(text) : interfaceLanguage;
}
