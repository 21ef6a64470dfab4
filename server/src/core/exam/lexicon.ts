/**
 * Words that name an examination, and the ICD-10-PCS section B characters that they stand for: modality (character 3)
 * and body system with body part (characters 2 and 4). Patterns read folded words joined by one blank.
 */

/** Character 3: 0 plain radiography, 1 fluoroscopy, 2 CT, 3 MRI, 4 ultrasound. */
export type ModalityDigit = '0' | '1' | '2' | '3' | '4';
/** Body system and body part; or those of the right, the left and both. */
type Part = string | readonly [right: string, left: string, both: string | null];

export interface RegionWords {
  readonly id: string;
  /** Its name; of the right, the left and both, parted by `|`, where the parts are. */
  readonly es: string;
  readonly en: string;
  readonly pattern: RegExp;
  readonly parts: Readonly<Partial<Record<ModalityDigit, Part>>>;
}

/** A pattern of whole words; `es` and `en` are alternatives without groups of their own. */
const words = (source: string): RegExp => new RegExp(`(?<= )(?:${source})(?= )`, 'g');

/** The words of a modality; those of a narrower one stand first. */
export const modalityWords: readonly (readonly [ModalityDigit, RegExp])[] = [
  [
    '2',
    words(
      'angio ?-? ?(?:tc|tac|ct)|uro ?-? ?(?:tc|tac)|cta|ctpa|ldct|tcmd|tcar|tacar|hrct|tc|tac|t \\. ?a \\. ?c|ct|tomografia(?: axial)? comput[a-z]+|tomografia|comput[a-z]+ tomograph[a-z]+|tomodensitometria',
    ),
  ],
  [
    '3',
    words(
      'angio ?-? ?(?:rm|rmn|rmi|mr)|colangio ?-? ?(?:rm|rmn|resonancia)|mrcp|mra|mrv|rm|rmn|rnm|irm|r \\. ?m(?: \\. ?n)?|mri|mr|mpmri|rmmp|resonancias?(?: magneticas?)?(?: nuclear(?:es)?)?|magnetic resonance',
    ),
  ],
  [
    '4',
    words(
      'eco|ecos|eco(?:tomo)?grafi[a-z]*|ecograma|u / s|ultraso[a-z]+|us|uss|usg|sonogra[a-z]+|eco ?-? ?doppler|ecodoppler|doppler|duplex|ecocardi[a-z]+|echocardiogra[a-z]+',
    ),
  ],
  [
    '1',
    words(
      'fluorosc[a-z]+|transito(?: esofago[a-z]*| intestinal| baritado)?|esofagograma|enema opaco|barium swallow|barium enema',
    ),
  ],
  [
    '0',
    words(
      'rx|r x|xr|x - rays?|x rays?|xrays?|cxr|radiograf[a-z]+|radiograph[a-z]*|placas?|films?|mamografi[a-z]*|mammogra[a-z]+|tomosintesis|tomosynthesis|telerradiografia|ortopantomografia|escanograma|(?:\\d )?views?|proyecci[a-z]+|skyline|portable|ap|pa|lateral|frente y perfil',
    ),
  ],
];

/** Stands alone for plain radiography only in a title without another modality. */
export const viewWords = words(
  '(?:\\d )?views?|proyecci[a-z]+|skyline|portable|portatil|ap|pa|lateral|perfil',
);

export const sideWords = {
  both: words('ambos|ambas|bilateral(?:es)?|both|bilat'),
  left: words('izq|izquierd[oa]s?|izd[oa]?|izda|left|lt|mii|msi|l'),
  right: words('dch[oa]?|dcho|dcha|derech[oa]s?|der|dx|right|rt|mid|msd|r'),
} as const;

