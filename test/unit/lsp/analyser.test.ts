import { CancellationToken } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, describe, expect, it } from 'vitest';
import type { Analyser } from '../../../server/src/lsp/analyser.js';
import type { Analysed } from '../../../server/src/lsp/analysed.js';
import type { EngineHost } from '../../../server/src/lsp/engineHost.js';
import { analyserOf } from './analyserFixture.js';
import { defaultSettings } from '../../../server/src/protocol.js';

const uri = 'file:///a.informe';
const version = (number: number): TextDocument =>
  TextDocument.create(uri, 'text', number, `${'x '.repeat(number)}\nUn adenocarcinoma.`);

const opened: { analyser: Analyser; engine: EngineHost }[] = [];
afterEach(async () => {
  for (const { analyser, engine } of opened.splice(0)) {
    analyser.dispose();
    await engine.dispose();
  }
});

async function setUp(orders: string) {
  const finals: Analysed[] = [];
  const failures: unknown[] = [];
  const { analyser, engine, fakes } = await analyserOf(orders, {
    onFinal: (analysed) => finals.push(analysed),
    onFailure: (error) => failures.push(error),
  });
  opened.push({ analyser, engine });
  return { analyser, engine, fakes, finals, failures };
}

const wait = async (analyser: Analyser, limitMs?: number) =>
  analyser.wait(uri, CancellationToken.None, limitMs);

describe('Analyser', () => {
  it('drops an older version that is being read and gives its waiters the newer one', async () => {
    const { analyser, fakes, finals } = await setUp('delay=50');
    analyser.start(version(1));
    const waiting = wait(analyser);
    while (fakes[0]!.reads.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    analyser.start(version(2));
    expect(fakes[0]!.reads[0]!.options.signal!.aborted).toBe(true);
    expect((await waiting).analysed!.version).toBe(2);
    expect(finals.map((analysed) => analysed.version)).toEqual([2]);
  });

  it('reads a burst of changes once', async () => {
    const { analyser, fakes } = await setUp('');
    // As the connection hands over messages that have arrived: one a turn of the event loop.
    for (let number = 1; number <= 50; number++) {
      analyser.start(version(number));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await wait(analyser)).analysed!.version).toBe(50);
    expect(fakes[0]!.reads).toHaveLength(1);
  });

  it('answers with the rules after the limit, and says that it is late', async () => {
    const { analyser } = await setUp('delay=100000');
    analyser.start(version(1));
    await analyser.waitForRules(uri, CancellationToken.None);
    const { analysed, late } = await wait(analyser, 0);
    expect(late).toBe(true);
    expect(analysed).toMatchObject({ complete: false, version: 1 });
    expect(analysed!.analysis!.sentences.length).toBeGreaterThan(0);
  });

  it('gives nothing for a document that closed while someone waited', async () => {
    const { analyser, finals } = await setUp('delay=20');
    analyser.start(version(1));
    const waiting = wait(analyser);
    analyser.close(uri);
    expect(await waiting).toEqual({ analysed: null, late: false });
    expect(finals).toEqual([]);
  });

  it('keeps a version’s text while the editor goes on', async () => {
    const { analyser } = await setUp('');
    const document = version(1);
    analyser.start(document);
    const { analysed } = await wait(analyser);
    TextDocument.update(document, [{ text: 'Otro texto' }], 2);
    expect(analysed!.document.getText()).toContain('adenocarcinoma');
  });

  it('reports a failing engine without taking the outline away', async () => {
    const { analyser, failures } = await setUp('mode=crash');
    analyser.start(version(1));
    const { analysed } = await wait(analyser);
    expect(analysed).toMatchObject({ reasons: ['engineFailed'], complete: false });
    expect(analysed!.analysis!.sentences.length).toBeGreaterThan(0);
    expect(failures).toHaveLength(1);
  });
});

describe('EngineHost', () => {
  it('replaces the engine only where its settings differ, and disposes of the old one', async () => {
    const { engine, fakes } = await setUp('');
    await engine.configure({ ...defaultSettings, maxFileSizeKb: 5 });
    expect(fakes).toHaveLength(1);
    await engine.configure({ ...defaultSettings, engine: { device: 'cpu', cudaPath: '/cuda' } });
    expect(fakes.map(({ disposed }) => disposed)).toEqual([true, false]);
    expect(fakes[1]!.options).toMatchObject({ device: 'cpu', cudaPath: '/cuda', threads: 1, processes: 1 });
  });
});
