import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { bertNormalizer, Tokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';
import { codePointOffsets } from '../../server/src/core/offsets.js';
import { parseReport } from '../../server/src/core/report.js';
import { splitWords } from '../../server/src/core/words.js';

const goldenFolder = join(__dirname, '..', 'golden', 'sentences');
const reports = readdirSync(goldenFolder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => readFileSync(join(goldenFolder, name), 'utf8'));

/**
 * Blocks in which Node's Unicode tables and the native tokenizer's older ones agree (a test below
 * checks it): Latin to Thaana, general punctuation to symbols, CJK, Hangul, private use,
 * presentation forms, mathematical letters, emoji, tags.
 */
const blocks = [
  [0x0000, 0x07bf],
  [0x1e00, 0x20bf],
  [0x2100, 0x2bff],
  [0x3000, 0x31ff],
  [0x4e00, 0x5200],
  [0xac00, 0xad00],
  [0xf8f0, 0xfb06],
  [0xfe00, 0xfe0f],
  [0xfe50, 0xffff],
  [0x1d400, 0x1d7ff],
  [0x1f300, 0x1faff],
  [0xe0000, 0xe0100],
] as const;
const anyChar = fc
  .oneof(...blocks.map(([min, max]) => fc.integer({ min, max })))
  .map((codePoint) => String.fromCodePoint(codePoint));
const latin = fc.constantFrom(
  ...Array.from('aeoAEOnN123.,:;()-/?%ñÑáÁüÜçß \t\n\r\u0301\u0308\u00AD\u200B\uFEFFΣσςİıǅﬁº²½'),
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: latin, maxLength: 80 }) },
  { weight: 2, arbitrary: fc.string({ unit: anyChar, maxLength: 40 }) },
);

/** Pieces of reports in any order, so that headings, lists and stops meet. */
const fragments = reports.flatMap((report) => report.match(/[^\n.:]{1,60}[\n.:]?/g) ?? []);
const collage = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...fragments) },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          '\n',
          '\n\n',
          '\r\n',
          '. ',
          ': ',
          '...',
          '(',
          ')',
          '**',
          '# ',
          '- ',
          '1. ',
        ),
      },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

/** The pack's normalizer and pre-tokenizer; a vocabulary without words makes each word one piece. */
const oracle = Tokenizer.fromString(
  JSON.stringify({
    version: '1.0',
    added_tokens: [],
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: false,
      strip_accents: true,
      lowercase: true,
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'BertPreTokenizer' },
        { type: 'Digits', individual_digits: false },
        {
          type: 'Split',
          pattern: { Regex: '[^\\p{L}\\p{M}\\p{N}\\s]' },
          behavior: 'Isolated',
          invert: false,
        },
      ],
    },
    model: { type: 'WordLevel', vocab: { '[UNK]': 0 }, unk_token: '[UNK]' },
  }),
);
const normalizer = bertNormalizer({
  cleanText: true,
  handleChineseChars: false,
  stripAccents: true,
  lowercase: true,
});

const wordsOf = (raw: string) => splitWords(raw, { startUtf16: 0, endUtf16: raw.length });

/** Our words must start where the tokenizer's do, hold its normalized text, and each be one word to it. */
async function expectOracleWords(raw: string): Promise<void> {
  const words = wordsOf(raw);
  const offsets = codePointOffsets(raw);
  const [whole, ...each] = await oracle.encodeBatch([raw, ...words.map((word) => word.folded)]);
  const starts = whole?.getOffsets().map(([start]) => start);
  expect(words.map((word) => offsets.toCodePoint(word.startUtf16))).toEqual(starts);
  expect(words.map((word) => word.folded).join('')).toBe(normalizer.normalizeString(raw).replace(/\s/gu, ''));
  expect(each.every((encoding) => encoding.getLength() === 1)).toBe(true);
}

describe('words against the native tokenizer', () => {
  it('agrees on every character of the blocks', async () => {
    const chars = blocks.flatMap(([min, max]) =>
      Array.from({ length: max - min + 1 }, (_, index) => String.fromCodePoint(min + index)),
    );
    const texts = chars.flatMap((char) => [`aa${char}bb`, `11${char}22`]);
    const encodings = await oracle.encodeBatch(texts);
    const wrong = texts.filter((raw, index) => wordsOf(raw).length !== encodings[index]?.getLength());
    expect(wrong.map((raw) => raw.codePointAt(2)?.toString(16))).toEqual([]);
  });

  it('agrees on any text', async () => {
    await fc.assert(fc.asyncProperty(text, expectOracleWords), { numRuns: 400 });
  });

  it('agrees on reports', async () => {
    for (const report of reports) await expectOracleWords(report);
  });

  it('reads NFC and NFD alike', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const shape = (form: string) =>
          wordsOf(raw.normalize(form)).map((word) => [word.folded, word.caseType]);
        expect(shape('NFD')).toEqual(shape('NFC'));
      }),
      { numRuns: 400 },
    );
  });
});

