import { describe, expect, it } from 'vitest';
import { CodeSpace } from '../../../../server/src/engine/decode/codeSpace.js';
import { gradeCue } from '../../../../server/src/engine/decode/gradeCue.js';
import { Lexicon } from '../../../../server/src/engine/decode/lexicon.js';
import { PhraseIndex } from '../../../../server/src/engine/decode/phraseIndex.js';
import { trimmedEnd } from '../../../../server/src/engine/decode/spanEnds.js';
import { WordScorer } from '../../../../server/src/engine/decode/wordScores.js';

const words = (text: string): string[] => text.split(' ');

describe('PhraseIndex', () => {
  const index = new PhraseIndex([
    { phrase: 'carcinoma urotelial', group: 1 },
    { phrase: 'carcinoma de celulas transicionales', group: 1 },
    { phrase: 'carcinoma epidermoide', group: 2 },
    { phrase: 'meningioma', group: 3 },
    { phrase: 'meningioma atipico', group: 4 },
  ]);

  it('finds a phrase itself at 1, whatever stop words stand in it', () => {
    expect(index.near(words('carcinoma urotelial')).get(1)).toBeCloseTo(1, 6);
    expect(index.near(words('el carcinoma de urotelial')).get(1)).toBeCloseTo(1, 6);
  });

  it('puts an inflection nearer than another tumour', () => {
    const near = index.near(words('carcinomas uroteliales'));
    expect(near.get(1)).toBeGreaterThan(0.4);
    expect(near.get(1)).toBeGreaterThan((near.get(2) ?? 0) + 0.2);
    expect(near.has(3)).toBe(false);
  });

  it('gives a group its nearest phrase, and likenesses from above 0 to 1', () => {
    const near = index.near(words('meningioma atipico de celulas transicionales'));
    expect(near.get(4)).toBeGreaterThan(near.get(3)!);
    for (const likeness of near.values()) {
      expect(likeness).toBeGreaterThan(0);
      expect(likeness).toBeLessThanOrEqual(1);
    }
  });

  it('says the same of the same words, whatever it was asked before', () => {
    const first = index.near(words('carcinoma urotelial'));
    index.near(words('meningioma atipico'));
    expect(index.near(words('carcinoma urotelial'))).toEqual(first);
  });

  it('takes a word that no phrase holds as unlike', () => {
    const near = index.near(words('carcinoma urotelial sarcomatoide'));
    expect(near.get(1)).toBeLessThan(0.95);
    expect(index.near(words('xyz')).size).toBe(0);
    expect(index.near([]).size).toBe(0);
    expect(new PhraseIndex([]).near(words('carcinoma')).size).toBe(0);
  });
});

describe('gradeCue', () => {
  it.each([
    ['carcinoma epidermoide bien diferenciado', '1'],
    ['astrocitoma de bajo grado', '1'],
    ['adenocarcinoma moderadamente diferenciado', '2'],
    ['carcinoma ductal infiltrante grado ii', '2'],
    ['carcinoma poco diferenciado', '3'],
    ['tumor pineal grado ii - iii', '3'],
    ['carcinoma renal de celulas claras , grado 4 de fuhrman', '4'],
    ['metastasis de carcinoma urotelial de alto grado', '4'],
    ['poorly differentiated adenocarcinoma', '3'],
    ['high - grade urothelial carcinoma', '4'],
    ['ductal carcinoma g 2', '2'],
    ['adenocarcinoma de colon', null],
    ['carcinoma tipo 2', null],
    ['sarcoma g 12', null],
  ])('%s', (phrase, grade) => {
    expect(gradeCue(words(phrase))).toBe(grade);
  });
});

describe('trimmedEnd', () => {
  it.each([
    ['carcinoma de celulas claras de', 4],
    ['metastasis por un', 1],
    ['tumor carcinoide (', 2],
    ['carcinoma papilar', 2],
    ['de', 1],
    ['con el', 2],
  ])('%s', (text, end) => {
    const all = words(text);
    expect(trimmedEnd(all, 0, all.length)).toBe(end);
  });
});

