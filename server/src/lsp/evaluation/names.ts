/** Names of rows of scores, in the two languages, for the shell and for the editor. */
export interface EvaluationNames {
  model: string;
  documents: string;
  goldMentions: string;
  without(code: string): string;
  codes(threshold: string): string;
  calibrationError: string;
  entities: string;
  exact: string;
  overlap: string;
  lenient: string;
  accuracy: string;
  /** Over those whose annotation states a value. */
  stated: string;
  paper003: string;
  positive: string;
  balanced: string;
  sensitivity: string;
  specificity: string;
  specific: string;
  sensitive: string;
  chest: string;
  headImaging: string;
  examCodes: string;
  withoutContrast: string;
  all: string;
  origin: Readonly<Record<'real' | 'authored' | 'mixed' | 'none', string>>;
  codiesp: CodiespNames;
}

export interface CodiespNames {
  diagnoses: string;
  procedures: string;
  imaging: string;
  evidence: string;
  imagingEvidence: string;
  /** Codes that training has. */
  seen: string;
  cases: string;
  allCases: string;
}

export const englishEvaluation: EvaluationNames = {
  model: 'Model',
  documents: 'Documents',
  goldMentions: 'Gold mentions',
  without: (code) => `MAP without ${code}`,
  codes: (threshold) => `Codes (≥ ${threshold})`,
  calibrationError: 'Calibration error',
  entities: 'Entities',
  exact: 'exact',
  overlap: 'overlap',
  lenient: 'lenient',
  accuracy: 'accuracy',
  stated: 'where stated',
  paper003: 'As paper 003, Table 4',
  positive: 'yes',
  balanced: 'balanced accuracy',
  sensitivity: 'sensitivity',
  specificity: 'specificity',
  specific: 'specific threshold',
  sensitive: 'sensitive threshold',
  chest: 'abnormal, chest radiographs',
  headImaging: 'head imaging',
  examCodes: 'Codes',
  withoutContrast: 'Top 1 without contrast',
  all: 'All together',
  origin: { real: 'real', authored: 'authored', mixed: 'real and authored', none: 'origin not stated' },
  codiesp: {
    diagnoses: 'Diagnoses (D)',
    procedures: 'Procedures (P), all sections',
    imaging: 'Procedures (P), section B alone',
    evidence: 'Codes with their phrases (X), all',
    imagingEvidence: 'Codes with their phrases (X), section B alone',
    seen: 'codes seen in training',
    cases: 'cases with gold / with a prediction',
    allCases: 'MAP, no prediction counting 0',
  },
};

export const spanishEvaluation: EvaluationNames = {
  model: 'Modelo',
  documents: 'Documentos',
  goldMentions: 'Menciones de referencia',
  without: (code) => `MAP sin ${code}`,
  codes: (threshold) => `Códigos (≥ ${threshold})`,
  calibrationError: 'Error de calibración',
  entities: 'Entidades',
  exact: 'exacto',
  overlap: 'solapado',
  lenient: 'laxo',
  accuracy: 'exactitud',
  stated: 'donde consta',
  paper003: 'Como el artículo 003, tabla 4',
  positive: 'sí',
  balanced: 'exactitud equilibrada',
  sensitivity: 'sensibilidad',
  specificity: 'especificidad',
  specific: 'umbral específico',
  sensitive: 'umbral sensible',
  chest: 'abnormal, radiografías de tórax',
  headImaging: 'imagen de la cabeza',
  examCodes: 'Códigos',
  withoutContrast: 'Primero, sin contraste',
  all: 'Todo junto',
  origin: { real: 'reales', authored: 'de autor', mixed: 'reales y de autor', none: 'origen no indicado' },
  codiesp: {
    diagnoses: 'Diagnósticos (D)',
    procedures: 'Procedimientos (P), todas las secciones',
    imaging: 'Procedimientos (P), solo la sección B',
    evidence: 'Códigos con sus frases (X), todos',
    imagingEvidence: 'Códigos con sus frases (X), solo la sección B',
    seen: 'códigos vistos en el entrenamiento',
    cases: 'casos con referencia / con predicción',
    allCases: 'MAP, contando 0 donde no hay predicción',
  },
};
