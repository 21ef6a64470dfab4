import { describe, expect, it } from 'vitest';
import { cohensKappa, spanAgreement } from '../../../server/src/core/agreement.js';
import type { MarkedSpan } from '../../../server/src/core/agreement.js';

const repeat = (a: string, b: string, times: number): [string, string][] =>
  Array.from({ length: times }, (): [string, string] => [a, b]);

describe('cohensKappa', () => {
  it('is 0.4 for the table 20, 5, 10, 15', () => {
    // Observed 35/50; by chance 25/50·30/50 + 25/50·20/50 = 0.5; (0.7 − 0.5) / 0.5.
    const answers = [
      ...repeat('yes', 'yes', 20),
      ...repeat('yes', 'no', 5),
      ...repeat('no', 'yes', 10),
      ...repeat('no', 'no', 15),
    ];
    const { n, observed, kappa } = cohensKappa(answers);
    expect([n, observed]).toEqual([50, 0.7]);
    expect(kappa).toBeCloseTo(0.4, 12);
  });

  it('is 1, 0 and −1 at the ends', () => {
    expect(
      cohensKappa([
        ['a', 'a'],
        ['b', 'b'],
      ]).kappa,
    ).toBe(1);
    expect(
      cohensKappa([
        ['a', 'a'],
        ['a', 'b'],
      ]).kappa,
    ).toBe(0);
    expect(
      cohensKappa([
        ['a', 'b'],
        ['b', 'a'],
      ]).kappa,
    ).toBe(-1);
  });

  it('is not said where chance explains all, or there is nothing', () => {
    expect(cohensKappa(repeat('a', 'a', 3))).toEqual({ n: 3, observed: 1, kappa: null });
    expect(cohensKappa([])).toEqual({ n: 0, observed: null, kappa: null });
  });
});

describe('spanAgreement', () => {
  const span = (start: number, end: number, category = 'c', report = 'r'): MarkedSpan => ({
    report,
    category,
    start,
    end,
  });

  it('counts overlapping pairs, each span once', () => {
    // 0–10 overlaps both of the second's; 2·1 / (1 + 2).
    expect(spanAgreement([span(0, 10)], [span(0, 3), span(5, 12)])).toEqual({
      first: 1,
      second: 2,
      matched: 1,
      f1: 2 / 3,
    });
  });

  it('makes as many pairs as can be made', () => {
    // The greedy pair (0–10, 0–3) would leave 0–4 alone.
    const first = [span(0, 10), span(0, 4)];
    const second = [span(0, 3), span(5, 12)];
    expect(spanAgreement(first, second)).toMatchObject({ matched: 2, f1: 1 });
    expect(spanAgreement(second, first)).toMatchObject({ matched: 2, f1: 1 });
  });

  it('pairs nothing across categories, reports or a common border', () => {
    expect(spanAgreement([span(0, 5)], [span(5, 9), span(0, 5, 'd'), span(0, 5, 'c', 's')])).toMatchObject({
      matched: 0,
      f1: 0,
    });
    expect(spanAgreement([], []).f1).toBeNull();
  });
});
