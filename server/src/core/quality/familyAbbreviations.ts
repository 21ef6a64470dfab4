/** Abbreviations and further names of families, Spanish and English, folded, with the organ where the name tells it. */

interface Names {
  /** Id of the family in `families.ts`. */
  readonly family: string;
  /** Replaces the family's organ. */
  readonly organ?: string;
  readonly words: string;
}

export const familyAbbreviations: readonly Names[] = [
  { family: 'none', words: 'pe protocol|study|scan|ct; cva tenderness; protocolo tep|acv' },
  {
    family: 'pulmonary embolism',
    words: `pe|pes; pte; tromboembolia|tromboembolias|tromboembolismos pulmonar|pulmonares; tromboembolismo arterial pulmonar; thromboembolism of the pulmonary; saddle embol*;
      embolo|embolos pulmonar|pulmonares; embolismos pulmonares; tromboembol* cabalgad*`,
  },
  {
    family: 'venous thrombosis',
    words: `dvts; tvps; femoral|popliteal|femoropopliteal|iliofemoral|tibial|peroneal thrombosis; femoral|popliteal|tibial|peroneal vein thrombosis|thrombus; trombosis femoral|poplitea|femoropoplitea|iliofemoral|popliteo;
      trombosis de la vena|venas femoral|femorales|poplitea|popliteas|femoropoplitea; trombosis de vena femoral|poplitea; trombo en la vena femoral|poplitea; trombo en vena femoral|poplitea`,
  },
  { family: 'aneurysm', organ: 'aorta', words: 'aaa|aaas; taa' },
  { family: 'subarachnoid hemorrhage', words: 'sah; hemorragias subaracnoideas; sangrado subaracnoideo' },
  { family: 'subdural hemorrhage', words: 'sdh|sdhs; hsd; coleccion subdural hematica' },
  { family: 'epidural hemorrhage', words: 'edh; hed; hematoma extradural' },
  {
    family: 'intracranial hemorrhage',
    words: 'ich; iph; ivh; hic; hemorragia|hemorragias|sangrado intracerebral|intraaxial|intracraneales',
  },
  {
    family: 'infarct',
    words: `acv|acvs; acva|acvas; cva|cvas; ictus isquemico; ischemic stroke; acute|subacute ischemia; lesion|lesiones isquemica|isquemicas aguda|agudas; isquemia cerebral`,
  },
  { family: 'pneumothorax', words: 'ptx; ntx' },
  { family: 'ground glass', words: 'ggo|ggos' },
  { family: 'nodule', organ: 'lung', words: 'ggn|ggns; nps' },
  { family: 'nodule', words: 'incidentaloma|incidentalomas' },
  { family: 'adenopathy', words: 'adp|adps' },
  { family: 'fracture', words: 'fxs; fract' },
  {
    family: 'metastasis',
    words: 'brain|liver|bone|lung|hepatic|osseous|pulmonary|spinal|adrenal|nodal mets; mts; mtts',
  },
  {
    family: 'malignancy',
    organ: 'liver',
    words:
      'hcc|hccs; chc|chcs; hepatocarcinoma*; hepatocellular carcinoma*; carcinoma* hepatocelular|hepatocelulares; hepatoma*',
  },
  {
    family: 'malignancy',
    organ: 'kidney',
    words:
      'rcc|rccs; renal cell carcinoma*; carcinoma* de celulas renales; carcinoma* renal|renales; hipernefroma*; hypernephroma*',
  },
  {
    family: 'malignancy',
    organ: 'lung',
    words: 'nsclc; sclc; cpnm; cpcnp; cpcp; cbnm; lung cancer; cancer de pulmon',
  },
  { family: 'malignancy', organ: 'pancreas', words: 'pdac' },
  { family: 'malignancy', organ: 'brain', words: 'gbm' },
  { family: 'malignancy', organ: 'breast', words: 'dcis; cdis' },
  { family: 'malignancy', organ: 'bowel', words: 'crc; ccr; cancer colorrectal; colorectal cancer' },
  { family: 'malignancy', words: 'gist|gists; lnh; nhl; dlbcl; ccrcc' },
  {
    family: 'benign',
    organ: 'liver',
    words: 'fnh; hnf; focal nodular hyperplasia; hiperplasia nodular focal',
  },
  { family: 'benign', organ: 'kidney', words: 'aml|amls' },
  { family: 'cyst', organ: 'pancreas', words: 'ipmn|ipmns; tpmi; nmpi; bd ipmn' },
  { family: 'stone', organ: 'ureter', words: 'ureterolithiasis; ureterolitiasis' },
  { family: 'appendicitis', words: 'plastron apendicular; appendiceal phlegmon' },
];
