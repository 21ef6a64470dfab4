import { describe, expect, it } from 'vitest';
import { signOf, withSign } from '../../../../server/src/core/exam/signs.js';
import { parseReport } from '../../../../server/src/core/report.js';

describe('signOf', () => {
  it.each([
    ['Hipodensidad cerebelosa izquierda.', '2'],
    ['Hyperdense lesion of 60 HU.', '2'],
    ['Hiperseñal en FLAIR.', '3'],
    ['T2 hyperintense lesion.', '3'],
    ['Hipodensidad en el estudio previo, hoy hiperintensa.', null],
    ['Nódulo de 2 cm.', null],
    ['', null],
  ])('%s', (text, sign) => {
    expect(signOf(parseReport(text))).toBe(sign);
  });
});

describe('withSign', () => {
  const model = [
    { code: 'B030Z', probability: 0.6 },
    { code: 'B020Z', probability: 0.3 },
    { code: 'BW03Z', probability: 0.1 },
  ];

  it('puts the modality of the words first and keeps the sum', () => {
    const codes = withSign(model, '2');
    expect(codes.map(({ code }) => code)).toEqual(['B020Z', 'B030Z', 'BW03Z']);
    expect(codes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    expect(codes[1]!.probability / codes[0]!.probability).toBeCloseTo((0.6 * 0.25) / 0.3, 9);
  });

  it('leaves all as it is without a sign', () => {
    expect(withSign(model, null)).toEqual(model);
    expect(withSign(model, '3')[0]).toMatchObject({ code: 'B030Z' });
  });
});
