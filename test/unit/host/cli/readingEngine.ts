/** An engine for `glosa eval`: it reads three words. */
import type { LabelHead, ReaderHead } from '../../../../server/src/core/readerHead.js';
import type { EntityReading, ReaderInput, SentenceReading } from '../../../../server/src/core/types.js';
import { labelQueries } from '../../../fixtures/core/labelQueries.js';
import type { LabelQuery } from '../../../fixtures/core/labelQueries.js';
import type { EngineStatus, ReadOptions } from '../../../../server/src/engine/types.js';
import { FakeEngine } from './fakeEngine.js';
import { packVector } from '../../../../server/src/core/wordVector.js';

const labelHead = (id: LabelHead['id']): LabelHead => ({
  id,
  sectionShift: {},
  bias: 0,
  finding: 0,
  calibration: { scale: 1, offset: 0 },
  specific: 0.5,
  sensitive: 0.2,
});

const reader: ReaderHead = {
  labels: [labelHead('abnormal'), labelHead('mass'), labelHead('head')],
  cues: null,
  exam: {
    codes: ['BW03Z', 'B020Z'].map((code) => ({ code, es: null, en: null })),
    // The vector's one number decides: above 0 the chest.
    axes: [
      { weights: Float32Array.of(1, -1), biases: Float32Array.of(0, 0), rowOfCode: Int32Array.of(0, 1) },
    ],
    sectionShift: {},
    temperature: 1,
    threshold: 0.5,
  },
  snomed: new Map(),
};

/** Finds nodules and lungs with `has` between them; `head` words make a head report, `nódulo` an abnormal one. */
export class ReadingEngine extends FakeEngine {
  override status(): EngineStatus {
    const status = super.status();
    return { ...status, vocabulary: status.vocabulary === null ? null : { ...status.vocabulary, reader } };
  }
  override async read(inputs: readonly ReaderInput[], options: ReadOptions): Promise<SentenceReading[]> {
    const plain = await super.read(inputs, options);
    return plain.map((reading, i) => readWords(reading, inputs[i]?.words ?? []));
  }
}

function readWords(reading: SentenceReading, words: readonly string[]): SentenceReading {
  const entities = words.flatMap((word, at): EntityReading[] => {
    const shared = { firstWord: at, endWord: at + 1, score: 0.9, side: null, trend: null };
    if (word === 'nodulo') return [{ ...shared, type: 'Finding', assertion: 'present', subtype: null }];
    if (word === 'pulmonar') return [{ ...shared, type: 'Anatomy', assertion: null, subtype: 'Lung' }];
    return [];
  });
  const head = entities.findIndex(({ type }) => type === 'Finding');
  const tail = entities.findIndex(({ type }) => type === 'Anatomy');
  const query = (value: number): LabelQuery => ({
    logSumExp: 0,
    value,
    weights: 'o'.repeat(words.length),
  });
  const isHead = words.includes('cerebral');
  return {
    ...reading,
    entities,
    relations: head < 0 || tail < 0 ? [] : [{ type: 'has', head, tail, score: 0.9 }],
    report: {
      labels: labelQueries([query(words.includes('nodulo') ? 3 : -3), query(-3), query(isHead ? 3 : -3)]),
      exam: { logSumExp: 0, vector: packVector([isHead ? -2 : 2]) },
      mean: packVector([0]),
    },
  };
}
