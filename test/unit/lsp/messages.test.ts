import { describe, expect, it } from 'vitest';
import { agreementMessages } from '../../../server/src/lsp/agreementMessages.js';
import { learnMessages } from '../../../server/src/lsp/learnMessages.js';
import { dictionaries, messagesFor } from '../../../server/src/lsp/messages.js';
import { workspaceMessages } from '../../../server/src/lsp/workspace/messages.js';

/** Paths of all keys; functions and strings are leaves. */
function keys(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keys(inner, `${path}.${key}`));
}
const blanks = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.values(value).some(blanks) : value === '';

describe('the interface’s strings', () => {
  it('are there in both languages, key by key', () => {
    expect(keys(dictionaries.es).sort()).toEqual(keys(dictionaries.en).sort());
    expect(blanks(dictionaries.es) || blanks(dictionaries.en)).toBe(false);
  });

  it('differ between the languages where they are words', () => {
    const { why: en } = dictionaries.en;
    for (const [reason, text] of Object.entries(dictionaries.es.why)) {
      expect(text).not.toBe(en[reason as keyof typeof en]);
    }
  });

  it.each([
    ['es', 'es'],
    ['es-MX', 'es'],
    ['ES_419', 'es'],
    ['en', 'en'],
    ['est', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('for locale %s are in %s', (locale, language) => {
    expect(messagesFor(locale).language).toBe(language);
  });

  it('word a label by what is stated of it: what is stated is never called unlikely', () => {
    const label = (probability: number) => [{ id: 'mass' as const, probability }];
    const { en, es } = dictionaries;
    expect(en.reader.lens(label(0.37), [])).toBe('States mass (37%), above its threshold');
    expect(es.reader.lens(label(0.37), [])).toMatch(/^Dice masa \(37\s%\), sobre su umbral$/u);
    expect(en.reader.lens(label(0.6), label(0.25))).toBe(
      'States mass (60%), more likely than not — Doubtful: mass (25%), possible',
    );
    expect(en.reader.lens([{ id: 'mass', probability: 0.1, accepted: true }], [])).toBe(
      'States mass (10%), accepted',
    );
    const many = [
      ...label(0.97),
      { id: 'atrophy' as const, probability: 0.85 },
      { id: 'abnormal' as const, probability: 0.99 },
    ];
    expect(en.reader.lens(many, [])).toBe(
      'States mass (97%) · abnormal (99%), very likely; atrophy (85%), likely',
    );
    expect(es.reader.lens(many, [])).toMatch(
      /^Dice masa \(97\s%\) · anormal \(99\s%\), muy probables; atrofia \(85\s%\), probable$/u,
    );
    expect(en.reader.lensNothing({ id: 'abnormal', probability: 0.04 })).toBe(
      'States nothing abnormal (abnormal: 4%)',
    );
  });

  it('say one thing of one, and mark a description of the other language', () => {
    const { en, es } = dictionaries;
    expect([en.analysed(1, 5), en.analysed(2, 5)]).toEqual([
      'Read by the model: 1 sentence, last change in 5 ms.',
      'Read by the model: 2 sentences, last change in 5 ms.',
    ]);
    expect(es.analysed(1, 5)).toBe('Leído por el modelo: 1 frase, último cambio en 5 ms.');
    expect(workspaceMessages.es.progress(0, 1, 0.5, 1)).toBe('0 de 1 informe, 0,5/s, queda 1 min');
    expect(workspaceMessages.en.counting(1)).toBe('1 report counted');
    expect(learnMessages.es.reading(1)).toBe('1 informe leído');
    expect(agreementMessages.en.more(1)).toBe('1 more is at the head of the review queue.');
    expect(es.inOwnLanguage('Solitary pulmonary nodule', 'en')).toBe('Solitary pulmonary nodule (en inglés)');
    expect(es.inOwnLanguage('Adenocarcinoma, SAI', 'es')).toBe('Adenocarcinoma, SAI');
    expect(en.inOwnLanguage('Adenocarcinoma, SAI', 'es')).toBe('Adenocarcinoma, SAI (in Spanish)');
  });

  it('never round a probability to certainty', () => {
    expect([1, 0.999, 0.93, 0.005, 0.001, 0].map((p) => dictionaries.en.percent(p))).toEqual([
      '100%',
      '>99%',
      '93%',
      '1%',
      '<1%',
      '0%',
    ]);
    expect(dictionaries.es.percent(0.5)).toBe('50\u00a0%');
  });

  it('do not repeat a code that has no description', () => {
    const code = { system: 'ICD-O-3', code: '8140/3', description: '8140/3' };
    const stated = { assertion: 'present', experiencer: 'patient' } as const;
    expect(dictionaries.en.suggestion('x', code, 0.5, stated)).toBe(
      'The report states “x”: ICD-O-3 8140/3 (50%)',
    );
  });
});
