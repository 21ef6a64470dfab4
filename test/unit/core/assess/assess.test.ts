import { describe, expect, it } from 'vitest';
import { assess } from '../../../../server/src/core/assess/index.js';
import type { Category } from '../../../../server/src/core/assess/index.js';
import { categoryName } from '../../../../server/src/core/assess/categoryName.js';
import { english } from '../../../../server/src/core/assess/meanings.en.js';
import { spanish } from '../../../../server/src/core/assess/meanings.es.js';
import { meaningOf } from '../../../../server/src/core/assess/meanings.js';
import { checkQuality } from '../../../../server/src/core/quality/index.js';
import { qualityMessage } from '../../../../server/src/core/quality/messages.js';
import { defaultSeverity } from '../../../../server/src/core/quality/severity.js';
import { parseReport } from '../../../../server/src/core/report.js';
import type { Entity, Relation } from '../../../../server/src/core/types.js';
import { defaultSettings } from '../../../../server/src/protocol.js';

const categories = (text: string): readonly Category[] => assess(parseReport(text), null).categories;
const check = (text: string, id: string) =>
  checkQuality(parseReport(text), null).filter((finding) => finding.id === id);
const cut = (text: string, { startUtf16, endUtf16 }: { startUtf16: number; endUtf16: number }): string =>
  text.slice(startUtf16, endUtf16);

describe('categories', () => {
  it('have exact spans, also with accents in pieces and signs before them', () => {
    const text = '🩻 MAMOGRAFÍA\n\nConclusión: categoría BI-RADS® 4a, mama izquierda.'.normalize('NFD');
    const [one] = categories(text);
    expect(cut(text, one!)).toBe('BI-RADS® 4a');
    expect(cut(text, one!.valueSpan)).toBe('4a');
    expect(one).toMatchObject({ value: '4A', side: 'left', use: 'current', zone: 'impression', valid: true });
  });

  it('read the sums of a RECIST response, and their change', () => {
    const text =
      'TC TAP\n\nHallazgos: suma de diámetros de 4,5 cm, previa 60 mm, con reducción del 25 %.\n\nConclusión: enfermedad estable según RECIST 1.1.';
    expect(categories(text)[0]).toMatchObject({
      system: 'RECIST',
      value: 'SD',
      sums: { now: 45, before: 60, changePercent: -25 },
    });
  });

  it('tell lesions apart by number, segment, place and size', () => {
    const text =
      'MRI PROSTATE\n\nFindings:\nLesion 1: left peripheral zone, 9 mm. PI-RADS 4.\nLesion 2: right transition zone, 17 mm. PI-RADS 3.';
    expect(
      categories(text).map(({ lesion, side }) => [lesion.number, lesion.place, lesion.millimetres, side]),
    ).toEqual([
      ['1', 'peripheral', 9, 'left'],
      ['2', 'transition', 17, 'right'],
    ]);
  });

  it.each([
    [
      'MAMOGRAFÍA\n\nConclusión:\nCalcificaciones benignas en mama izquierda.\nBI-RADS 2.',
      [null],
      'no own side',
    ],
    ['MAMMOGRAM\n\nImpression:\nSuspicious mass in the right breast.\nBI-RADS 4.', [null], 'no own side'],
    ['CT CHEST\n\nImpression:\nNodule of 5 mm in the left upper lobe.\nLung-RADS 2.', [null], 'no own side'],
    ['MAMOGRAFÍA\n\nConclusión:\nNódulo derecho.\nBI-RADS 2 (ambas mamas).', ['bilateral'], 'its own line'],
    ['MAMMOGRAM\n\nImpression: Mass in the right breast. BI-RADS 4.', ['right'], 'the same line'],
    [
      'MAMOGRAFÍA\n\nHallazgos:\nMama derecha\nNódulo de 12 mm.\nBI-RADS 4\n\nMama izquierda\nSin hallazgos.\nBI-RADS 1',
      ['right', 'left'],
      'its heading',
    ],
    [
      'MAMMOGRAM\n\nRIGHT BREAST:\nSpiculated mass.\nBI-RADS 4.\n\nLEFT BREAST:\nNo mass.\nBI-RADS 1.\n\nImpression:\nSuspicious mass in the right breast.\nBI-RADS 4.',
      ['right', 'left', null],
      'its heading',
    ],
    [
      'MAMOGRAFÍA\n\nConclusión:\nMama derecha: normal.\nMama izquierda: nódulo.\nBI-RADS 4.',
      [null],
      'two headings',
    ],
  ])('take no side from the line above: %j', (text, sides) => {
    expect(categories(text).map(({ side }) => side)).toEqual(sides);
  });

  it('are of now, of an earlier exam, of the request, denied or conditional', () => {
    const text = [
      'MRI LIVER',
      'Indication: LR-3 observation.',
      'Comparison: MRI of 2022, LR-2.',
      'Findings: No LR-5 observation. Segment II observation, previously LR-3, now LR-4.',
      'Impression: LR-4. If LR-5 on follow-up, discuss again.',
    ].join('\n\n');
    expect(categories(text).map(({ value, use }) => `${value} ${use}`)).toEqual([
      'LR-3 asked',
      'LR-2 prior',
      'LR-5 denied',
      'LR-3 prior',
      'LR-4 current',
      'LR-4 current',
      'LR-5 hypothetical',
    ]);
  });

  it('are none in a text that explains the scale, nor in other scales', () => {
    const legend =
      'MAMMOGRAM\n\nBI-RADS 0: incomplete. BI-RADS 1: negative. BI-RADS 2: benign. BI-RADS 3: probably benign.';
    expect(categories(legend)).toEqual([]);
    expect(
      categories('CT CHEST\n\nFindings: CO-RADS 5. NI-RADS 2. LR 5 of the scanner is the left reader.'),
    ).toEqual([]);
  });

  it('answer any string', () => {
    for (const text of [
      '',
      '\u0000',
      'BI-RADS',
      'BI-RADS ',
      'LR-',
      'PI-RADS v',
      'BI-RADS 4/',
      'RECIST',
      '\ud800 BI-RADS 9',
    ])
      expect(() => assess(parseReport(text), null)).not.toThrow();
  });
});

