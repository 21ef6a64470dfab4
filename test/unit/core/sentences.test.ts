import { describe, expect, it } from 'vitest';
import { splitSections } from '../../../server/src/core/sections.js';
import { splitSentences } from '../../../server/src/core/sentences.js';

const split = (text: string) => splitSentences(text, splitSections(text));
const cut = (text: string) => split(text).map((s) => text.slice(s.startUtf16, s.endUtf16));

/** `|` marks where sentences must be cut. */
function check(marked: string): void {
  const expected = marked.split('|').map((part) => part.trim());
  expect(cut(marked.replaceAll('|', ''))).toEqual(expected);
}

describe('splitSentences', () => {
  it.each([
    'Valorado por el Dr. García y la Sra. Pérez.| Sin cambios.',
    'Nódulo de aprox. 2.5 cm, p. ej. granuloma (Fig. 3).| No derrame.',
    'Mide 3 x 2 cm.| No se ven adenopatías.',
    'Mide 3 mm. en el LSD.| Estable.',
    'Contraste i.v. sin incidencias.| TAC normal.',
    'El T.A.C. es normal.| Control en EE.UU. y aquí.',
    'Sin cambios vs. el previo.| Fin.',
    'Biopsia nº 3 el 3.4.2019.| Positiva.',
    'Lesión...| Sin cambios… respecto al previo.',
    'Mr. R. T. Smith was seen.| No change, e.g. none.',
    'The acromion is type B. |No tear.',
    'Vitamina K. |A pesar de ello sangra.',
    'These suggest MS. |No enhancement.',
    'FOSA POSTERIOR S/P. |Estructuras óseas normales.',
    'Calor local.|Se observa edema.',
    'Adenocarcinoma (grado 3).|Se opera.',
    '¿Rotura?| No.',
    'Clinical: |? fracture ?dislocation',
    'Hb:9. 7 mg/dl en sangre.| Fin.',
    'Quiste (de 4 mm. Sin cambios) conocido.| Fin.',
    'IDX: |a) Quiste. |b) Resto normal.',
    'small cyst noted. |no wall thickening. |liver normal.',
  ])('%s', check);

  it('does not cut a wrapped line', () => {
    check(
      'Se observa un nódulo en el lóbulo superior derecho, de contornos\nespiculados, con broncograma.| Fin.',
    );
  });

  it('cuts at blank lines, items and headings', () => {
    check('Hallazgos|\n- nódulo en LSD\n|- derrame\n|\n1. Bazo normal\n|2) fin\n\n|Conclusión:| estable');
  });

  it('reads notes of bare lines in small letters line by line', () => {
    check('tc craneo, tce leve\n|no sangrado\n|linea media centrada');
  });

  it('gives an organ’s sentences its heading, but not the heading itself', () => {
    const text = 'Hallazgos:\nHígado: normal. Sin LOE.\nFin.';
    expect(
      split(text).map(
        (s) => s.organHeading && text.slice(s.organHeading.startUtf16, s.organHeading.endUtf16),
      ),
    ).toEqual([null, null, 'Hígado', 'Hígado', null]);
  });

  it('reads a sentence of 20,000 words whole', () => {
    expect(cut(`${'nódulo '.repeat(20_000)}fin.`)).toHaveLength(1);
  });

  it('has no sentence in a blank text', () => {
    expect(cut('')).toEqual([]);
    expect(cut(' \n\t\r\n ')).toEqual([]);
  });
});
