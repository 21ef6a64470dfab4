/** How an examination is made, by the words that say so, in either language: for codes, checks, templates and titles. */
import { wholeWords } from './regionWords.js';
import type { ModalityDigit, WholeWords } from './regionWords.js';

/** `mg` mammography, `xr` other plain radiography, `fl` fluoroscopy; `other`: nuclear medicine, angiography, densitometry. */
export type Modality = 'us' | 'ct' | 'mr' | 'mg' | 'xr' | 'fl' | 'pet' | 'other';

/** Words that name a modality. */
export interface ModalityPlace {
  readonly modality: Modality;
  /** Indices of its first and last word. */
  readonly first: number;
  readonly last: number;
}

/** Those of several words stand before those of fewer. */
const table: readonly (readonly [Modality, WholeWords])[] = [
  ['pet', wholeWords('pet|fdg|tomografia por emision(?: de positrones)?|positron emission tomography')],
  [
    'mr',
    wholeWords(
      'angio ?-? ?(?:rm|rmn|rmi|mr)|colangio ?-? ?(?:rm|rmn|resonancia)|mrcp|mra|mrv|rm|rmn|rnm|irm|r \\. ?m(?: \\. ?n)?|mri|mr|mpmri|rmmp|resonancias?(?: magneticas?)?(?: nuclear(?:es)?)?|magnetic resonance(?: imaging)?',
    ),
  ],
  [
    'ct',
    wholeWords(
      'angio ?-? ?(?:tc|tac|ct)|uro ?-? ?(?:tc|tac)|cta|ctpa|ldct|tcmd|tcar|tacar|hrct|tem|tc|tac|t \\. ?a \\. ?c|ct|tomografia(?: axial)? comput[a-z]+|tomografia|comput[a-z]+ tomograph[a-z]+|tomodensitometria',
    ),
  ],
  [
    'us',
    wholeWords(
      'eco ?-? ?doppler|ecodoppler|eco|ecos|eco(?:tomo)?grafi[a-z]*|ecograma|u / s|ultraso[a-z]+|us|uss|usg|sonogra[a-z]+|doppler|duplex|ecocardi[a-z]+|echocardiogra[a-z]+',
    ),
  ],
  ['mg', wholeWords('mamogra[a-z]+|mammogra[a-z]+|tomosintesis|tomosynthesis|dbt')],
  [
    'fl',
    wholeWords(
      'fluorosc[a-z]+|transito(?: esofago[a-z]*| intestinal| baritado)?|esofagograma|enema opaco|barium swallow|barium enema',
    ),
  ],
  [
    'xr',
    wholeWords(
      'rx|r x|xr|x - rays?|x rays?|xrays?|cxr|radiograf[a-z]+|radiograph[a-z]*|placas?(?! (?:de ateroma|ateromat|pleural|calcific|de fibrina))|(?:plain )?films?|telerradiografia|ortopantomografia|escanograma',
    ),
  ],
  [
    'other',
    wholeWords(
      'spect|gammagraf[a-z]+|scintigra[a-z]+|densitometr[a-z]+|dexa|dxa|angiogra[a-z]+|arteriogra[a-z]+|venogra[a-z]+|flebogra[a-z]+|urogra[a-z]+|cistogra[a-z]+|cystogra[a-z]+|colangiogra[a-z]+|histerosalpingogra[a-z]+|hysterosalpingogra[a-z]+',
    ),
  ],
];
/** Most sentences name none, and one search tells. */
const anyModality = wholeWords(table.map(([, { source }]) => source).join('|'));
/** Say that a title is of plain radiography where it names no modality. */
const views = wholeWords('(?:\\d )?views?|proyecci[a-z]+|skyline|portable|portatil|ap|pa|lateral|perfil');
/** "AP" and "lateral" alone say nothing of imaging. */
const anyImaging = wholeWords('scans?|imaging|views?|proyecci[a-z]+|portable|portatil');
const digits: Readonly<Partial<Record<Modality, ModalityDigit>>> = {
  xr: '0',
  mg: '0',
  fl: '1',
  ct: '2',
  mr: '3',
  us: '4',
};

/** Folded words as the patterns of this folder read them: joined by one blank, one before and one after. */
export function joinWords(words: readonly { readonly folded: string }[]): string {
  let joined = ' ';
  for (const { folded } of words) joined += `${folded} `;
  // Of no words as of one empty word: a blank before it and one after.
  return words.length === 0 ? '  ' : joined;
}

/**
 * Where `words` (of `joinWords`) name modalities, in their order; no two share a word.
 * @param title whether the words are an examination's name: "us" is a pronoun elsewhere.
 */
export function modalityPlaces(words: string, title: boolean): ModalityPlace[] {
  const found: ModalityPlace[] = [];
  if (!anyModality.areIn(words)) return found;
  for (const [modality, pattern] of table) {
    if (!pattern.areIn(words)) continue;
    for (const match of words.matchAll(pattern.every)) {
      const [named] = match;
      if (named === 'us' && !title) continue;
      const first = words.slice(1, match.index).split(' ').length - 1;
      const last = first + named.split(' ').length - 1;
      if (!found.some((other) => first <= other.last && other.first <= last))
        found.push({ modality, first, last });
    }
  }
  return found.sort((a, b) => a.first - b.first);
}

/** True where views alone say that a title is of plain radiography. */
export function namesViews(words: string): boolean {
  return views.areIn(words);
}

/** True where some word is of imaging, whatever the modality. */
export function namesImaging(words: string): boolean {
  return anyModality.areIn(words) || anyImaging.areIn(words);
}

/** Character 3 of the modality's codes in ICD-10-PCS section B; null where it is no imaging of that section. */
export function digitOf(modality: Modality): ModalityDigit | null {
  return digits[modality] ?? null;
}