export const contrastWords = {
  /** Plain and enhanced: the code is that of the enhanced examination. */
  withAndWithout: words(
    '(?:con y sin|sin y con)(?: \\w+){0,2}|(?:with|w) ?/? ?(?:and|&|\\+|/) ?(?:without|w ?/ ?o|wo)|w ?/ ?wo|(?:without|w ?/ ?o) and with|pre ?(?:and|&|y|/) ?post',
  ),
  without: words(
    'sin (?:el |uso de |administra[a-z]+ (?:de )?)?(?:contraste|civ|cte|gadolinio|gd|medio de contraste)(?: iv| i \\. ?v)?|sin c iv|s / ?c|without(?: iv| intravenous)?(?: contrast| gadolinium)|w / ?o(?: iv)?(?: contrast| con)?|wo(?: iv)? contrast|non ?-? ?contrast|noncontrast|non ?-? ?enhanced|unenhanced|no (?:iv )?contrast|simple|basal|plain ct',
  ),
  with: words(
    'con (?:el |uso de |administra[a-z]+ (?:de )?)?(?:contraste|civ|cte|gadolinio|gd|gadoxet[a-z]+|acido gadox[a-z]+|medio de contraste)|c / ?c|tras (?:la )?(?:administra[a-z]+|inyecci[a-z]+|contraste|gadolinio)[a-z]*|contrastad[oa]|post ?-? ?contrast[a-z]*|postcontraste|(?:with|w /|w)(?: iv| intravenous| and without(?: iv)?)*(?: contrast| gadolin[a-z]+| gd| gad)|contrast ?-? ?enhanced|ce ?-? ?(?:ct|mri?)|iv contrast|contraste (?:iv|i \\. ?v|intravenoso|yodado|oral)|(?:pre|before) (?:and|&|y) post|pre and post|/ ?- ?(?:gad[a-z]*|contrast)|gadolin[a-z]+|gadobut[a-z]+|gadoxet[a-z]+|gadov[a-z]+|dota|omnipaque|iohexol|iopamidol|iopromid[a-z]*|ultravist|visipaque|fases?(?: \\w+){0,3} (?:arterial|portal|venosa)[a-z]*|fases? (?:arterial|portal|venosa)|portal venous|arterial (?:and|phase)|venous phase|sin y con contraste|con y sin contraste|\\d+ ml (?:of |de )?(?:iv |contrast|contraste)|trifasic[oa]|triphasic|multifas[a-z]+|multiphas[a-z]+|dynamic|dinamic[oa]',
  ),
  /** An examination of vessels by CT, or with the agent in its name. */
  implied: words(
    'angio ?-? ?(?:tc|tac|ct)|cta|ctpa|ct angio[a-z]*|tep|pulmonary angio[a-z]*|arthrogram|artro ?-? ?(?:rm|tc)|ct venogra[a-z]+',
  ),
} as const;

const joint = (right: string, left: string, both: string | null = null): RegionWords['parts'] => ({
  '0': [right, left, both],
  '2': [right, left, both],
  '3': [right, left, both],
  '4': [right, left, both],
});

