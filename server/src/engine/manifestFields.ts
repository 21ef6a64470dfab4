/** Kinds of values that several parts of a manifest have. */
import { z } from 'zod';

export const fileName = z.string().min(1);
export const probability = z.number().min(0).max(1);
export const positiveInteger = z.int().positive();
/** Platt scaling of a logit. */
export const platt = z.object({ scale: z.number(), offset: z.number() });
