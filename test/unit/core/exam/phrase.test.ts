import { describe, expect, it } from 'vitest';
import { joinWords } from '../../../../server/src/core/exam/modalities.js';
import { contrastOf, namedExam } from '../../../../server/src/core/exam/phrase.js';
import { splitWords } from '../../../../server/src/core/words.js';

const joined = (text: string): string =>
  joinWords(splitWords(text, { startUtf16: 0, endUtf16: text.length }));

describe('namedExam', () => {
  it.each([
    ['TC craneal sin contraste', ['B020'], false],
    ['TAC toracoabdominopélvico con contraste i.v.', ['BW25'], true],
    ['TC TAP con civ', ['BW25'], true],
    ['RM de rodilla izq', ['BQ38'], null],
    ['ECO RENOVESICAL', ['BT4J'], null],
    ['Rx de tórax PA y lateral', ['BW03'], null],
    ['Ecografía tiroidea y paratiroidea', ['BG43'], null],
    ['RM de columna lumbar con y sin gadolinio', ['BR39'], true],
    ['Ecografía mamaria bilateral', ['BH42'], null],
    ['Angio-TC de arterias pulmonares (protocolo TEP)', ['B32S'], true],
    ['Eco-doppler venoso de MII', ['B54C'], null],
    ['CT abdomen/pelvis w IV contrast', ['BW21'], true],
    ['CT CHEST, ABDOMEN AND PELVIS WITHOUT CONTRAST', ['BW25'], false],
    ['MRI brain w and w/o gadolinium', ['B030'], true],
    ['XR Knee Lt', ['BQ08'], null],
    ['US Rt shoulder (linear 5-18 MHz)', ['BP48'], null],
    ['MRI cervical spine', ['BR30'], null],
    ['CTA intracranial', ['B32R'], true],
    ['Bilateral mammogram', ['BH02'], null],
    ['MRCP', ['BF37'], false],
  ])('reads %s', (title, stems, contrast) => {
    const exam = namedExam(joined(title), true);
    expect(exam?.stems).toEqual(stems);
    expect(exam?.contrast).toBe(contrast);
  });

  it('leaves the side open where the words do', () => {
    expect(namedExam(joined('RM de hombro'), true)?.stems).toEqual(['BP38', 'BP39']);
  });

  it('takes the trimester from the weeks', () => {
    const words = joined('Ecografía obstétrica');
    expect(namedExam(words, true, () => 12)?.stems).toEqual(['BY49']);
    expect(namedExam(words, true, () => 21)?.stems).toEqual(['BY4C']);
    expect(namedExam(words, true, () => 33)?.stems).toEqual(['BY4F']);
    expect(namedExam(words, true, () => null)).toBeNull();
  });

  it('takes views for plain radiography in a title alone', () => {
    expect(namedExam(joined('AP portable chest, 05:12'), true)?.stems).toEqual(['BW03']);
    expect(namedExam(joined('seen in the AP projection of the chest'), false)).toBeNull();
  });

  it('names nothing without a modality, without a region, or for nuclear medicine', () => {
    expect(namedExam(joined('Dolor abdominal de dos días'), true)).toBeNull();
    expect(namedExam(joined('Se realiza TC'), true)).toBeNull();
    expect(namedExam(joined('PET/CT of the whole body'), true)).toBeNull();
    expect(namedExam(joined('this allows us to see the abdomen'), false)).toBeNull();
  });
});

describe('contrastOf', () => {
  it.each([
    ['tras la administración de gadolinio', true],
    ['fases arterial y portal venosa', true],
    ['without IV contrast', false],
    ['non-contrast', false],
    ['sin y con contraste', true],
    ['en plano axial', null],
  ])('%s', (text, expected) => {
    expect(contrastOf(joined(text))).toBe(expected);
  });
});
