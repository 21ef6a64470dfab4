import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSections } from '../../../server/src/core/sections.js';
import { splitSentences } from '../../../server/src/core/sentences.js';

/** `kind[title]` of every section. */
const outline = (text: string): string[] =>
  splitSections(text).map((section) =>
    section.title === '' ? section.kind : `${section.kind}[${section.title}]`,
  );

describe('splitSections: headings', () => {
  it.each([
    ['ANAMNESIS\nVarón de 60 años.', 'history[ANAMNESIS]'],
    ['TÉCNICA: TC helicoidal.', 'technique[TÉCNICA]'],
    ['TECNICA: TC helicoidal.', 'technique[TECNICA]'],
    ['Técnica: TC helicoidal.'.normalize('NFD'), `technique[${'Técnica'.normalize('NFD')}]`],
    ['Impression:\nNormal.', 'impression[Impression]'],
    ['**Findings**\nNormal.', 'findings[Findings]'],
    ['**Findings:** normal.', 'findings[Findings]'],
    ['# Hallazgos\nNormal.', 'findings[Hallazgos]'],
    ['1. IMPRESIÓN DIAGNÓSTICA\nNormal.', 'impression[IMPRESIÓN DIAGNÓSTICA]'],
    ['IDX: normal.', 'impression[IDX]'],
    ['\tConclusion : normal.', 'impression[Conclusion]'],
    ['CONCLUSIÓN.- Normal.', 'impression[CONCLUSIÓN]'],
    ['Impression - no acute injury.', 'impression[Impression]'],
    ['Juicio diagnóstico\nAdenocarcinoma.', 'impression[Juicio diagnóstico]'],
    ['Exploración física\nNormal.', 'examination[Exploración física]'],
    ['PRUEBAS COMPLEMENTARIAS\nTC.', 'examination[PRUEBAS COMPLEMENTARIAS]'],
    ['ANATOMÍA PATOLÓGICA\nCarcinoma.', 'pathology[ANATOMÍA PATOLÓGICA]'],
    ['Tratamiento\nCirugía.', 'treatment[Tratamiento]'],
    ['Evolución\nBuena.', 'course[Evolución]'],
    ['CONCLUSION AND RECOMMENDATIONS:\nNormal.', 'impression[CONCLUSION AND RECOMMENDATIONS]'],
    ['Comparison: none.', 'comparison[Comparison]'],
    ['CÓDIGOS\n8140/3', 'codes[CÓDIGOS]'],
    ['Codificación CIE-O\n8140/3', 'codes[Codificación CIE-O]'],
    ['CIE-O-3: 8140/3', 'codes[CIE-O-3]'],
    ['ICD-O-3 codes\n8140/3', 'codes[ICD-O-3 codes]'],
    ['Codes: 8140/3', 'codes[Codes]'],
    ['Hígado: sin lesiones.', 'organ[Hígado]'],
    ['- Lungs and airways: clear.', 'organ[Lungs and airways]'],
    ['LIVER, GALLBLADDER, PANCREAS:\nNormal.', 'organ[LIVER, GALLBLADDER, PANCREAS]'],
    ['L4-L5: protrusion.', 'organ[L4-L5]'],
    ['C5/6: normal.', 'organ[C5/6]'],
    ['NEW LESIONS: none.', 'body[NEW LESIONS]'],
  ])('%j', (text, expected) => {
    expect(outline(text)).toEqual([expected]);
  });

  it.each([
    'Nota: estudio limitado.',
    'Signo de Murphy: negativo.',
    'Murphy: negativo.',
    'Realizado a las 12:30 horas.',
    'Dr. García: informe urgente.',
    'DR. GARCÍA:\ninforme urgente.',
    'Se observa lo siguiente: nódulo.',
    'ECOG: 1.',
    'Difusión: sin restricción.',
    'Los hallazgos son normales.',
    'Se describen los\nhallazgos: nódulo.',
  ])('%j is no heading', (text) => {
    expect(outline(text)).toEqual(['body']);
  });

  it('finds headings inside a line, after a full stop', () => {
    expect(outline('Indication: pain. Findings: normal liver. Impression: normal.')).toEqual([
      'indication[Indication]',
      'findings[Findings]',
      'impression[Impression]',
    ]);
  });

  it('takes organs inside a line for headings where there are two', () => {
    expect(outline('Hígado: normal. Bazo: normal.')).toEqual(['organ[Hígado]', 'organ[Bazo]']);
    expect(outline('Nódulos de 3 mm. Bazo: normal.')).toEqual(['body']);
  });
});

describe('splitSections: extent', () => {
  it('has no section in an empty text', () => {
    expect(splitSections('')).toEqual([]);
  });

  it('covers the text in order, whatever its line ends', () => {
    const text = '\r\n TC DE TÓRAX\r\n\r\nTÉCNICA:\tx\r\n\r\nHALLAZGOS:\rNódulo.\r\n';
    const sections = splitSections(text);
    expect(sections.map((section) => text.slice(section.startUtf16, section.endUtf16)).join('')).toBe(text);
    expect(sections.map((section) => section.kind)).toEqual(['header', 'technique', 'findings']);
  });

  it('covers any text in order: no two sections share words', () => {
    const pieces = fc.constantFrom(
      'Hígado',
      'Liver',
      'IMPRESIÓN',
      'Nota',
      'sin derrame',
      ':',
      '.',
      ' ',
      '\t',
      '\n',
      '- ',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 16 }), (parts) => {
        const text = parts.join('');
        const sections = splitSections(text);
        expect(sections.map((s) => text.slice(s.startUtf16, s.endUtf16)).join('')).toBe(text);
        for (const { startUtf16, endUtf16, body } of sections) {
          expect(body.startUtf16).toBeGreaterThanOrEqual(startUtf16);
          expect(body.endUtf16).toBe(endUtf16);
        }
        const sentences = splitSentences(text, sections);
        sentences.slice(1).forEach((sentence, i) => {
          expect(sentence.startUtf16).toBeGreaterThanOrEqual(sentences[i]?.endUtf16 ?? 0);
        });
      }),
      { numRuns: 2000, examples: [[['sin derrame', '.', '\t', 'Hígado', ':', 'Hígado', ':']]] },
    );
  });

  it('ends a title with its line and a technique with its paragraph', () => {
    expect(outline('CT head\nFall.\n\nTechnique: axial.\n\nNo haemorrhage.')).toEqual([
      'header[CT head]',
      'body',
      'technique[Technique]',
      'body',
    ]);
  });

  it('returns to the findings after an organ', () => {
    expect(outline('Findings:\nLiver: normal.\nNo free fluid.\n\nImpression: normal.')).toEqual([
      'findings[Findings]',
      'organ[Liver]',
      'findings',
      'impression[Impression]',
    ]);
  });

  it('keeps organs of an impression as its items', () => {
    expect(outline('IMPRESSION:\n1. Right kidney: cyst.\n2. Liver: normal.')).toEqual([
      'impression[IMPRESSION]',
    ]);
  });

  it('gives the heading’s words and the text after it', () => {
    const text = '**1. Hallazgos:** nódulo';
    const [section] = splitSections(text);
    expect(section?.heading && text.slice(section.heading.startUtf16, section.heading.endUtf16)).toBe(
      'Hallazgos',
    );
    expect(section && text.slice(section.body.startUtf16)).toBe(' nódulo');
  });
});
