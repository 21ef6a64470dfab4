/** What of a record a format cannot hold, counted for the preview. */
import type { LabelRecord } from '../labelRecord.js';

/** Parts of a record, and ways in which a format falls short of it. */
export const lossKinds = [
  'labels',
  'codes',
  'evidence',
  'entities',
  'relations',
  'assertion',
  /** Findings of a relative, or of the past. */
  'experiencer',
  'trend',
  'subtype',
  'side',
  'snomed',
  'scores',
  'fragments',
  'quality',
  'assessments',
  'notAnalysed',
  /** Entities whose ends fall inside a word. */
  'wordEnds',
  /** Codes that a person has not accepted. */
  'notAccepted',
  /** Codes of systems that the format does not know. */
  'otherSystems',
  /** Findings that the report denies. */
  'denied',
  /** Findings that the report puts in the past, or that are a relative's. */
  'past',
  /** Phrases longer than a column. */
  'cut',
] as const;
export type LossKind = (typeof lossKinds)[number];

export interface Loss {
  readonly kind: LossKind;
  /** How many things of the record. */
  readonly count: number;
}

const counters: Readonly<Partial<Record<LossKind, (record: LabelRecord) => number>>> = {
  labels: ({ labels }) => labels.length,
  codes: ({ codes }) => codes.length,
  evidence: ({ codes }) => codes.reduce((sum, { evidence }) => sum + evidence.length, 0),
  entities: ({ entities }) => entities.length,
  relations: ({ relations }) => relations.length,
  experiencer: ({ entities }) =>
    entities.filter(({ experiencer = null }) => experiencer !== null && experiencer !== 'patient').length,
  assertion: ({ entities }) => entities.filter(({ assertion }) => assertion !== null).length,
  trend: ({ entities }) => entities.filter(({ trend }) => trend !== null).length,
  subtype: ({ entities }) => entities.filter(({ subtype }) => subtype !== null).length,
  side: ({ entities }) => entities.filter(({ side }) => side !== null).length,
  snomed: ({ entities }) => entities.filter(({ snomed }) => snomed !== null).length,
  scores: ({ entities, relations }) => entities.length + relations.length,
  fragments: ({ entities }) => entities.filter(({ fragments }) => fragments !== undefined).length,
  quality: ({ quality }) => quality.length,
  assessments: ({ assessments }) => assessments?.length ?? 0,
  notAnalysed: ({ notAnalysed }) => notAnalysed.length,
};

/** Counts these parts of a record as lost; parts that it does not have are left out. */
export function lost(record: LabelRecord, kinds: readonly LossKind[]): Loss[] {
  return present(kinds.map((kind) => ({ kind, count: counters[kind]?.(record) ?? 0 })));
}

/** Losses without those of nothing. */
export function present(losses: readonly Loss[]): Loss[] {
  return losses.filter(({ count }) => count > 0);
}
