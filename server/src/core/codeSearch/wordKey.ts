/**
 * Words as the code search compares them: without case, accents, plural and gender, and with the spellings that
 * Spanish and English give one Greek or Latin word made alike ("neumonía", "pneumonia" → `neumon`).
 */

/** Lower case, without accents. */
export function foldText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Folded words and numbers of a text, in order. */
export function foldedWords(text: string): string[] {
  return foldText(text).match(/\p{L}+|\p{N}+/gu) ?? [];
}

/** Shorter words are abbreviations and little words: they stay as they are. */
const shortUnits = 3;

/** Spellings of one sound, in the order in which they are made alike. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/ch|qu|k/g, 'c'],
  [/h/g, ''],
  [/ae|oe/g, 'e'],
  [/y/g, 'i'],
  [/mf/g, 'nf'],
  [/nm/g, 'm'],
  [/tion/g, 'cion'],
  [/(\p{L})\1+/gu, '$1'],
  [/^es(?=[^aeiou])/, 's'],
  [/^[pm](?=[ns])/, ''],
];

/** The part of a word that is the same in both spellings; for the start of a word too. */
export function spellingKey(folded: string): string {
  if (folded.length <= shortUnits || /\p{N}/u.test(folded)) return folded;
  return spellings.reduce((word, [pattern, plain]) => word.replace(pattern, plain), folded);
}

/** A whole word's key. @param folded one of `foldedWords`. */
export function wordKey(folded: string): string {
  if (folded.length <= shortUnits || /\p{N}/u.test(folded)) return folded;
  const spelt = spellingKey(folded)
    .replace(/(?<=.{3})(?<![siu])s$/, '')
    .replace(/(?<=.{2})ous$/, 'os')
    .replace(/(?<=.{2})(?:idad|iti)$/, 'it')
    .replace(/(?<=.{2})ated$/, 'ad')
    .replace(/(?<=.{3})(?:us|um)$/, '');
  return bare(spelt).replace(/(?<=.{4})a[lr]$/, '');
}

/** Without the vowels at its end, of which three letters stay. */
export function bare(word: string): string {
  return word.replace(/(?<=.{3})[aeiou]+$/, '');
}
