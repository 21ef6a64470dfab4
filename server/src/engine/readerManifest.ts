/** `heads.reader` of a manifest: entities, relations, report labels and exam code (`docs/model-pack.md`). */
import { z } from 'zod';
import type { LabelId, SectionKind } from '../core/types.js';
import { fileName, platt, positiveInteger, probability } from './manifestFields.js';
import { PackError } from './packError.js';
import { entityType, relationType, side, trend } from './readingFields.js';
import { spanScorer } from './spanScorerManifest.js';

const sectionKind = z.enum([
  'header',
  'indication',
  'history',
  'examination',
  'technique',
  'comparison',
  'findings',
  'organ',
  'pathology',
  'treatment',
  'course',
  'impression',
  'recommendation',
  'codes',
  'body',
]) satisfies z.ZodType<SectionKind>;

/** Labels of head imaging. */
const headLabels = [
  'mass',
  'acute_stroke',
  'atrophy',
  'vascular',
  'small_vessel_disease',
  'white_matter_inflammation',
  'encephalomalacia',
] as const satisfies readonly LabelId[];

/** The label queries in their order; `head` says whether the report is of head imaging. */
export const labelNames = ['abnormal', ...headLabels, 'head'] as const satisfies readonly (
  LabelId | 'head'
)[];

const distinct = <T extends z.ZodType<string>>(item: T): z.ZodType<z.infer<T>[]> =>
  z.array(item).refine((list) => new Set(list).size === list.length, { error: 'holds a value twice' });

export const reportReaderHead = z.object({
  kind: z.literal('report-reader'),
  tagOutput: z.string(),
  types: distinct(entityType),
  /** Added to B and I of each type where there is no span scorer. */
  tagBias: z.array(z.number()),
  spanScorer: spanScorer.optional(),
  /** What phrases say of an anatomy's subtype, beside the model. */
  subtypeLexicon: z
    .object({ file: fileName, phraseWeight: z.number().min(0), wordWeight: z.number().min(0) })
    .optional(),
  /** What words near a finding say of its trend, beside the model. */
  trendCues: z
    .object({
      weight: z.number().min(0),
      reach: z.number().positive(),
      none: z.number(),
      phrases: z.partialRecord(trend, z.array(z.string().min(1))),
    })
    .optional(),
  spanOutput: z.string(),
  spanDimension: positiveInteger,
  relationOutput: z.string(),
  relationDimension: positiveInteger,
  queryOutput: z.string(),
  labels: z
    .array(z.enum(labelNames))
    .refine((list) => list.join() === labelNames.join(), { error: `must be ${labelNames.join(', ')}` }),
  vectorOutput: z.string(),
  vectorDimension: positiveInteger,
  subtypes: distinct(z.string().min(1)),
  /** SNOMED CT identifiers of `subtypes`. */
  snomed: z.array(z.string()),
  trends: distinct(trend),
  sides: distinct(side),
  /** Relation type with the types of its head and tail. */
  pairs: z.array(z.tuple([relationType, entityType, entityType])),
  relationThresholds: z.array(probability),
  sections: distinct(sectionKind),
  labelThresholds: z.array(
    z
      .object({ specific: probability, sensitive: probability })
      .refine((t) => t.sensitive <= t.specific, { path: ['sensitive'], error: 'must be at most specific' }),
  ),
  labelCalibration: z.array(platt),
  /** A number a label; none in a pack whose labels rest on attention alone. */
  labelFindings: z.array(z.number()).optional(),
  /** None in a pack whose head labels rest on attention alone. */
  labelCues: z
    .object({
      weight: z.number(),
      phrases: z.partialRecord(
        z.enum(['none', ...headLabels]),
        z.array(
          z
            .string()
            .regex(
              /^(?:[^\s_*]+|[^\s_*]{2,}\*)(?: (?:[^\s_*]+\*?|_))*$/,
              'must be words with a blank between',
            ),
        ),
      ),
    })
    .optional(),
  exams: fileName,
  examTemperature: z.number().positive(),
  examThreshold: probability,
  examAxes: z.array(
    z.object({
      name: z.enum(['own', 'system', 'modality', 'part', 'contrast']),
      values: distinct(z.string().min(1)),
    }),
  ),
  parameters: fileName,
  tensors: z.array(z.object({ name: z.string().min(1), shape: z.array(positiveInteger).min(1) })),
});

/** Settings of S2, S3, S4 and S0, `heads.reader` in the manifest. */
export type ReportReaderHead = z.infer<typeof reportReaderHead>;

/** Span widths from 0 on that have a row of their own; the last row is for all wider ones. */
export const widthRows = 11;
/** Distances of relations are clamped to ±`farthest`. */
export const farthest = 15;