/** Regions; those that name a narrower place stand before those whose words they hold. */
export const regionWords: readonly RegionWords[] = [
  // Chest, abdomen and pelvis together.
  {
    id: 'trunk',
    es: 'tórax, abdomen y pelvis',
    en: 'chest, abdomen and pelvis',
    pattern: words(
      'tap|t a p|cap|c / ?a / ?p|toraco ?-? ?abdomino ?-? ?pelvic[oa]s?|toracoabdominopelvic[oa]s?|toraco ?-? ?abdominopelvic[oa]|torax ?[,-] ?abdomen (?:y|-|,) ?pelvis|torax / ?abdomen / ?pelvis|chest [,/] (?:abdomen|abdo?) [,/]?(?: ?(?:and|/|&))? ?pelvis',
    ),
    parts: { '2': 'W5' },
  },
  {
    id: 'chest-abdomen',
    es: 'tórax y abdomen',
    en: 'chest and abdomen',
    pattern: words('toraco ?-? ?abdominal(?:es)?|toracoabdominal(?:es)?'),
    parts: { '2': 'W4' },
  },
  {
    id: 'abdomen-pelvis',
    es: 'abdomen y pelvis',
    en: 'abdomen and pelvis',
    pattern: words(
      'abdomin[oi] ?-? ?pelvi[a-z]*|abdominopelvi[a-z]*|abdomen (?:y|e|and|&|/|-) ?pelvis|abdom?e?n? ?/ ?pelvis|abdo?m? (?:/|and|&) pel[a-z]*|abdopelvis|a / ?p',
    ),
    parts: { '0': 'W1', '2': 'W1', '3': 'W0', '4': 'W1' },
  },
  // Head.
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
  // Spine, before the neck and the chest whose words it shares.
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
  // Neck.
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
  // Chest.
  {
    id: 'pulmonary-artery',
    es: 'arteria pulmonar derecha',
    en: 'right pulmonary artery',
    pattern: words(
      'tep|protocolo tep|pe protocol|ctpa|pulmonary angio[a-z]*|(?:arterias? )?pulmonar(?:es)? angio[a-z]*|angio ?-? ?(?:tc|tac) (?:de )?(?:torax|toracic[oa]|pulmonar|arterias? pulmonar(?:es)?|torac[a-z]+)|ct angiogra[a-z]+ (?:of (?:the )?)?(?:chest|pulmonary)|tromboembolismo pulmonar',
    ),
    parts: { '2': '3S' },
  },
  {
    id: 'coronary',
    es: 'arterias coronarias',
    en: 'coronary arteries',
    pattern: words('coronari[a-z]+|coronary'),
    parts: { '2': '21' },
  },
  {
    id: 'heart',
    es: 'corazón',
    en: 'heart',
    pattern: words(
      'cardiac[oa]s?|cardiac|corazon|heart|ecocardi[a-z]+|echocardiogra[a-z]+|transtoracic[oa]|transesofagic[oa]',
    ),
    parts: { '3': '26', '4': '26' },
  },
  {
    id: 'breast',
    es: 'mama derecha|mama izquierda|ambas mamas',
    en: 'right breast|left breast|both breasts',
    pattern: words('mamari[oa]s?|mamas?|breasts?|mamografi[a-z]*|mammogra[a-z]+'),
    parts: { '0': ['H0', 'H1', 'H2'], '3': ['H0', 'H1', 'H2'], '4': ['H0', 'H1', 'H2'] },
  },
  {
    id: 'ribs',
    es: 'costillas derechas|costillas izquierdas',
    en: 'right ribs|left ribs',
    pattern: words('costillas?|ribs?|parrilla costal|costal(?:es)?'),
    parts: { '0': ['PX', 'PY', null] },
  },
  {
    id: 'sternum',
    es: 'esternón',
    en: 'sternum',
    pattern: words('estern[a-z]+|sternum'),
    parts: { '0': 'RH', '2': 'RH' },
  },
  {
    id: 'chest',
    es: 'tórax',
    en: 'chest',
    pattern: words(
      'torax|toracic[oa]s?|chest|thorax|thoracic|cxr|pulmon(?:es|ar|ares)?|lungs?|pleuropulmonar',
    ),
    parts: { '0': 'W3', '2': 'B4', '3': 'W3', '4': 'BB' },
  },
  // Vessels.
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
  // Abdomen and pelvis.
  {
    id: 'transplant',
    es: 'riñón trasplantado',
    en: 'kidney transplant',
    pattern: words(
      'injerto renal|trasplante renal|renal transplant|transplant kidney|kidney transplant|rinon trasplantado',
    ),
    parts: { '4': 'T9' },
  },
  {
    id: 'urinary',
    es: 'riñones y vejiga',
    en: 'kidneys and bladder',
    pattern: words(
      'reno ?-? ?vesic[a-z]*|vesico ?-? ?renal|renovesic[a-z]*|(?:aparato|tracto|vias?|sistema) urinari[oa]s?|renal y (?:vesical|de vias urinarias)|urologic[oa]|renal tract|renal and bladder|kidneys?(?: and| ,|/)? (?:ureters? and )?bladder|urinary tract|kub',
    ),
    parts: { '0': 'T4', '4': 'TJ' },
  },
  {
    id: 'urogram',
    es: 'ambos riñones',
    en: 'both kidneys',
    pattern: words('uro ?-? ?(?:tc|tac)|(?:ct )?urogra[a-z]+'),
    parts: { '2': 'T3' },
  },
  {
    id: 'adrenal',
    es: 'glándulas suprarrenales',
    en: 'adrenal glands',
    pattern: words('suprarrenal(?:es)?|adrenals?'),
    parts: { '2': 'G2', '3': 'G2', '4': 'G2' },
  },
  {
    id: 'kidney',
    es: 'ambos riñones',
    en: 'both kidneys',
    pattern: words('renal(?:es)?|rinon(?:es)?|kidneys?|nefrologic[oa]'),
    parts: { '2': 'T3', '3': 'T3', '4': 'T3' },
  },
  {
    id: 'bladder',
    es: 'vejiga',
    en: 'bladder',
    pattern: words('vejiga|vesical(?:es)?(?: y prostatic[oa])?|bladder'),
    parts: { '2': 'T0', '3': 'T0', '4': 'T0' },
  },
  {
    id: 'prostate',
    es: 'próstata',
    en: 'prostate',
    pattern: words('prostat[a-z]+'),
    parts: { '3': 'V3', '4': 'V9' },
  },
  {
    id: 'scrotum',
    es: 'escroto',
    en: 'scrotum',
    pattern: words('escrot[a-z]+|testic[a-z]+|scrot[a-z]+|testes|testis'),
    parts: { '3': 'V4', '4': 'V4' },
  },
  {
    id: 'fetus',
    es: 'feto único',
    en: 'single fetus',
    pattern: words(
      'obstetric[a-z]*|ob|fetal|feto|morfologic[oa]|gestaci[a-z]+|growth scan|anomaly scan|early pregnancy|pregnancy|dating scan|nuchal|1er trimestre|primer trimestre|trimester|translucencia nucal',
    ),
    parts: { '4': 'Y?' },
  },
  {
    id: 'female-pelvis',
    es: 'útero y ovarios',
    en: 'uterus and ovaries',
    pattern: words(
      'ginecologic[oa]s?|transvaginal(?:es)?|tvus|tv|uter[a-z]+|ovari[a-z]+|endovaginal|gynaecolog[a-z]+|gynecolog[a-z]+',
    ),
    parts: { '3': 'U6', '4': 'UC' },
  },
  {
    id: 'biliary',
    es: 'vías biliares y páncreas',
    en: 'bile ducts and pancreas',
    pattern: words('colangio ?-? ?(?:rm|rmn|resonancia)|mrcp'),
    parts: { '3': 'F7' },
  },
  {
    id: 'liver',
    es: 'hígado',
    en: 'liver',
    pattern: words('hepatic[oa]s?|higado|liver'),
    parts: { '2': 'F5', '3': 'F5', '4': 'F5' },
  },
  {
    id: 'pancreas',
    es: 'páncreas',
    en: 'pancreas',
    pattern: words('pancrea[a-z]*'),
    parts: { '2': 'F7', '3': 'F7', '4': 'F7' },
  },
  {
    id: 'appendix',
    es: 'apéndice',
    en: 'appendix',
    pattern: words('apendic[a-z]+|appendix'),
    parts: { '4': 'D8' },
  },
  {
    id: 'pylorus',
    es: 'estómago',
    en: 'stomach',
    pattern: words('pilor[a-z]+|pylor[a-z]+'),
    parts: { '4': 'D2' },
  },
  {
    id: 'gallbladder',
    es: 'vesícula biliar',
    en: 'gallbladder',
    pattern: words('vesicula|gallbladder'),
    parts: { '4': 'F2' },
  },
  {
    id: 'abdomen',
    es: 'abdomen',
    en: 'abdomen',
    pattern: words('abdom[a-z]+|abdo?|ruq|rlq|hepatobiliar|hepatobiliopancreatic[oa]'),
    parts: { '0': 'W0', '2': 'W0', '3': 'W0', '4': 'W0' },
  },
  // Limbs.
  {
    id: 'shoulder',
    es: 'hombro derecho|hombro izquierdo|ambos hombros',
    en: 'right shoulder|left shoulder|both shoulders',
    pattern: words('hombros?|shoulders?'),
    parts: joint('P8', 'P9'),
  },
  {
    id: 'elbow',
    es: 'codo derecho|codo izquierdo|ambos codos',
    en: 'right elbow|left elbow|both elbows',
    pattern: words('codos?|elbows?'),
    parts: joint('PG', 'PH'),
  },
  {
    id: 'wrist',
    es: 'muñeca derecha|muñeca izquierda|ambas muñecas',
    en: 'right wrist|left wrist|both wrists',
    pattern: words('munecas?|wrists?|scaphoid|escafoides'),
    parts: joint('PL', 'PM'),
  },
  {
    id: 'hand',
    es: 'mano derecha|mano izquierda|ambas manos',
    en: 'right hand|left hand|both hands',
    pattern: words('manos?|hands?'),
    parts: joint('PN', 'PP'),
  },
  {
    id: 'hip',
    es: 'cadera derecha|cadera izquierda|ambas caderas',
    en: 'right hip|left hip|both hips',
    pattern: words('caderas?|hips?|coxofemoral(?:es)?'),
    parts: joint('Q0', 'Q1', 'Q2'),
  },
  {
    id: 'knee',
    es: 'rodilla derecha|rodilla izquierda|ambas rodillas',
    en: 'right knee|left knee|both knees',
    pattern: words('rodillas?|knees?'),
    parts: joint('Q7', 'Q8', 'Q9'),
  },
  {
    id: 'ankle',
    es: 'tobillo derecho|tobillo izquierdo|ambos tobillos',
    en: 'right ankle|left ankle|both ankles',
    pattern: words('tobillos?|ankles?|aquiles|achilles'),
    parts: joint('QG', 'QH'),
  },
  {
    id: 'foot',
    es: 'pie derecho|pie izquierdo|ambos pies',
    en: 'right foot|left foot|both feet',
    pattern: words('pies?|foot|feet'),
    parts: joint('QL', 'QM'),
  },
  {
    id: 'femur',
    es: 'fémur derecho|fémur izquierdo|ambos fémurs',
    en: 'right femur|left femur|both femurs',
    pattern: words('femur|muslos?|thigh'),
    parts: joint('Q3', 'Q4'),
  },
  {
    id: 'leg',
    es: 'pierna derecha|pierna izquierda|ambas piernas',
    en: 'right lower leg|left lower leg|both lower legs',
    pattern: words('piernas?|tibia(?: y perone)?|lower leg|tib ?/ ?fib'),
    parts: joint('QD', 'QF'),
  },
  {
    id: 'humerus',
    es: 'húmero derecho|húmero izquierdo|ambos húmeros',
    en: 'right humerus|left humerus|both humeruss',
    pattern: words('humer[a-z]+|brazos?'),
    parts: joint('PA', 'PB'),
  },
  {
    id: 'forearm',
    es: 'antebrazo derecho|antebrazo izquierdo|ambos antebrazos',
    en: 'right forearm|left forearm|both forearms',
    pattern: words('antebrazos?|forearm'),
    parts: joint('PJ', 'PK'),
  },
  {
    id: 'pelvis',
    es: 'pelvis',
    en: 'pelvis',
    pattern: words('pelvis|pelvic[oa]s?|pelvic|pelviana?'),
    parts: { '0': 'RC', '2': 'WG', '3': 'WG', '4': 'UC' },
  },
];
