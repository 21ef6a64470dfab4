/** `impression-unsupported`: the Impression states a finding of which the rest of the report says nothing. */
import { isStated, organsAgree, wordsAt } from './compare.js';
import { phrases } from './phrases.js';
import type { Facts, Statement } from './statements.js';
import type { QualityFinding } from './types.js';

/** Findings shorter than this describe too little to miss anything in them. */
const leastWords = 8;
const known = phrases(
  'known; conocid*; previous|previously; previo|previa; history; antecedente*; treated; tratad*; resected; unchanged; stable; estable; residual',
);

export function impressionUnsupported(facts: Facts): QualityFinding[] {
  const { report, zones } = facts;
  const described = report.sentences.map((_, i) => i).filter((i) => zones[i] === 'findings');
  const words = described.reduce((sum, i) => sum + (report.words[i]?.length ?? 0), 0);
  if (words < leastWords) return [];
  const elsewhere = facts.statements.filter((s) => s.zone !== 'impression' && s.zone !== 'recommendation');
  const found: QualityFinding[] = [];
  const seen = new Set<string>();
  for (const statement of facts.statements) {
    const { family } = statement;
    if (statement.zone !== 'impression' || family.support === null || !isStated(statement)) continue;
    if (seen.has(family.group) || known.has(report.words[statement.sentence] ?? [])) continue;
    if (isSupported(facts, statement, elsewhere, described)) continue;
    seen.add(family.group);
    found.push({
      id: 'impression-unsupported',
      span: { startUtf16: statement.startUtf16, endUtf16: statement.endUtf16 },
      related: [],
      messageArguments: { finding: wordsAt(facts, statement) },
    });
  }
  return found;
}

/** Named elsewhere (also where it is denied: `denied-and-asserted` speaks of that), or described in other words. */
function isSupported(
  facts: Facts,
  statement: Statement,
  elsewhere: readonly Statement[],
  described: readonly number[],
): boolean {
  const { family } = statement;
  const before = (facts.report.words[statement.sentence] ?? []).filter(
    (word) => word.endUtf16 <= statement.startUtf16,
  );
  if (before.slice(-4).some((word) => /^(?:exclu|descart)/.test(word.folded))) return true;
  const near = elsewhere.some((s) => {
    if (s.family.id === family.id) return true;
    return (
      s.family.group === family.group &&
      s.status.assertion !== 'absent' &&
      organsAgree(s.organs.size > 0 ? s.organs : s.topic, statement.organs)
    );
  });
  if (near) return true;
  return described.some((index) => {
    const words = facts.report.words[index] ?? [];
    const negated = facts.cues[index] ?? [];
    return words.some((_, at) => {
      const match = family.support?.at(words, at) ?? null;
      if (match === null) return false;
      return !negated.some(
        (cue) => cue.end <= at && at - cue.end < 4 && cue.cues.some((c) => c.kind === 'negation'),
      );
    });
  });
}
