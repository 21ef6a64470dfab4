import { describe, expect, it } from 'vitest';
import { codesSectionOf, insertionOf } from '../../../server/src/lsp/codesSection.js';
import { analyse } from './analysedFixture.js';

/** The text after inserting 8140/3. */
async function inserted(text: string, sectionHeading = ''): Promise<string | null> {
  const insertion = insertionOf(await analyse(text, { sectionHeading }), '8140/3', 'Adenocarcinoma, SAI');
  if (insertion === null) return null;
  return text.slice(0, insertion.offsetUtf16) + insertion.newText + text.slice(insertion.offsetUtf16);
}
const es = 'HALLAZGOS: Se observa un adenocarcinoma de colon con varias lesiones.';
const line = '8140/3 Adenocarcinoma, SAI';

describe('insertionOf', () => {
  it.each([
    ['a new section at the end', `${es}\n`, `${es}\n\nCÓDIGOS:\n${line}\n`],
    ['no final line end where there was none', es, `${es}\n\nCÓDIGOS:\n${line}`],
    ['CR LF', `${es}\r\n`, `${es}\r\n\r\nCÓDIGOS:\r\n${line}\r\n`],
    ['trailing spaces and blank lines', `${es}  \n\n\n`, `${es}  \n\nCÓDIGOS:\n${line}\n\n\n`],
    [
      'an existing section',
      `${es}\n\nCÓDIGOS:\n8000/6 Metástasis\n`,
      `${es}\n\nCÓDIGOS:\n8000/6 Metástasis\n${line}\n`,
    ],
    ['an empty section', `${es}\n\nCÓDIGOS:\n`, `${es}\n\nCÓDIGOS:\n${line}\n`],
    ['another code that ends alike', `${es}\n\nCÓDIGOS:\n18140/3\n`, `${es}\n\nCÓDIGOS:\n18140/3\n${line}\n`],
    ['a longer code', `${es}\n\nCÓDIGOS:\n8140/31 x\n`, `${es}\n\nCÓDIGOS:\n8140/31 x\n${line}\n`],
  ])('keeps %s', async (_name, text, expected) => {
    expect(await inserted(text)).toBe(expected);
  });

  it('does not insert a code twice', async () => {
    expect(await inserted(`${es}\n\nCÓDIGOS:\n- 8140/3\n`)).toBeNull();
  });

  it('writes an English heading into an English report', async () => {
    const text = 'FINDINGS: There is an adenocarcinoma of the colon with several lesions in the liver.\n';
    expect(await inserted(text)).toBe(`${text}\nCODES:\n${line}\n`);
  });

  it('uses the heading of the settings, and finds it again', async () => {
    const first = await inserted(`${es}\n`, 'Codificación (CIE-O):');
    expect(first).toBe(`${es}\n\nCodificación (CIE-O):\n${line}\n`);
    expect(await inserted(first!, 'Codificación (CIE-O)')).toBeNull();
  });

  it('finds what it has written: the next code goes into the same section', async () => {
    const text = (await inserted(`${es}\n`))!;
    expect(codesSectionOf(await analyse(text))).toEqual({
      bodyStartUtf16: text.indexOf('CÓDIGOS:') + 'CÓDIGOS:'.length,
      endUtf16: expect.any(Number) as number,
    });
  });
});
