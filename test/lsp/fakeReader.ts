/** Entities, relations and report queries of the fake engine: fixed words, and rules that anyone can follow. */
import type { LabelHead, ReaderHead } from '../../server/src/core/readerHead.js';
import type {
  EntityReading,
  ReaderInput,
  RelationReading,
  ReportReading,
  Trend,
} from '../../server/src/core/types.js';
import { labelQueries } from '../fixtures/core/labelQueries.js';
import type { LabelQuery } from '../fixtures/core/labelQueries.js';

const labelIds: readonly LabelHead['id'][] = [
  'abnormal',
  'mass',
  'acute_stroke',
  'atrophy',
  'vascular',
  'small_vessel_disease',
  'white_matter_inflammation',
  'encephalomalacia',
  'head',
];

/** Thresholds 0.2 and 0.5; the exam head knows no code. */
export const fakeReaderHead: ReaderHead = {
  labels: labelIds.map((id) => ({
    id,
    sectionShift: {},
    bias: 0,
    finding: 0,
    calibration: { scale: 1, offset: 0 },
    specific: 0.5,
    sensitive: 0.2,
  })),
  cues: null,
  exam: { codes: [], axes: [], sectionShift: {}, temperature: 1, threshold: 0.5 },
  snomed: new Map([
    ['Lung', '39607008'],
    ['Liver', '10200004'],
    ['Brain', '12738006'],
    ['Lymphatic system', '89890002'],
  ]),
};

type Known = Partial<Omit<EntityReading, 'firstWord' | 'endWord'>> & Pick<EntityReading, 'type'>;
const findingWords = ['nodulo', 'masa', 'derrame', 'atrofia', 'fractura'];
const known: ReadonlyMap<string, Known> = new Map<string, Known>([
  ...findingWords.map((word): [string, Known] => [word, { type: 'Finding', score: 0.97 }]),
  ['metastasis', { type: 'Finding' }],
  ['adenopatia', { type: 'Finding', subtype: 'Lymphatic system' }],
  ['pulmon', { type: 'Anatomy', subtype: 'Lung', side: 'right' }],
  ['pleural', { type: 'Anatomy', subtype: 'Lung' }],
  ['higado', { type: 'Anatomy', subtype: 'Liver' }],
  ['cerebral', { type: 'Anatomy', subtype: 'Brain' }],
  ['lsd', { type: 'Abbreviation' }],
  ['leve', { type: 'Degree' }],
  ['diametro', { type: 'Type_of_measure' }],
  ['periferico', { type: 'Location' }],
  ['sin', { type: 'Negation' }],
  ['probable', { type: 'Uncertainty' }],
  ['antecedente', { type: 'ConditionalTemporal' }],
]);
/** Words that, standing in a sentence, say of its findings how they changed. */
const trends: ReadonlyMap<string, Trend> = new Map([
  ['mayor', 'increasing'],
  ['nuevo', 'new'],
]);

/** What entities of a type do to the findings of their sentence. */
const toFindings: Partial<Record<EntityReading['type'], RelationReading['type']>> = {
  Negation: 'negates',
  Uncertainty: 'hedges',
  ConditionalTemporal: 'past',
  Degree: 'grades',
  Location: 'locates',
  Measure: 'measures',
};

/**
 * A finding belongs to every anatomy, cue, degree, location and measure of its sentence; a number before `mm` is a
 * measure; `LSD` is an anatomy too.
 */
export function fakeEntities({ words }: ReaderInput): {
  entities: EntityReading[];
  relations: RelationReading[];
} {
  const trend = words.map((word) => trends.get(word)).find((value) => value !== undefined) ?? null;
  const assertion = words.includes('sin') ? 'absent' : words.includes('probable') ? 'possible' : 'present';
  const entities = words.flatMap((word, firstWord): EntityReading[] => {
    const entity = (
      type: EntityReading['type'],
      endWord: number,
      more: Partial<Known> = {},
    ): EntityReading => ({
      type,
      firstWord,
      endWord,
      score: 0.9,
      assertion: type === 'Finding' ? assertion : null,
      subtype: null,
      side: null,
      trend: type === 'Finding' ? trend : null,
      ...more,
    });
    const found = known.get(word);
    return [
      ...(found === undefined ? [] : [entity(found.type, firstWord + 1, found)]),
      ...(word === 'lsd' ? [entity('Anatomy', firstWord + 1, { subtype: 'Lung', side: 'right' })] : []),
      ...(words[firstWord + 1] === 'mm' ? [entity('Measure', firstWord + 2)] : []),
    ];
  });
  const relations: RelationReading[] = [];
  const relate = (type: RelationReading['type'], head: number, tail: number): void => {
    relations.push({ type, head, tail, score: 0.9 });
  };
  entities.forEach(({ type }, index) => {
    entities.forEach((other, otherIndex) => {
      const toFinding = toFindings[type];
      if (type === 'Finding' && other.type === 'Anatomy') relate('has', index, otherIndex);
      if (other.type === 'Finding' && toFinding !== undefined) relate(toFinding, index, otherIndex);
      if (type === 'Type_of_measure' && other.type === 'Measure') relate('names', index, otherIndex);
    });
  });
  return { entities, relations };
}

/** Words that a query looks at, and what they say for it. */
function valueOf(id: LabelHead['id'], word: string, denied: boolean): number | null {
  const says =
    id === 'abnormal'
      ? [...findingWords, 'adenopatia', 'anomalo'].includes(word)
      : id === 'mass'
        ? word === 'nodulo' || word === 'masa'
        : id === 'atrophy'
          ? word === 'atrofia'
          : id === 'head' && word === 'cerebral';
  if (says) return denied ? -4 : 4;
  return id === 'abnormal' && word === 'dudoso' ? -0.6 : null;
}

/** Score 8 for words that a query looks at, 2 where they are denied, 0 for others, which say −4. */
function fakeQuery(id: LabelHead['id'], { words }: ReaderInput): LabelQuery {
  const denied = words.includes('sin') || words.includes('antecedente');
  const values = words.map((word) => valueOf(id, word, denied && id !== 'head'));
  const weights = values.map((value) => Math.exp(value === null ? 0 : value === -4 ? 2 : 8));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const most = Math.max(...weights);
  return {
    logSumExp: Math.log(total),
    value: values.reduce<number>((sum, value, w) => sum + ((weights[w] ?? 0) / total) * (value ?? -4), 0),
    weights: weights.map((weight) => String.fromCharCode(48 + Math.round((63 * weight) / most))).join(''),
  };
}

export function fakeReport(input: ReaderInput): ReportReading | null {
  if (input.words.length === 0) return null;
  return {
    labels: labelQueries(labelIds.map((id) => fakeQuery(id, input))),
    exam: { logSumExp: 0, vector: '' },
    mean: '',
  };
}
