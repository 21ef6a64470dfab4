import { describe, expect, it } from 'vitest';
import { caseTypesOff, splitWords } from '../../../server/src/core/words.js';

const wordsOf = (text: string) => splitWords(text, { startUtf16: 0, endUtf16: text.length });
const cut = (text: string) => wordsOf(text).map((word) => text.slice(word.startUtf16, word.endUtf16));
const folded = (text: string) => wordsOf(text).map((word) => word.folded);
const cases = (text: string) => wordsOf(text).map((word) => word.caseType);

describe('splitWords', () => {
  it('cuts runs of letters, runs of digits and single marks', () => {
    expect(cut('Nódulo de 12,5 mm (LSD)—T2N0; 8140/3 "p53+"')).toEqual(
      'Nódulo|de|12|,|5|mm|(|LSD|)|—|T|2|N|0|;|8140|/|3|"|p|53|+|"'.split('|'),
    );
  });

  it('isolates symbols that are no punctuation', () => {
    expect(cut('<3mm ≥2°C ±5µm×2')).toEqual('<|3|mm|≥|2|°|C|±|5|µm|×|2'.split('|'));
  });

  it('keeps UTF-16 spans past astral characters', () => {
    const text = 'Tumor 🧠 x';
    expect(wordsOf(text).map(({ startUtf16, endUtf16 }) => [startUtf16, endUtf16])).toEqual([
      [0, 5],
      [6, 8],
      [9, 10],
    ]);
  });

  it('stays inside its span', () => {
    expect(splitWords('uno dos tres', { startUtf16: 2, endUtf16: 9 }).map((word) => word.folded)).toEqual([
      'o',
      'dos',
      't',
    ]);
  });

  it('takes accents and invisible characters out of what the model reads', () => {
    expect(folded('NÓDULO Pequeñ\u00ADo hí\u200Bgado')).toEqual(['nodulo', 'pequeno', 'higado']);
  });

  it('reads NFC and NFD alike, the trailing accent inside the span', () => {
    const text = 'Mamá ÓRGANOS Él';
    const decomposed = text.normalize('NFD');
    expect(folded(decomposed)).toEqual(folded(text));
    expect(cases(decomposed)).toEqual(cases(text));
    expect(cut(decomposed).map((word) => word.normalize('NFC'))).toEqual(cut(text));
  });

  it('makes no word of invisible characters alone', () => {
    expect(cut('\uFEFF\u200B \u0301 \u0000\uFFFD\uD800')).toEqual([]);
  });

  it('lower-cases as the tokenizer does, letter by letter', () => {
    expect(folded('İ ΟΔΟΣ ẞ')).toEqual(['i', 'οδοσ', 'ß']);
  });

  it('tells the case type', () => {
    expect(cases('de Hígado A TC pT a 12 (')).toEqual([0, 1, 1, 2, 3, 0, 0, 0]);
  });
});

describe('caseTypesOff', () => {
  it('is on for a report with headings in capitals', () => {
    const text =
      'CT ABDOMEN AND PELVIS WITH CONTRAST\nFINDINGS: The liver is normal.\nIMPRESSION\nNo acute disease.';
    expect(caseTypesOff(text)).toBe(false);
    expect(caseTypesOff('TC CRANEAL SIN CONTRASTE\nNormal.')).toBe(false);
  });

  it('is off for a report in capitals', () => {
    expect(caseTypesOff('RX TORAX.\nSIN HALLAZGOS. NO SE OBSERVAN CONDENSACIONES.\nDr. Pérez')).toBe(true);
    expect(caseTypesOff('TC CRANEAL SIN HALLAZGOS')).toBe(true);
  });

  it('is on for empty text and for text without letters', () => {
    expect(caseTypesOff('')).toBe(false);
    expect(caseTypesOff('12 / 5 (3)')).toBe(false);
  });
});
