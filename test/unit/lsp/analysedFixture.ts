/** An analysis of a text by the fake engine, for tests of single features. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { mergeReadings, parseReport } from '../../../server/src/core/report.js';
import type { Analysed } from '../../../server/src/lsp/analysed.js';
import { defaultSettings } from '../../../server/src/protocol.js';
import type { GlosaSettings } from '../../../server/src/protocol.js';
import { createFakeEngine, fakeVocabulary } from '../../lsp/fakeEngine.js';

/**
 * An analysis with entities and labels (test/lsp/fakeReader.ts).
 * @param settings those that differ from the defaults.
 */
export async function analyseWithReader(
  text: string,
  settings: Partial<GlosaSettings> = {},
): Promise<Analysed> {
  const analysed = await analyse(text, {}, fakeVocabulary.threshold, 'reader=on');
  return { ...analysed, settings: { ...analysed.settings, ...settings } };
}

/** @param threshold of the vocabulary; the fake's own is 0.5. @param orders of the fake engine. */
export async function analyse(
  text: string,
  codes: Partial<GlosaSettings['codes']> = {},
  threshold = fakeVocabulary.threshold,
  orders = '',
): Promise<Analysed> {
  const report = parseReport(text);
  const engine = createFakeEngine({
    packPath: orders,
    childPath: '',
    device: 'auto',
    threads: 1,
    processes: 1,
    cacheBytes: 0,
    watchdogMs: 1,
  });
  const readings = await engine.read(report.inputs, { priority: 'typing' });
  const vocabulary = { ...(engine.status().vocabulary ?? fakeVocabulary), threshold };
  return {
    uri: 'file:///a.informe',
    version: 1,
    document: TextDocument.create('file:///a.informe', 'glosa-report', 1, text),
    settings: { ...defaultSettings, codes: { ...defaultSettings.codes, ...codes } },
    report,
    readings,
    analysis: mergeReadings(report, readings, vocabulary, []),
    vocabulary,
    recalibration: new Map(),
    packSha256: 'f'.repeat(64),
    reasons: [],
    complete: true,
    analysisMs: 1,
  };
}
