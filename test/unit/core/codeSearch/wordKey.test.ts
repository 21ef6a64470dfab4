import { describe, expect, it } from 'vitest';
import { wordKey } from '../../../../server/src/core/codeSearch/wordKey.js';

describe('wordKey', () => {
  it.each([
    ['neumonia', 'pneumonia'],
    ['fractura', 'fracture'],
    ['hipertension', 'hypertension'],
    ['colecistitis', 'cholecystitis'],
    ['apendicitis', 'appendicitis'],
    ['hemorragia', 'hemorrhage'],
    ['estenosis', 'stenosis'],
    ['escoliosis', 'scoliosis'],
    ['calcificacion', 'calcification'],
    ['obstruccion', 'obstruction'],
    ['linfoma', 'lymphoma'],
    ['enfisema', 'emphysema'],
    ['cirrosis', 'cirrhosis'],
    ['arterias', 'artery'],
    ['humero', 'humerus'],
    ['venoso', 'venous'],
    ['deformidad', 'deformity'],
    ['inmune', 'immune'],
    ['leucemia', 'leukemia'],
    ['quiste', 'quistes'],
    ['lesion', 'lesiones'],
    ['pulmonar', 'pulmonary'],
    ['derecho', 'derechas'],
    ['mass', 'masses'],
  ])('makes %s and %s one', (one, other) => {
    expect(wordKey(one)).toBe(wordKey(other));
  });

  it.each([
    ['artritis', 'artrosis'],
    ['hiper', 'hipo'],
    ['hipertiroidismo', 'hipotiroidismo'],
    ['tibia', 'tiroides'],
    ['ovario', 'utero'],
    ['maligno', 'benigno'],
    ['12', '13'],
    ['ileo', 'ileon'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(wordKey(one)).not.toBe(wordKey(other));
  });

  it('leaves abbreviations and numbers as they are', () => {
    expect(['tc', 'rm', 'iii', '129', 'l5'].map(wordKey)).toEqual(['tc', 'rm', 'iii', '129', 'l5']);
  });
});
