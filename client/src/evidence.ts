/** From the server's codes to the ranges that the editor underlines; plain data, no editor. */
import type { WireCode, WireRange } from '../../server/src/protocol.js';

/** How evidence looks. */
export const evidenceStates = ['accepted', 'suggested', 'dismissed', 'denied'] as const;
export type EvidenceState = (typeof evidenceStates)[number];

interface Support {
  readonly code: WireCode;
  /** Probability of the code at this span. */
  readonly probability: number;
  /** The report denies it here, or says it of a relative. */
  readonly denied: boolean;
}

function keyOf({ start, end }: WireRange): string {
  return [start.line, start.character, end.line, end.character].join(',');
}

/** State of one span; null where it supports no code that the report states. */
function stateOf(supports: readonly Support[]): EvidenceState | null {
  const strongest = [...supports].sort((a, b) => b.probability - a.probability);
  const left = strongest.find(({ code }) => code.review !== 'dismissed');
  if (left?.denied === true) return left.code.value ? 'denied' : null;
  if (left?.code.review === 'accepted') return 'accepted';
  if (left?.code.value === true) return 'suggested';
  return supports.some(({ code }) => code.review === 'dismissed') ? 'dismissed' : null;
}

/**
 * Ranges by state. A span is drawn once, for the code that it supports most of those not dismissed:
 * its weak support of other codes is not shown, and underlines never lie on each other.
 */
export function evidenceByState(codes: readonly WireCode[]): Record<EvidenceState, WireRange[]> {
  const spans = new Map<string, { range: WireRange; supports: Support[] }>();
  for (const code of codes) {
    for (const { range, probability, status } of code.evidence) {
      const denied = status.assertion === 'absent' || status.experiencer === 'family';
      const key = keyOf(range);
      const span = spans.get(key) ?? { range, supports: [] };
      span.supports.push({ code, probability, denied });
      spans.set(key, span);
    }
  }
  const ranges: Record<EvidenceState, WireRange[]> = {
    accepted: [],
    suggested: [],
    dismissed: [],
    denied: [],
  };
  for (const { range, supports } of spans.values()) {
    const state = stateOf(supports);
    if (state !== null) ranges[state].push(range);
  }
  return ranges;
}
