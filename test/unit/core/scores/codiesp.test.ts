/** Against cases computed by hand after the official scripts (TeMU-BSC/codiesp-evaluation-script, trectools). */
import { describe, expect, it } from 'vitest';
import {
  onlyCodes,
  scoreCodiespCodes,
  scoreCodiespEvidence,
} from '../../../../server/src/core/scores/codiesp.js';
import type { CodedPhrase } from '../../../../server/src/core/scores/codiesp.js';

const cases = (of: Record<string, string[]>): Map<string, string[]> => new Map(Object.entries(of));

describe('CodiEsp D and P', () => {
  const gold = cases({
    a: ['bw03zzz', 'bt41zzz', 'bw40zzz'],
    b: ['b020'],
    c: ['bw24', 'bw20'],
  });

  it('ranks: over the cases that were predicted, and over all of them', () => {
    // a: ranks 1 and 3 of three: (1/1 + 2/3)/3 = 5/9. b: rank 2: 1/2. c has no prediction.
    const scores = scoreCodiespCodes(
      gold,
      cases({ a: ['bw03zzz', 'bw24', 'bt41zzz'], b: ['bw24', 'b020'], other: ['b020'] }),
    );
    expect(scores.cases).toBe(3);
    expect(scores.predictedCases).toBe(2);
    expect(scores.map).toBeCloseTo((5 / 9 + 1 / 2) / 2, 12);
    expect(scores.mapAllCases).toBeCloseTo((5 / 9 + 1 / 2) / 3, 12);
    // Micro: 3 hits of 6 predicted (the case without gold counts against precision) and 6 gold.
    expect(scores.goldCodes).toBe(6);
    expect(scores.predictedCodes).toBe(6);
    expect(scores.micro).toEqual({ precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 });
  });

  it('folds case, keeps the first of a code given twice, and takes out what is not valid before ranking', () => {
    const said = cases({ b: ['BW24', 'nonsense', 'bw24', 'B020', 'b020'] });
    const only = cases({ b: ['b020'] });
    expect(scoreCodiespCodes(only, said).map).toBeCloseTo(1 / 3, 12);
    const valid = new Set(['bw24', 'b020']);
    const scores = scoreCodiespCodes(only, said, (code) => valid.has(code));
    expect(scores.map).toBe(1 / 2);
    expect(scores.predictedCodes).toBe(2);
  });

  it('MAP@30 looks at thirty codes and divides by all gold codes', () => {
    const long = [...Array.from({ length: 29 }, (_, i) => `x${i}`), 'b020', 'bw24'];
    const scores = scoreCodiespCodes(cases({ a: ['b020', 'bw24'] }), cases({ a: long }));
    expect(scores.mapAt30).toBeCloseTo(1 / 30 / 2, 12);
    expect(scores.map).toBeCloseTo((1 / 30 + 2 / 31) / 2, 12);
  });

  it('scores the codes of training alone, without cases that have none of them', () => {
    const seen = (code: string): boolean => code === 'b020' || code === 'bw03zzz';
    const said = cases({ a: ['bt41zzz', 'bw03zzz'], b: ['b020'], c: ['bw24'] });
    const scores = scoreCodiespCodes(onlyCodes(gold, seen), onlyCodes(said, seen));
    expect([scores.cases, scores.map, scores.mapAllCases]).toEqual([2, 1, 1]);
  });

  it('is 0 for nothing', () => {
    const scores = scoreCodiespCodes(gold, new Map());
    expect([scores.map, scores.mapAt30, scores.mapAllCases, scores.micro.f1]).toEqual([0, 0, 0, 0]);
    expect(scoreCodiespCodes(new Map(), new Map()).mapAllCases).toBe(0);
  });
});

describe('CodiEsp X', () => {
  const at = (code: string, start: number, end: number, caseName = 'a'): CodedPhrase => ({
    caseName,
    code,
    start,
    end,
  });

  it('takes a phrase that holds the gold one with up to ten characters more at each end', () => {
    const hit = (start: number, end: number): number =>
      scoreCodiespEvidence([at('n44.8', 100, 120)], [at('n44.8', start, end)]).micro.f1;
    expect([hit(100, 120), hit(90, 130)]).toEqual([1, 1]);
    expect([hit(89, 120), hit(100, 131), hit(101, 120), hit(100, 119)]).toEqual([0, 0, 0, 0]);
  });

  it('counts a code of a case once, and needs one of its phrases', () => {
    const gold = [at('n44.8', 10, 20), at('n44.8', 200, 220), at('bw03zzz', 30, 40), at('r60.9', 5, 9, 'b')];
    const said = [at('n44.8', 300, 310), at('n44.8', 205, 220), at('n44.8', 200, 221), at('c61', 1, 2)];
    // n44.8 by its last phrase; c61 is wrong: 1 of 2 predicted, 1 of 3 gold.
    const scores = scoreCodiespEvidence(gold, said);
    expect([scores.goldCodes, scores.predictedCodes, scores.cases]).toEqual([3, 2, 2]);
    expect(scores.micro.precision).toBe(1 / 2);
    expect(scores.micro.recall).toBe(1 / 3);
    expect(scores.micro.f1).toBeCloseTo(0.4, 12);
  });

  it('does not fold case, as the official script does not, once there is a list of valid codes', () => {
    const valid = new Set(['n44.8']);
    const scores = scoreCodiespEvidence([at('n44.8', 1, 9)], [at('N44.8', 1, 9)], (code) => valid.has(code));
    expect([scores.predictedCodes, scores.micro.f1]).toEqual([0, 0]);
  });
});
