import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../server/src/protocol.js';
import type { AnalysisParams, StatusParams, WhyResult } from '../../server/src/protocol.js';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { ScriptedClient } from './client.js';
import { vscodeParams } from './params.js';

const uri = 'file:///reports/a.informe';
const report = [
  'DATOS CLÍNICOS: Varón de 65 años.',
  '',
  'HALLAZGOS:',
  'Biopsia con adenocarcinoma de colon. Varias metástasis hepáticas.',
  'Lesión en pulmón.',
  '',
  'IMPRESIÓN DIAGNÓSTICA: Adenocarcinoma 🧠 de colon.',
  '',
].join('\n');

interface Diagnostic {
  readonly range: { start: { line: number; character: number }; end: { line: number; character: number } };
  readonly severity: number;
  readonly source: string;
  readonly code: string;
  readonly message: string;
  readonly data: unknown;
}
interface Report {
  readonly kind: 'full' | 'unchanged';
  readonly resultId?: string;
  readonly items: readonly Diagnostic[];
}
interface Action {
  readonly title: string;
  readonly kind: string;
  readonly isPreferred?: boolean;
  readonly diagnostics?: readonly unknown[];
  readonly edit?: { documentChanges: { textDocument: { version: number }; edits: { newText: string }[] }[] };
  readonly command?: { command: string; arguments: unknown[] };
}

let server: Bundle;
let client: ScriptedClient;

beforeAll(async () => {
  server = await bundle('test/lsp/fakeServer.ts');
});
afterAll(() => server.dispose());
beforeEach(() => {
  client = new ScriptedClient(server.script);
});
afterEach(() => client.stop());

const document = { textDocument: { uri } };
const pull = (previousResultId?: string): Promise<Report> =>
  client.request('textDocument/diagnostic', { ...document, previousResultId });
/** Diagnostics on suggested codes; quality checks have tests of their own. */
const codeItems = ({ items }: Report): Report['items'] =>
  items.filter(({ code }) => code === 'code-suggestion');
const messages = (pulled: Report): string[] => codeItems(pulled).map(({ message }) => message);

/** Resolves once the model has read this version; without it a slow machine's answers come too early. */
const read = (version = 1): Promise<AnalysisParams> =>
  client.notification<AnalysisParams>(
    'glosa/analysis',
    (analysis) => analysis.complete && analysis.version === version,
  );

/** The text at a range. */
function cut(text: string, { start, end }: Diagnostic['range']): string {
  const lines = text.split('\n');
  expect(start.line).toBe(end.line);
  return lines[start.line]!.slice(start.character, end.character);
}

