import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { decodeText } from '../../../server/src/store/decodeText.js';

const text = 'Hígado: nódulo de 12 mm.\r\nImpresión: «metástasis» 🧠\n';
const utf16le = Buffer.from(text, 'utf16le');
const utf16be = Buffer.from(utf16le).swap16();
const bom = (...bytes: number[]): Buffer => Buffer.from(bytes);

it.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8', Buffer.concat([bom(0xef, 0xbb, 0xbf), Buffer.from(text)])],
  ['UTF-16LE', Buffer.concat([bom(0xff, 0xfe), utf16le])],
  ['UTF-16BE', Buffer.concat([bom(0xfe, 0xff), utf16be])],
  ['UTF-16LE', utf16le],
  ['UTF-16BE', utf16be],
] as const)('reads %s', (encoding, bytes) => {
  expect(decodeText(bytes)).toEqual({ ok: true, text, encoding });
});

it('reads UTF-16 without a mark where an emoji has a NUL byte on the other side', () => {
  const smile = 'Sin cambios. 😀 Nódulo de 12 mm.';
  const little = Buffer.from(smile, 'utf16le');
  expect(decodeText(little)).toEqual({ ok: true, text: smile, encoding: 'UTF-16LE' });
  expect(decodeText(Buffer.from(little).swap16())).toEqual({ ok: true, text: smile, encoding: 'UTF-16BE' });
});

it('reads Latin-1 and Windows-1252 where it is not UTF-8', () => {
  const bytes = Buffer.from('Impresión: \x93metástasis\x94 \x80', 'latin1');
  expect(decodeText(bytes)).toEqual({
    ok: true,
    text: 'Impresión: “metástasis” €',
    encoding: 'Windows-1252',
  });
});

it('keeps decomposed accents as they are', () => {
  const decomposed = 'nódulo'.normalize('NFD');
  expect(decodeText(Buffer.from(decomposed))).toMatchObject({ text: decomposed });
});

it('reads an empty file as an empty text', () => {
  expect(decodeText(Buffer.alloc(0))).toEqual({ ok: true, text: '', encoding: 'UTF-8' });
});

it.each([
  ['random bytes', randomBytes(4096)],
  ['a NUL in a text', Buffer.from('Tórax\0 normal')],
  ['control characters without a NUL', Buffer.from(Array.from({ length: 256 }, (_, i) => 1 + (i % 8)))],
  ['the start of a PNG', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')],
])('takes %s for binary', (_, bytes) => {
  expect(decodeText(bytes)).toEqual({ ok: false, reason: 'binary' });
});
