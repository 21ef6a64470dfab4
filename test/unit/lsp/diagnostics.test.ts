import { describe, expect, it } from 'vitest';
import { diagnosticsOf } from '../../../server/src/lsp/diagnostics.js';
import { dictionaries } from '../../../server/src/lsp/messages.js';
import { codeSubject, reviewOf } from '../../../server/src/lsp/suggestions.js';
import { analyse } from './analysedFixture.js';
import { memoryDesk } from './deskFixture.js';

const text = 'Se observa un carcinoma. Hay lesión y adenocarcinoma.';

describe('diagnosticsOf', () => {
  it('names the strongest code of a phrase only', async () => {
    const analysed = await analyse(text, {}, 0.05);
    const codes = diagnosticsOf(analysed, memoryDesk(), dictionaries.es).map(
      ({ data }) => (data as { code: string }).code,
    );
    expect(codes).toEqual(['8010/3', '8000/6', '8140/3']);
  });

  it('leaves out evidence below the threshold', async () => {
    const analysed = await analyse(text);
    const found = diagnosticsOf(analysed, memoryDesk(), dictionaries.es);
    expect(found.map(({ range }) => range.start.character)).toEqual([14, 38]);
  });

  it('shows the next code of a phrase once the strongest is dismissed', async () => {
    const analysed = await analyse('Se observa un carcinoma.', {}, 0.05);
    const reviews = memoryDesk();
    const [first] = analysed.analysis!.codes;
    await reviews.record(analysed, {
      decision: 'dismiss',
      subject: codeSubject(first!),
      spans: first!.evidence,
    });
    expect(reviewOf(analysed, first!, reviews)).toBe('dismissed');
    const found = diagnosticsOf(analysed, reviews, dictionaries.es);
    expect(found.map(({ data }) => (data as { code: string }).code)).toEqual(['8140/3']);
  });
});
