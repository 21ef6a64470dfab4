/** Pairs of spans scored by the native kernel, against the same in JavaScript. */
import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EntityType } from '../../../server/src/core/types.js';
import { RelationFinder } from '../../../server/src/engine/decode/readerRelations.js';
import type { TypedSpan } from '../../../server/src/engine/decode/readerTags.js';
import { loadKernel } from '../../../server/src/engine/kernel.js';
import { smallHead, smallTensors } from '../../fixtures/reader-head/readerHead.js';

const kernel = loadKernel(join(process.cwd(), 'out'));

describe.skipIf((kernel?.arithmetic() ?? null) === null)('scorePairs', () => {
  const words = 20;
  const columns = 16;
  // Every pair is given, whatever its score.
  const head = smallHead({ relationDimension: columns, relationThresholds: [0, 0] });
  const number = fc.float({ min: -2, max: 2, noNaN: true });
  const numbers = (length: number): fc.Arbitrary<number[]> =>
    fc.array(number, { minLength: length, maxLength: length });
  const span = fc
    .record({
      type: fc.constantFrom<EntityType>('Finding', 'Anatomy', 'ConditionalTemporal'),
      first: fc.nat(words - 1),
      width: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ type, first, width }): TypedSpan => ({
      type,
      first,
      end: Math.min(first + width, words),
      score: 1,
    }));

  it('computes what JavaScript does, to the last bit', () => {
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 8 }),
        numbers(words * (3 * columns + 1)),
        fc.record({
          'relation.pair': numbers(2 * columns),
          'relation.distance': numbers(31 * columns),
          'relation.weight': numbers(2 * columns),
          'relation.bias': numbers(2),
        }),
        (unsorted, data, values) => {
          const spans = [...unsorted].sort((a, b) => a.first - b.first || a.end - b.end);
          const tensors = smallTensors(head, values);
          const parts = { data: Float32Array.from(data), size: 3 * columns + 1 };
          const [native, plain] = [kernel, null].map((by) => {
            const finder = new RelationFinder(head, tensors, by);
            // A second sentence hears nothing of the first.
            finder.find(parts, [...spans].reverse());
            return finder.find(parts, spans);
          });
          expect(native).toEqual(plain);
        },
      ),
    );
  });

  const good = {
    parts: new Float32Array(48),
    size: 24,
    words: 2,
    pairs: Int32Array.of(0, 1, 1, 2, 1, 2),
    count: 1,
    pair: new Float32Array(16),
    distance: new Float32Array(24),
    weights: new Float32Array(18),
    out: new Float64Array(1),
  };
  const score = (changed: Partial<Record<keyof typeof good, unknown>>): void => {
    const { parts, size, words: count, ...rest } = { ...good, ...changed } as typeof good;
    kernel?.scorePairs(
      parts,
      size,
      count,
      rest.pairs,
      rest.count,
      rest.pair,
      rest.distance,
      rest.weights,
      rest.out,
    );
  };

  it('takes what fits', () => {
    const weights = new Float32Array(18).fill(1);
    const pair = new Float32Array(16).fill(0.5);
    score({ weights, pair });
    // 8 columns of 0.5 times 1, and a bias of 1.
    expect(good.out[0]).toBe(5);
  });

  it.each([
    ['more words than have parts', { words: 3 }, 'parts'],
    ['parts that are too narrow', { size: 23 }, 'pair'],
    [
      'columns that are no multiple of 8',
      { pair: new Float32Array(14), weights: new Float32Array(16) },
      'pair',
    ],
    ['weights without biases', { weights: new Float32Array(16) }, 'pair'],
    ['a span that begins before the sentence', { pairs: Int32Array.of(-1, 1, 1, 2, 0, 0) }, 'sentence'],
    ['a span that ends after the sentence', { pairs: Int32Array.of(0, 1, 1, 3, 0, 0) }, 'sentence'],
    ['a span without a word', { pairs: Int32Array.of(1, 1, 1, 2, 0, 0) }, 'sentence'],
    ['a kind that there is not', { pairs: Int32Array.of(0, 1, 1, 2, 2, 0) }, 'kind'],
    ['a distance that there is not', { pairs: Int32Array.of(0, 1, 1, 2, 0, 3) }, 'distance'],
    ['more pairs than are listed', { count: 2 }, 'pairs'],
    ['no room for the scores', { out: new Float64Array(0) }, 'pairs'],
    ['a count below nothing', { count: -1 }, 'count'],
    ['numbers of another kind', { pair: new Float64Array(16) }, 'pair'],
  ] as const)('refuses %s', (_, changed, complaint) => {
    expect(() => {
      score(changed);
    }).toThrow(complaint);
  });
});
