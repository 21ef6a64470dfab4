/** Regions of vessels. */
import { wholeWords as words } from './regionWords.js';
import type { RegionWords } from './regionWords.js';

/** Before the organs that the vessels are of. */
export const vesselRegions: readonly RegionWords[] = [
  {
    id: 'veins-leg',
    es: 'venas de miembro inferior derecho|venas de miembro inferior izquierdo|venas de miembros inferiores',
    en: 'right lower extremity veins|left lower extremity veins|lower extremity veins',
    pattern: words(
      'venos[oa](?: \\w+){0,3} (?:miembros?|extremidad(?:es)?) inferior(?:es)?(?: \\w+)?|venos[oa](?: de)? (?:mmii|mid|mii)|(?:miembros?|extremidad(?:es)?) inferior(?:es)? venos[oa]|(?:venous|dvt)(?: \\w+){0,4} (?:leg|legs|lower extremit(?:y|ies)|lower limbs?)|(?:leg|lower extremity|lower limb)(?: \\w+){0,2} (?:venous|dvt)(?: \\w+)?',
    ),
    parts: { '4': ['5B', '5C', '5D'] },
  },
  {
    id: 'veins-arm',
    es: 'venas de miembro superior derecho|venas de miembro superior izquierdo',
    en: 'right upper extremity veins|left upper extremity veins',
    pattern: words(
      'venos[oa](?: \\w+){0,3} (?:miembros?|extremidad(?:es)?) superior(?:es)?(?: \\w+)?|venos[oa](?: de)? (?:msd|msi)|(?:venous|dvt)(?: \\w+){0,4} (?:arm|upper extremity|upper limb)|(?:arm|upper extremity|upper limb)(?: \\w+){0,2} (?:venous|dvt)',
    ),
    parts: { '4': ['5M', '5N', null] },
  },
  {
    id: 'arteries-leg',
    es: 'arterias de miembros inferiores',
    en: 'lower extremity arteries',
    pattern: words(
      'arterial(?: \\w+){0,3} (?:miembros?|extremidad(?:es)?) inferior(?:es)?|arterial (?:de )?mmii|arterial(?: \\w+){0,3} (?:legs?|lower extremit(?:y|ies)|lower limbs?)',
    ),
    parts: { '2': '4H', '4': '4H' },
  },
  {
    id: 'renal-arteries',
    es: 'arterias renales',
    en: 'renal arteries',
    pattern: words('(?:arterias? renal(?:es)?|arterial renal|renal arter(?:y|ies)|renal artery)'),
    parts: { '2': '48', '4': '48' },
  },
  {
    id: 'portal',
    es: 'venas porta y esplácnicas',
    en: 'portal and splanchnic veins',
    pattern: words('tips|portal(?: y)?(?: venos[oa])?|porta|splanchnic|esplenoportal'),
    parts: { '4': '5T' },
  },
  {
    id: 'aorta-thoracic',
    es: 'aorta torácica',
    en: 'thoracic aorta',
    pattern: words('aorta toracica|thoracic aorta'),
    parts: { '2': '30' },
  },
  {
    id: 'aorta',
    es: 'aorta abdominal',
    en: 'abdominal aorta',
    pattern: words('aort[ao](?: abdominal)?|abdominal aorta|aaa'),
    parts: { '2': '40', '4': '40' },
  },
];