describe('WordScorer', () => {
  const codes = ['8120/3', '8120/2', '8120/34', '8070/2', '8070/3'];
  const axes = [
    { name: 'histology', values: ['8070', '8120'] },
    { name: 'behaviour', values: ['2', '3'] },
    { name: 'grade', values: ['', '4'] },
    { name: 'suffix', values: [''] },
    { name: 'code', values: ['8070/2'] },
  ];
  // Without words every code of 8070 would win.
  const vectors = new Float32Array(8 * 2);
  vectors[1] = 2;
  const space = new CodeSpace(codes, axes, vectors, 1);
  const lexicon = new Lexicon(
    'carcinoma urotelial in situ\t8120/2\t1\ncarcinoma urotelial\t8120/3\t5\nmeningioma\t8070/3\t2\n',
  );
  const weights = { histology: 3, base: 3, gradeStated: 2, gradeMissing: 1 };
  const ranked = (text: string): string[] =>
    space
      .rank(new Float32Array([0]), 1, 0, 5, new WordScorer(space, lexicon, weights).read(words(text)))
      .map(({ code }) => code);

  it('lifts the code whose phrase the words are like, also where it was never seen in training', () => {
    expect(space.rank(new Float32Array([0]), 1, 0, 5)[0]?.code.slice(0, 4)).toBe('8070');
    expect(ranked('carcinoma urotelial in situ')[0]).toBe('8120/2');
  });

  it('prefers the code of a stated grade', () => {
    expect(ranked('carcinoma urotelial de alto grado')[0]).toBe('8120/34');
    expect(ranked('carcinoma urotelial')[0]).toBe('8120/3');
  });

  it('says the same of the same words after many others', () => {
    const scorer = new WordScorer(space, lexicon, weights);
    const first = scorer.read(words('carcinoma urotelial de alto grado'));
    for (let i = 0; i < 700; i++) scorer.read(words(`meningioma ${i}`));
    expect(scorer.read(words('carcinoma urotelial de alto grado'))).toEqual(first);
    expect(scorer.read(words('meningioma 7'))).not.toEqual(first);
  });
});

describe('CodeSpace', () => {
  const histologies = Array.from({ length: 30 }, (_, i) => String(8000 + i * 10));
  const axes = [
    { name: 'histology', values: histologies },
    { name: 'behaviour', values: ['0', '3', '6'] },
    { name: 'grade', values: ['', '1', '2'] },
    { name: 'suffix', values: ['', 'H'] },
    { name: 'code', values: ['8030/3', '8110/62'] },
  ];
  const codes = histologies.flatMap((h) =>
    ['0', '3', '6'].flatMap((b) => ['', '1', '2'].flatMap((g) => [`${h}/${b}${g}`, `${h}/${b}${g}/H`])),
  );
  /** A weight and a bias for each row of every axis. */
  const rows = axes.flatMap(({ values }) => values.map((_, i) => [Math.sin(i * 7 + values.length), 0.5]));
  const space = new CodeSpace(codes, axes, Float32Array.from(rows.flat()), 1);

  /** Every code's score by its definition: the sum of its parts' rows, or the offset without a row of its own. */
  function byDefinition(x: number, unseen: number, temperature: number): Map<string, number> {
    const score = (axis: number, value: string): number | null => {
      const before = axes.slice(0, axis).reduce((sum, { values }) => sum + values.length, 0);
      const row = axes[axis]!.values.indexOf(value);
      return row < 0 ? null : Math.fround(rows[before + row]![0]!) * x + 0.5;
    };
    const weights = codes.map((code): [string, number] => {
      const [, h, b, g, s] = /^(\d{4})\/(\d)(\d?)(\/H)?$/.exec(code)!;
      const parts = [score(0, h!), score(1, b!), score(2, g!), score(3, s === undefined ? '' : 'H')];
      const sum = parts.reduce<number>((total, part) => total + part!, score(4, code) ?? unseen);
      return [code, Math.exp(sum / temperature)];
    });
    const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
    return new Map(weights.map(([code, weight]) => [code, weight / total]));
  }

  it.each([
    [1, -1, 1, 10],
    [-2, 0.5, 1.5, 25],
    [0.3, -3, 0.7, 3],
  ])('ranks the best codes of all for vector %d', (x, unseen, temperature, limit) => {
    const expected = byDefinition(x, unseen, temperature);
    const best = space.rank(new Float32Array([x]), temperature, unseen, limit);
    const highest = [...expected.values()].sort((a, b) => b - a).slice(0, limit);
    expect(best).toHaveLength(limit);
    best.forEach(({ code, probability }, i) => {
      expect(probability).toBeCloseTo(expected.get(code)!, 6);
      expect(probability).toBeCloseTo(highest[i]!, 6);
    });
    expect(new Set(best.map(({ code }) => code)).size).toBe(limit);
  });

  it('gives every code that has a share where more are asked for', () => {
    expect(space.rank(new Float32Array([0]), 1, 0, 10_000)).toHaveLength(codes.length);
    expect(space.rank(new Float32Array([0]), 1, 0, 10_000, null)[0]?.probability).toBeGreaterThan(0);
  });
});
