import { describe, expect, it } from 'vitest';
import {
  EvidenceText,
  evidenceHash,
  normalizeEvidence,
} from '../../../../server/src/store/reviews/evidenceText.js';
import { sketchDistance } from '../../../../server/src/store/reviews/sketch.js';
import { spanOf } from './samples.js';

describe('normalizeEvidence', () => {
  it('is the same in NFD, in capitals and across line breaks, and keeps accents', () => {
    expect(normalizeEvidence(' METÁSTASIS\r\n  hepática'.normalize('NFD'))).toBe('metástasis hepática');
    expect(evidenceHash('metástasis')).not.toBe(evidenceHash('metastasis'));
    // printf carcinoma | sha256sum
    expect(evidenceHash(' Carcinoma ')).toBe(
      'd8e937fa3f6a7acce4ba6079fe29ccd1fb1869cfc1bed3eeca967c88868d8184',
    );
  });
});

describe('EvidenceText', () => {
  const text = 'Adenocarcinoma y carcinoma.\n🧠 CARCINOMA  ductal; carcinoma\tDuctal T2.';
  const report = new EvidenceText(text);
  const phrase = (words: string, occurrence = 0) => report.phrase(spanOf(text, words, occurrence), true);

  it('numbers a phrase among its equals, which are whole words', () => {
    expect(phrase('carcinoma', 1)).toMatchObject({ ordinal: 0, text: 'carcinoma', length: 9 });
    expect(phrase('CARCINOMA')).toMatchObject({ ordinal: 1, sha256: phrase('carcinoma', 1).sha256 });
    expect(phrase('carcinoma', 2)).toMatchObject({ ordinal: 2 });
    expect(phrase('CARCINOMA  ductal')).toMatchObject({ ordinal: 0 });
    expect(phrase('carcinoma\tDuctal')).toMatchObject({ ordinal: 1 });
  });

  it('counts code points', () => {
    expect(phrase('CARCINOMA')).toMatchObject({ start: 30, end: 39 });
  });

  it('finds phrases by hash, length and number alone', () => {
    for (const words of ['Adenocarcinoma', 'CARCINOMA  ductal', '🧠 CARCINOMA', '2', 'T']) {
      expect(report.has(phrase(words)), words).toBe(true);
      expect(report.has({ ...phrase(words), ordinal: 9 }), words).toBe(false);
    }
    const shorter = new EvidenceText('Un carcinoma ductal.');
    expect(shorter.has(phrase('carcinoma', 1))).toBe(true);
    expect(shorter.has(phrase('CARCINOMA'))).toBe(false);
    expect(shorter.has(phrase('CARCINOMA  ductal'))).toBe(true);
    expect(new EvidenceText('').has(phrase('2'))).toBe(false);
  });

  it('agrees with itself on every span of words of any text', () => {
    for (const source of ['a a a', ' e\u0301É é', 'x1 x 1 x1x', 'ﬁn İstanbul ΣΑΣ.', '\n\n', '((a))']) {
      const own = new EvidenceText(source);
      for (const match of source.matchAll(/[\p{L}\p{M}]+|\p{N}+/gu)) {
        const span = { startUtf16: match.index, endUtf16: match.index + match[0].length };
        expect(own.has(own.phrase(span, false)), `${source} ${match[0]}`).toBe(true);
      }
    }
  });

  it('has a near sketch after a small edit and a far one for another report', () => {
    const body = Array.from({ length: 60 }, (_, index) => `hallazgo ${index} en segmento ${index * 7}`).join(
      '. ',
    );
    const near = new EvidenceText(body.replace('hallazgo 30 en', 'nódulo en'));
    const other = new EvidenceText(
      Array.from({ length: 60 }, (_, index) => `lesión ${index * 3} de lóbulo ${index}`).join('. '),
    );
    const own = new EvidenceText(body).sketch;
    expect(sketchDistance(own, near.sketch)).toBeLessThanOrEqual(8);
    expect(sketchDistance(own, other.sketch)).toBeGreaterThan(16);
    expect(sketchDistance('0'.repeat(16), 'f'.repeat(16))).toBe(64);
  });
});
