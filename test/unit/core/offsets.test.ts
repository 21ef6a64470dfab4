import { describe, expect, it } from 'vitest';
import { codePointOffsets } from '../../../server/src/core/offsets.js';

describe('codePointOffsets', () => {
  it('counts an astral character once', () => {
    const offsets = codePointOffsets('Tumor 🧠 x');
    expect(offsets.length).toBe(9);
    expect(offsets.toCodePoint(9)).toBe(8);
    expect(offsets.toUtf16(8)).toBe(9);
  });

  it('goes back to the start of the pair from inside it', () => {
    const offsets = codePointOffsets('a🧠b');
    expect([0, 1, 2, 3, 4].map((at) => offsets.toCodePoint(at))).toEqual([0, 1, 1, 2, 3]);
    expect([0, 1, 2, 3].map((at) => offsets.toUtf16(at))).toEqual([0, 1, 3, 4]);
  });

  it('counts lone surrogates as one each', () => {
    const offsets = codePointOffsets('\uD83E\uD83E\uDDE0\uDDE0');
    expect(offsets.length).toBe(3);
    expect(offsets.toUtf16(2)).toBe(3);
  });

  it('clamps offsets outside the text', () => {
    const offsets = codePointOffsets('🧠');
    expect([
      offsets.toCodePoint(-3),
      offsets.toCodePoint(99),
      offsets.toUtf16(-1),
      offsets.toUtf16(7),
    ]).toEqual([0, 1, 0, 2]);
  });
});
