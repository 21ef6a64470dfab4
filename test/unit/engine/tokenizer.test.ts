import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Tokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../../server/src/engine/tokenizer.js';
import { tinyId, tinyTokenizer } from '../../fixtures/tiny-pack/tinyPack.js';

const specialTokens = { pad: 0, unk: 1, cls: 2, sep: 3 };
const shipped = join(__dirname, '..', '..', '..', 'models', 'glosa-base', 'tokenizer.json');
const files: [string, string][] = [['tiny', tinyTokenizer()]];
if (existsSync(shipped)) files.push(['shipped', readFileSync(shipped, 'utf8')]);

/** Words as core makes them: runs of letters, runs of digits, single other marks. */
const folded = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-zñçß]{1,20}$/) },
  { weight: 2, arbitrary: fc.stringMatching(/^[0-9]{1,8}$/) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...Array.from('.,:;-/()[]%<>+=°µ²“”…·×αβ🧠中'), '\u200d', '\u0001'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
);

describe.each(files)('the %s tokenizer', (_name, text) => {
  it('gives the ids of the native tokenizers library, word by word', async () => {
    const native = Tokenizer.fromString(text);
    const tokenize = await createTokenizer(text, 'tokenizer.json', specialTokens);
    await fc.assert(
      fc.asyncProperty(folded, async (word) => {
        const ids = (await native.encode(word, null, { addSpecialTokens: false })).getIds();
        expect([...tokenize(word)]).toEqual(ids.length === 0 ? [specialTokens.unk] : ids);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('createTokenizer', () => {
  const tiny = createTokenizer(tinyTokenizer(), 'tokenizer.json', specialTokens);

  it('spells words in pieces and knows whole ones', async () => {
    const tokenize = await tiny;
    expect(tokenize('carcinoma')).toEqual([tinyId('carcinoma')]);
    expect(tokenize('ct')).toEqual([tinyId('c'), tinyId('##t')]);
  });

  it('gives one unknown piece for a word of more than 100 characters, and for none', async () => {
    const tokenize = await tiny;
    expect(tokenize('a'.repeat(100))).toHaveLength(100);
    expect(tokenize('a'.repeat(101))).toEqual([specialTokens.unk]);
    expect(tokenize('a'.repeat(1_000_000))).toEqual([specialTokens.unk]);
    expect(tokenize('')).toEqual([specialTokens.unk]);
  });

  it('answers the same from the cache and after it, and forgets what is not used', async () => {
    const tokenize = await createTokenizer(tinyTokenizer(), 'tokenizer.json', specialTokens, 10);
    const first = tokenize('nodulos');
    expect(tokenize('nodulos')).toBe(first);
    for (let i = 0; i < 15; i++) tokenize(`w${i}`);
    expect(tokenize('nodulos')).toBe(first);
    for (let i = 0; i < 25; i++) tokenize(`x${i}`);
    expect(tokenize('nodulos')).not.toBe(first);
    expect(tokenize('nodulos')).toEqual(first);
  });

  it.each([
    ['{', 'tokenizerInvalid', 'not valid JSON'],
    [
      tinyTokenizer().replace('"WordPiece","unk_token"', '"BPE","unk_token"'),
      'tokenizerInvalid',
      'model.type',
    ],
    [tinyTokenizer().replaceAll('"[CLS]"', '"[BOS]"'), 'specialToken', 'gives [CLS] the id none'],
  ])('refuses what it cannot use (%#)', async (text, kind, part) => {
    const error: unknown = await createTokenizer(text, 'tokenizer.json', specialTokens).catch(
      (e: unknown) => e,
    );
    expect(error).toMatchObject({ name: 'PackError', kind });
    expect((error as Error).message).toContain(part);
  });
});
