import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseType, ReaderInput, SentenceReading } from '../../../server/src/core/types.js';
import {
  fromChild,
  packedWordCount,
  packInput,
  packReading,
  toChild,
  unpackInput,
  unpackReading,
} from '../../../server/src/engine/wire.js';
import { packVector } from '../../../server/src/core/wordVector.js';

const word = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replaceAll(' ', ''));
const input = fc
  .array(fc.tuple(word, fc.constantFrom<CaseType>(0, 1, 2, 3)), { maxLength: 30 })
  .map((pairs): ReaderInput => ({ words: pairs.map(([w]) => w), caseTypes: pairs.map(([, c]) => c) }));

describe('packed sentences', () => {
  it('come back as they went, through JSON', () => {
    fc.assert(
      fc.property(input, (sentence) => {
        const packed = JSON.parse(JSON.stringify(packInput(sentence))) as string;
        expect(unpackInput(packed)).toEqual(sentence);
        expect(packedWordCount(packed)).toBe(sentence.words.length);
      }),
    );
  });

  it('differ where words or case types differ', () => {
    const a = packInput({ words: ['a', 'b'], caseTypes: [0, 0] });
    expect(packInput({ words: ['a', 'b'], caseTypes: [0, 1] })).not.toBe(a);
    expect(packInput({ words: ['ab'], caseTypes: [0] })).not.toBe(a);
  });

  it('refuse what is no sentence', () => {
    expect(() => packInput({ words: ['a b'], caseTypes: [0] })).toThrow(RangeError);
    expect(() => packInput({ words: ['a'], caseTypes: [] })).toThrow(RangeError);
    for (const packed of ['0', '00 a', '4 a', 'x a']) expect(() => unpackInput(packed)).toThrow(RangeError);
  });
});

describe('packed readings', () => {
  const reading: SentenceReading = {
    mentions: [
      {
        firstWord: 2,
        endWord: 5,
        probability: 0.1 + 0.2,
        spanProbability: 0.7 / 3,
        candidates: [
          { code: '8140/3', probability: 1 / 3 },
          { code: '8010/3', probability: 1e-17 },
        ],
      },
    ],
    entities: [
      {
        type: 'Finding',
        firstWord: 0,
        endWord: 1,
        score: 2 / 3,
        assertion: 'possible',
        subtype: null,
        side: null,
        trend: 'new',
      },
      {
        type: 'Anatomy',
        firstWord: 1,
        endWord: 2,
        score: 0.1,
        assertion: null,
        subtype: 'Lung',
        side: 'left',
        trend: null,
      },
    ],
    relations: [{ type: 'has', head: 0, tail: 1, score: 5 / 7 }],
    report: {
      labels: { sums: [1 / 3, -2 / 7, -4, 0], weights: '0o\\0o00ooo' },
      exam: { logSumExp: 2.5, vector: packVector([0.001, -1.234, 40]) },
      mean: packVector([0.3, -0.005, 0]),
    },
  };

  it('come back exact to the last bit, through JSON', () => {
    const sent = JSON.parse(JSON.stringify(packReading(reading))) as ReturnType<typeof packReading>;
    expect(unpackReading(sent, (text) => text)).toEqual(reading);
    const plain = { ...reading, mentions: [], entities: [], relations: [] };
    expect(unpackReading(packReading(plain), (text) => text)).toEqual(plain);
    expect(packReading({ mentions: [], entities: [], relations: [], report: null })).toBeNull();
    expect(unpackReading(null, (text) => text)).toEqual({
      mentions: [],
      entities: [],
      relations: [],
      report: null,
    });
  });
});

describe('message schemas', () => {
  const anything = fc.anything({ maxDepth: 4 });
  it('refuse anything that is no message, and never throw', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(toChild.safeParse(value).success).toBe(false);
        expect(fromChild.safeParse(value).success).toBe(false);
      }),
    );
    expect(toChild.safeParse({ type: 'read', id: 1, urgent: true, sentences: ['0 a', 3] }).success).toBe(
      false,
    );
    expect(toChild.safeParse({ type: 'read', id: 1, urgent: true, sentences: ['0 a'] }).success).toBe(true);
  });
});
