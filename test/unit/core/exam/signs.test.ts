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
  const codes = ['B030Z', 'B020Z', 'BW03Z'].map((code) => ({ code }));
  const model = { codes, shares: [0.6, 0.3, 0.1] };

  it('puts the modality of the words first and keeps the sum', () => {
    const { shares } = withSign(model, '2');
    const [mri = NaN, ct = NaN, film = NaN] = Array.from(shares);
    expect(ct).toBeGreaterThan(mri);
    expect(mri).toBeGreaterThan(film);
    expect(mri + ct + film).toBeCloseTo(1, 9);
    expect(mri / ct).toBeCloseTo((0.6 * 0.25) / 0.3, 9);
  });

  it('leaves all as it is without a sign', () => {
    expect(withSign(model, null)).toEqual(model);
    expect(withSign(model, '3').shares[0]).toBeGreaterThan(0.6);
  });
});
