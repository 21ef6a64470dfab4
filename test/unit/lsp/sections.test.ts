import { describe, expect, it } from 'vitest';
import { foldingOf } from '../../../server/src/lsp/folding.js';
import { dictionaries } from '../../../server/src/lsp/messages.js';
import { flatOutline, outlineOf } from '../../../server/src/lsp/outline.js';
import { analyse } from './analysedFixture.js';

const text = [
  'TÉCNICA: TC con contraste.',
  'HALLAZGOS:',
  'Hígado:',
  'Sin lesiones.',
  'Bazo:',
  'Normal.',
  '',
  'IMPRESIÓN:',
  'Sin hallazgos.',
  '',
  '',
].join('\n');

describe('sections', () => {
  it('nest organs under the section that describes them, and parents hold their children', async () => {
    const outline = outlineOf(await analyse(text), dictionaries.es);
    const names = outline.map(({ name, children }) => [name, children!.map((child) => child.name)]);
    expect(names).toEqual([
      ['TÉCNICA', []],
      ['HALLAZGOS', ['Hígado', 'Bazo']],
      ['IMPRESIÓN', []],
    ]);
    const findings = outline[1]!;
    for (const child of findings.children!) {
      expect(child.range.start.line).toBeGreaterThanOrEqual(findings.range.start.line);
      expect(child.range.end.line).toBeLessThanOrEqual(findings.range.end.line);
    }
  });

  it('are listed flat with their container for clients without nesting', async () => {
    const flat = flatOutline(outlineOf(await analyse(text), dictionaries.es), 'file:///a');
    expect(flat.map(({ name, containerName }) => [name, containerName])).toEqual([
      ['TÉCNICA', undefined],
      ['HALLAZGOS', undefined],
      ['Hígado', 'HALLAZGOS'],
      ['Bazo', 'HALLAZGOS'],
      ['IMPRESIÓN', undefined],
    ]);
  });

  it('fold from the heading to the last line with text', async () => {
    const lines = foldingOf(await analyse(text)).map(({ startLine, endLine }) => [startLine, endLine]);
    expect(lines).toEqual([
      [1, 5],
      [2, 3],
      [4, 5],
      [7, 8],
    ]);
  });
});
