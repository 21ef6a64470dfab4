import { describe, expect, it } from 'vitest';
import { parseReport } from '../../../server/src/core/report.js';
import { likeliestFinding } from '../../../server/src/core/statedFindings.js';
import type { Entity } from '../../../server/src/core/types.js';

describe('likeliestFinding', () => {
  const report = parseReport(
    'Indicación: descartar neumonía.\nHallazgos:\nNódulo pulmonar. Derrame pleural.\n',
  );
  const sentenceOf = (words: string): number =>
    report.sentences.findIndex(({ startUtf16, endUtf16 }) =>
      report.text.slice(startUtf16, endUtf16).includes(words),
    );
  const finding = (words: string, score: number, more: Partial<Entity> = {}): Entity => {
    const startUtf16 = report.text.indexOf(words);
    return {
      id: words,
      type: 'Finding',
      startUtf16,
      endUtf16: startUtf16 + words.length,
      score,
      sentence: sentenceOf(words),
      assertion: 'present',
      experiencer: 'patient',
      subtype: null,
      side: null,
      trend: null,
      ...more,
    };
  };
  const nodule = (more: Partial<Entity> = {}): Entity => finding('Nódulo', 0.8, more);

  it('is the highest score of what is stated or suspected', () => {
    expect(likeliestFinding(report, [])).toBe(0);
    expect(likeliestFinding(report, [finding('Derrame', 0.6), nodule()])).toBe(0.8);
    expect(likeliestFinding(report, [nodule({ assertion: 'possible', trend: 'new' })])).toBe(0.8);
  });

  it('passes over what is denied, of others, resolved, no finding or asked for', () => {
    expect(likeliestFinding(report, [nodule({ assertion: 'absent' })])).toBe(0);
    expect(likeliestFinding(report, [nodule({ experiencer: 'family' })])).toBe(0);
    expect(likeliestFinding(report, [nodule({ experiencer: 'past' })])).toBe(0);
    expect(likeliestFinding(report, [nodule({ trend: 'resolved' })])).toBe(0);
    expect(likeliestFinding(report, [nodule({ type: 'Anatomy' })])).toBe(0);
    expect(likeliestFinding(report, [finding('neumonía', 0.9, { assertion: 'possible' })])).toBe(0);
  });

  it('passes over a sentence that is left out', () => {
    const both = [finding('Derrame', 0.6), nodule()];
    expect(likeliestFinding(report, both, sentenceOf('Nódulo'))).toBe(0.6);
  });
});