describe('what a category stands for', () => {
  it('is one line in both languages, for the same values', () => {
    expect(Object.keys(spanish)).toEqual(Object.keys(english));
    const [one] = categories('MAMMOGRAM\n\nImpression: BI-RADS 4A.');
    expect(`${categoryName(one!, 'en')}: ${meaningOf(one!, 'en')}`).toBe(
      'BI-RADS 4A: low suspicion for malignancy (over 2% to 10%), as the ACR defines it',
    );
    expect(meaningOf(one!, 'es')).toBe(
      'sospecha baja de malignidad (más del 2 % y hasta el 10 %), según la definición del ACR',
    );
  });

  it('differs by the scale’s makers, and is none for a value that is not there', () => {
    const [eu, acr, six] = categories(
      'US THYROID\n\nImpression: EU-TIRADS 4 on the left. ACR TI-RADS 4 on the right. EU-TIRADS 6 in the isthmus.',
    );
    expect(meaningOf(eu!, 'en')).toBe('intermediate risk, as the European Thyroid Association defines it');
    expect(meaningOf(acr!, 'en')).toBe('moderately suspicious (4 to 6 points), as the ACR defines it');
    expect(meaningOf(six!, 'en')).toBeNull();
    const [s] = categories('LDCT\n\nImpression: Lung-RADS 2S.');
    expect(meaningOf(s!, 'es')).toBe(
      'aspecto o comportamiento benigno, según la definición del ACR; la S señala otro hallazgo significativo',
    );
  });
});

