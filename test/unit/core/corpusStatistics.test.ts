import { describe, expect, it } from 'vitest';
import { CorpusCounter } from '../../../server/src/core/corpusStatistics.js';
import { splitWords } from '../../../server/src/core/words.js';

function statisticsOf(...reports: readonly string[]) {
  const counter = new CorpusCounter();
  for (const text of reports) counter.add([splitWords(text, { startUtf16: 0, endUtf16: text.length })]);
  return counter.statistics();
}

describe('corpus statistics', () => {
  it('are those computed by hand', () => {
    // masa ×3, de ×2, pulmón, derecho, 12 and the marks left out: N = 7, V = 4, M2 = 9 + 4 + 1 + 1 = 15.
    const found = statisticsOf('Masa de pulmón, 12 mm.'.replace('mm', ''), 'MASA: masa de derecho.');
    expect(found).toEqual({
      reports: 2,
      tokens: 7,
      types: 4,
      once: 2,
      sumOfSquares: 15,
      typeTokenRatio: 4 / 7,
      yuleK: (10_000 * (15 - 7)) / 49,
      yuleI: 49 / 8,
      tokensPerReport: 3.5,
    });
    expect(found.yuleI! * found.yuleK!).toBeCloseTo(10_000, 9);
  });

  it('take accents and capitals for the same word, whichever way they are written', () => {
    expect(statisticsOf('Metástasis METASTASIS metástasis'.normalize('NFD'))).toMatchObject({
      tokens: 3,
      types: 1,
    });
  });

  it('grow richer with new words and poorer with repeated ones', () => {
    const poor = statisticsOf('mass mass mass mass effusion');
    const rich = statisticsOf('mass mass nodule effusion oedema');
    expect(rich.yuleI!).toBeGreaterThan(poor.yuleI!);
    expect(rich.yuleK!).toBeLessThan(poor.yuleK!);
  });

  it('are null where they are not defined', () => {
    expect(statisticsOf()).toMatchObject({
      typeTokenRatio: null,
      yuleK: null,
      yuleI: null,
      tokensPerReport: null,
    });
    expect(statisticsOf('12 / 45 %')).toMatchObject({
      reports: 1,
      tokens: 0,
      typeTokenRatio: null,
      yuleI: null,
    });
    expect(statisticsOf('every word once')).toMatchObject({ once: 3, yuleK: 0, yuleI: null });
  });
});