/** Name and shape of every tensor that the head's parameters must have. */
export function expectedTensors(head: ReportReaderHead): ReadonlyMap<string, readonly number[]> {
  const { spanDimension: d, relationDimension: r } = head;
  const shapes = new Map<string, readonly number[]>([
    ['span.width', [widthRows, d]],
    ['span.context', [d]],
  ]);
  const linear = (name: string, rows: number, columns: number): void => {
    shapes.set(name, [rows, columns]).set(`${name}.bias`, [rows]);
  };
  linear('span.kind', 3, d);
  linear('span.subtype', head.subtypes.length + 1, d);
  linear('span.assertion', 3, d);
  linear('span.trend', head.trends.length + 1, d);
  linear('span.side', head.sides.length + 1, d);
  shapes
    .set('relation.pair', [head.pairs.length, r])
    .set('relation.distance', [2 * farthest + 1, r])
    .set('relation.weight', [head.pairs.length, r])
    .set('relation.bias', [head.pairs.length])
    .set('label.bias', [head.labels.length])
    .set('label.section', [head.labels.length, head.sections.length])
    .set('exam.section', [head.sections.length]);
  for (const { name, values } of head.examAxes) linear(`exam.${name}`, values.length, head.vectorDimension);
  return shapes;
}

/** What of the rest of a manifest a head is checked against. */
interface ManifestParts {
  readonly outputs: readonly { readonly name: string; readonly size: number }[];
  readonly files: Readonly<Record<string, { readonly bytes: number } | undefined>>;
}

/** @throws PackError `headInvalid` where outputs, lists, tensors and file do not fit one another. */
export function checkReaderHead(head: ReportReaderHead, { outputs, files }: ManifestParts): void {
  const refuse = (problem: string, details: Record<string, string | number>): never => {
    throw new PackError('headInvalid', `manifest.json: ${problem}`, { head: 'reader', ...details });
  };
  const lists: readonly (readonly [string, number, string, number])[] = [
    ['tagBias', head.tagBias.length, 'types', head.types.length],
    ['snomed', head.snomed.length, 'subtypes', head.subtypes.length],
    ['relationThresholds', head.relationThresholds.length, 'pairs', head.pairs.length],
    ['labelThresholds', head.labelThresholds.length, 'labels', head.labels.length],
    ['labelCalibration', head.labelCalibration.length, 'labels', head.labels.length],
    ['labelFindings', head.labelFindings?.length ?? head.labels.length, 'labels', head.labels.length],
  ];
  for (const [field, found, of, expected] of lists) {
    if (found === expected) continue;
    refuse(`heads.reader.${field} has ${found} values; heads.reader.${of} has ${expected}.`, {
      field,
      found,
      expected,
    });
  }
  const names = head.examAxes.map((axis) => axis.name);
  if (new Set(names).size !== names.length) {
    refuse('heads.reader.examAxes has an axis twice.', { field: 'examAxes' });
  }
  const sizes: readonly (readonly [string, number])[] = [
    [head.tagOutput, 3 * head.types.length],
    [head.spanOutput, 3 * head.spanDimension],
    [head.relationOutput, 3 * head.relationDimension],
    [head.queryOutput, 2 * head.labels.length + 1],
    [head.vectorOutput, head.vectorDimension],
  ];
  for (const [output, expected] of sizes) {
    const found = outputs.find((o) => o.name === output)?.size;
    if (found === undefined) {
      refuse(`heads.reader reads the output ${output}, which is not among "outputs".`, { output });
    } else if (found !== expected) {
      refuse(`output ${output} has size ${found}; heads.reader needs ${expected}.`, {
        output,
        found,
        expected,
      });
    }
  }
  const expected = expectedTensors(head);
  const listed = new Set<string>();
  let numbers = 0;
  for (const { name, shape } of head.tensors) {
    const wanted = expected.get(name);
    if (wanted === undefined || listed.has(name)) {
      refuse(`heads.reader.tensors has ${name}, which is unknown or listed twice.`, { tensor: name });
    } else if (wanted.join() !== shape.join()) {
      refuse(`tensor ${name} has shape [${shape.join(', ')}]; heads.reader needs [${wanted.join(', ')}].`, {
        tensor: name,
        found: shape.join(),
        expected: wanted.join(),
      });
    }
    listed.add(name);
    numbers += shape.reduce((product, size) => product * size, 1);
  }
  for (const name of expected.keys()) {
    if (!listed.has(name)) refuse(`heads.reader.tensors lacks ${name}.`, { tensor: name });
  }
  const bytes = files[head.parameters]?.bytes ?? 0;
  if (bytes !== numbers * 4) {
    refuse(`${head.parameters} has ${bytes} bytes; its tensors need ${numbers * 4}.`, {
      file: head.parameters,
      found: bytes,
      expected: numbers * 4,
    });
  }
}
