import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeLabels, mergeQuery } from '../../../server/src/core/labels.js';
import type { LabelHead, ReaderHead } from '../../../server/src/core/readerHead.js';
import { parseReport } from '../../../server/src/core/report.js';
import { readSentences } from '../../../server/src/core/reportAttention.js';
import type { Entity, SentenceReading } from '../../../server/src/core/types.js';
import { decodeQueries } from '../../../server/src/engine/decode/readerQueries.js';
import { labelNames } from '../../../server/src/engine/readerManifest.js';
import { labelQueries } from '../../fixtures/core/labelQueries.js';
import type { LabelQuery } from '../../fixtures/core/labelQueries.js';
import { nothing } from './readings.js';

const ln = Math.log;
const label = (id: LabelHead['id'], changes: Partial<LabelHead> = {}): LabelHead => ({
  id,
  sectionShift: {},
  bias: 0,
  finding: 0,
  calibration: { scale: 1, offset: 0 },
  specific: 0.5,
  sensitive: 0.2,
  ...changes,
});
const headOf = (changes: Partial<Record<LabelHead['id'], Partial<LabelHead>>> = {}): ReaderHead => ({
  labels: labelNames.map((id) => label(id, changes[id])),
  cues: null,
  exam: { codes: [], axes: [], sectionShift: {}, temperature: 1, threshold: 0.5 },
  snomed: new Map(),
});
const read = (queries: readonly LabelQuery[]): SentenceReading => ({
  ...nothing,
  report: { labels: labelQueries(queries), exam: { logSumExp: 0, vector: '' }, mean: '' },
});
/** A reading whose `abnormal` query is given; the other queries' values are far below 0, but `head`'s as given. */
const abnormal = (query: LabelQuery, head = -20): SentenceReading =>
  read(labelNames.map((id) => (id === 'abnormal' ? query : { ...query, value: id === 'head' ? head : -20 })));

