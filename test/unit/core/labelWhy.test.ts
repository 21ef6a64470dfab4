import { describe, expect, it } from 'vitest';
import { mergeQuery } from '../../../server/src/core/labels.js';
import { labelWhy } from '../../../server/src/core/labelWhy.js';
import type { ReaderHead } from '../../../server/src/core/readerHead.js';
import { parseReport } from '../../../server/src/core/report.js';
import type { Entity, SentenceReading } from '../../../server/src/core/types.js';
import { labelQueries } from '../../fixtures/core/labelQueries.js';
import { nothing } from './readings.js';

const head: ReaderHead = {
  labels: [
    {
      id: 'mass',
      sectionShift: {},
      bias: -3,
      finding: 0,
      calibration: { scale: 1, offset: 0 },
      specific: 0.5,
      sensitive: 0.2,
    },
  ],
  cues: null,
  exam: { codes: [], axes: [], sectionShift: {}, temperature: 1, threshold: 0.5 },
  snomed: new Map(),
};

/** A sentence whose first word has all its attention. */
function read(words: number, logSumExp: number, value: number): SentenceReading {
  const weights = 'o'.padEnd(words, '0');
  const labels = labelQueries([{ logSumExp, value, weights }]);
  return { ...nothing, report: { labels, exam: { logSumExp: 0, vector: '' }, mean: '' } };
}

describe('labelWhy', () => {
  const report = parseReport('Masa en el lóbulo frontal.\nSin sangrado.\n');
  const readings = report.inputs.map(({ words }, i) => read(words.length, i === 0 ? 2 : 0, i === 0 ? 6 : 1));
  const spans = report.sentences.map(({ startUtf16, endUtf16 }) => ({ startUtf16, endUtf16 }));

  it('gives the probability that the report without the sentence has', () => {
    expect(spans).toHaveLength(2);
    const why = labelWhy(report, readings, 'mass', [{ startUtf16: 0, endUtf16: 4 }], [], head)!;
    const other = parseReport('Sin sangrado.\n');
    const alone = mergeQuery(other, [{ sentence: 0, reading: readings[1]!.report! }], 0, head.labels[0]!, 0);
    expect(why.without).toEqual([{ ...spans[0], probability: alone.probability }]);
    expect(alone.probability).toBeLessThan(0.2);
  });

  it('leaves out the findings of the sentence too', () => {
    const finding: Entity = {
      id: 'e1',
      type: 'Finding',
      startUtf16: 0,
      endUtf16: 4,
      score: 0.5,
      sentence: 0,
      assertion: 'present',
      experiencer: 'patient',
      subtype: null,
      side: null,
      trend: null,
    };
    const weighed = { ...head, labels: head.labels.map((label) => ({ ...label, finding: 4 })) };
    const of = (sentence: number) =>
      labelWhy(report, readings, 'mass', spans, [{ ...finding, sentence }], weighed)!.without.map(
        ({ probability }) => probability,
      );
    const [without = NaN, kept = NaN] = of(0);
    const plain = labelWhy(report, readings, 'mass', spans, [], weighed)!.without;
    expect(without).toBeCloseTo(plain[0]!.probability, 9);
    const logit = (p: number): number => Math.log(p / (1 - p));
    expect(logit(kept) - logit(plain[1]!.probability)).toBeCloseTo(2, 6);
  });

  it('leaves out each evidence sentence alone, once', () => {
    const evidence = [{ startUtf16: 0, endUtf16: 4 }, { startUtf16: 8, endUtf16: 10 }, spans[1]!];
    const why = labelWhy(report, readings, 'mass', evidence, [], head)!;
    expect(why.without.map(({ startUtf16 }) => startUtf16)).toEqual(spans.map((span) => span.startUtf16));
  });

  it('takes the sentence with most attention where the label has no evidence', () => {
    const why = labelWhy(report, readings, 'mass', [], [], head)!;
    expect(why.without.map(({ startUtf16 }) => startUtf16)).toEqual([0]);
  });

  it('lists the strongest words first, at most eight', () => {
    const why = labelWhy(report, readings, 'mass', [], [], head)!;
    expect(why.words.map(({ startUtf16, endUtf16 }) => report.text.slice(startUtf16, endUtf16))).toEqual([
      'Masa',
      'Sin',
    ]);
    const long = parseReport('uno dos tres cuatro cinco seis siete ocho nueve diez.');
    const even = [
      {
        ...nothing,
        report: {
          ...readings[0]!.report!,
          labels: labelQueries([{ logSumExp: 0, value: 0, weights: 'o'.repeat(11) }]),
        },
      },
    ];
    expect(labelWhy(long, even, 'mass', [], [], head)!.words).toHaveLength(8);
  });

  it('falls back on the bias where the only sentence is left out', () => {
    const one = parseReport('Masa.');
    const why = labelWhy(one, [read(2, 0, 6)], 'mass', [], [], head)!;
    expect(why.without[0]!.probability).toBeCloseTo(1 / (1 + Math.exp(3)), 12);
  });

  it('is null without a report reading or without the label', () => {
    expect(labelWhy(report, [], 'mass', [], [], head)).toBeNull();
    expect(labelWhy(report, readings, 'atrophy', [], [], head)).toBeNull();
  });
});
