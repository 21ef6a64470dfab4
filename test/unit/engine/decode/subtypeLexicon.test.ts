import { describe, expect, it } from 'vitest';
import { SubtypeLexicon } from '../../../../server/src/engine/decode/subtypeLexicon.js';

const table = ['p\tlobulo medio\t0:3 2:1', 'w\tlobulo\t0:4 1:4', 'w\tmedio\t2:1', ''].join('\n');

describe('SubtypeLexicon', () => {
  it('adds the weighted logarithms of smoothed shares', () => {
    const lexicon = new SubtypeLexicon(table, 3, { phraseWeight: 0.5, wordWeight: 0.25 });
    const [lung, liver, mouth] = lexicon.scores(['un', 'lobulo', 'medio', '.'], 1, 3);
    const phrase = (times: number): number => 0.5 * (4 / 5) * Math.log((times + 1 / 3) / 5);
    // "medio" was seen once and says nothing.
    const word = (times: number): number => 0.25 * Math.log((times + 2 / 3) / 10);
    expect(lung).toBeCloseTo(phrase(3) + word(4), 9);
    expect(liver).toBeCloseTo(phrase(0) + word(4), 9);
    expect(mouth).toBeCloseTo(phrase(1) + word(0), 9);
  });

  it('says nothing of words that it does not know', () => {
    const lexicon = new SubtypeLexicon(table, 3, { phraseWeight: 1, wordWeight: 1 });
    expect([...lexicon.scores(['quiasma'], 0, 1)]).toEqual([0, 0, 0]);
  });
});
