/** From a file's bytes to a report's text. Every offset that Glosa writes refers to the decoded text. */

export type TextEncoding = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'Windows-1252';

export type DecodedText =
  | { readonly ok: true; readonly text: string; readonly encoding: TextEncoding }
  | { readonly ok: false; readonly reason: 'binary' };

/** Share of control characters above which a file is taken for binary; text has line ends and tabs only. */
const binaryControlShare = 0.1;
/** Characters looked at for control characters, and bytes for the NUL pattern of UTF-16 without a mark. */
const sampleLength = 64 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const utf16 = {
  'UTF-16LE': new TextDecoder('utf-16le'),
  'UTF-16BE': new TextDecoder('utf-16be'),
} as const;

/**
 * Windows-1252's 0x80 to 0x9F, where it differs from Latin-1 (Encoding Standard, index windows-1252). A table, since
 * Node's own decoder of that name reads them as Latin-1's control characters in some releases (20.20 does).
 */
const windows1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

/**
 * Decodes a report: UTF-16 by its byte order mark or, without one, by its pattern of NUL bytes; else UTF-8 with or
 * without mark; else Windows-1252 (Latin-1's superset). The mark is not part of the text; line ends stay as they are.
 * A text with a NUL, or made of control characters by more than a tenth, is `binary`.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = utf16Encoding(bytes);
  if (encoding !== null) return checked(utf16[encoding].decode(bytes), encoding);
  try {
    return checked(utf8.decode(bytes), 'UTF-8');
  } catch {
    return checked(decodeWindows1252(bytes), 'Windows-1252');
  }
}

function decodeWindows1252(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (unit) => windows1252.charAt(unit.charCodeAt(0) - 0x80));
}

function utf16Encoding(bytes: Uint8Array): 'UTF-16LE' | 'UTF-16BE' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE';
  if (bytes.length < 4 || bytes.length % 2 !== 0) return null;
  const end = Math.min(bytes.length, sampleLength);
  let evenNuls = 0;
  let oddNuls = 0;
  for (let i = 0; i < end; i += 2) {
    if (bytes[i] === 0) evenNuls++;
    if (bytes[i + 1] === 0) oddNuls++;
  }
  // Spanish and English are nearly all below U+0100: one byte of each pair is NUL, the other never is.
  const most = 0.7 * (end / 2);
  // An emoji's low surrogate may have a NUL byte on the other side.
  const few = Math.max(2, 0.02 * (end / 2));
  if (oddNuls > most && evenNuls <= few) return 'UTF-16LE';
  if (evenNuls > most && oddNuls <= few) return 'UTF-16BE';
  return null;
}

function checked(text: string, encoding: TextEncoding): DecodedText {
  if (text.includes('\0')) return { ok: false, reason: 'binary' };
  const end = Math.min(text.length, sampleLength);
  let controls = 0;
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i);
    // Tab, line feed, vertical tab, form feed and carriage return are text.
    if ((unit < 32 && (unit < 9 || unit > 13)) || (unit >= 127 && unit < 160)) controls++;
  }
  if (controls > binaryControlShare * end) return { ok: false, reason: 'binary' };
  return { ok: true, text, encoding };
}
