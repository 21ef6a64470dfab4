/** Regions of the limbs: each has a right and a left, and the hips and knees both. */
import { wholeWords } from './regionWords.js';
import type { Part, RegionWords } from './regionWords.js';

function limb(id: string, es: string, en: string, pattern: string, part: Part): RegionWords {
  return { id, es, en, pattern: wholeWords(pattern), parts: { '0': part, '2': part, '3': part, '4': part } };
}

export const limbRegions: readonly RegionWords[] = [
  limb(
    'shoulder',
    'hombro derecho|hombro izquierdo|ambos hombros',
    'right shoulder|left shoulder|both shoulders',
    'hombros?|shoulders?',
    ['P8', 'P9', null],
  ),
  limb(
    'elbow',
    'codo derecho|codo izquierdo|ambos codos',
    'right elbow|left elbow|both elbows',
    'codos?|elbows?',
    ['PG', 'PH', null],
  ),
  limb(
    'wrist',
    'muñeca derecha|muñeca izquierda|ambas muñecas',
    'right wrist|left wrist|both wrists',
    'munecas?|wrists?|scaphoid|escafoides',
    ['PL', 'PM', null],
  ),
  limb(
    'hand',
    'mano derecha|mano izquierda|ambas manos',
    'right hand|left hand|both hands',
    'manos?|hands?',
    ['PN', 'PP', null],
  ),
  limb(
    'hip',
    'cadera derecha|cadera izquierda|ambas caderas',
    'right hip|left hip|both hips',
    'caderas?|hips?|coxofemoral(?:es)?',
    ['Q0', 'Q1', 'Q2'],
  ),
  limb(
    'knee',
    'rodilla derecha|rodilla izquierda|ambas rodillas',
    'right knee|left knee|both knees',
    'rodillas?|knees?',
    ['Q7', 'Q8', 'Q9'],
  ),
  limb(
    'ankle',
    'tobillo derecho|tobillo izquierdo|ambos tobillos',
    'right ankle|left ankle|both ankles',
    'tobillos?|ankles?|aquiles|achilles',
    ['QG', 'QH', null],
  ),
  limb('foot', 'pie derecho|pie izquierdo|ambos pies', 'right foot|left foot|both feet', 'pies?|foot|feet', [
    'QL',
    'QM',
    null,
  ]),
  limb(
    'femur',
    'fémur derecho|fémur izquierdo|ambos fémurs',
    'right femur|left femur|both femurs',
    'femur|muslos?|thigh',
    ['Q3', 'Q4', null],
  ),
  limb(
    'leg',
    'pierna derecha|pierna izquierda|ambas piernas',
    'right lower leg|left lower leg|both lower legs',
    'piernas?|tibia(?: y perone)?|lower leg|tib ?/ ?fib',
    ['QD', 'QF', null],
  ),
  limb(
    'humerus',
    'húmero derecho|húmero izquierdo|ambos húmeros',
    'right humerus|left humerus|both humeruss',
    'humer[a-z]+|brazos?',
    ['PA', 'PB', null],
  ),
  limb(
    'forearm',
    'antebrazo derecho|antebrazo izquierdo|ambos antebrazos',
    'right forearm|left forearm|both forearms',
    'antebrazos?|forearm',
    ['PJ', 'PK', null],
  ),
];
