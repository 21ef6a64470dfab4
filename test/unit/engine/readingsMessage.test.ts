import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReadings } from '../../../server/src/engine/readingsMessage.js';
import { fromChild } from '../../../server/src/engine/wire.js';

const message = () => ({
  type: 'readings',
  id: 7,
  indices: [0, 1],
  readings: [
    null,
    [
      [[0, 2, 0.5, 0.25, ['8140/3', '8000/3'], [0.75, 0.25]]],
      [
        [0, 0, 1, 3, 0, 1, 1, 1, 2, 0, 1, 0],
        [0.5, 1],
        ['Liver', null],
      ],
      [[5, 0, 1], [0.125]],
      [[1.5, -2], '0o', -1, '#A[', '###[[['],
    ],
  ],
  done: true,
  tokensPerMs: 3.5,
});

/** Every place in a value: the keys that lead to it. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, part]) => placesIn(part, [...path, key]))];
}

/** A copy with another value at a place. */
function withValue(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const fields = copy as Record<string, unknown>;
  fields[key] = withValue(fields[key], rest, other);
  return copy;
}

const isOneForZod = (value: unknown): boolean => {
  const { success, data } = fromChild.safeParse(value);
  return success && data.type === 'readings';
};

describe('isReadings', () => {
  it('takes readings', () => {
    expect(isReadings(message())).toBe(true);
    expect(isReadings({ ...message(), tokensPerMs: null, readings: [] })).toBe(true);
  });

  it('agrees with the schema whatever stands at whichever place', () => {
    const other = fc.oneof(
      fc.anything({ maxDepth: 1 }),
      fc.constantFrom('absent', '#A', '#A[#', '"AA', '#\\A', 'abc', '', 2 ** 53, -1, 0, 3, 6, 10, 0.5, NaN),
    );
    fc.assert(
      fc.property(fc.constantFrom(...placesIn(message())), other, (path, value) => {
        const changed = withValue(message(), path, value);
        expect(isReadings(changed)).toBe(isOneForZod(changed));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['a type that there is not', ['readings', '1', '1', '0', '0'], 10],
    ['a word before the first', ['readings', '1', '1', '0', '1'], -1],
    ['half a word', ['readings', '1', '1', '0', '2'], 1.5],
    ['an assertion that there is not', ['readings', '1', '1', '0', '3'], 4],
    ['a side that there is not', ['readings', '1', '1', '0', '4'], 4],
    ['a trend that there is not', ['readings', '1', '1', '0', '5'], 6],
    ['a score that is no number', ['readings', '1', '1', '1', '0'], null],
    ['a subtype that is no text', ['readings', '1', '1', '2', '0'], 3],
    ['a score more than entities', ['readings', '1', '1', '1', '2'], 0.5],
    ['a relation that there is not', ['readings', '1', '2', '0', '0'], 8],
    ['a relation without a score', ['readings', '1', '2', '1'], []],
    ['a vector of two thirds of a number', ['readings', '1', '3', '3'], '#A'],
    ['a vector with another character', ['readings', '1', '3', '4'], '#A"'],
  ] as const)('refuses %s', (_, path, value) => {
    expect(isReadings(withValue(message(), path, value))).toBe(false);
  });

  it('refuses lists of another length and other messages', () => {
    for (const path of placesIn(message())) {
      const longer = withValue(message(), [...path, '9'], 1);
      expect(isReadings(longer)).toBe(isOneForZod(longer));
    }
    for (const value of [null, undefined, 3, 'readings', [], { type: 'loaded' }])
      expect(isReadings(value)).toBe(false);
  });
});