describe('mergeQuery', () => {
  const report = parseReport(
    'Nada que decir.\nHallazgos:\nNódulo en el lóbulo superior. Hígado: sin lesiones. Quiste renal.\nImpresión: nódulo pulmonar.',
  );
  const wordCount = report.inputs.reduce((sum, { words }) => sum + words.length, 0);
  const number = (limit: number) => fc.integer({ min: -limit * 100, max: limit * 100 }).map((n) => n / 100);
  const column = (limit: number) => fc.array(number(limit), { minLength: wordCount, maxLength: wordCount });

  it('equals one softmax over all words of the report, within 1e-5', () => {
    fc.assert(
      fc.property(
        column(30),
        column(8),
        number(6),
        number(6),
        number(2),
        (s, v, findings, impression, bias) => {
          const scores = new Float32Array(s);
          const values = new Float32Array(v);
          const sectionShift = { findings, impression };
          // Sentence by sentence, as the child does it.
          let at = 0;
          const readings = report.inputs.map(({ words }): SentenceReading => {
            const data = new Float32Array(words.length * 3);
            words.forEach((_, w) => {
              data.set([scores[at + w]!, values[at + w]!, 0], w * 3);
            });
            at += words.length;
            const vectors = { size: 1, data: new Float32Array(words.length) };
            return { ...nothing, report: decodeQueries({ data, size: 3 }, vectors, words.length) };
          });
          const head = label('abnormal', { sectionShift, bias, calibration: { scale: 0.5, offset: 0.25 } });
          const merged = mergeQuery(report, readSentences(readings), 0, head, 0);
          // All at once.
          at = 0;
          let mass = 0;
          let sum = 0;
          report.inputs.forEach(({ words }, i) => {
            const { kind } = report.sections[report.sentences[i]!.section]!;
            const shift = kind === 'findings' ? findings : kind === 'impression' ? impression : 0;
            for (const end = at + words.length; at < end; at++) {
              const weight = Math.exp(scores[at]! + shift);
              mass += weight;
              sum += weight * values[at]!;
            }
          });
          expect(Math.abs(merged.value - sum / mass)).toBeLessThan(1e-5);
          const logit = 0.5 * (sum / mass + bias) + 0.25;
          expect(Math.abs(merged.probability - 1 / (1 + Math.exp(-logit)))).toBeLessThan(1e-5);
          expect(merged.shares.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});

describe('mergeQuery of scores beyond the range of exp', () => {
  it('weighs them as any others', () => {
    const report = parseReport('Hay un nódulo. Nada más.');
    const readings = [
      abnormal({ logSumExp: 2000 + ln(3), value: 1, weights: '' }),
      abnormal({ logSumExp: 2000, value: 5, weights: '' }),
    ];
    expect(mergeQuery(report, readSentences(readings), 0, label('abnormal'), 0).value).toBeCloseTo(2, 9);
  });
});

describe('mergeLabels', () => {
  const text = 'Hay un nódulo grande. Sin derrame.';
  const report = parseReport(text);
  // 3 : 1 of the attention; values 2 and -1: 0.75 · 2 - 0.25 = 1.25.
  const readings = [
    abnormal({ logSumExp: ln(3), value: 2, weights: '00on0' }, 4),
    abnormal({ logSumExp: 0, value: -1, weights: 'o00' }, 4),
  ];
  const finding: Entity = {
    id: 'e1',
    type: 'Finding',
    startUtf16: text.indexOf('nódulo'),
    endUtf16: text.indexOf('nódulo') + 'nódulo'.length,
    score: 1,
    sentence: 0,
    assertion: 'present',
    subtype: null,
    side: null,
    trend: null,
    experiencer: 'patient',
  };

  it('gives all eight, in their order, with thresholds and calibrated probabilities', () => {
    const changes = { bias: -0.25, calibration: { scale: 2, offset: -1 }, specific: 0.7, sensitive: 0.3 };
    const labels = mergeLabels(report, readings, [], headOf({ abnormal: changes }));
    expect(labels.map(({ id }) => id)).toEqual(labelNames.slice(0, 8));
    // 2 · (1.25 - 0.25) - 1 = 1.
    expect(labels[0]).toMatchObject({ threshold: 0.7, sensitiveThreshold: 0.3, value: true, applies: true });
    expect(labels[0]?.probability).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
    const strict = headOf({ abnormal: { ...changes, specific: 0.74 } });
    expect(mergeLabels(report, readings, [], strict)[0]).toMatchObject({ value: false, evidence: [] });
  });

  it('gives none where no report-level head has read', () => {
    expect(mergeLabels(report, [nothing, null], [], headOf())).toEqual([]);
  });

  it('applies the seven to head imaging alone, and then only are they true', () => {
    const sure = headOf({ mass: { bias: 40 } });
    const [, mass] = mergeLabels(report, readings, [], sure);
    expect(mass).toMatchObject({ id: 'mass', applies: true, value: true });
    const stricter = headOf({ mass: { bias: 40 }, head: { specific: 0.99 } });
    const outside = mergeLabels(report, readings, [], stricter);
    expect(outside[1]).toMatchObject({ id: 'mass', applies: false, value: false, evidence: [] });
    expect(outside[1]?.probability).toBeGreaterThan(0.99);
    expect(outside[0]).toMatchObject({ id: 'abnormal', applies: true, value: true });
  });

  it('adds the likeliest finding that the report states of the patient', () => {
    const weighed = headOf({ abnormal: { finding: 3, calibration: { scale: 2, offset: 0 } } });
    const logit = (entities: Entity[], head = weighed): number => {
      const p = mergeLabels(report, readings, entities, head)[0]?.probability ?? NaN;
      return Math.log(p / (1 - p));
    };
    const plain = logit([]);
    const more = 2 * 3 * finding.score;
    expect(logit([finding]) - plain).toBeCloseTo(more, 6);
    expect(logit([{ ...finding, score: 0.1 }, finding]) - plain).toBeCloseTo(more, 6);
    expect(logit([finding], headOf({ abnormal: { calibration: { scale: 2, offset: 0 } } }))).toBeCloseTo(
      plain,
      6,
    );
  });

  it('shows the finding that the top words name, else the sentence', () => {
    const evidence = (entities: Entity[]) => mergeLabels(report, readings, entities, headOf())[0]?.evidence;
    const { startUtf16, endUtf16 } = finding;
    // The second sentence speaks against the label.
    expect(evidence([finding])).toEqual([
      { startUtf16, endUtf16, attention: expect.closeTo(0.75, 9) as number, entity: 'e1' },
    ]);
    const sentence = [
      { startUtf16: 0, endUtf16: 21, attention: expect.closeTo(0.75, 9) as number, entity: null },
    ];
    expect(evidence([])).toEqual(sentence);
    expect(evidence([{ ...finding, assertion: 'absent' }])).toEqual(sentence);
    expect(evidence([{ ...finding, experiencer: 'family' }])).toEqual(sentence);
    expect(evidence([{ ...finding, type: 'Anatomy' }])).toEqual(sentence);
    // A finding beside the top words supports `abnormal` all the same: the likeliest.
    const beside = { ...finding, startUtf16: 0, endUtf16: 3, score: 0.5 };
    const likelier = { ...beside, id: 'e3', score: 0.9 };
    expect(evidence([beside])?.[0]?.entity).toBe('e1');
    expect(evidence([beside, likelier])?.[0]?.entity).toBe('e3');
    const larger = { ...finding, id: 'e2', endUtf16: 20 };
    expect(evidence([finding, larger])?.[0]?.entity).toBe('e2');
  });

  it('ranks by what a sentence adds, shows five at most and none of little weight', () => {
    const many = parseReport('Uno es. Dos es. Tres es. Cuatro es. Cinco es. Seis es. Siete es.');
    const masses = [1, 2, 3, 4, 5, 6, 0.1];
    const ofMany = masses.map((mass) => abnormal({ logSumExp: ln(mass), value: 3, weights: 'ooo' }));
    const starts = mergeLabels(many, ofMany, [], headOf())[0]!.evidence.map((e) =>
      many.text.slice(e.startUtf16, e.endUtf16),
    );
    expect(starts).toEqual(['Seis es.', 'Cinco es.', 'Cuatro es.', 'Tres es.', 'Dos es.']);
    const few = masses.map((mass, i) =>
      abnormal({ logSumExp: ln(mass), value: i > 4 ? 9 : -1, weights: 'ooo' }),
    );
    expect(
      mergeLabels(many, few, [], headOf())[0]!.evidence.map(({ startUtf16 }) =>
        many.text.slice(startUtf16, startUtf16 + 4),
      ),
    ).toEqual(['Seis']);
  });

  it('is never without evidence where it is true', () => {
    const against = [abnormal({ logSumExp: 0, value: -1, weights: 'o0000' }), nothing];
    const [first] = mergeLabels(report, against, [], headOf({ abnormal: { bias: 5 } }));
    expect(first).toMatchObject({ value: true, evidence: [{ startUtf16: 0, entity: null }] });
  });
});
