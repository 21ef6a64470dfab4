/** `organ-not-described`: an abdominal, renal or pelvic ultrasound report does not name an organ of its exam. */
import type { Facts } from '../quality/statements.js';
import type { QualityFinding } from '../quality/types.js';
import { completenessOf } from './completeness.js';

export function organNotDescribed(facts: Facts): QualityFinding[] {
  const found = completenessOf(facts);
  if (found === null || found.missing.length === 0) return [];
  return [
    {
      id: 'organ-not-described',
      span: found.title,
      related: [],
      messageArguments: { exam: found.exam, missing: found.missing.join(',') },
    },
  ];
}
