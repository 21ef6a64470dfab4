import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeliest } from '../../../server/src/core/exam/codeShares.js';
import { mergeExam, sharesOfExams } from '../../../server/src/core/examCodes.js';
import { labelQueries } from '../../fixtures/core/labelQueries.js';
import type { ExamHead } from '../../../server/src/core/readerHead.js';
import { parseReport } from '../../../server/src/core/report.js';
import type { SentenceReading } from '../../../server/src/core/types.js';
import { nothing } from './readings.js';
import { packVector } from '../../../server/src/core/wordVector.js';

const ln = Math.log;
/** Two axes over two dimensions: `a` and `b` share a row of the first; `c` is on neither. */
const head: ExamHead = {
  codes: [
    { code: 'a', es: 'A es', en: 'A en' },
    { code: 'b', es: null, en: 'B en' },
    { code: 'c', es: null, en: null },
  ],
  axes: [
    {
      weights: new Float32Array([1, 2]),
      biases: new Float32Array([0.5]),
      rowOfCode: Int32Array.of(0, 0, -1),
    },
    {
      weights: new Float32Array([0, 0, 4, 0]),
      biases: new Float32Array([0, -1]),
      rowOfCode: Int32Array.of(0, 1, -1),
    },
  ],
  sectionShift: { impression: ln(2) },
  temperature: 2,
  threshold: 0.5,
};

const reading = (mass: number, vector: number[], mean: number[]): SentenceReading => ({
  ...nothing,
  report: {
    labels: labelQueries([]),
    exam: { logSumExp: ln(mass), vector: packVector(vector) },
    mean: packVector(mean),
  },
});

describe('sharesOfExams', () => {
  it('adds up the axes, divides by the temperature and takes the softmax', () => {
    // a: (1 + 2 + 0.5) / 2 = 1.75; b: 1.75 + (4 - 1) / 2 = 3.25; c: 0.
    const total = Math.exp(1.75) + Math.exp(3.25) + 1;
    const ranked = likeliest(sharesOfExams([1, 1], head), 3);
    expect(ranked.map(({ code }) => code)).toEqual(['b', 'a', 'c']);
    expect(ranked[0]?.probability).toBeCloseTo(Math.exp(3.25) / total, 9);
    expect(ranked[2]?.probability).toBeCloseTo(1 / total, 9);
  });
});

