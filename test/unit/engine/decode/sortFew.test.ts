import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortFew } from '../../../../server/src/engine/decode/sortFew.js';

describe('sortFew', () => {
  it('sorts as `sort` does, few and many, and keeps the order of what is alike', () => {
    const item = fc.record({ key: fc.nat(5), name: fc.nat() });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 120, size: 'max' }), (list) => {
        const byKey = (a: { key: number }, b: { key: number }): number => a.key - b.key;
        expect(sortFew([...list], byKey)).toEqual([...list].sort(byKey));
      }),
    );
  });
});
