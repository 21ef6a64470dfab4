import { describe, expect, it } from 'vitest';
import bundle from '../../../l10n/bundle.l10n.es.json';
import { filled } from '../../../client/src/filled.js';

const spanish: Readonly<Record<string, string>> = bundle;

describe('texts with values', () => {
  it('put values in their places, in any order', () => {
    expect(filled('Informe {2} de {3}: {0}, {1}.', 'a.txt', 'masa', 7, 20)).toBe(
      'Informe 7 de 20: a.txt, masa.',
    );
  });

  it.each([
    [0, '0 reports found', '0 informes encontrados'],
    [1, '1 report found', '1 informe encontrado'],
    [2, '2 reports found', '2 informes encontrados'],
    [21, '21 reports found', '21 informes encontrados'],
  ])('let words agree with %i', (count, en, es) => {
    const text = '{0} {0|report|reports} found';
    expect(filled(text, count)).toBe(en);
    expect(filled(spanish[text]!, String(count))).toBe(es);
  });

  it('let each word agree with its own number', () => {
    const text = '{0}: {1} {1|report|reports}, {2} {2|mention|mentions}';
    expect(filled(text, 'Lung', '1', '12')).toBe('Lung: 1 report, 12 mentions');
    expect(filled(spanish[text]!, 'Pulmón', '1', '12')).toBe('Pulmón: 1 informe, 12 menciones');
  });
});

/** Plural words that follow a number; a part of them stands for the rest of the word. */
const plurals = {
  en: /\{\d\}(?: more| chosen)? (?:reports|codes|labels|lines|decisions|differences|candidates|points|mentions|documents)\b/u,
  es: /\{\d\} (?:\p{L}+(?:s|n) )?\p{L}*(?:informes|códigos|etiquetas|líneas|decisiones|diferencias|candidatos|puntos|menciones|dos|das|bles)\b/u,
};

describe('messages with a count', () => {
  it('say no plural of one, in either language', () => {
    const wrong = Object.entries(spanish).filter(([en, es]) => plurals.en.test(en) || plurals.es.test(es));
    expect(wrong.map(([en]) => en)).toEqual([]);
  });

  it('close every choice of words', () => {
    const texts = Object.entries(spanish).flat();
    const chosen = texts.filter((text) => text.includes('|'));
    expect(chosen.length).toBeGreaterThan(40);
    for (const text of chosen) expect(filled(text, 'a', 'b', 'c', 'd'), text).not.toMatch(/[{|}]/u);
  });
});
