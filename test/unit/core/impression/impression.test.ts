import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { impressionEdits } from '../../../../server/src/core/impression/listStyle.js';
import { checkQuality } from '../../../../server/src/core/quality/index.js';
import { missingFindings } from '../../../../server/src/core/quality/impressionMissingFinding.js';
import { factsOf } from '../../../../server/src/core/quality/statements.js';
import { parseReport } from '../../../../server/src/core/report.js';

const cases = (language: string): [string, string][] =>
  readFileSync(join(__dirname, `lines.${language}.tsv`), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t') as [string, string]);
const linesOf = (report: string): string[] =>
  missingFindings(factsOf(parseReport(report), null)).map(({ line }) => line);

describe('a finding as a line of the Impression', () => {
  it('is tried on enough sentences', () => {
    expect(cases('es').length).toBeGreaterThanOrEqual(40);
    expect(cases('en').length).toBeGreaterThanOrEqual(40);
  });

  it.each(cases('es'))('es: %s', (sentence, line) => {
    expect(linesOf(`HALLAZGOS:\n${sentence}\n\nIMPRESIÓN:\n`)).toEqual([line]);
  });

  it.each(cases('en'))('en: %s', (sentence, line) => {
    expect(linesOf(`FINDINGS:\n${sentence}\n\nIMPRESSION:\n`)).toEqual([line]);
  });

  it('has no word that the author did not write', () => {
    for (const language of ['es', 'en']) {
      for (const [sentence, line] of cases(language)) {
        const written = sentence.toLowerCase();
        for (const word of line.toLowerCase().match(/[\p{L}\d]+/gu) ?? []) expect(written).toContain(word);
      }
    }
  });

  it('is not offered for what the report denies, nor for what the Impression says', () => {
    expect(linesOf('FINDINGS:\nNo pneumothorax. No fracture.\n\nIMPRESSION:\n')).toEqual([]);
    expect(linesOf('FINDINGS:\nSmall right pneumothorax.\n\nIMPRESSION:\nRight pneumothorax.\n')).toEqual([]);
    expect(linesOf('HALLAZGOS:\nNeumotórax derecho.\n\nIMPRESIÓN:\nVer hallazgos.\n')).toEqual([]);
  });
});

/** The text after the edits. */
function applied(text: string, lines: readonly string[], cursor: number | null): string {
  const edits = impressionEdits(parseReport(text), lines, cursor);
  return [...edits]
    .reverse()
    .reduce((now, edit) => now.slice(0, edit.startUtf16) + edit.newText + now.slice(edit.endUtf16), text);
}

describe('lines in the Impression', () => {
  it.each([
    ['numbers go on', 'IMPRESSION:\n1. Old.\n2. Older.\n', 'IMPRESSION:\n1. Old.\n2. Older.\n3. New.\n'],
    ['numbers with brackets', 'IMPRESIÓN:\n1) Uno\n', 'IMPRESIÓN:\n1) Uno\n2) New\n'],
    ['dashes', 'IMPRESIÓN:\n- Uno\n- Dos', 'IMPRESIÓN:\n- Uno\n- Dos\n- New'],
    ['bullets and indent', 'IMPRESSION:\n  • One.\n', 'IMPRESSION:\n  • One.\n  • New.\n'],
    ['plain lines', 'IMPRESIÓN:\nNeumonía.\n', 'IMPRESIÓN:\nNeumonía.\nNew.\n'],
    ['text on the heading’s line', 'IMPRESSION: Pneumonia.\n', 'IMPRESSION: Pneumonia.\nNew.\n'],
    [
      'lines that run on',
      'IMPRESSION:\n1. One that\n   runs on.\n',
      'IMPRESSION:\n1. One that\n   runs on.\n2. New.\n',
    ],
    ['no text', 'FINDINGS: x.\n\nIMPRESSION:\n', 'FINDINGS: x.\n\nIMPRESSION:\nNew.\n'],
    ['no text and no line end', 'FINDINGS: x.\n\nIMPRESSION:', 'FINDINGS: x.\n\nIMPRESSION:\nNew.'],
    ['Windows line ends', 'IMPRESSION:\r\n1. Old.\r\n', 'IMPRESSION:\r\n1. Old.\r\n2. New.\r\n'],
    [
      'blank lines after',
      'IMPRESSION:\n- Old\n\n\nCODES:\n8140/3\n',
      'IMPRESSION:\n- Old\n- New\n\n\nCODES:\n8140/3\n',
    ],
    ['decimals are no marks', 'IMPRESSION:\n3.5 cm mass.\n', 'IMPRESSION:\n3.5 cm mass.\nNew.\n'],
  ])('%s', (_name, text, expected) => {
    expect(applied(text, ['New'], null)).toBe(expected);
  });

  it('go after the cursor’s line, and the numbers after them rise', () => {
    const text = 'IMPRESSION:\n1. One.\n2. Two.\n3. Three.\n';
    const expected = 'IMPRESSION:\n1. One.\n2. A.\n3. B.\n4. Two.\n5. Three.\n';
    expect(applied(text, ['A', 'B'], text.indexOf('One') + 1)).toBe(expected);
  });

  it('go to the end where the cursor is elsewhere', () => {
    const text = 'FINDINGS:\nText.\n\nIMPRESSION:\n1. One.\n';
    expect(applied(text, ['A'], 3)).toBe(`${text.trimEnd()}\n2. A.\n`);
  });

  it('go nowhere without an Impression', () => {
    expect(impressionEdits(parseReport('FINDINGS:\nText.\n'), ['A'], null)).toEqual([]);
  });

  it('are the fix of the check', () => {
    const text = 'FINDINGS:\nThere is a small right pneumothorax.\n\nIMPRESSION:\n1. Degenerative changes.\n';
    const [finding] = checkQuality(parseReport(text), null).filter(
      ({ id }) => id === 'impression-missing-finding',
    );
    expect(finding?.fix?.edits.map(({ newText }) => newText)).toEqual(['\n2. Small right pneumothorax.']);
  });

  it('leave all other text as it is, and do not overlap', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('1. One.', '2. Two', '- Dash.', '  • Dot', 'Plain', '', '10) Ten', '3.5 cm'),
          { maxLength: 6 },
        ),
        fc.constantFrom('\n', '\r\n'),
        fc.nat(200),
        (body, eol, cursor) => {
          const text = ['FINDINGS:', 'Text.', '', 'IMPRESSION:', ...body].join(eol);
          const edits = impressionEdits(parseReport(text), ['New finding'], Math.min(cursor, text.length));
          let end = 0;
          for (const edit of edits) {
            expect(edit.startUtf16).toBeGreaterThanOrEqual(end);
            end = edit.endUtf16;
            expect(/^\d*$/.test(text.slice(edit.startUtf16, edit.endUtf16))).toBe(true);
          }
          const after = applied(text, ['New finding'], Math.min(cursor, text.length));
          const plain = (value: string): string => value.replace(/\d+/g, '#').replace(/\s+/g, ' ');
          const without = plain(after).replace(/(?:#[.)]|[-•])? ?New finding\.?/u, '');
          expect(without.replace(/\s+/g, '')).toBe(plain(text).replace(/\s+/g, ''));
        },
      ),
    );
  });
});
