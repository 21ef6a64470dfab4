import { describe, expect, it } from 'vitest';
import { isOffered, statusOf, strongestStatus } from '../../../server/src/core/assertion.js';
import { CodeRows } from '../../../server/src/core/codeSearch/codeRows.js';
import { mergeCodes } from '../../../server/src/core/codes.js';
import { parseReport } from '../../../server/src/core/report.js';
import type { PackVocabulary, SentenceReading, Status } from '../../../server/src/core/types.js';

const status = (assertion: Status['assertion'], experiencer: Status['experiencer']): Status => ({
  assertion,
  experiencer,
});

const vocabulary = {
  system: 'ICD-O-3',
  threshold: 0.5,
  spanThreshold: 0.5,
  reader: null,
  describe: () => null,
  rows: () => new CodeRows('', ['code']),
} satisfies PackVocabulary;

/** A reading that finds one word everywhere. */
function readingsOf(report: ReturnType<typeof parseReport>, word: string): SentenceReading[] {
  return report.inputs.map(({ words }) => ({
    mentions: words.flatMap((w, i) =>
      w === word
        ? [
            {
              firstWord: i,
              endWord: i + 1,
              probability: 0.9,
              spanProbability: 0.9,
              candidates: [{ code: '9590/3', probability: 1 }],
            },
          ]
        : [],
    ),
    entities: [],
    relations: [],
    report: null,
  }));
}

describe('the status of several mentions', () => {
  it('is the one that says most of the patient', () => {
    const denied = status('absent', 'patient');
    const mother = status('present', 'family');
    const before = status('present', 'past');
    const suspected = status('possible', 'patient');
    const stated = status('present', 'patient');
    expect(strongestStatus([denied, mother, before, suspected, stated])).toEqual(stated);
    expect(strongestStatus([denied, suspected, before])).toEqual(before);
    expect(strongestStatus([mother, suspected])).toEqual(suspected);
    expect(strongestStatus([denied, mother])).toEqual(mother);
  });

  it('is offered where it is of the patient and not denied', () => {
    expect(isOffered(status('present', 'patient'))).toBe(true);
    expect(isOffered(status('present', 'past'))).toBe(true);
    expect(isOffered(status('possible', 'patient'))).toBe(true);
    expect(isOffered(status('absent', 'patient'))).toBe(false);
    expect(isOffered(status('present', 'family'))).toBe(false);
  });
});

describe('a code merged from mentions', () => {
  const merge = (text: string) => {
    const report = parseReport(text);
    return mergeCodes(report, readingsOf(report, 'linfoma'), vocabulary);
  };

  it('carries each mention’s status and the strongest of them', () => {
    const [code] = merge('Sin evidencia de linfoma. Biopsia: linfoma difuso.');
    expect(code?.evidence.map((e) => e.assertion).sort()).toEqual(['absent', 'present']);
    expect(code?.status).toEqual(status('present', 'patient'));
  });

  it('reads a comparison as the past, and a recurrence denied as denied', () => {
    const earlier = merge('HALLAZGOS\nSin cambios.\n\nCOMPARACIÓN\nTC de 2019 con linfoma.\n');
    expect(earlier[0]?.status).toEqual(status('present', 'past'));
    const { words } = parseReport('No hay datos de recidiva tumoral.');
    expect(statusOf(words[0]!, 5, 6)).toEqual(status('absent', 'patient'));
    const known = parseReport('Sin recidiva de su melanoma.');
    expect(statusOf(known.words[0]!, 4, 5)).toEqual(status('present', 'past'));
    const gone = parseReport('Carcinoma ya no visible.');
    expect(statusOf(gone.words[0]!, 0, 1)).toEqual(status('absent', 'patient'));
  });

  it('reads a denial after a heading’s colon forward', () => {
    const { words } = parseReport('Hallazgos\nHueso: no linfoma. Hígado: linfoma: no.');
    const at = (list: readonly { folded: string }[]): number => list.findIndex((w) => w.folded === 'linfoma');
    for (const list of words.filter((l) => at(l) >= 0))
      expect(statusOf(list, at(list), at(list) + 1)).toEqual(status('absent', 'patient'));
    expect(words.filter((l) => at(l) >= 0)).toHaveLength(2);
  });

  it('takes an earlier size for no history', () => {
    const { words } = parseReport('Nodule, previously 9 mm, suspicious for lymphoma.');
    expect(statusOf(words[0]!, 8, 9)).toEqual(status('possible', 'patient'));
  });

  it('takes family history from the heading', () => {
    const [code] = merge('ANTECEDENTES FAMILIARES\nlinfoma.\n');
    expect(code?.status).toEqual(status('present', 'family'));
  });

  it('takes no evidence from a codes section', () => {
    expect(merge('JUICIO CLÍNICO\nSano.\n\nCÓDIGOS\n9590/3 linfoma\n')).toEqual([]);
    expect(merge('JUICIO CLÍNICO\nlinfoma.\n')).toHaveLength(1);
  });

  it('gives the same with the cues found beforehand', () => {
    const words = parseReport('No se observa linfoma.').words[0]!;
    expect(statusOf(words, 3, 4)).toEqual(status('absent', 'patient'));
    expect(statusOf(words, 3, 4, '', [])).toEqual(status('present', 'patient'));
  });
});
