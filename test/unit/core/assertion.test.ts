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

describe('the evidence of a code', () => {
  it('is the likelier of two readings that share words, and every other place', () => {
    const text = 'Melanoma coroideo estadio IV. Melanoma cutáneo.';
    const report = parseReport(text);
    const mention = (endWord: number, probability: number): SentenceReading['mentions'][number] => ({
      firstWord: 0,
      endWord,
      probability,
      spanProbability: probability,
      candidates: [{ code: '8720/3', probability: 1 }],
    });
    const mentions = [[mention(1, 0.7), mention(4, 0.9)], [mention(1, 0.8)]];
    const readings = mentions.map((own): SentenceReading => ({
      mentions: own,
      entities: [],
      relations: [],
      report: null,
    }));
    const [code] = mergeCodes(report, readings, vocabulary);
    expect(code?.evidence.map((e) => text.slice(e.startUtf16, e.endUtf16))).toEqual([
      'Melanoma coroideo estadio IV',
      'Melanoma',
    ]);
  });
});

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

/** Status of the first place of a word in a text. */
function statusIn(text: string, word: string): Status {
  for (const words of parseReport(text).words) {
    const at = words.findIndex(({ folded }) => folded === word);
    if (at >= 0) return statusOf(words, at, at + 1);
  }
  throw new Error(`${word} is not in the text`);
}

describe('a metastasis that is suspected', () => {
  it.each([
    ['Nódulo pulmonar compatible con metástasis.', 'metastasis'],
    ['Nódulo hepático sugestivo de metástasis.', 'metastasis'],
    ['Nódulo hepático sospechoso de metástasis.', 'metastasis'],
    ['Nódulo hepático, a descartar metástasis.', 'metastasis'],
    ['Metástasis a descartar.', 'metastasis'],
    ['Nódulo hepático, probable metástasis.', 'metastasis'],
    ['Nódulo pulmonar (metástasis probable).', 'metastasis'],
    ['No se puede descartar metástasis hepática.', 'metastasis'],
    ['Lesión en la que no se puede descartar que se trate de metástasis.', 'metastasis'],
    ['Metástasis hepática no descartable.', 'metastasis'],
    ['Hallazgos a favor de metástasis.', 'metastasis'],
    ['Nódulos de aspecto metastásico.', 'metastasico'],
    ['Hepatic nodule suspicious for metastasis.', 'metastasis'],
    ['Hepatic nodule concerning for metastasis.', 'metastasis'],
    ['Hepatic nodule, likely metastasis.', 'metastasis'],
    ['Cannot exclude metastasis.', 'metastasis'],
    ['Metastasis cannot be excluded.', 'metastasis'],
    ['Hepatic lesion compatible with metastasis.', 'metastasis'],
    ['Hepatic lesion suggestive of metastasis.', 'metastasis'],
    ['Hepatic nodule worrisome for metastasis.', 'metastasis'],
    ['Hepatic nodule favoring metastasis.', 'metastasis'],
    ['A metastasis is suspected.', 'metastasis'],
  ])('is possible: %s', (text, word) => {
    expect(statusIn(text, word)).toEqual(status('possible', 'patient'));
  });

  it.each([
    ['Metástasis de probable origen pulmonar.', 'metastasis'],
    ['Hepatic metastases, possible lung primary.', 'metastases'],
  ])('is stated where the hedge speaks of its origin: %s', (text, word) => {
    expect(statusIn(text, word)).toEqual(status('present', 'patient'));
  });
});

describe('a tumour that is known', () => {
  it.each([
    ['Neoplasia de pulmón ya conocida, en progresión.', 'neoplasia'],
    ['Carcinoma previamente conocido, sin cambios.', 'carcinoma'],
    ['Paciente conocida por carcinoma de mama.', 'carcinoma'],
    ['Carcinoma de mama diagnosticado en 2019, en progresión.', 'carcinoma'],
    ['Known lung cancer, progressing.', 'cancer'],
    ['Previously known lung carcinoma with progression.', 'carcinoma'],
    ['Colon cancer since 2019.', 'cancer'],
    ['History of lung carcinoma with progression.', 'carcinoma'],
  ])('is the patient’s now: %s', (text, word) => {
    expect(statusIn(text, word)).toEqual(status('present', 'patient'));
  });

  it.each([
    ['Antecedente de carcinoma de mama.', 'carcinoma'],
    ['Antecedente de carcinoma de mama en 2015, sin progresión.', 'carcinoma'],
    ['Carcinoma de mama previo.', 'carcinoma'],
    ['Carcinoma de mama intervenido en 2015.', 'carcinoma'],
    ['En remisión completa de su linfoma desde 2015.', 'linfoma'],
    ['History of breast carcinoma.', 'carcinoma'],
    ['Known history of breast cancer.', 'cancer'],
    ['Previously resected lung carcinoma.', 'carcinoma'],
    ['In complete remission of her lymphoma since 2015.', 'lymphoma'],
  ])('is past where it was treated or is history: %s', (text, word) => {
    expect(statusIn(text, word)).toEqual(status('present', 'past'));
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

  it('is suspected at most where words that name no growth stand for a malignancy', () => {
    const statusOfCode = (text: string, word: string, code: string): Status | undefined => {
      const report = parseReport(text);
      const readings = readingsOf(report, word).map((reading) => ({
        ...reading,
        mentions: reading.mentions.map((m) => ({ ...m, candidates: [{ code, probability: 1 }] })),
      }));
      return mergeCodes(report, readings, vocabulary)[0]?.status;
    };
    expect(statusOfCode('Nódulo hepático compatible con metástasis.', 'nodulo', '8000/6')).toEqual(
      status('possible', 'patient'),
    );
    expect(statusOfCode('Hepatic lesion, likely metastasis.', 'lesion', '8000/6')).toEqual(
      status('possible', 'patient'),
    );
    expect(statusOfCode('Nódulo hepático estable.', 'nodulo', '8000/1')).toEqual(
      status('present', 'patient'),
    );
    expect(statusOfCode('Antecedente de nódulo resecado.', 'nodulo', '8000/6')).toEqual(
      status('present', 'past'),
    );
    expect(statusOfCode('Metástasis hepáticas.', 'metastasis', '8000/6')).toEqual(
      status('present', 'patient'),
    );
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
