import { describe, expect, it } from 'vitest';
import { joinWords, modalityPlaces, namesImaging } from '../../../../server/src/core/exam/modalities.js';
import { splitWords } from '../../../../server/src/core/words.js';

const joined = (text: string): string =>
  joinWords(splitWords(text, { startUtf16: 0, endUtf16: text.length }));
const found = (text: string, title = true): [string, number, number][] =>
  modalityPlaces(joined(text), title).map(({ modality, first, last }) => [modality, first, last]);

describe('modalityPlaces', () => {
  it('gives each in the order of the text, by words, the longer name for the shorter in it', () => {
    expect(found('Angio-TC y resonancia magnética; luego eco-doppler')).toEqual([
      ['ct', 0, 2],
      ['mr', 4, 5],
      ['us', 8, 10],
    ]);
    expect(found('PET/CT and a chest x-ray')).toEqual([
      ['pet', 0, 0],
      ['ct', 2, 2],
      ['xr', 6, 8],
    ]);
    expect(found('Mamografía y tomosíntesis')).toEqual([
      ['mg', 0, 0],
      ['mg', 2, 2],
    ]);
  });

  it('takes "us" for ultrasound in a name alone', () => {
    expect(found('US thyroid')).toEqual([['us', 0, 0]]);
    expect(found('he told us so', false)).toEqual([]);
  });
});

describe('namesImaging', () => {
  it.each(['Radiografía de tórax', 'two views', 'Gammagrafía ósea', 'portable film', 'CT head'])(
    '%s',
    (text) => {
      expect(namesImaging(joined(text))).toBe(true);
    },
  );

  it.each(['Biopsia de mama', 'placas de ateroma', 'lateral epicondyle pain', 'pleural plaques'])(
    'not %s',
    (text) => {
      expect(namesImaging(joined(text))).toBe(false);
    },
  );
});
