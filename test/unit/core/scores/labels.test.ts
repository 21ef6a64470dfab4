/** Labels and exam codes against cases computed by hand. */
import { describe, expect, it } from 'vitest';
import { scoreExams } from '../../../../server/src/core/scores/exams.js';
import { areaUnderCurve, ratesOf, scoreLabels } from '../../../../server/src/core/scores/labels.js';
import type { LabelledReport } from '../../../../server/src/core/scores/labels.js';
import type { LabelId, ReportLabel } from '../../../../server/src/core/types.js';

describe('areaUnderCurve', () => {
  const area = (right: number[], wrong: number[]): number | null =>
    areaUnderCurve([
      ...right.map((probability) => ({ probability, right: true })),
      ...wrong.map((probability) => ({ probability, right: false })),
    ]);
  it('is the chance that what is right ranks higher, ties half', () => {
    // Of four pairs three are right (the same case as training/tests/test_reader.py).
    expect(area([0.9, 0.7], [0.8, 0.1])).toBe(0.75);
    expect(area([0.5], [0.5])).toBe(0.5);
    expect(area([0.5, 0.5], [0.5, 0.2])).toBe(0.75);
    expect(area([0.1], [0.9])).toBe(0);
  });
  it('is unknown without both classes', () => {
    expect(area([0.1, 0.2], [])).toBeNull();
    expect(area([], [])).toBeNull();
  });
});

it('ratesOf leaves out what it cannot divide by', () => {
  const rates = ratesOf([
    { gold: true, said: true },
    { gold: true, said: false },
    { gold: false, said: false },
  ]);
  expect(rates).toEqual({ sensitivity: 0.5, specificity: 1, balancedAccuracy: 0.75 });
  expect(ratesOf([{ gold: true, said: true }])).toEqual({
    sensitivity: 1,
    specificity: null,
    balancedAccuracy: null,
  });
});

function label(id: LabelId, probability: number, applies = true): ReportLabel {
  const value = applies && probability >= 0.5;
  return { id, probability, threshold: 0.5, sensitiveThreshold: 0.2, value, applies, evidence: [] };
}

describe('scoreLabels', () => {
  const report = (
    gold: Partial<Record<LabelId, boolean>>,
    labels: ReportLabel[],
    exam: string | null = null,
  ): LabelledReport => ({ gold: new Map(Object.entries(gold) as [LabelId, boolean][]), labels, exam });
  const scores = scoreLabels([
    report({ abnormal: true, mass: true }, [label('abnormal', 0.9), label('mass', 0.3)]),
    report({ abnormal: false, mass: false }, [label('abnormal', 0.4), label('mass', 0.1)]),
    // A head that was not taken for one: its mass is never shown, however probable.
    report({ abnormal: true, mass: true }, [label('abnormal', 0.7), label('mass', 0.8, false)]),
    report({ abnormal: true }, [label('abnormal', 0.1), label('mass', 0.9, false)], 'BW03ZZZ'),
    report({ abnormal: false }, [], 'BW03ZZZ'),
    report({}, [label('abnormal', 0.9)]),
  ]);

  it('scores a label over the reports of which it is known', () => {
    expect(scores.reports).toBe(5);
    // Yes 0.9, 0.7, 0.1; no 0.4 and, not read, 0: five of six pairs are right.
    expect(scores.labels.abnormal).toMatchObject({
      reports: 5,
      positive: 3,
      specific: { sensitivity: 2 / 3, specificity: 1 },
      sensitive: { sensitivity: 2 / 3, specificity: 1 / 2 },
    });
    expect(scores.labels.abnormal?.auc).toBeCloseTo(5 / 6, 12);
    expect(scores.labels.atrophy).toBeUndefined();
  });

  it('scores head labels over head examinations alone, as they are shown', () => {
    expect(scores.labels.mass).toMatchObject({
      reports: 3,
      positive: 2,
      auc: 1,
      specific: { sensitivity: 0, specificity: 1, balancedAccuracy: 0.5 },
      sensitive: { sensitivity: 0.5, specificity: 1 },
    });
    expect(scores.headImaging).toEqual({
      reports: 5,
      positive: 3,
      sensitivity: 2 / 3,
      specificity: 1,
      balancedAccuracy: (2 / 3 + 1) / 2,
    });
  });

  it('scores chest radiographs by themselves', () => {
    expect(scores.abnormalChestRadiograph).toMatchObject({ reports: 2, positive: 1, auc: 1 });
    expect(scoreLabels([report({ abnormal: true }, [])]).abnormalChestRadiograph).toBeNull();
  });
});

describe('scoreExams', () => {
  it('averages over the codes that are right or were said', () => {
    const scores = scoreExams([
      { gold: 'B020Z', ranking: ['B020Z', 'B030Z'] },
      { gold: 'B020Z', ranking: ['B020Y', 'B020Z'] },
      { gold: 'BW03Z', ranking: ['B030Z', 'B020Z', 'a', 'b', 'c', 'BW03Z'] },
      { gold: 'BW03Z', ranking: [] },
    ]);
    // Classes: B020Z P 1 R 1/2 F 2/3, BW03Z 0, B020Y 0, B030Z 0.
    expect(scores).toMatchObject({ reports: 4, codes: 4, top1: 0.25, top5: 0.5, top1WithoutContrast: 0.5 });
    expect(scores.macro.precision).toBeCloseTo(1 / 4, 12);
    expect(scores.macro.recall).toBeCloseTo(1 / 8, 12);
    expect(scores.macro.f1).toBeCloseTo(1 / 6, 12);
  });
  it('has nothing to say of nothing', () => {
    expect(scoreExams([])).toMatchObject({ reports: 0, top1: 0, macro: { f1: 0 } });
  });
});
