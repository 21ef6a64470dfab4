import { describe, expect, it } from 'vitest';
import { evidenceByState } from '../../../client/src/evidence.js';
import type { ReviewState, WireCode, WireRange } from '../../../server/src/protocol.js';

function range(line: number, from: number, to: number): WireRange {
  return { start: { line, character: from }, end: { line, character: to } };
}

function code(
  value: boolean,
  review: ReviewState,
  evidence: readonly (readonly [WireRange, number])[],
): WireCode {
  return {
    system: 'ICD-O-3',
    code: '8140/3',
    description: 'Adenocarcinoma, NOS',
    descriptionLanguage: 'en',
    probability: evidence[0]?.[1] ?? 0,
    rank: 1,
    value,
    review,
    status: stated,
    evidence: evidence.map(([at, probability]) => ({
      range: at,
      status: stated,
      probability,
      runnerUp: null,
    })),
  };
}

const stated = { assertion: 'present', experiencer: 'patient' } as const;
const here = range(3, 0, 14);
const there = range(5, 2, 9);

describe('evidenceByState', () => {
  it('fades what the report denies or says of a relative', () => {
    const said = code(true, 'none', [
      [range(0, 0, 1), 0.9],
      [range(1, 0, 1), 0.8],
      [range(2, 0, 1), 0.7],
    ]);
    const [one, two, three] = said.evidence;
    const evidence = [
      one!,
      { ...two!, status: { assertion: 'absent', experiencer: 'patient' } as const },
      { ...three!, status: { assertion: 'present', experiencer: 'family' } as const },
    ];
    const ranges = evidenceByState([{ ...said, evidence }]);
    expect(ranges.suggested).toEqual([range(0, 0, 1)]);
    expect(ranges.denied).toEqual([range(1, 0, 1), range(2, 0, 1)]);
  });

  it('draws a suggested, an accepted and a dismissed code in their own states', () => {
    const ranges = evidenceByState([
      code(true, 'none', [[range(0, 0, 1), 0.9]]),
      code(true, 'accepted', [[range(1, 0, 1), 0.9]]),
      code(true, 'dismissed', [[range(2, 0, 1), 0.9]]),
    ]);
    expect(ranges).toEqual({
      suggested: [range(0, 0, 1)],
      accepted: [range(1, 0, 1)],
      dismissed: [range(2, 0, 1)],
      denied: [],
    });
  });

  it('leaves out a code below its threshold unless a person decided on it', () => {
    expect(evidenceByState([code(false, 'none', [[here, 0.2]])]).suggested).toEqual([]);
    expect(evidenceByState([code(false, 'accepted', [[here, 0.2]])]).accepted).toEqual([here]);
  });

  it('draws a span once, for the code that it supports most', () => {
    const ranges = evidenceByState([
      code(true, 'accepted', [
        [here, 0.9],
        [there, 0.05],
      ]),
      code(true, 'none', [
        [there, 0.8],
        [here, 0.02],
      ]),
    ]);
    expect(ranges).toEqual({ accepted: [here], suggested: [there], dismissed: [], denied: [] });
  });

  it('shows nothing where a stated code is weak and the strongest one is not stated', () => {
    const ranges = evidenceByState([
      code(true, 'none', [
        [here, 0.9],
        [there, 0.05],
      ]),
      code(false, 'none', [[there, 0.3]]),
    ]);
    expect(ranges).toEqual({ accepted: [], suggested: [here], dismissed: [], denied: [] });
  });

  it('lets the next code have the span of a dismissed one', () => {
    const codes = [code(true, 'dismissed', [[here, 0.9]]), code(true, 'none', [[here, 0.7]])];
    expect(evidenceByState(codes)).toEqual({ accepted: [], suggested: [here], dismissed: [], denied: [] });
  });
});