describe('code point offsets', () => {
  it('agree with Array.from, lone surrogates included', () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    const surrogate = fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.array(fc.oneof(unit, surrogate), { maxLength: 40 }), (units) => {
        const raw = units.join('');
        const points = Array.from(raw);
        const offsets = codePointOffsets(raw);
        expect(offsets.length).toBe(points.length);
        let at = 0;
        points.forEach((point, index) => {
          expect(offsets.toUtf16(index)).toBe(at);
          for (let inside = 0; inside < point.length; inside++)
            expect(offsets.toCodePoint(at + inside)).toBe(index);
          at += point.length;
        });
        expect(offsets.toUtf16(points.length)).toBe(raw.length);
        expect(offsets.toCodePoint(raw.length)).toBe(points.length);
      }),
      { numRuns: 500 },
    );
  });
});

/** What must hold of any parsed text. */
function expectSound(raw: string): void {
  const { sections, sentences, words } = parseReport(raw);
  expect(sections.map((section) => raw.slice(section.startUtf16, section.endUtf16)).join('')).toBe(raw);
  let at = 0;
  let section = 0;
  sentences.forEach((sentence, index) => {
    const own = sections[sentence.section]!;
    expect(raw.slice(at, sentence.startUtf16).trim()).toBe('');
    expect(sentence.startUtf16).toBeGreaterThanOrEqual(Math.max(at, own.startUtf16));
    expect(sentence.endUtf16).toBeGreaterThan(sentence.startUtf16);
    expect(sentence.endUtf16).toBeLessThanOrEqual(own.endUtf16);
    expect(sentence.section).toBeGreaterThanOrEqual(section);
    section = sentence.section;
    // Under an organ's heading the heading and its colon are read first.
    let word = (sentence.organHeading ?? sentence).startUtf16;
    expect(word).toBeLessThanOrEqual(sentence.startUtf16);
    for (const { startUtf16, endUtf16 } of words[index]!) {
      expect(startUtf16).toBeGreaterThanOrEqual(word);
      expect(endUtf16).toBeGreaterThan(startUtf16);
      word = endUtf16;
    }
    expect(word).toBeLessThanOrEqual(sentence.endUtf16);
    at = sentence.endUtf16;
  });
  expect(raw.slice(at).trim()).toBe('');
}

describe('a parsed report', () => {
  it('covers any text, in order and without overlap', () => {
    fc.assert(fc.property(text, expectSound), { numRuns: 400 });
  });

  it('covers any mixture of reports', () => {
    fc.assert(fc.property(collage, expectSound), { numRuns: 400 });
  });

  // A rule that looks back or ahead without bound would need hours for these.
  const megabyte = 1_000_000;
  const quarter = 250_000;
  it.each([
    ['letters', 'a', megabyte],
    ['spaces', ' ', megabyte],
    ['full stops', '.', megabyte],
    ['headings', 'Hígado: ', megabyte],
    ['open brackets', '(', megabyte],
    ['dotted letters', 'a.b.', megabyte],
    ['accents', 'e\u0301\u0301', megabyte],
    ['quotes', '."*_', megabyte],
    ['bullets', '- * » ', megabyte],
    ['surrogates', '\uD83E', megabyte],
    ['stops and spaces', '. ', quarter],
    ['colons', 'a:', quarter],
    ['midline headings', 'x. Bazo: y', quarter],
    ['line breaks', '\n', quarter],
    ['short lines', 'A\n', quarter],
    ['brackets with stops', '(a. ', quarter],
    ['numbers', '1. 2) ', quarter],
    ['capitals', 'DR. A. ', quarter],
  ])('finishes on very many %s', async (_, unit, length) => {
    // The runner must hear from its worker between two of these.
    await setImmediate();
    const raw = unit.repeat(Math.ceil(length / unit.length));
    expect(parseReport(raw).sections.at(-1)?.endUtf16).toBe(raw.length);
  });
});
