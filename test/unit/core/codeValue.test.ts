import { describe, expect, it } from 'vitest';
import { CodeRows } from '../../../server/src/core/codeSearch/codeRows.js';
import { mergeCodes } from '../../../server/src/core/codes.js';
import { parseReport } from '../../../server/src/core/report.js';
import type { PackVocabulary, SentenceReading } from '../../../server/src/core/types.js';

const vocabulary = {
  system: 'ICD-O-3',
  threshold: 0.25,
  spanThreshold: 0.5,
  reader: null,
  describe: () => null,
  rows: () => new CodeRows('', ['code']),
} satisfies PackVocabulary;

/** The codes that are suggested where each of the words is read as a mention of its code. */
function suggested(
  text: string,
  read: Readonly<Record<string, readonly [code: string, probability: number]>>,
) {
  const report = parseReport(text);
  const readings = report.inputs.map(({ words }): SentenceReading => {
    const mentions = words.flatMap((word, firstWord) => {
      const [code, probability] = read[word] ?? ['', 0];
      const candidates = [{ code, probability: 1 }];
      const of = { firstWord, endWord: firstWord + 1, probability, spanProbability: probability, candidates };
      return code === '' ? [] : [of];
    });
    return { mentions, entities: [], relations: [], report: null };
  });
  return mergeCodes(report, readings, vocabulary).flatMap(({ code, value }) => (value ? [code] : []));
}

describe('a suggested code', () => {
  const text = 'Lesiones hepáticas. Dudoso ADC pulmonar. Adenoma de colon.\n';
  const seen = { lesiones: ['8000/6', 0.9] } as const;
  const short = { adc: ['8140/3', 0.45] } as const;
  const named = { adenoma: ['8140/0', 0.3] } as const;

  it('needs no more than the threshold in a report of a tumour', () => {
    const sure = { adc: ['8140/3', 0.85] } as const;
    expect(suggested(text, { ...seen, ...sure, ...named })).toEqual(['8000/6', '8140/3', '8140/0']);
  });

  it('is none for what is merely seen in another report, however likely', () => {
    expect(suggested(text, seen)).toEqual([]);
    expect(suggested(text, { ...seen, ...named })).toEqual(['8140/0']);
  });

  it('has to be likelier than not in another report where its words name no growth', () => {
    expect(suggested(text, short)).toEqual([]);
    expect(suggested(text, { adc: ['8140/3', 0.55] })).toEqual(['8140/3']);
    expect(suggested(text, named)).toEqual(['8140/0']);
    expect(suggested(text, { adenoma: ['8140/0', 0.2] })).toEqual([]);
  });

  it.each([
    'Foco que brilla en b1000 con caída de ADC en la ínsula.',
    'Restricción de la difusión con ADC bajo.',
    'Low ADC values, bright on DWI.',
    'Sin alteración en el mapa ADC.',
  ])('is none for the diffusion coefficient: %s', (sentence) => {
    expect(suggested(`${sentence}\n`, { adc: ['8140/3', 0.95] })).toEqual([]);
  });

  it.each(['ADC de pulmón.', 'Biopsia: ADC infiltrante.', 'ADC de bajo grado con valores de CEA altos.'])(
    'is there for the tumour: %s',
    (sentence) => {
      expect(suggested(`${sentence}\n`, { adc: ['8140/3', 0.95] })).toEqual(['8140/3']);
    },
  );
});