describe('a client that initializes as VS Code does', () => {
  it('is told what the server can do', async () => {
    const result = await client.initialize<{ capabilities: Record<string, unknown> }>(vscodeParams());
    expect(result.capabilities).toMatchObject({
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: 2 },
      diagnosticProvider: { identifier: 'glosa', interFileDependencies: false, workspaceDiagnostics: false },
      hoverProvider: true,
      executeCommandProvider: {
        commands: expect.arrayContaining([
          commands.acceptCode,
          commands.dismiss,
          commands.undoReview,
        ]) as unknown,
      },
      semanticTokensProvider: { full: { delta: true }, range: true },
    });
    await client.notification<StatusParams>('glosa/status', ({ state }) => state === 'ready');
    const registered = await client.notification<{ registrations: { method: string }[] }>(
      'client/registerCapability',
    );
    expect(registered.registrations[0]!.method).toBe('workspace/didChangeConfiguration');
  });

  it('pulls diagnostics with exact ranges, in its language, and gets "unchanged" after that', async () => {
    await client.initialize(vscodeParams());
    client.open(uri, report);
    await read();
    const first = await pull();
    expect(first.kind).toBe('full');
    expect(codeItems(first).map(({ range }) => cut(report, range))).toEqual([
      'adenocarcinoma',
      'metástasis',
      'Adenocarcinoma',
    ]);
    expect(messages(first)[0]).toBe(
      'El informe dice «adenocarcinoma»: ICD-O-3 8140/3 Adenocarcinoma, SAI (95\u00a0%)',
    );
    for (const item of codeItems(first)) {
      expect(item).toMatchObject({ severity: 3, source: 'glosa', code: 'code-suggestion' });
    }
    expect(await pull(first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    expect(client.received.some(({ method }) => method === 'textDocument/publishDiagnostics')).toBe(false);
  });

  it('is sent the analysis with ranges and reviews', async () => {
    await client.initialize(vscodeParams());
    client.open(uri, report);
    const analysis = await read();
    expect(analysis).toMatchObject({ uri, version: 1, language: 'es', notAnalysed: [] });
    expect(analysis.codes.map(({ code, value, rank }) => [code, value, rank])).toEqual([
      ['8140/3', true, 1],
      ['8000/6', true, 2],
      ['8140/6', false, 3],
    ]);
    expect(analysis.codes[0]!.evidence).toHaveLength(2);
    expect(analysis.codes[0]!.review).toBe('none');
  });

  it('hovers in Markdown, in the interface language', async () => {
    await client.initialize(vscodeParams({ locale: 'en' }));
    client.open(uri, report);
    await read();
    const hover = await client.request<{
      contents: { kind: string; value: string };
      range: Diagnostic['range'];
    }>('textDocument/hover', { ...document, position: { line: 3, character: 15 } });
    expect(hover.contents.kind).toBe('markdown');
    expect(hover.contents.value).toContain('**ICD\\-O\\-3 8140/3**');
    expect(hover.contents.value).toContain('Adenocarcinoma, NOS');
    expect(hover.contents.value).toContain('Adenocarcinoma, SAI \\(in Spanish\\)');
    expect(hover.contents.value).toContain('Probability: 95%');
    expect(hover.contents.value).toContain('Evidence: adenocarcinoma');
    expect(hover.contents.value).toContain('Next best: 8140/6 Adenocarcinoma, metastatic \\(4%\\)');
    expect(cut(report, hover.range)).toBe('adenocarcinoma');
    expect(
      await client.request('textDocument/hover', { ...document, position: { line: 0, character: 3 } }),
    ).toBeNull();
  });

  it('shows the top codes as code lens, as many as the setting says', async () => {
    client.respond('workspace/configuration', (params) =>
      (params as { items: { scopeUri?: string }[] }).items.map(({ scopeUri }) =>
        scopeUri === uri ? { codes: { maxCodeLens: 1 } } : null,
      ),
    );
    await client.initialize(vscodeParams());
    client.open(uri, report);
    await read();
    const lenses = await client.request<
      { command: { title: string; command: string; arguments: unknown[] } }[]
    >('textDocument/codeLens', document);
    expect(lenses).toHaveLength(1);
    expect(lenses[0]!.command.title).toBe('Aceptar 8140/3 Adenocarcinoma, SAI (95\u00a0%)');
    expect(lenses[0]!.command.command).toBe(commands.acceptCode);
    expect(lenses[0]!.command.arguments).toEqual([{ uri, system: 'ICD-O-3', code: '8140/3', insert: true }]);
  });

  it('gets actions bound to its diagnostics, and none of another kind', async () => {
    await client.initialize(vscodeParams());
    client.open(uri, report);
    await read();
    const { items } = await pull();
    const ask = (only?: string[]): Promise<Action[]> =>
      client.request('textDocument/codeAction', {
        ...document,
        range: items[0]!.range,
        context: { diagnostics: [items[0]], ...(only === undefined ? {} : { only }) },
      });
    const actions = await ask();
    expect(actions.map(({ title }) => title)).toEqual([
      'Aceptar 8140/3 Adenocarcinoma, SAI',
      'Aceptar 8140/3 Adenocarcinoma, SAI e insertarlo en la sección de códigos',
      'Descartar 8140/3 Adenocarcinoma, SAI en este informe',
    ]);
    expect(actions.map(({ isPreferred }) => isPreferred ?? false)).toEqual([false, true, false]);
    for (const action of actions) {
      expect(action.kind).toBe('quickfix');
      expect(action.diagnostics).toHaveLength(1);
    }
    const [change] = actions[1]!.edit!.documentChanges;
    expect(change!.textDocument.version).toBe(1);
    expect(change!.edits[0]!.newText).toBe('\n\nCÓDIGOS:\n8140/3 Adenocarcinoma, SAI');
    expect(await ask(['refactor'])).toEqual([]);
    expect(await ask(['quickfix'])).toHaveLength(3);
  });

  it('dismisses a code for its wording, through edits elsewhere', async () => {
    await client.initialize(vscodeParams());
    client.open(uri, report);
    await read();
    const before = await pull();
    const refreshed = client.notification('workspace/diagnostic/refresh');
    const dismissal = { uri, id: 'code-suggestion', code: '8000/6' };
    await client.request('workspace/executeCommand', { command: commands.dismiss, arguments: [dismissal] });
    await refreshed;
    const after = await pull(before.resultId);
    expect(after.kind).toBe('full');
    expect(codeItems(after)).toHaveLength(2);
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: 'x\n' },
      ],
    });
    await read(2);
    expect(codeItems(await pull())).toHaveLength(2);
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 3 },
      contentChanges: [{ text: report.replace('metástasis', 'metastasis') }],
    });
    await read(3);
    expect(codeItems(await pull())).toHaveLength(3);
  });

  it('accepts a code and inserts it through workspace/applyEdit', async () => {
    let edit: unknown = null;
    client.respond('workspace/applyEdit', (params) => {
      edit = params;
      return { applied: true };
    });
    await client.initialize(vscodeParams());
    client.open(uri, report);
    await read();
    await pull();
    const argument = { uri, system: 'ICD-O-3', code: '8140/3', insert: true };
    await client.request('workspace/executeCommand', { command: commands.acceptCode, arguments: [argument] });
    expect(JSON.stringify(edit)).toContain('8140/3 Adenocarcinoma, SAI');
    const analysis = await client.notification<AnalysisParams>('glosa/analysis', ({ codes }) =>
      codes.some(({ review }) => review === 'accepted'),
    );
    expect(analysis.codes[0]!.review).toBe('accepted');
    expect(messages(await pull())[0]).toMatch(/ · aceptado$/u);
  });

  it('completes codes in a codes section and nowhere else', async () => {
    await client.initialize(vscodeParams());
    const text = `${report}\nCÓDIGOS:\n- carc`;
    client.open(uri, text);
    await read();
    const line = text.split('\n').length - 1;
    const list = await client.request<{
      isIncomplete: boolean;
      items: {
        label: string;
        sortText: string;
        filterText: string;
        textEdit: { range: unknown; newText: string };
      }[];
    }>('textDocument/completion', { ...document, position: { line, character: 6 } });
    expect(list.isIncomplete).toBe(true);
    expect(list.items.slice(0, 2).map(({ label }) => label)).toEqual(['8140/3', '8000/6']);
    const carcinoma = list.items.find(({ label }) => label === '8010/3');
    expect([...list.items].sort((a, b) => (a.sortText < b.sortText ? -1 : 1))).toEqual(list.items);
    expect(carcinoma).toMatchObject({
      filterText: 'carc',
      textEdit: {
        range: { start: { line, character: 2 }, end: { line, character: 6 } },
        newText: '8010/3 Carcinoma, SAI',
      },
    });
    expect(
      await client.request('textDocument/completion', { ...document, position: { line: 3, character: 20 } }),
    ).toBeNull();
  });

  it('marks in a completion a description of the other language, and inserts no mark', async () => {
    await client.initialize(vscodeParams({ locale: 'en' }));
    const text = `${report}\nCÓDIGOS:\n- carc`;
    client.open(uri, text);
    await read();
    const { items } = await client.request<{
      items: { label: string; labelDetails: object; textEdit: { newText: string } }[];
    }>('textDocument/completion', {
      ...document,
      position: { line: text.split('\n').length - 1, character: 6 },
    });
    for (const label of ['8140/3', '8010/3']) {
      const { labelDetails, textEdit } = items.find((item) => item.label === label)!;
      expect(labelDetails).toEqual({
        description: expect.stringMatching(/, SAI \(in Spanish\)$/u) as string,
      });
      expect(textEdit.newText).toMatch(/, SAI$/u);
    }
  });

  it('gets outline, folding and semantic tokens', async () => {
    await client.initialize(vscodeParams());
    client.open(uri, report);
    await read();
    const outline = await client.request<
      { name: string; detail: string; selectionRange: Diagnostic['range'] }[]
    >('textDocument/documentSymbol', document);
    expect(outline.map(({ name, detail }) => [name, detail])).toEqual([
      ['DATOS CLÍNICOS', expect.any(String)],
      ['HALLAZGOS', 'Hallazgos'],
      ['IMPRESIÓN DIAGNÓSTICA', 'Impresión diagnóstica'],
    ]);
    expect(cut(report, outline[1]!.selectionRange)).toBe('HALLAZGOS');
    expect(await client.request('textDocument/foldingRange', document)).toEqual([
      { startLine: 2, endLine: 4, kind: 'region' },
    ]);
    const full = await client.request<{ resultId: string; data: number[] }>(
      'textDocument/semanticTokens/full',
      document,
    );
    expect(full.data.slice(0, 5)).toEqual([0, 0, 'DATOS CLÍNICOS'.length, 0, 0]);
    expect(full.data).toHaveLength(6 * 5);
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' },
      ],
    });
    await read(2);
    const delta = await client.request<{ edits: { start: number; deleteCount: number; data: number[] }[] }>(
      'textDocument/semanticTokens/full/delta',
      { ...document, previousResultId: full.resultId },
    );
    expect(delta.edits).toEqual([{ start: 0, deleteCount: 1, data: [1] }]);
    const ranged = await client.request<{ data: number[] }>('textDocument/semanticTokens/range', {
      ...document,
      range: { start: { line: 4, character: 0 }, end: { line: 5, character: 0 } },
    });
    expect(ranged.data).toHaveLength(2 * 5);
  });

  it('is told why a document is not analysed', async () => {
    await client.initialize(vscodeParams());
    const why = (of: string): Promise<WhyResult> => client.request('glosa/why', { uri: of });
    const reasonsOf = async (name: string, text: string, languageId: string): Promise<readonly string[]> => {
      client.open(`file:///reports/${name}`, text, languageId);
      await client.notification<AnalysisParams>('glosa/analysis', (analysis) => analysis.uri.endsWith(name));
      return (await why(`file:///reports/${name}`)).reasons;
    };
    expect(await reasonsOf('notes.txt', 'adenocarcinoma', 'plaintext')).toEqual(['notAReport']);
    expect(await reasonsOf('empty.rad', ' \n', 'text')).toEqual(['empty']);
    expect(await reasonsOf('binary.rad', 'a\u0000b', 'text')).toEqual(['binary']);
    expect(await reasonsOf('large.rad', 'a '.repeat(600_000), 'text')).toEqual(['tooLarge']);
    client.open(uri, report);
    await read();
    const ok = await why(uri);
    expect(ok).toMatchObject({ analysed: true, reasons: [] });
    expect(ok.lines[1]).toBe('Modelo fake 1.0.0 en cpu.');
    expect((await why('file:///reports/closed.rad')).reasons).toEqual(['notOpen']);
  });

  it('finds codes by words without accents', async () => {
    await client.initialize(vscodeParams());
    await client.notification<StatusParams>('glosa/status', ({ state }) => state === 'ready');
    const asked = { query: 'adenocarcinoma metastasico', limit: 5, systems: ['ICD-O-3'] };
    expect(await client.request('glosa/findCode', asked)).toMatchObject({
      codes: [{ system: 'ICD-O-3', code: '8140/6', description: 'Adenocarcinoma metastásico' }],
    });
  });
});
