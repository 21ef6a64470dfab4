/** `size-discrepancy`: the Impression gives a finding a size that Findings does not. */
import { inZone, isCurrent, organsAgree, wordsAt } from './compare.js';
import { largest, sameLength } from './measures.js';
import type { Measure } from './measures.js';
import { phrases } from './phrases.js';
import type { Facts } from './statements.js';
import type { QualityFinding } from './types.js';

/** Words after which a number is no more than near. */
const about = phrases(
  'about; approximately; approx; circa; unos; unas; aproximad*; aprox; casi; nearly; almost; up to',
);
const aboutShare = 0.12;

export function sizeDiscrepancy(facts: Facts): QualityFinding[] {
  const findings = inZone(facts, 'findings').filter(isCurrent);
  const described = facts.measures.filter((m) => zoneAt(facts, m) === 'findings');
  const found: QualityFinding[] = [];
  const seen = new Set<number>();
  for (const statement of inZone(facts, 'impression').filter(isCurrent)) {
    const other = findings.find(
      (f) =>
        f.family.group === statement.family.group &&
        f.measures.length > 0 &&
        organsAgree(f.organs, statement.organs),
    );
    const [stated] = statement.measures;
    const [first] = other?.measures ?? [];
    if (stated === undefined || first === undefined || seen.has(stated.startUtf16)) continue;
    const words = facts.report.words[statement.sentence] ?? [];
    const slack = about.has(words) ? aboutShare * largest(stated) : 0;
    const told = described.some((m) =>
      m.millimetres.some((mm) =>
        stated.millimetres.some((value) =>
          sameLength(value, Math.max(stated.rounding, slack), mm, m.rounding),
        ),
      ),
    );
    if (told) continue;
    seen.add(stated.startUtf16);
    const single = stated.millimetres.length === 1 && first.millimetres.length === 1;
    const span = { startUtf16: stated.startUtf16, endUtf16: stated.endUtf16 };
    found.push({
      id: 'size-discrepancy',
      span,
      related: [{ startUtf16: first.startUtf16, endUtf16: first.endUtf16 }],
      messageArguments: {
        first: wordsAt(facts, first),
        second: wordsAt(facts, stated),
        finding: wordsAt(facts, statement),
      },
      ...(single ? { fix: { title: 'replace', edits: [{ ...span, newText: wordsAt(facts, first) }] } } : {}),
    });
  }
  return found;
}

function zoneAt(facts: Facts, measure: Measure) {
  const index = facts.report.sentences.findIndex(
    (s) => s.startUtf16 <= measure.startUtf16 && measure.endUtf16 <= s.endUtf16,
  );
  return facts.zones[index];
}
