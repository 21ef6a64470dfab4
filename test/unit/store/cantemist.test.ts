import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportMention } from '../../../server/src/core/scores/mentions.js';
import { parseAnn, readCantemist } from '../../../server/src/store/cantemist.js';
import { isCaseName, submissionAnn, submissionRows } from '../../../server/src/store/cantemistSubmission.js';

const text = '🧠 Metástasis y carcinoma.';
const t1 = 'T1\tMORFOLOGIA_NEOPLASIA 2 12\tMetástasis';

describe('parseAnn', () => {
  it('reads spans as code points and their codes, in any order', () => {
    const ann = `#1\tAnnotatorNotes T1\t8000/6\r\n${t1}\nT2\tMORFOLOGIA_NEOPLASIA 15 24\tcarcinoma\n`;
    expect(parseAnn(ann, text)).toEqual({
      mentions: [
        { startUtf16: 3, endUtf16: 13, code: '8000/6' },
        { startUtf16: 16, endUtf16: 25, code: null },
      ],
      problems: [],
    });
    expect(parseAnn('', text)).toEqual({ mentions: [], problems: [] });
  });

  it('passes over what is not of the task', () => {
    const other =
      'T2\tTNM 0 1\t🧠\n#2\tAnnotatorNotes T2\tx\n#3\tAnnotatorNotes R1\tx\nA1\tNegated T1\n\n*\tEquiv T1 T2\n';
    expect(parseAnn(`${t1}\n${other}`, text)).toMatchObject({ mentions: [{ code: null }], problems: [] });
  });

  it.each([
    ['T1\tMORFOLOGIA_NEOPLASIA 2 12', 'fields', 0],
    [`${t1}\tmore`, 'fields', 0],
    ['T1\tMORFOLOGIA_NEOPLASIA 2 4;6 12\tMe stasis', 'span', 0],
    ['T1\tMORFOLOGIA_NEOPLASIA a b\tMe', 'span', 0],
    ['T1\tMORFOLOGIA_NEOPLASIA 4 4\t', 'range', 0],
    ['T1\tMORFOLOGIA_NEOPLASIA 15 99\tcarcinoma', 'range', 0],
    ['T1\tMORFOLOGIA_NEOPLASIA 3 13\tMetástasis', 'text', 1],
    [`${t1}\n${t1}`, 'repeated', 1],
    [`${t1}\n#1\tAnnotatorNotes T1\t`, 'note', 1],
    [`${t1}\n#1\tAnnotatorNotes T9\t8000/6`, 'note', 1],
    [`${t1}\n#1\tAnnotatorNotes T1\t8000/6\n#2\tAnnotatorNotes T1\t8000/3`, 'repeated', 1],
  ])('%j: %s', (ann, kind, kept) => {
    const { mentions, problems } = parseAnn(ann, text);
    expect(problems).toEqual([{ line: ann.split('\n').length, kind }]);
    expect(mentions).toHaveLength(kept);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (ann) => {
        parseAnn(`T1\t${ann}`, text);
        parseAnn(ann, null);
      }),
    );
  });
});

describe('readCantemist', () => {
  it('reads every .ann under the folder with its .txt', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'glosa-cantemist-'));
    await mkdir(join(folder, 'b'));
    await mkdir(join(folder, '.hidden'));
    const files = {
      'b/2.txt': text,
      'b/2.ann': `${t1}\n`,
      '1.txt': '',
      '1.ann': '',
      '3.ann': '',
      'no.txt': text,
    };
    for (const [name, content] of Object.entries({ ...files, '.hidden/4.ann': '' }))
      await writeFile(join(folder, name), content);
    const found = [];
    for await (const { path, report, gold } of readCantemist(folder, 1000))
      found.push([path, report?.ok, gold.mentions.length]);
    await rm(folder, { recursive: true });
    expect(found).toEqual([
      ['1', true, 0],
      ['3', undefined, 0],
      ['b/2', true, 1],
    ]);
  });
});

const mention = (startUtf16: number, endUtf16: number, ...codes: string[]): ReportMention => ({
  startUtf16,
  endUtf16,
  probability: 1,
  spanProbability: 1,
  candidates: codes.map((code) => ({ code, probability: 0.5 })),
});

describe('submissionAnn', () => {
  const mentions = [mention(3, 13, '8000/6', '8000/3'), mention(16, 25)];

  it('writes T and # lines with offsets in code points', () => {
    const t2 = 'T2\tMORFOLOGIA_NEOPLASIA 14 23\tcarcinoma\n';
    expect(submissionAnn('🧠 Metástasis, carcinoma', mentions.slice(0, 1), 'norm')).toEqual({
      ann: `${t1}\n#1\tAnnotatorNotes T1\t8000/6\n`,
      leftOut: 0,
    });
    const ner = submissionAnn('🧠 Metástasis  carcinoma', [mentions[0]!, mention(15, 24)], 'ner');
    expect(ner.ann).toBe(`${t1}\n${t2}`);
    // No code, no prediction.
    expect(submissionAnn(text, mentions, 'norm').ann).not.toContain('T2');
  });

  it.each(['\n', '\r\n', '\t', '\u2028', '\u0085'])('leaves out a mention with %j in it', (inside) => {
    const wrapped = `carcinoma${inside}ductal y carcinoma`;
    const end = wrapped.length;
    const found = submissionAnn(
      wrapped,
      [mention(0, 15 + inside.length, '8500/3'), mention(end - 9, end, 'x')],
      'ner',
    );
    expect(found).toEqual({
      ann: `T1\tMORFOLOGIA_NEOPLASIA ${end - 9} ${end}\tcarcinoma\n`,
      leftOut: 1,
    });
  });

  it('is read back as it was, and has nothing that the official reader drops a file for', () => {
    const unit = fc.constantFrom('a', 'é', '🧠', ' ', '\n', '\t', '\r', '8');
    fc.assert(
      fc.property(
        fc.string({ unit, minLength: 1 }),
        fc.array(fc.tuple(fc.nat(40), fc.nat(40))),
        (body, cuts) => {
          const starts = Array.from(body).map((_, i, all) => all.slice(0, i).join('').length);
          const mentions = cuts.flatMap(([a, b]) => {
            const [from, to] = [starts[a % starts.length]!, starts[b % starts.length]!];
            return from < to ? [mention(from, to, '8140/3/H')] : [];
          });
          const { ann, leftOut } = submissionAnn(body, mentions, 'norm');
          const { mentions: read, problems } = parseAnn(ann, body);
          expect(problems).toEqual([]);
          const whole = mentions.filter((m) => !/[\n\t\r]/.test(body.slice(m.startUtf16, m.endUtf16)));
          expect(leftOut).toBe(mentions.length - whole.length);
          expect(read).toEqual(
            whole.map(({ startUtf16, endUtf16 }) => ({ startUtf16, endUtf16, code: '8140/3/H' })),
          );
          for (const line of ann.split('\n').slice(0, -1)) {
            expect(line).toMatch(/^[T#]/);
            expect(line.split('\t')).toHaveLength(3);
          }
        },
      ),
    );
  });
});

describe('submissionRows', () => {
  it('keeps rank and case, without repetition or codes that are not valid', () => {
    const ranking = ['8140/3/H', '8000/6', '8140/3/h', 'bad'].map((code) => ({ code, probability: 0.1 }));
    const rows = submissionRows('cc_onco1', ranking, (code) => code !== 'bad');
    expect(rows).toBe('cc_onco1\t8140/3/H\ncc_onco1\t8000/6\n');
    expect(isCaseName('cc onco\t1')).toBe(false);
    expect(isCaseName('cc onco1')).toBe(true);
  });
});
