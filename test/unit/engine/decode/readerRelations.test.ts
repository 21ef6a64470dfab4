import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntityType } from '../../../../server/src/core/types.js';
import { RelationFinder } from '../../../../server/src/engine/decode/readerRelations.js';
import type { TypedSpan } from '../../../../server/src/engine/decode/readerTags.js';
import { smallHead, smallTensors } from '../../../fixtures/reader-head/readerHead.js';

const head = smallHead();
const span = (type: EntityType, first: number, end: number): TypedSpan => ({ type, first, end, score: 1 });

/** Score of one pair straight from the definition. */
function scoreOf(
  kind: number,
  [h, t]: [TypedSpan, TypedSpan],
  data: Float32Array,
  values: Readonly<Record<string, readonly number[]>>,
): number {
  const value = (name: string, at: number): number => values[name]?.[at] ?? 0;
  const most = (from: number, to: number, column: number): number =>
    Math.max(...Array.from({ length: to - from }, (_, i) => data[(from + i) * 6 + column]!));
  const [from, to] = t.first >= h.end ? [h.end, t.first] : t.end <= h.first ? [t.end, h.first] : [0, 0];
  const distance = t.first >= h.end ? to - from + 1 : t.end <= h.first ? -(to - from + 1) : 0;
  const row = 15 + Math.min(Math.max(distance, -15), 15);
  let logit = value('relation.bias', kind);
  for (const d of [0, 1]) {
    const hidden =
      most(h.first, h.end, d) +
      most(t.first, t.end, 2 + d) +
      (to > from ? most(from, to, 4 + d) : 0) +
      value('relation.pair', kind * 2 + d) +
      value('relation.distance', row * 2 + d);
    logit += value('relation.weight', kind * 2 + d) * Math.max(hidden, 0);
  }
  return 1 / (1 + Math.exp(-logit));
}

describe('RelationFinder', () => {
  it('scores a pair as computed by hand', () => {
    const distance = Array<number>(62).fill(0);
    distance.splice((15 + 2) * 2, 2, 0.25, 0);
    const tensors = smallTensors(head, {
      'relation.pair': [0.5, -1],
      'relation.distance': distance,
      'relation.weight': [2, 1],
      'relation.bias': [-3],
    });
    // Head at words 0 and 1, one word between, tail at word 3; columns head, tail, between.
    const data = new Float32Array(
      [
        [1, 0, 0, 0, 0, 0],
        [0, 0.5, 0, 0, 0, 0],
        [0, 0, 0, 0, -0.25, 1],
        [0, 0, 0.5, 0.25, 0, 0],
      ].flat(),
    );
    const spans = [span('Finding', 0, 2), span('Anatomy', 3, 4)];
    // (1 + 0.5 - 0.25 + 0.5 + 0.25, 0.5 + 0.25 + 1 - 1) = (2, 0.75); 2 · 2 + 0.75 - 3 = 1.75.
    const found = new RelationFinder(head, tensors).find({ data, size: 6 }, spans);
    expect(found.map(({ type, head: h, tail }) => [type, h, tail])).toEqual([['has', 0, 1]]);
    expect(found[0]?.score).toBeCloseTo(1 / (1 + Math.exp(-1.75)), 6);
  });

  it('scores every pair as the definition says (oracle: pair by pair)', () => {
    const words = 24;
    const number = fc.integer({ min: -20, max: 20 }).map((n) => n / 10);
    const numbers = (count: number) => fc.array(number, { minLength: count, maxLength: count });
    const anySpan = fc
      .tuple(
        fc.constantFrom<EntityType>('Finding', 'Anatomy', 'ConditionalTemporal'),
        fc.nat(words - 1),
        fc.integer({ min: 1, max: 3 }),
      )
      .map(([type, first, width]) => span(type, first, Math.min(first + width, words)));
    fc.assert(
      fc.property(
        fc.array(anySpan, { maxLength: 9 }),
        numbers(words * 6),
        fc.record({
          'relation.pair': numbers(4),
          'relation.distance': numbers(62),
          'relation.weight': numbers(4),
          'relation.bias': numbers(2),
        }),
        (unsorted, rows, values) => {
          const spans = [...unsorted].sort((a, b) => a.first - b.first || a.end - b.end);
          const data = new Float32Array(rows);
          const found = new RelationFinder(head, smallTensors(head, values)).find({ data, size: 6 }, spans);
          const scores = new Map(found.map((r) => [`${r.type} ${r.head} ${r.tail}`, r.score]));
          head.pairs.forEach(([type, from, to], kind) => {
            spans.forEach((h, i) => {
              spans.forEach((t, j) => {
                if (i === j || h.type !== from || t.type !== to) return;
                const expected = scoreOf(kind, [h, t], data, values);
                const score = scores.get(`${type} ${i} ${j}`);
                scores.delete(`${type} ${i} ${j}`);
                if (expected > 0.5001) expect(score).toBeCloseTo(expected, 4);
                if (expected < 0.4999) expect(score).toBeUndefined();
              });
            });
          });
          expect(scores.size).toBe(0);
        },
      ),
    );
  });

  it('keeps to thresholds, and to pairs within reach', () => {
    const tensors = smallTensors(head, { 'relation.bias': [Math.log(0.7 / 0.3), -9] });
    const data = new Float32Array(400 * 6);
    const spans = [
      span('Anatomy', 0, 1),
      span('Finding', 1, 2),
      span('Anatomy', 130, 131),
      span('Anatomy', 131, 132),
    ];
    const tails = (threshold: number): number[] =>
      new RelationFinder({ ...head, relationThresholds: [threshold, 0.5] }, tensors)
        .find({ data, size: 6 }, spans)
        .map(({ tail }) => tail);
    expect(tails(0.69)).toEqual([0, 2]);
    expect(tails(0.71)).toEqual([]);
    expect(tails(0)).toEqual([0, 2]);
    expect(tails(1)).toEqual([]);
  });
});
