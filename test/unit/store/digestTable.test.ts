import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DigestTable, digestBytes } from '../../../server/src/store/digestTable.js';

const digestOf = (name: string): Buffer => createHash('sha256').update(name).digest();

describe('DigestTable', () => {
  it('says what a map says, however it grows', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(400), fc.integer()), { maxLength: 1000 }), (puts) => {
        const table = new DigestTable(2);
        const expected = new Map<number, number>();
        for (const [name, value] of puts) {
          const row = table.put(digestOf(String(name)));
          if (!expected.has(name)) expect(table.value(row, 1)).toBe(0);
          table.setValue(row, 1, value);
          expected.set(name, value);
        }
        expect(table.size).toBe(expected.size);
        for (let name = 0; name <= 400; name++) {
          const row = table.find(digestOf(String(name)));
          expect(row < 0 ? undefined : table.value(row, 1)).toBe(expected.get(name));
        }
        const values = [...table.rows()].map((row) => table.value(row, 1));
        expect(values.sort()).toEqual([...expected.values()].sort());
      }),
    );
  });

  it('tells digests apart that begin alike, and one of zeros', () => {
    const table = new DigestTable(1);
    const digests = [
      [0, 0],
      [0, 1],
      [1, 0],
    ].map(([second = 0, third = 0]) => {
      const digest = Buffer.alloc(digestBytes);
      digest.writeInt32LE(second, 4);
      digest.writeInt32LE(third, 8);
      return digest;
    });
    digests.forEach((digest, n) => {
      expect(table.find(digest)).toBe(-1);
      table.setValue(table.put(digest), 0, n + 10);
    });
    expect(digests.map((digest) => table.value(table.find(digest), 0))).toEqual([10, 11, 12]);
    expect(table.find(digestOf('none'))).toBe(-1);
  });
});
