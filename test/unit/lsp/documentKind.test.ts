import { describe, expect, it } from 'vitest';
import { isReport, unreadable } from '../../../server/src/lsp/documentKind.js';
import { defaultSettings } from '../../../server/src/protocol.js';

describe('isReport', () => {
  it.each([
    ['untitled:Untitled-1', 'glosa-report', [], true],
    ['file:///w/a.rad', 'text', [], true],
    ['file:///w/A.INFORME', 'plaintext', [], true],
    ['file:///w/a.report', '', [], true],
    ['file:///w/a.txt', 'plaintext', [], false],
    ['file:///w/a.txt', 'plaintext', ['*.txt'], true],
    ['file:///w/sub/a.txt', 'plaintext', ['sub/*.txt'], true],
    ['file:///w/sub/a.txt', 'plaintext', ['a.txt'], true],
    ['file:///w/sub/a.txt', 'plaintext', ['other/*.txt'], false],
    ['file:///w/informes%20de%20mayo/a.md', 'markdown', ['informes de mayo/**'], true],
    ['file:///w/in/a.txt', 'plaintext', ['in/a.txt'], false],
    ['file:///w/in/inner/a.txt', 'plaintext', ['inner/*'], true],
    ['file:///w/a.json', 'json', ['**'], false],
    ['file:///w/.hidden/a.txt', 'plaintext', ['**/*.txt'], true],
    ['not a uri', 'plaintext', ['**'], false],
    ['file:///w/%E0%A4%A.txt', 'plaintext', ['**/*.txt'], true],
  ])('%s as %s with %j is %s', (uri, languageId, globs, expected) => {
    expect(isReport(uri, languageId, globs, ['file:///w', 'file:///w/in/'])).toBe(expected);
  });
});

describe('unreadable', () => {
  const settings = { ...defaultSettings, maxFileSizeKb: 1 };
  it.each([
    ['Informe con acentos: metástasis\t\r\n\f', null],
    ['a'.repeat(1024), null],
    ['a'.repeat(1025), 'tooLarge'],
    ['á'.repeat(512), null],
    ['á'.repeat(513), 'tooLarge'],
    ['a\u0000b', 'binary'],
    [`${'texto '.repeat(50)}${'\u0001'.repeat(10)}`, null],
    [`texto ${'\u0001\u001b'.repeat(10)}`, 'binary'],
    [`Lesi\ufffdn en h\ufffdgado, sin otras alteraciones`, null],
    ['\ufffd\ufffdabc\ufffd', 'binary'],
    ['', null],
  ])('case %#', (text, expected) => {
    expect(unreadable(text, settings)).toBe(expected);
  });
});
