import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { applyChanges, BadChange } from '../../../server/src/lsp/documents.js';

/** Texts with every kind of line end, astral characters and combining accents. */
const text = fc
  .array(fc.constantFrom('a', 'é', 'e\u0301', '🧠', ' ', '\n', '\r\n', '\r', 'metástasis', '.'), {
    maxLength: 30,
  })
  .map((parts) => parts.join(''));

/** Position of an offset by the protocol's own definition of a line. */
function positionAt(content: string, offset: number): { line: number; character: number } {
  const before = content.slice(0, offset);
  const lineEnds = [...before.matchAll(/\r\n|\n|\r/gu)];
  const last = lineEnds.at(-1);
  return {
    line: lineEnds.length,
    character: offset - (last === undefined ? 0 : last.index + last[0].length),
  };
}

/** Offsets that a position can name: not between the two halves of CR LF. */
function allowed(content: string, offset: number): number {
  return content[offset - 1] === '\r' && content[offset] === '\n' ? offset - 1 : offset;
}

const edit = fc.record({ from: fc.nat(40), length: fc.nat(10), text });

describe('applyChanges', () => {
  it('follows a reference string through any edits', () => {
    fc.assert(
      fc.property(text, fc.array(fc.array(edit, { maxLength: 4 }), { maxLength: 8 }), (initial, batches) => {
        let document = TextDocument.create('file:///a', 'text', 1, initial);
        let reference = initial;
        batches.forEach((batch, index) => {
          const changes = batch.map((one) => {
            const start = allowed(reference, Math.min(one.from, reference.length));
            const end = Math.max(start, allowed(reference, Math.min(start + one.length, reference.length)));
            const range = { start: positionAt(reference, start), end: positionAt(reference, end) };
            reference = reference.slice(0, start) + one.text + reference.slice(end);
            return { range, text: one.text };
          });
          document = applyChanges(document, changes, index + 2);
          expect(document.getText()).toBe(reference);
          expect(document.version).toBe(index + 2);
          for (let offset = 0; offset <= reference.length; offset++) {
            if (allowed(reference, offset) !== offset) continue;
            expect(document.positionAt(offset)).toEqual(positionAt(reference, offset));
          }
        });
      }),
    );
  });

  it('takes positions outside the text to its edges and goes on exactly', () => {
    const document = TextDocument.create('file:///a', 'text', 1, 'uno\ndos');
    const far = { line: 50, character: 3 };
    const after = applyChanges(
      document,
      [{ range: { start: far, end: { line: 51, character: 0 } }, text: '\ntres' }],
      2,
    );
    expect(after.getText()).toBe('uno\ndos\ntres');
    expect(after.positionAt(after.getText().length)).toEqual({ line: 2, character: 4 });
    const before = { line: -3, character: -2 };
    expect(applyChanges(after, [{ range: { start: before, end: before }, text: 'x' }], 3).getText()[0]).toBe(
      'x',
    );
  });

  it('applies nothing of a bad list', () => {
    const document = TextDocument.create('file:///a', 'text', 1, 'uno');
    const zero = { line: 0, character: 0 };
    const changes = [{ range: { start: zero, end: zero }, text: 'x' }, { text: null }];
    expect(() => applyChanges(document, changes, 2)).toThrow(BadChange);
    expect(document.getText()).toBe('uno');
    expect(document.version).toBe(1);
  });
});
