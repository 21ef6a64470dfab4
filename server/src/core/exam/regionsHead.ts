/** Regions of head, spine and neck; a narrower one stands before those whose words it holds. */
import { wholeWords as words } from './regionWords.js';
import type { RegionWords } from './regionWords.js';

/** Head. */
export const headRegions: readonly RegionWords[] = [
  {
    id: 'pituitary',
    es: 'silla turca e hipófisis',
    en: 'sella turcica and pituitary gland',
    pattern: words('hipofis[a-z]+|silla turca|sellar|pituitary|sella'),
    parts: { '2': '09', '3': '09' },
  },
  {
    id: 'acoustic',
    es: 'nervios acústicos',
    en: 'acoustic nerves',
    pattern: words(
      '(?:conductos? auditivos? internos?|cais?|iams?|iac|internal auditory [a-z]+|angulos? pontocerebelos[oa]s?|acoustic)(?: protocol)?',
    ),
    parts: { '3': '0C' },
  },
  {
    id: 'temporal-bone',
    es: 'huesos temporales',
    en: 'temporal bones',
    pattern: words('penascos?|hueso(?:s)? temporal(?:es)?|temporal bones?|oidos?|mastoides'),
    parts: { '2': 'NF', '3': '0C' },
  },
  {
    id: 'orbits',
    es: 'órbitas',
    en: 'orbits',
    pattern: words('orbit[a-z]+|oculares?'),
    parts: { '0': 'N3', '2': 'N3', '3': '87', '4': '87' },
  },
  {
    id: 'sinuses',
    es: 'senos paranasales',
    en: 'paranasal sinuses',
    pattern: words('senos paranasales|paranasal sinus(?:es)?|sinuses|spn'),
    parts: { '0': '92', '2': '92', '3': '92' },
  },
  {
    id: 'face',
    es: 'huesos faciales',
    en: 'facial bones',
    pattern: words('macizo (?:cranio ?)?facial|maxilofacial|facial bones?|maxillofacial'),
    parts: { '0': 'N5', '2': 'N5' },
  },
  {
    id: 'skull-base',
    es: 'cráneo',
    en: 'skull',
    pattern: words('base del? craneo|skull base'),
    parts: { '2': 'N0' },
  },
  {
    id: 'intracranial-arteries',
    es: 'arterias intracraneales',
    en: 'intracranial arteries',
    pattern: words(
      'poligono de willis|circle of willis|arterias (?:intracraneales|cerebrales)|intracranial (?:arteries|vessels)|cow',
    ),
    parts: { '2': '3R', '3': '3R' },
  },
  {
    id: 'brain',
    es: 'encéfalo',
    en: 'brain',
    pattern: words(
      'cerebr[a-z]+|encefal[a-z]+|brain|head|craneal(?:es)?|craneo(?:encefalic[oa])?|cranial|cabeza|intracranial|transfontanel[a-z]*',
    ),
    parts: { '0': 'N0', '2': '00', '3': '00', '4': '00' },
  },
];

/** Before the neck and the chest, whose words they share. */
export const spineRegions: readonly RegionWords[] = [
  {
    id: 'spine-whole',
    es: 'columna completa',
    en: 'whole spine',
    pattern: words(
      '(?:columna|raquis) (?:completa|total|entera)|(?:whole|total|entire) spine|telerradiografia de columna|scoliosis|escoliosis',
    ),
    parts: { '0': 'RG', '3': 'RG' },
  },
  {
    id: 'spine-lumbar',
    es: 'columna lumbar',
    en: 'lumbar spine',
    pattern: words(
      '(?:columna|raquis|rm|rmn|rx|mri|mr) (?:de )?(?:columna )?(?:vertebral )?lumb(?:ar|o ?-? ?sacr[a-z]*|osacr[a-z]*)|columna [a-z]+ y lumbar|lumb(?:ar|o ?-? ?sacr[oa]|osacr[oa])(?: spine)?|l - spine|l spine|ls spine',
    ),
    parts: { '0': 'R9', '2': 'R9', '3': 'R9' },
  },
  {
    id: 'spine-thoracic',
    es: 'columna dorsal',
    en: 'thoracic spine',
    pattern: words(
      '(?:columna|raquis|rm|rmn|rx) (?:de )?(?:columna )?(?:vertebral )?(?:dorsal|toracic[oa])|dorsal|thoracic spine|t - spine|t spine|dorsal spine',
    ),
    parts: { '0': 'R7', '2': 'R7', '3': 'R7' },
  },
  {
    id: 'spine-cervical',
    es: 'columna cervical',
    en: 'cervical spine',
    pattern: words(
      '(?:columna|raquis) (?:vertebral )?cervical|cervical spine|c - spine|c spine|(?:rm|rmn|mri|mr|rx) (?:de )?cervical',
    ),
    parts: { '0': 'R0', '2': 'R0', '3': 'R0' },
  },
  {
    id: 'sacrum',
    es: 'sacro y cóccix',
    en: 'sacrum and coccyx',
    pattern: words('sacro(?: y |-| ?/ ?)?co[cx]+i[sx]|sacro|sacrum(?: and coccyx)?|coccyx'),
    parts: { '0': 'RF', '2': 'RF', '3': 'RF' },
  },
  {
    id: 'sacroiliac',
    es: 'articulaciones sacroilíacas',
    en: 'sacroiliac joints',
    pattern: words('sacroiliac[a-z]*|sacro ?-? ?iliac[a-z]*'),
    parts: { '0': 'RD', '2': 'RD', '3': 'RD' },
  },
];

/** Neck. */
export const neckRegions: readonly RegionWords[] = [
  {
    id: 'parathyroid',
    es: 'paratiroides',
    en: 'parathyroid glands',
    pattern: words('paratiroid[a-z]*|parathyroids?'),
    parts: { '4': 'G3' },
  },
  {
    id: 'thyroid',
    es: 'tiroides',
    en: 'thyroid gland',
    pattern: words('tiroid[a-z]+|thyroid'),
    parts: { '4': 'G4' },
  },
  {
    id: 'carotid',
    es: 'arterias carótidas comunes',
    en: 'common carotid arteries',
    pattern: words(
      'carot[a-z]+(?:(?: y | - | and |/ )(?:vertebral(?:es)?)?)?|troncos? supra ?-? ?aortic[oa]s?|tsa|tsao',
    ),
    parts: { '2': '35', '3': '35', '4': '35' },
  },
  {
    id: 'neck',
    es: 'cuello',
    en: 'neck',
    pattern: words('cuello|neck|cervical(?:es)?|cervicofacial'),
    parts: { '2': 'WF', '3': 'WF', '4': 'WF' },
  },
];
