import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../../server/src/core/language.js';

describe('detectLanguage', () => {
  it.each([
    'Sin hallazgos.',
    'SIN HALLAZGOS SIGNIFICATIVOS',
    'Rx tórax normal.',
    'No se observan lesiones focales.',
    'Higado normal. Bazo normal.',
    'TC craneal sin contraste',
    'Conclusión: nódulo pulmonar.',
    'Fractura de radio distal.',
  ])('Spanish: %s', (text) => {
    expect(detectLanguage(text)).toBe('es');
  });

  it.each([
    'No acute findings.',
    'NO ACUTE CARDIOPULMONARY PROCESS',
    'Normal chest x-ray.',
    'Lungs are clear.',
    'No pleural effusion or pneumothorax.',
    'CT head without contrast',
    'Impression: pulmonary nodule.',
    'Unremarkable study.',
  ])('English: %s', (text) => {
    expect(detectLanguage(text)).toBe('en');
  });

  it('takes a tie for Spanish', () => {
    expect(detectLanguage('')).toBe('es');
    expect(detectLanguage('12 mm')).toBe('es');
    expect(detectLanguage('NO')).toBe('es');
  });

  it('reads decomposed accents', () => {
    expect(detectLanguage('Nódulo mamá'.normalize('NFD'))).toBe('es');
  });
});
