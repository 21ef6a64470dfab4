/** Mentions of the scales with a value, whatever they say of the patient. */
import { breastWords, listed, sides } from './lists.js';
import { freshReach, mentionOf, parts, pointWord } from './mention.js';
import type { Mention } from './mention.js';
import { scaleAt } from './scales.js';
import type { ScaleName, ScanContext } from './scales.js';
import { foldedAt } from './tokens.js';
import type { Token } from './tokens.js';
import { valueAt } from './values.js';
import type { ReadValue } from './values.js';

/** Words between a name and its value. */
const fill = new Set(
  `: = - – — ( [ " “ ” « » ' * ® ™ , category categoria categorias categories cat score scores puntuacion puntaje puntos assessment valoracion final overall global
   clasificacion clasificada clasificado clasificable classification grade grado grados tipo type class clase valor value nivel level de del of is es the la el a en un una como as to lexicon lexico
   estimated estimado total asignada asignado assigned indice index risk riesgo lr tr acr us mri rm rmn mr ultrasound ecografia version versión v edition edicion ed diagnostico diagnostica`.split(
    /\s+/,
  ),
);
const sequences = new Set(['dwi', 'adc', 'dce', 'difusion', 'perfusion']);
const densityWords = /^(?:densidad|density|composicion|composition|patron|pattern)$/;
const comparators = new Set(['≥', '≤', '>', '<']);
const fillLimit = 9;

/** Mentions in the order of the text. Linear in its length. */
export function mentionsOf(tokens: readonly Token[], text: string, context: ScanContext): Mention[] {
  const found: Mention[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const name = scaleAt(tokens, at, context);
    if (name === null) continue;
    const before = found.at(-1)?.end ?? 0;
    const read = name.short ? shortValue(tokens, text, name) : valueAfter(tokens, text, name);
    const reversed = read === null ? valueBefore(tokens, text, name, before) : null;
    if (read !== null) {
      found.push(...listed(tokens, text, name, read.reach, read.value, read.variant));
      at = Math.max(at, (found.at(-1)?.end ?? at + 1) - 1);
    } else {
      if (reversed !== null) found.push(reversed);
      at = Math.max(at, name.end - 1);
    }
  }
  return found;
}

/** "LR-5", "TR 4": at most a hyphen between. */
function shortValue(tokens: readonly Token[], text: string, name: ScaleName) {
  const at = /^[-–‐‑]$/u.test(foldedAt(tokens, name.end)) ? name.end + 1 : name.end;
  if (tokens[at]?.sentence !== tokens[name.first]?.sentence) return null;
  const value = valueAt(tokens, text, at, name.system);
  if (value === null || (name.system === 'TI-RADS' && value.value.length > 1)) return null;
  return { value, reach: freshReach(name), variant: name.variant };
}

/** Skips a version, edition or year at a word: index after it, or null where there is none. */
function afterVersion(tokens: readonly Token[], at: number): number | null {
  const word = foldedAt(tokens, at);
  const isNumber = /^\d+$/.test(word);
  const decimal =
    isNumber &&
    foldedAt(tokens, at + 1) === '.' &&
    tokens[at + 1]?.glued === true &&
    tokens[at + 2]?.glued === true &&
    /^\d+$/.test(foldedAt(tokens, at + 2));
  if (decimal) return at + 3;
  if (isNumber && word.length === 4) return at + 1;
  const numbered = /^(?:v|version|ver|edicion|edition)$/.test(foldedAt(tokens, at - 1)) && isNumber;
  if (numbered && (tokens[at]?.glued === true || foldedAt(tokens, at - 1) !== 'v')) return at + 1;
  // "5th edition", "5ª ed."
  if (
    isNumber &&
    /^(?:th|ª|º|a|ta|st|nd|rd)$/u.test(foldedAt(tokens, at + 1)) &&
    foldedAt(tokens, at + 2).startsWith('ed')
  )
    return at + 3;
  if (isNumber && foldedAt(tokens, at + 1).startsWith('ed')) return at + 2;
  return null;
}

