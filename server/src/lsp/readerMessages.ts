/** What the server says of entities and report labels, in the interface's two languages. */
import type {
  Assertion,
  EntityType,
  Experiencer,
  LabelId,
  RelationType,
  Side,
  Trend,
} from '../core/types.js';

/** A label as a person reads it. */
export interface LabelText {
  readonly id: LabelId;
  readonly probability: number;
  /** True where a person says so, whatever the probability. */
  readonly accepted?: boolean;
}

export interface ReaderMessages {
  readonly entities: Readonly<Record<EntityType, string>>;
  readonly assertions: Readonly<Record<Assertion, string>>;
  readonly experiencers: Readonly<Record<Exclude<Experiencer, 'patient'>, string>>;
  readonly sides: Readonly<Record<Side, string>>;
  readonly trends: Readonly<Record<Trend, string>>;
  readonly labels: Readonly<Record<LabelId, string>>;
  /** What an entity does to the one that a relation leads to. */
  readonly relations: Readonly<Record<RelationType, string>>;
  /** The same from the other end. */
  readonly inverse: Readonly<Record<RelationType, string>>;
  /** Its SNOMED CT concept, which follows from the subtype. */
  snomed(id: string): string;
  score(score: number): string;
  readonly supports: string;
  /** A label with its probability. */
  label(label: LabelText): string;
  /** A flag on a finding. @param place may be empty. */
  flag(finding: string, place: string, possible: boolean, labels: readonly LabelText[]): string;
  flagSentence(labels: readonly LabelText[]): string;
  flagDoubtful(labels: readonly LabelText[]): string;
  dismissFinding(finding: string): string;
  dismissLabel(label: LabelId): string;
  /** The line above the report. @param doubtful labels between their two thresholds. */
  lens(stated: readonly LabelText[], doubtful: readonly LabelText[]): string;
  /** The same where the report states no label. */
  lensNothing(abnormal: LabelText): string;
}

/** Two decimals; only certainty is 1. */
function twoDecimals(score: number): string {
  return (score < 1 ? Math.min(0.99, score) : 1).toFixed(2);
}

/** What the reading makes of a label. */
type Says = 'stated' | 'doubtful' | 'notStated';
/** Probability in words, by what the reading makes of it: the first row whose bound it reaches. */
type Scale = Readonly<Record<Says, readonly (readonly [number, string])[]>>;
const inWords = (scale: Scale, says: Says, probability: number): string =>
  scale[says].find(([from]) => probability >= from)?.[1] ?? '';

/** A label's threshold may lie below one half: what is stated is never called unlikely. */
const englishScale: Scale = {
  stated: [
    [0.95, 'very likely'],
    [0.75, 'likely'],
    [0.5, 'more likely than not'],
    [0, 'above its threshold'],
  ],
  doubtful: [
    [0.4, 'about as likely as not'],
    [0, 'possible'],
  ],
  notStated: [
    [0.4, 'about as likely as not'],
    [0, 'unlikely'],
  ],
};
const spanishScale: Scale = {
  stated: [
    [0.95, 'muy probable'],
    [0.75, 'probable'],
    [0.5, 'más probable que no'],
    [0, 'sobre su umbral'],
  ],
  doubtful: [
    [0.4, 'tan probable como no'],
    [0, 'posible'],
  ],
  notStated: [
    [0.4, 'tan probable como no'],
    [0, 'poco probable'],
  ],
};

const englishLabels: ReaderMessages['labels'] = {
  abnormal: 'abnormal',
  mass: 'mass',
  acute_stroke: 'acute stroke',
  atrophy: 'atrophy',
  vascular: 'vascular abnormality',
  small_vessel_disease: 'small vessel disease',
  white_matter_inflammation: 'white matter inflammation',
  encephalomalacia: 'encephalomalacia',
};
const spanishLabels: ReaderMessages['labels'] = {
  abnormal: 'anormal',
  mass: 'masa',
  acute_stroke: 'ictus agudo',
  atrophy: 'atrofia',
  vascular: 'alteración vascular',
  small_vessel_disease: 'enfermedad de pequeño vaso',
  white_matter_inflammation: 'inflamación de la sustancia blanca',
  encephalomalacia: 'encefalomalacia',
};

/** Labels in their order, those of one word together, so that it is said once: a line holds few words. */
function byWord(
  labels: readonly LabelText[],
  name: (label: LabelText) => string,
  word: (label: LabelText) => string,
  plural: (word: string) => string = (word) => word,
): string {
  const groups = new Map<string, string[]>();
  for (const label of labels) {
    const said = word(label);
    groups.set(said, [...(groups.get(said) ?? []), name(label)]);
  }
  return [...groups]
    .map(([said, names]) => `${names.join(' · ')}, ${names.length > 1 ? plural(said) : said}`)
    .join('; ');
}

