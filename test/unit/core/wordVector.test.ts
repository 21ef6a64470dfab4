import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addVector, isWordVector, packVector, vectorLength } from '../../../server/src/core/wordVector.js';

const component = fc.integer({ min: -92_596, max: 92_596 }).map((n) => n / 1000);

describe('packVector', () => {
  it('keeps three decimals of each number, through JSON', () => {
    fc.assert(
      fc.property(fc.array(component, { maxLength: 70 }), (numbers) => {
        const vector = JSON.parse(JSON.stringify(packVector(numbers))) as string;
        expect(isWordVector(vector)).toBe(true);
        expect(vectorLength(vector)).toBe(numbers.length);
        const back = new Float64Array(numbers.length);
        addVector(back, vector, 1);
        expect([...back]).toEqual(numbers.map((number) => number + 0));
      }),
    );
  });

  it('is written without a character that JSON escapes', () => {
    fc.assert(
      fc.property(fc.array(component, { maxLength: 70 }), (numbers) => {
        const vector = packVector(numbers);
        expect(JSON.stringify(vector)).toHaveLength(vector.length + 2);
        expect(vector).toHaveLength(3 * numbers.length);
      }),
    );
  });

  it('rounds the quotients', () => {
    expect(packVector([3.0004, -3, 1], 2)).toBe(packVector([1.5, -1.5, 0.5]));
  });

  it('stops at the greatest that there is room for', () => {
    expect(packVector([1e9, -Infinity])).toBe(packVector([92.596, -92.596]));
  });

  it('takes no number that is none', () => {
    expect(() => packVector([0, NaN])).toThrow('no number');
    expect(() => packVector([0], 0)).toThrow('no number');
  });
});

describe('addVector', () => {
  it('adds with a weight', () => {
    const sum = Float64Array.of(1, 10);
    addVector(sum, packVector([2, -4]), 0.25);
    expect([...sum]).toEqual([1.5, 9]);
  });
});

describe('isWordVector', () => {
  it.each(['#', '##', '####', '"##', '##]', '##\\', '##\n', '##ñ'])('refuses %j', (text) => {
    expect(isWordVector(text)).toBe(false);
  });
});