function valueAfter(tokens: readonly Token[], text: string, name: ScaleName) {
  const reach = freshReach(name);
  let variant = name.variant;
  let at = name.end;
  for (let steps = 0; steps < fillLimit && at < tokens.length; steps++) {
    const token = tokens[at];
    const before = tokens[at - 1];
    if (token === undefined || before === undefined) return null;
    // A value stands in the name's own sentence, or under it where the name is a heading.
    if (token.sentence !== before.sentence && before.folded !== ':') return null;
    const version = afterVersion(tokens, at);
    if (version !== null) {
      at = version;
      continue;
    }
    const { folded } = token;
    if (name.system === 'TI-RADS' && /^\d{1,2}$/.test(folded) && pointWord.test(foldedAt(tokens, at + 1))) {
      reach.points = Number(folded);
      at += 2;
      continue;
    }
    if (reach.system === 'BI-RADS' && densityWords.test(folded)) reach.system = 'BI-RADS density';
    else if (
      reach.system === 'BI-RADS' &&
      /^[a-d]$/.test(folded) &&
      valueAt(tokens, text, at, 'BI-RADS density') !== null &&
      (token.caseType > 0 || folded !== 'a')
    ) {
      reach.system = 'BI-RADS density';
      continue;
    } else if (comparators.has(folded)) reach.isCriterion = true;
    else if (sequences.has(folded)) reach.part = 'sequence';
    else if (folded === 't' && foldedAt(tokens, at + 1) === '2' && tokens[at + 1]?.glued === true) {
      reach.part = 'sequence';
      at += foldedAt(tokens, at + 2).startsWith('w') ? 3 : 2;
      continue;
    } else if (reach.system === 'Fazekas' && parts.has(folded)) reach.part = parts.get(folded) ?? null;
    else if (sides.has(folded)) reach.side = sides.get(folded) ?? null;
    else {
      if (name.system === 'O-RADS' && /^(?:us|ultrasound|ecografia)$/.test(folded)) variant = 'US';
      if (name.system === 'O-RADS' && /^(?:mri|rm|rmn|mr)$/.test(folded)) variant = 'MRI';
      const us = name.system === 'LI-RADS' && folded === 'us' ? surveillance(tokens, at) : null;
      const value = us ?? valueAt(tokens, text, at, reach.system);
      // A name in brackets after its own value: "categoría 4 (BI-RADS) de 12 mm".
      if (value !== null) return { value, reach, variant };
      if (!fill.has(folded) && !breastWords.has(folded)) return null;
      if (folded === ',' && !/^(?:categ|cat|score|grado|grade)/.test(foldedAt(tokens, at + 1))) return null;
    }
    at++;
  }
  return null;
}

/** "LI-RADS US-2": the score of a surveillance ultrasound. */
function surveillance(tokens: readonly Token[], at: number): ReadValue | null {
  const digit = foldedAt(tokens, at + 2);
  return foldedAt(tokens, at + 1) === '-' && /^\d$/.test(digit)
    ? { value: `US-${digit}`, first: at, end: at + 3 }
    : null;
}

/** "categoría 4A de BI-RADS", "grade 2 (Fazekas)". */
function valueBefore(tokens: readonly Token[], text: string, name: ScaleName, after: number): Mention | null {
  let at = name.first - 1;
  for (
    let steps = 0;
    steps < 6 &&
    /^(?:de|la|el|of|the|\(|,|clasificacion|classification|escala|scale|segun|per|by|acr|en|in|sistema|system|on)$/.test(
      foldedAt(tokens, at),
    );
    steps++
  )
    at--;
  for (let first = at; first >= Math.max(after, at - 2); first--) {
    const value = valueAt(tokens, text, first, name.system);
    if (value?.end !== at + 1) continue;
    if (
      !/^(?:categoria|category|cat|grado|grade|score|puntuacion|tipo|type|clase|class)$/.test(
        foldedAt(tokens, first - 1),
      )
    )
      return null;
    return mentionOf(tokens, name, freshReach(name), value, name.variant, first - 1, name.end);
  }
  return null;
}