describe('likeliest', () => {
  it('gives the first of all by share, and of two as likely by name', () => {
    const share = fc.constantFrom(0, 0.1, 0.1 + 2 ** -50, 0.2, 1);
    fc.assert(
      fc.property(
        fc.array(share, { maxLength: 200 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(3),
        (shares, limit, left) => {
          const codes = shares.map((_, i) => ({ code: `B${(i * 7919) % 1009}` }));
          const without = new Set(codes.slice(0, left).map(({ code }) => code));
          const all = codes.map(({ code }, i) => ({ code, probability: shares[i]! }));
          const sorted = all
            .filter(({ code }) => !without.has(code))
            .sort((a, b) => b.probability - a.probability || (a.code < b.code ? -1 : 1));
          expect(likeliest({ codes, shares }, limit, without)).toEqual(sorted.slice(0, limit));
        },
      ),
    );
  });
});

describe('mergeExam', () => {
  const text = 'TC urgente.\nImpresión: nódulo.';
  const report = parseReport(text);
  const counts = report.inputs.map(({ words }) => words.length);
  // Masses 1, 1 and 2, doubled in the impression: shares 1/7, 2/7 and 4/7.
  const readings = [reading(1, [7, 0], [1, 0]), reading(1, [0, 7], [0, 1]), reading(2, [0, 0], [0, 0])];

  it('pools by attention with the section’s shift, and means by words', () => {
    expect(report.inputs).toHaveLength(3);
    const { vector } = mergeExam(report, readings, head)!;
    const words = counts.reduce((a, b) => a + b);
    [1, 2, counts[0]! / words, counts[1]! / words].forEach((value, d) => {
      expect(vector[d]).toBeCloseTo(value, 9);
    });
    expect(vector).toHaveLength(4);
  });

  it('suggests the best, each once, on the sentence with most of the attention', () => {
    const { codes } = mergeExam(report, readings, head)!;
    expect(codes.map(({ code, rank, value }) => [code, rank, value])).toEqual([
      ['b', 1, true],
      ['a', 2, false],
      ['c', 3, false],
    ]);
    const [best, second, third] = codes;
    expect(best).toMatchObject({
      system: 'ICD-10-PCS',
      description: 'B en',
      descriptionLanguage: 'en',
      status: { assertion: 'present', experiencer: 'patient' },
    });
    expect(second).toMatchObject({ description: 'A es', descriptionLanguage: 'es' });
    expect(third).toMatchObject({ description: 'c', descriptionLanguage: 'es' });
    const [evidence] = best!.evidence;
    expect(text.slice(evidence!.startUtf16, evidence!.endUtf16)).toBe('nódulo.');
    expect(evidence).toMatchObject({ probability: best!.probability, runnerUp: { code: 'a' } });
    expect(second!.evidence[0]?.runnerUp).toMatchObject({ code: 'b' });
  });

  it('takes the best alone for the report’s code, however low the threshold', () => {
    const { codes } = mergeExam(report, readings, { ...head, threshold: 0 })!;
    expect(codes.map(({ value }) => value)).toEqual([true, false, false]);
  });

  it('puts first what the title names, with a name though the pack has none, and its words for evidence', () => {
    const named = 'Ecografía de hombro derecho.\nSin rotura.';
    const { codes } = mergeExam(parseReport(named), readings.slice(0, 2), head)!;
    expect(codes[0]).toMatchObject({
      code: 'BP48Z',
      description: 'Ecografía de hombro derecho',
      rank: 1,
      value: true,
    });
    expect(codes[0]!.probability).toBeGreaterThan(0.85);
    const [evidence] = codes[0]!.evidence;
    expect(named.slice(evidence!.startUtf16, evidence!.endUtf16)).toBe('Ecografía de hombro derecho');
    expect(codes.map(({ code }) => code)).toContain('b');
  });

  it('lists what a case report tells of, each once with all its places', () => {
    const told =
      'Mujer de 40 años. El TAC abdominal fue normal. Otro TAC abdominal y una RM cerebral también.';
    const all = [nothing, ...readings.slice(0, 2)];
    const { codes } = mergeExam(parseReport(told), all, head)!;
    const places = (code: string) =>
      codes
        .find((suggestion) => suggestion.code === code)
        ?.evidence.map(({ startUtf16, endUtf16 }) => told.slice(startUtf16, endUtf16));
    expect(places('BW20Z')).toEqual(['TAC abdominal', 'TAC abdominal']);
    expect(places('B030Z')).toEqual(['RM cerebral']);
    expect(codes.map(({ rank }) => rank)).toEqual(codes.map((_, i) => i + 1));
  });

  it.each(['Biopsia.\nImpresión: adenocarcinoma.', 'Clinic visit.\nImpression: adenocarcinoma.'])(
    'ranks and suggests none where no word names imaging: %j',
    (visit) => {
      const { codes } = mergeExam(parseReport(visit), readings, { ...head, threshold: 0 })!;
      expect(codes.map(({ code, value }) => [code, value])).toContainEqual(['b', false]);
      expect(codes.some(({ value }) => value)).toBe(false);
    },
  );

  it('suggests none below the threshold, five at most, and nothing unread', () => {
    expect(mergeExam(report, readings, { ...head, threshold: 0.99 })!.codes.some(({ value }) => value)).toBe(
      false,
    );
    const codes = Array.from({ length: 8 }, (_, i) => ({ code: `x${i}`, es: null, en: null }));
    expect(mergeExam(report, readings, { ...head, codes, axes: [] })!.codes).toHaveLength(5);
    expect(mergeExam(report, [null, nothing], head)).toBeNull();
  });
});
