/** Which exam a title, a template or a code's description speaks of, in either language: the modality and the regions. */
import { foldedWords } from '../codeSearch/wordKey.js';
import { joinWords, modalityPlaces } from '../exam/modalities.js';
import type { Modality } from '../exam/modalities.js';
import { Phrases } from '../quality/phrases.js';
import { splitWords } from '../words.js';

export const regions = [
  'head',
  'neck',
  'thyroid',
  'chest',
  'breast',
  'abdomen',
  'kidney',
  'pelvis',
  'prostate',
  'spine',
  'shoulder',
  'knee',
  'body',
  'oncology',
] as const;
export type Region = (typeof regions)[number];

export interface ExamWords {
  readonly modality: Modality | null;
  readonly regions: ReadonlySet<Region>;
}

const regionWords = new Phrases<Region>()
  .add('craneo|craneal; cerebro|cerebral; encefalo; cabeza; head; brain; skull; cranial', 'head')
  .add('cuello; neck; cervical soft', 'neck')
  .add('tiroides|tiroidea|tiroideo; thyroid', 'thyroid')
  .add('torax|toracica|toracico; chest; thorax|thoracic; pulmon|pulmonar; lung|lungs', 'chest')
  .add('mama|mamas|mamaria; breast|breasts; mamografia; mammography; mammogram', 'breast')
  .add(
    'abdomen|abdominal; abdominopelvica|abdominopelvico; hepatica; higado; liver; hepatobiliary',
    'abdomen',
  )
  .add(
    'renal|renales; rinon|rinones; kidney|kidneys; vesicorrenal; renovesical; urinario|urinary; vias urinarias',
    'kidney',
  )
  .add(
    'pelvis|pelvica|pelvico|pelvic; abdominopelvica|abdominopelvico; ginecologica; transvaginal; uterus|utero; ovarios',
    'pelvis',
  )
  .add('prostata|prostatica; prostate; multiparametrica; multiparametric', 'prostate')
  .add('columna; raquis; spine; lumbar; lumbosacra; cervical spine; thoracic spine; columna dorsal', 'spine')
  .add('hombro; shoulder', 'shoulder')
  .add('rodilla; knee', 'knee')
  .add('cuerpo entero|completo; whole body; skull base to; vertex', 'body')
  .add(
    'control oncologico; seguimiento oncologico; oncologic|oncology follow; recist; restaging; reestadificacion',
    'oncology',
  );

/** Reads a short text; long ones name organs that are not the exam's. */
export function examWords(text: string): ExamWords {
  const words = splitWords(text, { startUtf16: 0, endUtf16: text.length });
  const modes = modalityPlaces(joinWords(words), true).map(({ modality }) => modality);
  const modality = modes.includes('pet') ? 'pet' : (modes[0] ?? null);
  const found = new Set<Region>();
  for (let at = 0; at < words.length; at++) {
    const region = regionWords.at(words, at)?.value;
    if (region !== undefined) found.add(region);
  }
  return { modality, regions: found };
}

/** False where both name a modality, or regions, and they differ. */
export function examsAgree(a: ExamWords, b: ExamWords): boolean {
  if (a.modality !== null && b.modality !== null && a.modality !== b.modality) return false;
  if (a.regions.size === 0 || b.regions.size === 0) return true;
  return [...a.regions].some((region) => b.regions.has(region));
}

/** Words of a text that say something of an exam, for a template whose exam names neither modality nor region. */
export function sharesWords(text: string, other: string): boolean {
  const words = new Set(foldedWords(other));
  return foldedWords(text).every((word) => words.has(word));
}
