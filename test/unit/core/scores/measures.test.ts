/** Against cases computed by hand, the same as `training/tests/test_scores.py`, and a sample that Python scored. */
import { describe, expect, it } from 'vitest';
import { scoreCantemist } from '../../../../server/src/core/scores/cantemist.js';
import {
  averagePrecision,
  calibrationError,
  fromCounts,
  meanAveragePrecision,
  micro,
} from '../../../../server/src/core/scores/measures.js';
import { codeRanking } from '../../../../server/src/core/scores/mentions.js';
import sample from '../../../fixtures/cantemist/scores.json';

describe('averagePrecision', () => {
  it('averages precision at each gold code over all gold codes', () => {
    // Ranks 1 and 3 of three gold codes: (1/1 + 2/3) / 3.
    const gold = new Set(['8000/6', '8140/3', '8500/3']);
    expect(averagePrecision(gold, ['8000/6', '8010/3', '8140/3'])).toBeCloseTo(5 / 9, 12);
  });

  it('counts a repeated code once, folds case and is 0 for nothing', () => {
    expect(averagePrecision(new Set(['8140/3']), ['8000/1', '8000/1', '8140/3'])).toBe(1 / 2);
    expect(averagePrecision(new Set(['8140/3']), ['8140/3', '8140/3'])).toBe(1);
    expect(averagePrecision(new Set(['8010/3/H']), ['8010/3/h'])).toBe(1);
    expect(averagePrecision(new Set(['8140/3']), [])).toBe(0);
    expect(averagePrecision(new Set(), ['8140/3'])).toBe(0);
  });
});

describe('meanAveragePrecision', () => {
  const documents = [
    { gold: new Set(['8000/6']), ranking: ['8000/6'] },
    { gold: new Set(['8000/6', '8140/3']), ranking: ['8000/6', '8010/3', '8140/3'] },
    { gold: new Set<string>(), ranking: ['8010/3'] },
  ];
  it('leaves out documents without gold, before and after codes are taken out', () => {
    expect(meanAveragePrecision(documents)).toBeCloseTo((1 + 5 / 6) / 2, 12);
    expect(meanAveragePrecision(documents, new Set(['8000/6']))).toBe(1 / 2);
    expect(meanAveragePrecision([])).toBe(0);
  });
});

describe('micro', () => {
  it('counts exact items', () => {
    const found = micro(new Set(['d 0 4', 'd 9 12', 'e 1 2']), new Set(['d 0 4', 'd 9 13']));
    expect(found.precision).toBe(1 / 2);
    expect(found.recall).toBe(1 / 3);
    expect(found.f1).toBeCloseTo(2 / 5, 12);
    expect(micro(new Set(), new Set())).toEqual({ precision: 0, recall: 0, f1: 0 });
    expect(fromCounts(0, 3, 0)).toEqual({ precision: 0, recall: 0, f1: 0 });
  });
});

describe('calibrationError', () => {
  it('weighs each bin by its forecasts', () => {
    // Bin 0.2: |0.25 + 0.21 - 1|; last bin: |1 + 0.9 - 0|; over four forecasts.
    const forecasts = [
      { probability: 0.25, right: true },
      { probability: 0.21, right: false },
      { probability: 1, right: false },
      { probability: 0.9, right: false },
    ];
    expect(calibrationError(forecasts)).toBeCloseTo((0.54 + 1.9) / 4, 12);
    expect(calibrationError([])).toBeNull();
  });
});

describe('codeRanking', () => {
  it('takes the maximum over mentions and orders equals by code', () => {
    const mention = (probability: number, code: string, p: number) => ({
      startUtf16: 0,
      endUtf16: 1,
      probability,
      spanProbability: 1,
      candidates: [{ code, probability: p }],
    });
    const mentions = [mention(0.5, 'b', 1), mention(1, 'c', 0.5), mention(1, 'b', 0.2), mention(1, 'a', 1)];
    expect(codeRanking(mentions).map(({ code }) => code)).toEqual(['a', 'b', 'c']);
  });
});

describe('scoreCantemist', () => {
  const { valid, spanThreshold, threshold, scores } = sample;
  const documents = sample.documents.map(({ gold, mentions }) => ({
    gold: (gold as [number, number, string][]).map(([startUtf16, endUtf16, code]) => ({
      startUtf16,
      endUtf16,
      code,
    })),
    mentions: mentions.map(({ start, end, candidates, ...probabilities }) => ({
      startUtf16: start,
      endUtf16: end,
      ...probabilities,
      candidates: (candidates as [string, number][]).map(([code, probability]) => ({ code, probability })),
    })),
  }));
  const found = scoreCantemist(documents, {
    spanThreshold,
    threshold,
    isValid: (code) => valid.includes(code),
  });

  it('equals what the training code says of the same sample', () => {
    const pairs: [number | null, number][] = [
      [found.documents, scores.documents],
      [found.map, scores.MAP],
      [found.mapWithout8000_6, scores['MAP without 8000/6']],
      [found.ner.precision, scores['NER precision']],
      [found.ner.recall, scores['NER recall']],
      [found.ner.f1, scores['NER F1']],
      [found.norm.precision, scores['NORM precision']],
      [found.norm.recall, scores['NORM recall']],
      [found.norm.f1, scores['NORM F1']],
      [found.codes.precision, scores['code precision at threshold']],
      [found.codes.recall, scores['code recall at threshold']],
      [found.calibrationError, scores['calibration error of report codes']],
    ];
    for (const [ours, python] of pairs) expect(ours).toBeCloseTo(python, 12);
  });

  it('counts a gold mention without code for NER alone', () => {
    const mention = { startUtf16: 0, endUtf16: 4, probability: 1, spanProbability: 1, candidates: [] };
    const gold = [{ startUtf16: 0, endUtf16: 4, code: null }];
    const bare = scoreCantemist([{ gold, mentions: [mention] }], {
      spanThreshold: 0.5,
      threshold: 0.5,
      isValid: () => true,
    });
    expect(bare).toMatchObject({ goldMentions: 1, map: 0, ner: { f1: 1 }, norm: { f1: 0 } });
  });

  it('compares codes of mentions by case', () => {
    const candidates = [{ code: '8140/3/h', probability: 1 }];
    const mention = { startUtf16: 0, endUtf16: 4, probability: 1, spanProbability: 1, candidates };
    const gold = [{ startUtf16: 0, endUtf16: 4, code: '8140/3/H' }];
    const scored = scoreCantemist([{ gold, mentions: [mention] }], {
      spanThreshold: 0.5,
      threshold: 0.5,
      isValid: () => true,
    });
    expect(scored).toMatchObject({ map: 1, ner: { f1: 1 }, norm: { f1: 0 } });
  });
});
