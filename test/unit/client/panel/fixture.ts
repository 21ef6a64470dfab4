/** A made-up report as the server would send it, with words of its text at exact ranges. */
import type {
  AnalysisParams,
  WireCode,
  WireEntity,
  WireLabel,
  WireLabelId,
  WireRange,
} from '../../../../server/src/protocol.js';
import { labelIds } from '../../../../server/src/protocol.js';
import type { PanelReport } from '../../../../client/src/panel/model.js';

export const lines = [
  'TC de cráneo',
  'HALLAZGOS:',
  'Masa frontal derecha de 12 mm, mayor que antes.',
  'Probable infarto agudo. Sin hemorragia.',
  'Hermano con glioblastoma.',
];

/** Range of the first occurrence of some words. */
export function at(words: string): WireRange {
  const line = lines.findIndex((text) => text.includes(words));
  const character = lines[line]!.indexOf(words);
  return { start: { line, character }, end: { line, character: character + words.length } };
}

export function textAt({ start, end }: WireRange): string {
  return lines[start.line]!.slice(start.character, end.character);
}

function entity(
  id: string,
  type: WireEntity['type'],
  words: string,
  more: Partial<WireEntity> = {},
): WireEntity {
  return {
    id,
    type,
    range: at(words),
    score: 0.9,
    assertion: null,
    subtype: null,
    snomed: null,
    side: null,
    trend: null,
    experiencer: null,
    ...more,
  };
}

export const entities: readonly WireEntity[] = [
  entity('e1', 'Finding', 'Masa', { assertion: 'present', experiencer: 'patient', trend: 'increasing' }),
  entity('e2', 'Anatomy', 'frontal derecha', { subtype: 'Brain', side: 'right' }),
  entity('e3', 'Measure', '12 mm'),
  entity('e4', 'Finding', 'infarto agudo', { assertion: 'possible', experiencer: 'patient' }),
  entity('e5', 'Uncertainty', 'Probable'),
  entity('e6', 'Finding', 'hemorragia', { assertion: 'absent', experiencer: 'patient' }),
  entity('e7', 'Finding', 'glioblastoma', {
    assertion: 'present',
    experiencer: 'family',
    subtype: 'Nervous system',
  }),
];

function label(id: WireLabelId, probability: number, more: Partial<WireLabel> = {}): WireLabel {
  const value = probability >= 0.6;
  return {
    id,
    probability,
    threshold: 0.6,
    sensitiveThreshold: 0.3,
    value,
    applies: true,
    review: 'none',
    evidence: value ? [{ range: at('Masa'), attention: 0.7, entity: 'e1' }] : [],
    ...more,
  };
}

const probabilities: Partial<Record<WireLabelId, number>> = {
  abnormal: 0.998,
  mass: 0.87,
  acute_stroke: 0.41,
};
export const headLabels = labelIds.map((id) => label(id, probabilities[id] ?? 0.02));
export const chestLabels = headLabels.map((one) =>
  one.id === 'abnormal' ? one : { ...one, applies: false, value: false, evidence: [] },
);

export function code(name: string, probability: number, more: Partial<WireCode> = {}): WireCode {
  return {
    system: 'ICD-O-3',
    code: name,
    description: `tumour ${name}`,
    descriptionLanguage: 'en',
    probability,
    rank: 1,
    value: probability >= 0.5,
    review: 'none',
    status: { assertion: 'present', experiencer: 'patient' },
    evidence: [
      {
        range: at('Masa'),
        status: { assertion: 'present', experiencer: 'patient' },
        probability,
        runnerUp: { code: '8000/1', probability: 0.04 },
      },
    ],
    ...more,
  };
}

export const analysis: AnalysisParams = {
  uri: 'file:///a.informe',
  version: 3,
  language: 'es',
  codes: [
    code('8000/3', 0.93),
    code('9440/3', 0.71, {
      status: { assertion: 'present', experiencer: 'family' },
      evidence: [
        {
          range: at('glioblastoma'),
          status: { assertion: 'present', experiencer: 'family' },
          probability: 0.71,
          runnerUp: null,
        },
      ],
    }),
    code('8140/3', 0.1),
    code('B020ZZZ', 0.8, { system: 'ICD-10-PCS', status: { assertion: 'present', experiencer: 'patient' } }),
  ],
  stale: [],
  entities,
  relations: [
    { type: 'has', head: 'e1', tail: 'e2', score: 0.9 },
    { type: 'measures', head: 'e3', tail: 'e1', score: 0.9 },
    { type: 'hedges', head: 'e5', tail: 'e4', score: 0.9 },
  ],
  labels: headLabels,
  assessment: { categories: [], incidentals: [], completeness: null },
  complete: true,
  notAnalysed: [],
  analysisMs: 12,
};

export const report: PanelReport = {
  analysis,
  checks: [
    { id: 'missing-impression', message: 'The report has no Impression.', range: at('HALLAZGOS') },
    { id: 'side-discrepancy', message: 'Right here, left there.', range: at('derecha') },
  ],
  whys: new Map(),
  learnt: null,
  textAt,
};
