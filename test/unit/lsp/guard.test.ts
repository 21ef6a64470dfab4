import { describe, expect, it } from 'vitest';
import { describeError } from '../../../server/src/lsp/guard.js';
import { escapeMarkdown } from '../../../server/src/lsp/card.js';
import { quote } from '../../../server/src/lsp/quote.js';

describe('describeError', () => {
  it('says the name and the place, never the message', () => {
    const described = describeError(new TypeError('paciente secreto\n    at secreto (x.js:1:1)'));
    expect(described).toMatch(/^TypeError/u);
    expect(describeError(new RangeError('x'))).toMatch(/^RangeError at guard\.test\.ts:\d+:\d+$/u);
    expect(described).not.toContain('secreto');
    expect(describeError('secreto')).toBe('string');
  });
});

describe('quote', () => {
  it('puts evidence on one line and cuts it between characters', () => {
    expect(quote(' metástasis\r\n  hepática ')).toBe('metástasis hepática');
    const long = `${'a'.repeat(79)}🧠b`;
    expect(quote(long)).toBe(`${'a'.repeat(79)}…`);
  });
});

describe('escapeMarkdown', () => {
  it('takes links, marks and tags for text', () => {
    expect(escapeMarkdown('[x](y) *z* <b>')).toBe('\\[x\\]\\(y\\) \\*z\\* \\<b\\>');
  });
});