describe('the checks', () => {
  it('name the value, the scale and its values', () => {
    const text = 'MAMMOGRAM\n\nImpression: Mass of the left breast, BI-RADS 7.';
    const [found] = check(text, 'score-out-of-range');
    expect(cut(text, found!.span)).toBe('BI-RADS 7');
    expect(qualityMessage(found!, 'en')).toBe('“BI-RADS 7”: BI-RADS has no such value (0–6, 4A, 4B, 4C).');
    expect(qualityMessage(found!, 'es')).toBe('«BI-RADS 7»: BI-RADS no tiene ese valor (0–6, 4A, 4B, 4C).');
    expect(found!.fix).toBeUndefined();
  });

  it('point to the other place and offer its value', () => {
    const text =
      'MAMOGRAFÍA\n\nHallazgos: nódulo en mama derecha, BI-RADS 4C.\n\nConclusión: nódulo en mama derecha, BI-RADS 3.';
    const [found] = check(text, 'score-discrepancy');
    expect(cut(text, found!.span)).toBe('BI-RADS 3');
    expect(found!.related.map((span) => cut(text, span))).toEqual(['BI-RADS 4C']);
    const [edit] = found!.fix!.edits;
    expect(text.slice(0, edit!.startUtf16) + edit!.newText + text.slice(edit!.endUtf16)).toBe(
      text.replace('BI-RADS 3', 'BI-RADS 4C'),
    );
    expect(qualityMessage(found!, 'es')).toBe(
      'Los hallazgos dicen «BI-RADS 4C» y la impresión dice «BI-RADS 3».',
    );
  });

  it.each([
    'MAMOGRAFÍA\n\nHallazgos: nódulo espiculado en mama derecha. BI-RADS 5.\n\nConclusión: nódulo en mama izquierda. BI-RADS 4.',
    'MAMMOGRAM\n\nFindings: Spiculated mass in the right breast. BI-RADS 5.\n\nImpression: Mass in the left breast. BI-RADS 4.',
  ])(
    'hold the only category of Findings against the only one of the Impression, whatever the sides: %j',
    (text) => {
      expect(check(text, 'score-discrepancy')).toHaveLength(1);
    },
  );

  it('never offer a category that is missing', () => {
    const text =
      'SCREENING MAMMOGRAM\n\nFindings: No mass, distortion or suspicious calcification.\n\nImpression: Negative.';
    const [found] = check(text, 'score-missing');
    expect(cut(text, found!.span)).toBe('Impression');
    expect(found!.fix).toBeUndefined();
    expect(qualityMessage(found!, 'en')).toBe(
      'The report states no BI-RADS category, which exams of this kind have.',
    );
  });

  it('list the organs that are missing, a pair as one', () => {
    const text =
      'ECOGRAFÍA ABDOMINAL\n\nHallazgos: hígado normal. Vesícula sin litiasis. Vía biliar normal. Bazo normal.\n\nConclusión: normal.';
    const [found] = check(text, 'organ-not-described');
    expect(qualityMessage(found!, 'es')).toBe(
      'Sin nombrar en esta ecografía de abdomen: páncreas, riñones, aorta o vena cava inferior.',
    );
    expect(qualityMessage(found!, 'en')).toBe(
      'Not named in this abdominal ultrasound: pancreas, kidneys, aorta or inferior vena cava.',
    );
  });

  it('are as grave in records as in the settings', () => {
    for (const [id, severity] of Object.entries(defaultSettings.quality))
      expect(defaultSeverity(id as keyof typeof defaultSettings.quality), id).toBe(severity);
  });
});

describe('incidental findings', () => {
  it('take size and trend from the reader where it has them', () => {
    const text =
      'CT CHEST\n\nIndication: Cough.\n\nFindings: Left adrenal nodule, now one fingerbreadth.\n\nImpression: Clear lungs.';
    const at = (words: string) => {
      const startUtf16 = text.indexOf(words);
      return { startUtf16, endUtf16: startUtf16 + words.length };
    };
    const rest = { score: 1, sentence: 4, subtype: null, side: null, trend: null };
    const entities: Entity[] = [
      {
        ...rest,
        id: 'e1',
        type: 'Finding',
        ...at('nodule'),
        assertion: 'present',
        experiencer: 'patient',
        trend: 'increasing',
      },
      { ...rest, id: 'e2', type: 'Measure', ...at('one fingerbreadth'), assertion: null, experiencer: null },
    ];
    const relations: Relation[] = [{ type: 'measures', head: 'e2', tail: 'e1', score: 1 }];
    const [found, ...more] = assess(parseReport(text), { entities, relations, labels: [] }).incidentals;
    expect(more).toEqual([]);
    expect(found).toMatchObject({ organ: 'adrenal', side: 'left', trend: 'increasing', followUp: null });
    expect(cut(text, found!.size!)).toBe('one fingerbreadth');
    const [denied] = [
      assess(parseReport(text), {
        entities: [{ ...entities[0]!, assertion: 'absent' }],
        relations: [],
        labels: [],
      }),
    ];
    expect(denied.incidentals).toEqual([]);
  });

  it('are one where Findings and Impression name them, with the follow-up’s place', () => {
    const text =
      'TC DE ABDOMEN\n\nMotivo: dolor.\n\nHallazgos: nódulo suprarrenal derecho de 14 mm.\n\nConclusión: nódulo suprarrenal derecho de 14 mm; se recomienda TC en 12 meses.';
    const [found, ...more] = assess(parseReport(text), null).incidentals;
    expect(more).toEqual([]);
    expect(found!.also.map((span) => cut(text, span))).toEqual(['nódulo']);
    expect(found!.followUp).toBe('stated');
    expect(cut(text, found!.followUpSpan!)).toContain('12 meses');
  });
});
