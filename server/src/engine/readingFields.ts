/** What the fields of a reading may hold, for manifests and messages. */
import { z } from 'zod';
import { entityTypes } from '../core/types.js';
import type { Assertion, EntityType, RelationType, Side, Trend } from '../core/types.js';

export const entityType = z.enum(entityTypes) satisfies z.ZodType<EntityType>;

export const relationType = z.enum([
  'has',
  'negates',
  'hedges',
  'past',
  'grades',
  'locates',
  'measures',
  'names',
]) satisfies z.ZodType<RelationType>;

export const assertion = z.enum(['present', 'possible', 'absent']) satisfies z.ZodType<Assertion>;
export const side = z.enum(['left', 'right', 'bilateral']) satisfies z.ZodType<Side>;
export const trend = z.enum([
  'new',
  'increasing',
  'decreasing',
  'no-change',
  'resolved',
]) satisfies z.ZodType<Trend>;
