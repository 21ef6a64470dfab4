import { beforeAll, describe, expect, it } from 'vitest';
import { learnCodes, TooFewReports } from '../../../../server/src/core/learn/learn.js';
import { LearnedReader } from '../../../../server/src/core/learn/suggest.js';
import type { LearnedHead } from '../../../../server/src/core/learn/types.js';
import { parseReport } from '../../../../server/src/core/report.js';
import { example, learn, packOf, toyExamples, toyReport } from './toy.js';

let head: LearnedHead;
beforeAll(() => {
  head = learn(toyExamples());
});
const suggest = (text: string, from = head): ReturnType<LearnedReader['suggest']> =>
  new LearnedReader(packOf(from)).suggest(parseReport(text), null, () => null);

describe('learning a separable list', () => {
  it('gets every held-out report right', () => {
    expect(head.scores).toMatchObject({ folds: 5, precision: 1, recall: 1, f1: 1, accuracy: 1 });
    expect(head.codes).toEqual([
      { code: 'TC4', reports: 8, description: null },
      { code: 'TX1', reports: 8, description: 'Tórax' },
      { code: 'US2', reports: 8, description: null },
    ]);
  });

  it('suggests the code of a new report, with the name of the list and its description', () => {
    const [first, second] = suggest(toyReport('TX1', 9));
    expect(first).toMatchObject({
      system: 'Hospital',
      code: 'TX1',
      description: 'Tórax',
      rank: 1,
      value: true,
    });
    expect(first!.probability).toBeGreaterThan(0.8);
    expect(second).toMatchObject({ rank: 2, value: false });
    expect(first!.evidence[0]!.runnerUp?.code).toBe(second!.code);
  });

  it('points at the words without which the code would be least likely', () => {
    const text = 'ECOGRAFÍA ABDOMINAL\n\nHALLAZGOS:\nSe archiva. Hígado homogéneo.\n';
    const [first] = suggest(text);
    const { startUtf16, endUtf16 } = first!.evidence[0]!;
    expect(first!.code).toBe('US2');
    expect(text.slice(startUtf16, endUtf16)).toBe('ECOGRAFÍA ABDOMINAL');
  });

  it('never forces a code on words that it does not know', () => {
    expect(suggest('Quarterly revenue exceeded analyst expectations across regions.')).toEqual([]);
    expect(suggest('')).toEqual([]);
    const oneKnownWord =
      'Contrato de arrendamiento de una vivienda con garaje, trastero, jardín y un plazo normal.';
    expect(suggest(oneKnownWord)).toEqual([]);
  });

  it('takes no hint from a codes section', () => {
    const text = toyReport('TX1', 1);
    const [plain] = suggest(text);
    const [hinted] = suggest(`${text}\nCÓDIGOS:\nEcografía abdominal, hígado, vesícula\n`);
    expect(hinted!.probability).toBe(plain!.probability);
  });

  it('is the same for the same reports', () => {
    expect(learn(toyExamples())).toEqual(head);
  });

  it('keeps the thread: no step is long', () => {
    let steps = 0;
    for (const progress of learnCodes(toyExamples(), new Map())) {
      steps++;
      expect(progress.done).toBeLessThanOrEqual(progress.total);
    }
    expect(steps).toBeGreaterThan(20);
  });
});

describe('codes that few reports have', () => {
  const rare = [
    example('RM DE RODILLA\n\nMeniscos íntegros.', 'RM9'),
    example('RM DE RODILLA\n\nRotura.', 'RM9'),
  ];

  it('are listed and never suggested', () => {
    const withRare = learn([...toyExamples(), ...rare]);
    expect(withRare.rare).toEqual([{ code: 'RM9', reports: 2 }]);
    expect(withRare.codes.map(({ code }) => code)).not.toContain('RM9');
    expect(withRare.reports).toBe(24);
    for (const { code, value } of suggest('RM DE RODILLA\n\nMeniscos íntegros.', withRare)) {
      expect([code, value]).not.toEqual(['RM9', true]);
      expect(value).toBe(false);
    }
  });

  it('are not enough by themselves', () => {
    expect(() => learn(rare)).toThrow(TooFewReports);
    expect(() => learn([])).toThrow(TooFewReports);
  });
});

describe('the reader’s vector', () => {
  const withVector = toyExamples().map((one, index) => ({
    ...one,
    features: { ...one.features, vector: [index < 8 ? 1 : -1, index % 3] },
  }));

  it('is used where every report has one, and then asked of every report', () => {
    const read = learn(withVector);
    expect(read.space.vector?.mean).toHaveLength(2);
    const reader = new LearnedReader(packOf(read));
    const report = parseReport(toyReport('TX1', 9));
    expect(reader.suggest(report, null, () => null)).toEqual([]);
    expect(reader.suggest(report, [1, 1], () => [1, 1])[0]?.code).toBe('TX1');
  });

  it('lets a sentence be evidence whose removal moves the vector away', () => {
    const reader = new LearnedReader(packOf(learn(withVector)));
    const text = toyReport('TX1', 9);
    const report = parseReport(text);
    const [first] = reader.suggest(report, [1, 1], (sentence) => [sentence === 2 ? -40 : 1, 1]);
    const { startUtf16, endUtf16 } = report.sentences[2]!;
    expect(first!.evidence[0]).toMatchObject({ startUtf16, endUtf16 });
  });

  it('is left out where one report has none', () => {
    expect(learn([...withVector, example(toyReport('TX1', 1), 'TX1')]).space.vector).toBeNull();
  });
});

describe('a code that was rejected', () => {
  it('becomes less likely for such a report', () => {
    const doubtful = 'Control. Senos costofrénicos libres. Campos pulmonares limpios.';
    const of = (from: LearnedHead): number =>
      suggest(doubtful, from).find(({ code }) => code === 'TX1')!.probability;
    const rejecting = (code: string): number =>
      of(learn([...toyExamples(), ...Array.from({ length: 4 }, () => example(doubtful, null, [code]))]));
    // The same further words: only what was rejected differs.
    expect(rejecting('TX1')).toBeLessThan(rejecting('US2') - 0.05);
  });
});
