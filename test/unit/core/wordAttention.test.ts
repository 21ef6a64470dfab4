import { describe, expect, it } from 'vitest';
import type { ReaderHead } from '../../../server/src/core/readerHead.js';
import { parseReport } from '../../../server/src/core/report.js';
import type { SentenceReading } from '../../../server/src/core/types.js';
import { mostAttended, wordAttention } from '../../../server/src/core/wordAttention.js';
import { labelQueries } from '../../fixtures/core/labelQueries.js';
import { nothing } from './readings.js';

const head: ReaderHead = {
  labels: [
    {
      id: 'mass',
      sectionShift: { impression: 1 },
      bias: 0,
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

/** A sentence's reading from its words' scores. */
function read(scores: readonly number[]): SentenceReading {
  const most = Math.max(...scores);
  const logSumExp = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
  const weights = scores
    .map((score) => String.fromCharCode(48 + Math.round(63 * Math.exp(score - most))))
    .join('');
  const labels = labelQueries([{ logSumExp, value: 0, weights }]);
  return { ...nothing, report: { labels, exam: { logSumExp: 0, vector: '' }, mean: '' } };
}

describe('wordAttention', () => {
  const report = parseReport('Hallazgos:\nUn nódulo.\nImpresión:\nNódulo pulmonar.\n');
  // Headings are sentences too.
  const scores = [
    [-9, -9],
    [-9, 3, -9],
    [-9, -9],
    [2, 2, -9],
  ];
  const readings = scores.map(read);

  it('is one softmax over all words of the report, with what sections add', () => {
    expect(report.inputs.map(({ words }) => words.length)).toEqual([2, 3, 2, 3]);
    const exact = scores.flatMap((of, sentence) =>
      of.map((score) => Math.exp(score + (sentence > 1 ? 1 : 0))),
    );
    const total = exact.reduce((sum, score) => sum + score, 0);
    const found = wordAttention(report, readings, 'mass', head);
    const words = found.map(({ startUtf16, endUtf16 }) => report.text.slice(startUtf16, endUtf16));
    expect(words).toEqual(['nódulo', 'Nódulo', 'pulmonar']);
    [exact[3]!, exact[7]!, exact[8]!].forEach((score, i) => {
      expect(found[i]!.weight).toBeCloseTo(score / total, 2);
    });
    expect(mostAttended(report, readings, 'mass', head)).toMatchObject({
      startUtf16: report.sentences[3]!.startUtf16,
      endUtf16: report.sentences[3]!.endUtf16,
    });
  });

  it('adds up what the sentences under an organ heading give to it', () => {
    const organ = parseReport('Hallazgos:\nHígado: un quiste. Sin masa.\n');
    const heading = organ.sentences.filter(({ organHeading }) => organHeading !== null);
    expect(heading.length).toBeGreaterThanOrEqual(2);
    const all = organ.inputs.map(({ words }) => read(words.map((word) => (word === 'higado' ? 5 : 0))));
    const found = wordAttention(organ, all, 'mass', head);
    expect(found).toHaveLength(1);
    expect(found[0]!.weight).toBeGreaterThan(0.9);
    expect(organ.text.slice(found[0]!.startUtf16, found[0]!.endUtf16)).toBe('Hígado');
  });

  it('says nothing where no sentence was read, or of a label that the pack does not have', () => {
    expect(wordAttention(report, [null, null], 'mass', head)).toEqual([]);
    expect(mostAttended(report, [], 'mass', head)).toBeNull();
    expect(wordAttention(report, readings, 'atrophy', head)).toEqual([]);
  });
});
