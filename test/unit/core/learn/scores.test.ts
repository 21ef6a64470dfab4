import { expect, it } from 'vitest';
import { stratifiedFolds } from '../../../../server/src/core/learn/folds.js';
import { learnFrom } from '../../../../server/src/core/learn/learnFrom.js';
import { macroScores } from '../../../../server/src/core/learn/macroScores.js';

it('means the codes’ own precision, recall and F1', () => {
  // Code 0: 2 of 3 said are right, 2 of 2 found. Code 1: 1 of 1, 1 of 2. Code 2: never said.
  const scores = macroScores([0, 0, 0, 1, 1], [0, 0, 1, 1, 2], 3);
  expect(scores.precision).toBeCloseTo((2 / 3 + 1 / 2 + 0) / 3, 12);
  expect(scores.recall).toBeCloseTo((1 + 1 / 2 + 0) / 3, 12);
  expect(scores.f1).toBeCloseTo((4 / 5 + 1 / 2 + 0) / 3, 12);
  expect(scores.accuracy).toBeCloseTo(3 / 5, 12);
});

it('spreads every class over the folds', () => {
  const classes = [...Array.from({ length: 10 }, () => 0), ...Array.from({ length: 7 }, () => 1)];
  const folds = stratifiedFolds(classes, 5);
  for (let fold = 0; fold < 5; fold++) {
    const inFold = classes.filter((_, i) => folds[i] === fold);
    expect(inFold.filter((value) => value === 0)).toHaveLength(2);
    expect([1, 2]).toContain(inFold.filter((value) => value === 1).length);
  }
});

it('makes rows of decisions: the last word on a code counts', () => {
  const features = { units: [], vector: null };
  const read = new Map([
    ['a.txt', features],
    ['b.txt', features],
  ]);
  const rows = learnFrom(
    [
      { report: 'a.txt', code: 'TX1', accepted: true },
      { report: 'a.txt', code: 'TC4', accepted: true },
      { report: 'a.txt', code: 'TX1', accepted: false },
      { report: 'b.txt', code: 'TX1', accepted: false },
      { report: 'gone.txt', code: 'TX1', accepted: true },
    ],
    read,
  );
  expect(rows).toEqual([
    { features, code: 'TC4', rejected: ['TX1'] },
    { features, code: null, rejected: ['TX1'] },
  ]);
});
