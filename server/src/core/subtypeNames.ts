/**
 * Spanish names of the 56 anatomy subtypes, whose own names are English (paper 003). Same content as the third
 * column of `training/data/anatomy-subtypes.tsv`; a test compares the two.
 */
import type { Language } from './types.js';

const spanish: ReadonlyMap<string, string> = new Map([
  ['Abdomen', 'Abdomen'],
  ['Adrenal gland', 'Glándula suprarrenal'],
  ['Back', 'Espalda'],
  ['Bile duct', 'Vía biliar'],
  ['Bladder', 'Vejiga'],
  ['Brain', 'Encéfalo'],
  ['Breast', 'Mama'],
  ['Cardiovascular system', 'Sistema cardiovascular'],
  ['Diaphragm', 'Diafragma'],
  ['Digestive system', 'Sistema digestivo'],
  ['Ear', 'Oído'],
  ['Esophagus', 'Esófago'],
  ['Eye', 'Ojo'],
  ['Fallopian tube', 'Trompa de Falopio'],
  ['Gallbladder', 'Vesícula biliar'],
  ['Head', 'Cabeza'],
  ['Heart', 'Corazón'],
  ['Integumentary system', 'Sistema tegumentario'],
  ['Intestine', 'Intestino'],
  ['Kidney', 'Riñón'],
  ['Laryngeal', 'Laringe'],
  ['Liver', 'Hígado'],
  ['Lower limb', 'Miembro inferior'],
  ['Lung', 'Pulmón'],
  ['Lymphatic system', 'Sistema linfático'],
  ['Mediastinum', 'Mediastino'],
  ['Mouth', 'Boca'],
  ['Musculoskeletal system', 'Sistema musculoesquelético'],
  ['Nasal sinus', 'Seno paranasal'],
  ['Neck', 'Cuello'],
  ['Nervous system', 'Sistema nervioso'],
  ['Nose', 'Nariz'],
  ['Ovary', 'Ovario'],
  ['Pancreas', 'Páncreas'],
  ['Pelvis', 'Pelvis'],
  ['Penis', 'Pene'],
  ['Pericardial sac', 'Saco pericárdico'],
  ['Peritoneal sac', 'Cavidad peritoneal'],
  ['Pharynx', 'Faringe'],
  ['Pleural sac', 'Cavidad pleural'],
  ['Prostate', 'Próstata'],
  ['Retroperitoneal', 'Retroperitoneo'],
  ['Seminal vesicle', 'Vesícula seminal'],
  ['Spleen', 'Bazo'],
  ['Stomach', 'Estómago'],
  ['Testis', 'Testículo'],
  ['Thorax', 'Tórax'],
  ['Thyroid', 'Tiroides'],
  ['Tracheobronchial', 'Traqueobronquial'],
  ['Upper limb', 'Miembro superior'],
  ['Urethra', 'Uretra'],
  ['Uterus', 'Útero'],
  ['Vagina', 'Vagina'],
  ['Vas deferens', 'Conducto deferente'],
  ['Vulva', 'Vulva'],
  ['Whole body', 'Cuerpo entero'],
]);

/** The 56 subtypes by their English names, in alphabetical order. */
export const subtypeIds: readonly string[] = [...spanish.keys()];

/** A subtype's name in a language; one that a pack has of its own keeps its name. */
export function subtypeName(subtype: string, language: Language): string {
  return language === 'es' ? (spanish.get(subtype) ?? subtype) : subtype;
}
