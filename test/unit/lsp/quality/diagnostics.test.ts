import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { messagesFor } from '../../../../server/src/lsp/messages.js';
import { qualityDiagnostics } from '../../../../server/src/lsp/quality/diagnostics.js';
import { explanationOf } from '../../../../server/src/lsp/quality/pages.js';
import { TypingWatch } from '../../../../server/src/lsp/quality/typing.js';
import { qualityIds } from '../../../../server/src/protocol.js';
import { analyse } from '../analysedFixture.js';

const text =
  'CHEST X-RAY\n\nFINDINGS: Small left pleural effusion. Heart size is normal.\n\nIMPRESSION: Small right pleural effusion.';
const none = { isIgnored: () => false };
const en = messagesFor('en');

describe('the page of a check', () => {
  const docs = join(__dirname, '..', '..', '..', '..', 'docs');

  it.each(['es', 'en'] as const)('is there for every check, in %s', (language) => {
    for (const id of qualityIds) {
      const [file = '', anchor] = explanationOf(docs, language, id).split('#');
      expect(anchor).toBe(id);
      expect(readFileSync(fileURLToPath(file), 'utf8')).toContain(`\n## ${id}\n`);
    }
  });

  it('is linked from the diagnostic', async () => {
    const [found] = qualityDiagnostics(await analyse(text), none, en, null, docs);
    expect(found?.codeDescription?.href).toMatch(/^file:.*quality-checks\.md#side-discrepancy$/u);
  });
});

describe('quality diagnostics', () => {
  it('warn on the side in the impression and point to the one in the findings', async () => {
    const [found, ...rest] = qualityDiagnostics(await analyse(text), none, en, null);
    expect(rest).toEqual([]);
    expect(found).toMatchObject({
      code: 'side-discrepancy',
      severity: 2,
      source: 'glosa',
      range: { start: { line: 4, character: 18 }, end: { line: 4, character: 23 } },
      message: 'The findings say “left”, the impression says “right” (pleural effusion).',
    });
    expect(found?.codeDescription).toBeUndefined();
    expect(found?.relatedInformation?.map(({ message }) => message)).toEqual(['left']);
    const spanish = qualityDiagnostics(await analyse(text), none, messagesFor('es'), null);
    expect(spanish.map(({ message }) => message)).toEqual([
      'Los hallazgos dicen «left» y la impresión dice «right» (pleural effusion).',
    ]);
  });

  it('follow the severity setting and what was ignored', async () => {
    const analysed = await analyse(text);
    const { settings } = analysed;
    const set = (severity: 'off' | 'hint') => ({
      ...analysed,
      settings: { ...settings, quality: { ...settings.quality, 'side-discrepancy': severity } },
    });
    expect(qualityDiagnostics(set('hint'), none, en, null).map(({ severity }) => severity)).toEqual([4]);
    expect(qualityDiagnostics(set('off'), none, en, null)).toEqual([]);
    const ignored = { isIgnored: (_: unknown, id: string) => id === 'side-discrepancy' };
    expect(qualityDiagnostics(analysed, ignored, en, null)).toEqual([]);
  });

  it('wait for the word that is being typed', async () => {
    const analysed = await analyse(text);
    const watch = new TypingWatch(() => undefined);
    const before = text.replace('right', 'righ');
    watch.changed(TextDocument.create(analysed.uri, 'glosa-report', 0, before));
    watch.changed(TextDocument.create(analysed.uri, 'glosa-report', 1, text));
    expect(qualityDiagnostics(analysed, none, en, watch)).toEqual([]);
    watch.dispose();
    expect(qualityDiagnostics(analysed, none, en, watch)).toHaveLength(1);
  });
});
