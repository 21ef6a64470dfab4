/** `age-mismatch`: the report gives the patient two ages. */
import { wordsAt } from './compare.js';
import { ageStatements } from './patient.js';
import type { Facts } from './statements.js';
import type { QualityFinding } from './types.js';

/** A birthday may lie between a referral and a report. */
const birthdaySlack = 1;

export function ageMismatch(facts: Facts): QualityFinding[] {
  const [first, ...rest] = ageStatements(facts);
  if (first === undefined) return [];
  const other = rest.find(
    ({ years, slack }) => Math.abs(years - first.years) > Math.max(slack, first.slack, birthdaySlack),
  );
  if (other === undefined) return [];
  return [
    {
      id: 'age-mismatch',
      span: { startUtf16: other.startUtf16, endUtf16: other.endUtf16 },
      related: [{ startUtf16: first.startUtf16, endUtf16: first.endUtf16 }],
      messageArguments: { first: wordsAt(facts, first), second: wordsAt(facts, other) },
    },
  ];
}
