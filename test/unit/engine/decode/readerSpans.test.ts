import { describe, expect, it } from 'vitest';
import { SpanAttributes } from '../../../../server/src/engine/decode/readerSpans.js';
import { SubtypeLexicon } from '../../../../server/src/engine/decode/subtypeLexicon.js';
import { smallHead, smallTensors } from '../../../fixtures/reader-head/readerHead.js';

const head = smallHead();
const words = ['masa', 'hiliar', 'derecha'];
/** Per word: first, last and inside, two columns each. */
const parts = {
  size: 6,
  data: new Float32Array(
    [
      [1, 0, 9, 9, 2, -1],
      [9, 9, 2, -5, 1, 3],
      [9, 9, 9, 9, 3, 4],
    ].flat(),
  ),
};
/**
 * Hidden values of words 0 and 1: first (1, 0) + last (2, -5) + greatest inside (2, 3) + context (2, -1) · mean
 * inside (2, 2) + width 2 (0.25, 1) = (9.25, -3), cut at 0: (9.25, 0).
 */
const values = {
  'span.context': [2, -1],
  'span.width': [0, 0, 0, 0, 0.25, 1],
  'span.subtype': [0, 0, 1, 0, 0, -5],
  'span.subtype.bias': [9, 0, 0],
  'span.assertion': [0, 0, 0.1, 0, 0, -1],
  'span.trend': [0, 0, 0.2, 0, 0, -1],
  'span.trend.bias': [1, 0, 0],
  'span.side': [0, 0, 0, -1, 0.2, 0],
  'span.side.bias': [1, 0, 0],
};
const span = (type: 'Finding' | 'Anatomy' | 'ConditionalTemporal') => ({
  type,
  first: 0,
  end: 2,
  score: 0.75,
});

describe('SpanAttributes', () => {
  it('reads a finding as computed by hand', () => {
    const [finding] = new SpanAttributes(head, smallTensors(head, values)).describe(parts, words, [
      span('Finding'),
    ]);
    expect(finding).toEqual({
      type: 'Finding',
      firstWord: 0,
      endWord: 2,
      score: 0.75,
      assertion: 'possible',
      subtype: 'Lung',
      side: null,
      trend: 'new',
    });
  });

  it('gives a finding no subtype where row 0 wins, an anatomy always one', () => {
    const tensors = smallTensors(head, { ...values, 'span.subtype.bias': [9.5, 0, 0] });
    const [finding, anatomy] = new SpanAttributes(head, tensors).describe(parts, words, [
      span('Finding'),
      span('Anatomy'),
    ]);
    expect(finding?.subtype).toBeNull();
    expect(anatomy).toMatchObject({ subtype: 'Lung', side: 'right', assertion: null, trend: null });
  });

  it('says nothing of other types', () => {
    const [cue] = new SpanAttributes(head, smallTensors(head, values)).describe(parts, words, [
      span('ConditionalTemporal'),
    ]);
    expect(cue).toMatchObject({ assertion: null, subtype: null, side: null, trend: null });
  });

  it('takes the last row of widths for spans of 10 words and more', () => {
    const width = Array<number>(22).fill(0);
    width[20] = 1;
    const tensors = smallTensors(head, {
      'span.width': width,
      'span.subtype': [0, 0, 1, 0],
      'span.subtype.bias': [0.5, 0, 0],
    });
    const attributes = new SpanAttributes(head, tensors);
    const empty = { size: 6, data: new Float32Array(12 * 6) };
    const subtypes = [9, 10, 12].map(
      (end) =>
        attributes.describe(empty, Array<string>(12).fill('a'), [
          { type: 'Finding', first: 0, end, score: 1 },
        ])[0]?.subtype,
    );
    expect(subtypes).toEqual([null, 'Lung', 'Lung']);
  });

  it('takes the subtype that the lexicon knows where the model is not sure', () => {
    const lexicon = new SubtypeLexicon('p\tmasa hiliar\t1:9\n', 2, { phraseWeight: 1, wordWeight: 0 });
    const subtypeBy = (bias: number): string | null | undefined => {
      const tensors = smallTensors(head, { 'span.subtype.bias': [0, bias, 0] });
      return new SpanAttributes(head, tensors, lexicon).describe(parts, words, [span('Anatomy')])[0]?.subtype;
    };
    // 9 of 9 anatomies were livers: the lexicon adds 0.9 · log((9 + 1/2) / (1/2)) = 2.65 to the liver.
    expect([2.6, 2.7].map(subtypeBy)).toEqual(['Liver', 'Lung']);
  });
});
