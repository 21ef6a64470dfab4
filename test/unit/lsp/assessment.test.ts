import { describe, expect, it } from 'vitest';
import { categoryCardsAt, wireAssessment } from '../../../server/src/lsp/assessment.js';
import { asPlaintext } from '../../../server/src/lsp/card.js';
import { analyse } from './analysedFixture.js';

const text =
  'ECOGRAFÍA ABDOMINAL\n\nHallazgos: hígado normal. Vesícula y vía biliar normales. Bazo normal. Quiste renal izquierdo de 31 mm.\n\nConclusión: quiste renal izquierdo. Nódulo LI-RADS US-2.';

describe('the assessment', () => {
  it('has names in the interface’s language and ranges of the version', async () => {
    const { categories, incidentals, completeness } = wireAssessment(await analyse(text), 'es');
    expect(categories).toMatchObject([
      {
        name: 'LI-RADS US-2',
        use: 'current',
        range: { start: { line: 4, character: 43 }, end: { line: 4, character: 55 } },
        valueRange: { start: { line: 4, character: 51 }, end: { line: 4, character: 55 } },
      },
    ]);
    expect(categories[0]!.meaning).toContain('según la definición del ACR');
    expect(incidentals).toMatchObject([{ organName: 'riñón', side: 'left', followUp: null, also: [{}] }]);
    expect(completeness).toMatchObject({
      examName: 'ecografía de abdomen',
      missing: ['páncreas', 'riñón derecho', 'aorta o vena cava inferior'],
    });
    expect(completeness!.named.map(({ name }) => name)).toContain('bazo');
  });

  it('explains a category under the cursor in one line, and nothing elsewhere', async () => {
    const analysed = await analyse('MAMMOGRAM\n\nImpression: Birads: 4a.');
    const at = analysed.document.getText().indexOf('4a');
    expect(categoryCardsAt(analysed, at, 'en').map(({ card }) => asPlaintext(card))).toEqual([
      'Birads: 4a\nBI-RADS 4A: low suspicion for malignancy (over 2% to 10%), as the ACR defines it',
    ]);
    expect(categoryCardsAt(analysed, 2, 'en')).toEqual([]);
  });
});
