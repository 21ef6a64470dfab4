/** `score-out-of-range`: a value that its scale does not have. */
import { wordsAt } from '../quality/compare.js';
import type { Facts } from '../quality/statements.js';
import type { QualityFinding } from '../quality/types.js';
import { categoriesOf } from './categories.js';
import { scaleValues } from './meanings.js';

export function scoreOutOfRange(facts: Facts): QualityFinding[] {
  return categoriesOf(facts)
    .filter(({ valid, use }) => !valid && use !== 'legend')
    .map((one): QualityFinding => ({
      id: 'score-out-of-range',
      span: { startUtf16: one.startUtf16, endUtf16: one.endUtf16 },
      related: [],
      messageArguments: { said: wordsAt(facts, one), system: one.system, values: scaleValues(one) },
    }));
}
