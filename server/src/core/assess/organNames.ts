/** Names of the organs and exams of completeness, and of the incidental findings' organs. */
import type { Language } from '../types.js';
import type { CompletenessExam, IncidentalOrgan, RequiredOrgan } from './types.js';

const names: Readonly<Record<Language, Readonly<Record<RequiredOrgan | 'kidneys' | 'ovaries', string>>>> = {
  en: {
    liver: 'liver',
    gallbladder: 'gallbladder',
    'bile-ducts': 'bile ducts',
    pancreas: 'pancreas',
    spleen: 'spleen',
    'right-kidney': 'right kidney',
    'left-kidney': 'left kidney',
    kidneys: 'kidneys',
    vessels: 'aorta or inferior vena cava',
    bladder: 'bladder',
    uterus: 'uterus',
    endometrium: 'endometrium',
    'right-ovary': 'right ovary',
    'left-ovary': 'left ovary',
    ovaries: 'ovaries',
    prostate: 'prostate',
    'seminal-vesicles': 'seminal vesicles',
  },
  es: {
    liver: 'hígado',
    gallbladder: 'vesícula',
    'bile-ducts': 'vía biliar',
    pancreas: 'páncreas',
    spleen: 'bazo',
    'right-kidney': 'riñón derecho',
    'left-kidney': 'riñón izquierdo',
    kidneys: 'riñones',
    vessels: 'aorta o vena cava inferior',
    bladder: 'vejiga',
    uterus: 'útero',
    endometrium: 'endometrio',
    'right-ovary': 'ovario derecho',
    'left-ovary': 'ovario izquierdo',
    ovaries: 'ovarios',
    prostate: 'próstata',
    'seminal-vesicles': 'vesículas seminales',
  },
};
const exams: Readonly<Record<Language, Readonly<Record<CompletenessExam, string>>>> = {
  en: {
    abdomen: 'abdominal ultrasound',
    renal: 'renal ultrasound',
    'pelvis-female': 'pelvic ultrasound',
    'pelvis-male': 'pelvic ultrasound',
  },
  es: {
    abdomen: 'ecografía de abdomen',
    renal: 'ecografía renal',
    'pelvis-female': 'ecografía de pelvis',
    'pelvis-male': 'ecografía de pelvis',
  },
};
const incidental: Readonly<Record<Language, Readonly<Record<IncidentalOrgan, string>>>> = {
  en: {
    thyroid: 'thyroid',
    lung: 'lung',
    adrenal: 'adrenal',
    kidney: 'kidney',
    liver: 'liver',
    pancreas: 'pancreas',
  },
  es: {
    thyroid: 'tiroides',
    lung: 'pulmón',
    adrenal: 'suprarrenal',
    kidney: 'riñón',
    liver: 'hígado',
    pancreas: 'páncreas',
  },
};
const pairs = [
  ['right-kidney', 'left-kidney', 'kidneys'],
  ['right-ovary', 'left-ovary', 'ovaries'],
] as const;

/** Names in the order given; both of a pair are one name. */
export function organNames(organs: readonly RequiredOrgan[], language: Language): string[] {
  return organs.flatMap((organ) => {
    const pair = pairs.find(([right, left]) => organ === right || organ === left);
    if (pair === undefined || !organs.includes(pair[0]) || !organs.includes(pair[1]))
      return [names[language][organ]];
    return organ === pair[0] ? [names[language][pair[2]]] : [];
  });
}

export function examName(exam: CompletenessExam, language: Language): string {
  return exams[language][exam];
}

export function incidentalOrganName(organ: IncidentalOrgan, language: Language): string {
  return incidental[language][organ];
}
