/** How far two people who looked at the same reports agree. Pure. */

/** Agreement beyond chance on one question. */
export interface Kappa {
  /** Reports that both answered on. */
  readonly n: number;
  /** Part of them with the same answer, 0 to 1; null without any. */
  readonly observed: number | null;
  /** Cohen (1960): (observed − by chance) / (1 − by chance); null where chance alone explains all. */
  readonly kappa: number | null;
}

/** @param answers of the first and the second person, one pair for each report that both answered on. */
export function cohensKappa(answers: readonly (readonly [string, string])[]): Kappa {
  const n = answers.length;
  if (n === 0) return { n, observed: null, kappa: null };
  const same = answers.filter(([a, b]) => a === b).length;
  const count = (side: 0 | 1): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const pair of answers) counts.set(pair[side], (counts.get(pair[side]) ?? 0) + 1);
    return counts;
  };
  const [first, second] = [count(0), count(1)];
  let together = 0;
  for (const [answer, times] of first) together += times * (second.get(answer) ?? 0);
  const chance = together / (n * n);
  const observed = same / n;
  return { n, observed, kappa: chance === 1 ? null : (observed - chance) / (1 - chance) };
}

/** A phrase that a person marked. Offsets of any unit, the same for both people; end-exclusive. */
export interface MarkedSpan {
  readonly report: string;
  readonly category: string;
  readonly start: number;
  readonly end: number;
}

export interface SpanAgreement {
  readonly first: number;
  readonly second: number;
  /** Pairs of spans of one report and category that share a character; each span is in one pair at most. */
  readonly matched: number;
  /** 2·matched / (first + second); null where nobody marked anything. */
  readonly f1: number | null;
}

/** Overlap-aware F1: as many pairs as can be made. It is the same whoever is called the first. */
export function spanAgreement(first: readonly MarkedSpan[], second: readonly MarkedSpan[]): SpanAgreement {
  const groups = new Map<string, { readonly ofFirst: MarkedSpan[]; readonly ofSecond: MarkedSpan[] }>();
  const groupOf = ({ report, category }: MarkedSpan): { ofFirst: MarkedSpan[]; ofSecond: MarkedSpan[] } => {
    const key = JSON.stringify([report, category]);
    const group = groups.get(key) ?? { ofFirst: [], ofSecond: [] };
    groups.set(key, group);
    return group;
  };
  for (const span of first) groupOf(span).ofFirst.push(span);
  for (const span of second) groupOf(span).ofSecond.push(span);
  let matched = 0;
  for (const { ofFirst, ofSecond } of groups.values()) matched += mostPairs(ofFirst, ofSecond);
  const all = first.length + second.length;
  return {
    first: first.length,
    second: second.length,
    matched,
    f1: all === 0 ? null : (2 * matched) / all,
  };
}

/** Size of a maximum matching of overlapping spans, by augmenting paths (Kuhn). */
function mostPairs(ofFirst: readonly MarkedSpan[], ofSecond: readonly MarkedSpan[]): number {
  const partner = new Map<MarkedSpan, MarkedSpan>();
  const pair = (span: MarkedSpan, tried: Set<MarkedSpan>): boolean => {
    for (const other of ofSecond) {
      if (other.start >= span.end || span.start >= other.end || tried.has(other)) continue;
      tried.add(other);
      const taken = partner.get(other);
      if (taken === undefined || pair(taken, tried)) {
        partner.set(other, span);
        return true;
      }
    }
    return false;
  };
  return ofFirst.filter((span) => pair(span, new Set())).length;
}
