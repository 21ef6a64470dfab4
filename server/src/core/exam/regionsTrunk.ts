/** Regions of chest, abdomen and pelvis; a narrower one stands before those whose words it holds. */
import { wholeWords as words } from './regionWords.js';
import type { RegionWords } from './regionWords.js';

/** Chest, abdomen and pelvis named together. */
export const joinedRegions: readonly RegionWords[] = [
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
];

/** Chest. */
export const chestRegions: readonly RegionWords[] = [
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
];

/** Abdomen and the organs of the pelvis. */
export const abdomenRegions: readonly RegionWords[] = [
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
];

/** The pelvis itself, after all that it holds. */
export const pelvisRegions: readonly RegionWords[] = [
  {
    id: 'pelvis',
    es: 'pelvis',
    en: 'pelvis',
    pattern: words('pelvis|pelvic[oa]s?|pelvic|pelviana?'),
    parts: { '0': 'RC', '2': 'WG', '3': 'WG', '4': 'UC' },
  },
];
