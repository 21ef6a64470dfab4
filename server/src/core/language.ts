/** Spanish or English, from function words, frequent report words and Spanish-only letters. */
import type { Language } from './types.js';

const spanish = new Set(
  `de la el los las un una unos unas y e que en con sin por para se del al su sus lo le como más mas pero
  no es son fue ha han hay está están esta este estos estas entre sobre desde hasta tras según muy
  ya ni o u cuando donde también paciente años hallazgos derecho derecha izquierdo izquierda ambos ambas
  lesión lesiones lesion observa observan aprecia aprecian visualiza tórax torax pulmón pulmonar hígado
  higado riñón normales conclusión conclusion impresión técnica hueso signos aumento dentro presenta
  higado bazo rinon pancreas vesicula craneal cerebral vías rodilla fractura
  realiza mujer varón nódulo nodulo derrame estudio control contraste`.split(/\s+/),
);
const english = new Set(
  `the of and is are was were with without in on at to from for by an no not there this that these those
  has have had been be as or which within which it its his her than into noted seen
  right left both normal finding findings impression patient year old lung lungs liver kidney chest bone
  acute unremarkable evidence mass nodule effusion history clear size mild no study shows view views
  contrast comparison technique`.split(/\s+/),
);

const letters = /\p{L}+/gu;
const looksSpanish = /[áéíóúñü]|ción$|miento$|dad$/u;
const looksEnglish = /tion$|ing$|ly$|ness$|th$/;
const spanishMarks = /[¿¡ºª]/g;

/**
 * Detects a report's language. Reads at most the first 20,000 UTF-16 units. A tie, and a text with
 * no known word, is Spanish.
 */
export function detectLanguage(text: string): Language {
  const sample = text.slice(0, 20_000).normalize('NFC').toLowerCase();
  let es = 0;
  let en = 0;
  for (const word of sample.match(letters) ?? []) {
    // A word of both lists ("no", "contrast" forms) says nothing.
    const isSpanish = spanish.has(word);
    const isEnglish = english.has(word);
    if (isSpanish !== isEnglish) {
      if (isSpanish) es++;
      else en++;
    }
    if (looksSpanish.test(word)) es += 0.5;
    else if (looksEnglish.test(word)) en += 0.5;
  }
  es += sample.match(spanishMarks)?.length ?? 0;
  return en > es ? 'en' : 'es';
}
