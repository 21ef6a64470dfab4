import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQuality, qualityIds } from '../../../../server/src/core/quality/index.js';
import { qualityMessage } from '../../../../server/src/core/quality/messages.js';
import { parseReport } from '../../../../server/src/core/report.js';
import type { Entity } from '../../../../server/src/core/types.js';
import { qualityIds as protocolIds } from '../../../../server/src/protocol.js';

const ids = (text: string, entities: readonly Entity[] = []): string[] =>
  checkQuality(parseReport(text), { entities, relations: [], labels: [] }).map(({ id }) => id);

describe('checkQuality', () => {
  it('has the ids of the protocol', () => {
    expect(qualityIds).toEqual(protocolIds);
  });

  it('keeps spans within any text, and a message for each', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (noise) => {
        const text = `CT CHEST\n\nFINDINGS: mass 14 mm ${noise}\n\nIMPRESSION: left mass 4 mm. Repeat CT. ${noise}`;
        for (const finding of checkQuality(parseReport(text), null)) {
          for (const span of [finding.span, ...finding.related, ...(finding.fix?.edits ?? [])]) {
            expect(span.startUtf16).toBeGreaterThanOrEqual(0);
            expect(span.startUtf16).toBeLessThanOrEqual(span.endUtf16);
            expect(span.endUtf16).toBeLessThanOrEqual(text.length);
          }
          for (const language of ['en', 'es'] as const) {
            expect(qualityMessage(finding, language)).not.toMatch(/“”|«»|undefined/);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('takes the assertion of the reader before that of the rules', () => {
    const text = 'XR CHEST\n\nFINDINGS: Pneumothorax questioned before.\n\nIMPRESSION: No pneumothorax.';
    const start = text.indexOf('Pneumothorax');
    const entity: Entity = {
      id: 'e1',
      type: 'Finding',
      startUtf16: start,
      endUtf16: start + 'Pneumothorax'.length,
      score: 1,
      sentence: 2,
      assertion: 'absent',
      subtype: null,
      side: null,
      trend: null,
      experiencer: 'patient',
    };
    expect(ids(text)).toContain('denied-and-asserted');
    expect(ids(text, [entity])).not.toContain('denied-and-asserted');
  });

  it('mends a side and a size with what the findings say', () => {
    const text =
      'CT ABDOMEN\n\nFINDINGS: Right adrenal nodule of 15 mm. Liver normal.\n\nIMPRESSION: Left adrenal nodule of 25 mm.';
    const edits = checkQuality(parseReport(text), null)
      .flatMap(({ fix }) => fix?.edits ?? [])
      .sort((a, b) => b.startUtf16 - a.startUtf16);
    const mended = edits.reduce(
      (now, { startUtf16, endUtf16, newText }) => now.slice(0, startUtf16) + newText + now.slice(endUtf16),
      text,
    );
    expect(mended).toContain('IMPRESSION: right adrenal nodule of 15 mm.');
  });
});
