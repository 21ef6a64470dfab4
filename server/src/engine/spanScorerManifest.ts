/** `spanScorer` of a head in a manifest (`docs/model-pack.md`, *Span scorer*). */
import { z } from 'zod';
import { nearFeatureCount, spanFeatureCount } from './decode/spanFeatures.js';
import { fileName, positiveInteger, probability } from './manifestFields.js';

export const spanScorer = z.object({
  /** Name of the file of statistics. */
  statistics: fileName,
  /** By layer, one for each feature. */
  weights: z.array(z.array(z.number()).length(spanFeatureCount)).min(1),
  /** By layer. */
  bias: z.array(z.number()).min(1),
  /** By layer: the least score of a span that is told. */
  threshold: z.array(probability).min(1),
  shift: z.number(),
  floor: z.number().gt(0).max(1),
  longest: positiveInteger,
  /** A second score: that a span of the layer is there, with these bounds or others. */
  near: z
    .object({
      /** By layer, one for each feature. */
      weights: z.array(z.array(z.number()).length(nearFeatureCount)).min(1),
      /** By layer. */
      bias: z.array(z.number()).min(1),
      /** Its part of what a span scores. */
      share: probability,
    })
    .optional(),
});

/** A valid `spanScorer`. */
export type SpanScorerSettings = z.infer<typeof spanScorer>;
