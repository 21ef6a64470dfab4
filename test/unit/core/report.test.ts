import { describe, expect, it } from 'vitest';
import { CodeRows } from '../../../server/src/core/codeSearch/codeRows.js';
import type { ReaderHead } from '../../../server/src/core/readerHead.js';
import { mergeReadings, parseReport } from '../../../server/src/core/report.js';
import type { PackVocabulary, SentenceReading } from '../../../server/src/core/types.js';
import { labelNames } from '../../../server/src/engine/readerManifest.js';
import { labelQueries } from '../../fixtures/core/labelQueries.js';
import { entityAt } from './readings.js';
import { packVector } from '../../../server/src/core/wordVector.js';

const reader: ReaderHead = {
  labels: labelNames.map((id) => ({
    id,
    sectionShift: {},
    bias: 0,
    finding: 0,
    calibration: { scale: 1, offset: 0 },
    specific: 0.5,
    sensitive: 0.2,
  })),
  cues: null,
  exam: {
    codes: [{ code: 'BW03Z', es: 'Radiografía', en: null }],
    axes: [],
    sectionShift: {},
    temperature: 1,
    threshold: 0.5,
  },
  snomed: new Map(),
};
const vocabulary: PackVocabulary = {
  system: 'ICD-O-3',
  threshold: 0.5,
  spanThreshold: 0.5,
  reader,
  describe: () => null,
  rows: () => new CodeRows('', ['code']),
};

const report = parseReport('Hay un carcinoma.');
const query = { logSumExp: 1, value: 2, weights: '00o0' };
const readings: SentenceReading[] = [
  {
    mentions: [
      {
        firstWord: 2,
        endWord: 3,
        probability: 1,
        spanProbability: 1,
        candidates: [{ code: '8010/3', probability: 0.9 }],
      },
    ],
    entities: [entityAt(report, 0, 'Finding', 'carcinoma')],
    relations: [],
    report: {
      labels: labelQueries(labelNames.map(() => query)),
      exam: { logSumExp: 0, vector: packVector([0.5]) },
      mean: packVector([0.25]),
    },
  },
];

describe('mergeReadings', () => {
  it('puts the exam’s codes after the report’s own, each system with ranks of its own', () => {
    const { codes, labels, entities, vector } = mergeReadings(report, readings, vocabulary, []);
    expect(codes.map(({ system, code, rank }) => [system, code, rank])).toEqual([
      ['ICD-O-3', '8010/3', 1],
      ['ICD-10-PCS', 'BW03Z', 1],
    ]);
    expect(labels).toHaveLength(8);
    expect(labels[0]?.evidence).toEqual([{ startUtf16: 7, endUtf16: 16, attention: 1, entity: 'e1' }]);
    expect(entities).toMatchObject([{ id: 'e1', startUtf16: 7, endUtf16: 16 }]);
    expect(vector).toEqual([0.5, 0.25]);
  });

  it('says of a report read in part what its sentences say, and nothing of the whole', () => {
    expect(mergeReadings(report, readings, null, [])).toMatchObject({
      codes: [],
      labels: [],
      vector: null,
      entities: [{ id: 'e1' }],
    });
  });

  it('has no labels from a pack without the head', () => {
    const { labels, codes, vector } = mergeReadings(report, readings, { ...vocabulary, reader: null }, []);
    expect([labels, vector, codes.length]).toEqual([[], null, 1]);
  });
});