/** @param percent the language's own way to write a probability. */
export function englishReader(percent: (probability: number) => string): ReaderMessages {
  const label = ({ id, probability }: LabelText): string => `${englishLabels[id]} (${percent(probability)})`;
  const list = (labels: readonly LabelText[]): string => labels.map(label).join(', ');
  const worded = (says: Says, labels: readonly LabelText[]): string =>
    byWord(labels, label, ({ probability, accepted }) =>
      accepted === true ? 'accepted' : inWords(englishScale, says, probability),
    );
  return {
    entities: {
      Finding: 'finding',
      Anatomy: 'anatomy',
      Location: 'location',
      Measure: 'measure',
      Type_of_measure: 'type of measure',
      Degree: 'degree',
      Abbreviation: 'abbreviation',
      Negation: 'negation',
      Uncertainty: 'uncertainty',
      ConditionalTemporal: 'past or condition',
    },
    assertions: { present: 'present', possible: 'possible', absent: 'absent' },
    experiencers: { family: 'of a relative', past: 'in the past' },
    sides: { left: 'left', right: 'right', bilateral: 'bilateral' },
    trends: {
      new: 'new',
      increasing: 'increasing',
      decreasing: 'decreasing',
      'no-change': 'unchanged',
      resolved: 'resolved',
    },
    labels: englishLabels,
    relations: {
      has: 'In',
      negates: 'Denies',
      hedges: 'Makes possible',
      past: 'Puts in the past',
      grades: 'Grades',
      locates: 'Places',
      measures: 'Measures',
      names: 'Names',
    },
    inverse: {
      has: 'Findings',
      negates: 'Denied by',
      hedges: 'Made possible by',
      past: 'Put in the past by',
      grades: 'Degree',
      locates: 'Location',
      measures: 'Measures',
      names: 'Type of measure',
    },
    snomed: (id) => `SNOMED CT ${id} (mapped)`,
    score: (score) => `score ${twoDecimals(score)}`,
    supports: 'Supports that the report states',
    label,
    flag: (finding, place, possible, labels) =>
      `The report ${possible ? 'suspects' : 'states'} “${finding}”${place === '' ? '' : ` (${place})`}: ${list(labels)}`,
    flagSentence: (labels) => `What the report states here supports: ${list(labels)}`,
    flagDoubtful: (labels) => `The report may state, and this sentence says most of it: ${list(labels)}`,
    dismissFinding: (finding) => `Dismiss “${finding}” in this report`,
    dismissLabel: (id) =>
      id === 'abnormal'
        ? 'Mark the report as normal'
        : `Mark the report as not stating: ${englishLabels[id]}`,
    lens: (stated, doubtful) =>
      [
        ...(stated.length === 0 ? [] : [`States ${worded('stated', stated)}`]),
        ...(doubtful.length === 0 ? [] : [`Doubtful: ${worded('doubtful', doubtful)}`]),
      ].join(' — '),
    lensNothing: (abnormal) => `States nothing abnormal (abnormal: ${percent(abnormal.probability)})`,
  };
}

/** As {@link englishReader}. */
export function spanishReader(percent: (probability: number) => string): ReaderMessages {
  const label = ({ id, probability }: LabelText): string => `${spanishLabels[id]} (${percent(probability)})`;
  const list = (labels: readonly LabelText[]): string => labels.map(label).join(', ');
  const worded = (says: Says, labels: readonly LabelText[]): string =>
    byWord(
      labels,
      label,
      ({ probability, accepted }) =>
        accepted === true ? 'aceptado' : inWords(spanishScale, says, probability),
      (word) => word.replace(/(?:probable|posible|aceptado)(?=\s|$)/u, '$&s'),
    );
  return {
    entities: {
      Finding: 'hallazgo',
      Anatomy: 'anatomía',
      Location: 'localización',
      Measure: 'medida',
      Type_of_measure: 'tipo de medida',
      Degree: 'grado',
      Abbreviation: 'abreviatura',
      Negation: 'negación',
      Uncertainty: 'incertidumbre',
      ConditionalTemporal: 'pasado o condición',
    },
    assertions: { present: 'presente', possible: 'posible', absent: 'ausente' },
    experiencers: { family: 'de un familiar', past: 'en el pasado' },
    sides: { left: 'lado izquierdo', right: 'lado derecho', bilateral: 'bilateral' },
    trends: {
      new: 'de nueva aparición',
      increasing: 'en aumento',
      decreasing: 'en disminución',
      'no-change': 'sin cambios',
      resolved: 'con resolución',
    },
    labels: spanishLabels,
    relations: {
      has: 'En',
      negates: 'Niega',
      hedges: 'Hace posible',
      past: 'Sitúa en el pasado',
      grades: 'Gradúa',
      locates: 'Sitúa',
      measures: 'Mide',
      names: 'Nombra',
    },
    inverse: {
      has: 'Hallazgos',
      negates: 'Negado por',
      hedges: 'Posible por',
      past: 'Situado en el pasado por',
      grades: 'Grado',
      locates: 'Localización',
      measures: 'Medidas',
      names: 'Tipo de medida',
    },
    snomed: (id) => `SNOMED CT ${id} (asignado)`,
    score: (score) => `puntuación ${twoDecimals(score).replace('.', ',')}`,
    supports: 'Apoya que el informe dice',
    label,
    flag: (finding, place, possible, labels) =>
      `El informe ${possible ? 'sospecha' : 'dice'} «${finding}»${place === '' ? '' : ` (${place})`}: ${list(labels)}`,
    flagSentence: (labels) => `Lo que el informe dice aquí apoya: ${list(labels)}`,
    flagDoubtful: (labels) => `Puede que el informe lo diga, sobre todo en esta frase: ${list(labels)}`,
    dismissFinding: (finding) => `Descartar «${finding}» en este informe`,
    dismissLabel: (id) =>
      id === 'abnormal'
        ? 'Marcar el informe como normal'
        : `Marcar que el informe no dice: ${spanishLabels[id]}`,
    lens: (stated, doubtful) =>
      [
        ...(stated.length === 0 ? [] : [`Dice ${worded('stated', stated)}`]),
        ...(doubtful.length === 0 ? [] : [`Dudoso: ${worded('doubtful', doubtful)}`]),
      ].join(' — '),
    lensNothing: (abnormal) => `No dice nada anormal (anormal: ${percent(abnormal.probability)})`,
  };
}
