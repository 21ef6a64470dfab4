import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPlatt, logOddsOf, sigmoid } from '../../../../server/src/core/learn/platt.js';
import { recalibrate, recalibrated } from '../../../../server/src/core/learn/recalibrate.js';
import type { ReaderHead } from '../../../../server/src/core/readerHead.js';

describe('Platt scaling with a prior', () => {
  it('changes nothing without outcomes', () => {
    expect(fitPlatt([], { scaleVariance: 1, offsetVariance: 1 })).toEqual({ scale: 1, offset: 0 });
  });

  it('meets the hand-computed optimum of one outcome at even odds', () => {
    // At log-odds 0 the scale plays no part: b solves b / v + sigmoid(b) = 0. With v = 0.4, b = −0.1819.
    const { scale, offset } = fitPlatt([{ logOdds: 0, right: false }], {
      scaleVariance: 0.1,
      offsetVariance: 0.4,
    });
    expect(scale).toBeCloseTo(1, 9);
    expect(offset / 0.4 + 1 / (1 + Math.exp(-offset))).toBeCloseTo(0, 6);
    expect(offset).toBeCloseTo(-0.1819, 3);
  });

  it('comes to the share that was right where there are many outcomes', () => {
    const outcomes = Array.from({ length: 4_000 }, (_, i) => ({ logOdds: 2, right: i % 4 === 0 }));
    const { scale, offset } = fitPlatt(outcomes, { scaleVariance: 0.1, offsetVariance: 0.4 });
    expect(sigmoid(2 * scale + offset)).toBeCloseTo(0.25, 2);
  });

  it('is never stationary elsewhere: the gradient of loss and prior vanishes', () => {
    const outcome = fc.record({ logOdds: fc.double({ min: -4, max: 4, noNaN: true }), right: fc.boolean() });
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 30 }), (outcomes) => {
        const { scale, offset } = fitPlatt(outcomes, { scaleVariance: 0.1, offsetVariance: 0.4 });
        fc.pre(scale > 0.06);
        const errors = outcomes.map(
          ({ logOdds, right }) => sigmoid(scale * logOdds + offset) - (right ? 1 : 0),
        );
        const slope = errors.reduce((sum, error, i) => sum + error * outcomes[i]!.logOdds, (scale - 1) / 0.1);
        const level = errors.reduce((sum, error) => sum + error, offset / 0.4);
        expect(Math.abs(slope)).toBeLessThan(1e-3);
        expect(Math.abs(level)).toBeLessThan(1e-3);
      }),
      { numRuns: 60 },
    );
  });
});

describe('labels of a workspace', () => {
  const dismissed = { label: 'mass', probability: 0.9, accepted: false } as const;
  const after = (count: number): number => {
    const { scale, offset } = recalibrate(Array.from({ length: count }, () => dismissed)).get('mass')!;
    return sigmoid(scale * logOddsOf(0.9) + offset);
  };

  it('move little after one decision and much after thirty', () => {
    expect(after(1)).toBeGreaterThan(0.85);
    expect(after(1)).toBeLessThan(0.89);
    expect(after(5)).toBeLessThan(after(1));
    expect(after(30)).toBeLessThan(0.35);
  });

  it('put the recalibration after the pack’s own', () => {
    const label = {
      id: 'mass',
      sectionShift: {},
      bias: 0,
      calibration: { scale: 2, offset: -1 },
      specific: 0.5,
      sensitive: 0.2,
    } as const;
    const reader = {
      labels: [label, { ...label, id: 'atrophy' }],
      snomed: new Map(),
    } as unknown as ReaderHead;
    const [mass, atrophy] = recalibrated(reader, new Map([['mass', { scale: 0.5, offset: 0.25 }]])).labels;
    // 0.5 · (2x − 1) + 0.25 = x − 0.25
    expect(mass!.calibration).toEqual({ scale: 1, offset: -0.25 });
    expect(atrophy!.calibration).toEqual({ scale: 2, offset: -1 });
  });
});
