import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../server/src/protocol.js';
import type { AnalysisParams, StatusParams } from '../../server/src/protocol.js';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { ScriptedClient } from './client.js';
import { minimalParams, vscodeParams } from './params.js';

interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly {
    readonly range: { start: { line: number; character: number }; end: { line: number; character: number } };
    readonly message: string;
  }[];
}

let server: Bundle;
const clients: ScriptedClient[] = [];
const start = (): ScriptedClient => {
  const client = new ScriptedClient(server.script);
  clients.push(client);
  return client;
};

beforeAll(async () => {
  server = await bundle('test/lsp/fakeServer.ts');
});
afterAll(() => server.dispose());

let client: ScriptedClient;
beforeEach(() => {
  client = start();
});
afterEach(async () => {
  for (const one of clients.splice(0)) await one.stop();
});

const uri = 'file:///a.informe';
const published = (fits: (params: Published) => boolean = () => true): Promise<Published> =>
  client.notification<Published>('textDocument/publishDiagnostics', fits);

describe('a client with the least capabilities', () => {
  it('is pushed diagnostics in English for a language id that is not ours', async () => {
    await client.initialize(minimalParams());
    client.open(uri, 'Se informa de adenocarcinoma.\n', 'text');
    const { diagnostics } = await published();
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'The report states “adenocarcinoma”: ICD-O-3 8140/3 Adenocarcinoma, SAI (95%)',
    ]);
  });

  it('gets plain text, flat symbols and commands', async () => {
    await client.initialize(minimalParams());
    const document = { textDocument: { uri } };
    client.open(uri, 'HALLAZGOS:\nSe ve un adenocarcinoma.\n', 'text');
    await published();
    const position = { line: 1, character: 12 };
    const hover = await client.request<{ contents: { kind: string; value: string } }>('textDocument/hover', {
      ...document,
      position,
    });
    expect(hover.contents.kind).toBe('plaintext');
    expect(hover.contents.value).toMatch(/^ICD-O-3 8140\/3\n/u);
    const symbols = await client.request<{ name: string; location: { uri: string } }[]>(
      'textDocument/documentSymbol',
      document,
    );
    expect(symbols.map(({ name, location }) => [name, location.uri])).toEqual([['HALLAZGOS', uri]]);
    const actions = await client.request<{ command: string; arguments: { insert?: boolean }[] }[]>(
      'textDocument/codeAction',
      { ...document, range: { start: position, end: position }, context: { diagnostics: [] } },
    );
    expect(actions.map(({ command, arguments: [argument] }) => [command, argument?.insert])).toEqual([
      [commands.acceptCode, false],
      [commands.acceptCode, true],
      [commands.dismiss, undefined],
    ]);
  });

  it('is told where an edit cannot be made, and the code is accepted all the same', async () => {
    await client.initialize(minimalParams());
    client.open(uri, 'Se ve un adenocarcinoma.\n', 'text');
    await published();
    const argument = { uri, system: 'ICD-O-3', code: '8140/3', insert: true };
    await client.request('workspace/executeCommand', { command: commands.acceptCode, arguments: [argument] });
    await client.notification('window/showMessage');
    await published(({ diagnostics }) => diagnostics[0]?.message.endsWith('accepted') === true);
  });

  it('has its diagnostics taken back when the document closes', async () => {
    await client.initialize(minimalParams());
    client.open(uri, 'Se ve un adenocarcinoma.\n', 'text');
    await published();
    client.notify('textDocument/didClose', { textDocument: { uri } });
    await published(({ diagnostics }) => diagnostics.length === 0);
  });

  it('never sees results of a document that closed while it was read', async () => {
    await client.initialize(minimalParams({ engine: 'delay=100' }));
    client.open(uri, 'Se ve un adenocarcinoma.\n', 'text');
    client.notify('textDocument/didClose', { textDocument: { uri } });
    const other = 'file:///b.informe';
    client.open(other, 'Se ve un adenocarcinoma.\n', 'text');
    await published((params) => params.uri === other);
    const about = client.received.filter(({ method }) => method === 'textDocument/publishDiagnostics');
    expect(
      about.map(
        ({ params }) => (params as Published).uri === uri && (params as Published).diagnostics.length,
      ),
    ).toEqual([0, false]);
  });

  it('takes settings from didChangeConfiguration and from initializationOptions', async () => {
    const settings = { reportGlobs: ['informes/*.txt'] };
    await client.initialize({
      ...(minimalParams({ initializationOptions: { settings } }) as object),
      rootUri: 'file:///w',
    });
    client.open('file:///w/informes/a.txt', 'Un adenocarcinoma.\n', 'text');
    await published((params) => params.uri.endsWith('informes/a.txt') && params.diagnostics.length === 1);
    client.notify('workspace/didChangeConfiguration', { settings: { glosa: { enable: false } } });
    await published((params) => params.uri.endsWith('informes/a.txt') && params.diagnostics.length === 0);
  });
});

describe('the engine behind the server', () => {
  it('is reported with its reason where there is no model, and the outline still works', async () => {
    await client.initialize(minimalParams({ engine: 'mode=unavailable' }));
    const status = await client.notification<StatusParams>(
      'glosa/status',
      ({ state }) => state === 'unavailable',
    );
    expect(status).toMatchObject({ device: null, model: null, reason: 'manifest.json is missing' });
    client.open(uri, 'HALLAZGOS:\nUn adenocarcinoma.\n', 'text');
    expect((await published()).diagnostics).toEqual([]);
    const symbols = await client.request<unknown[]>('textDocument/documentSymbol', { textDocument: { uri } });
    expect(symbols).toHaveLength(1);
    const why = await client.request<{ reasons: string[]; lines: string[] }>('glosa/why', { uri });
    expect(why.reasons).toEqual(['noModel']);
    expect(why.lines).toContain('The engine says: manifest.json is missing');
  });

  it('may throw when it is made', async () => {
    await client.initialize(minimalParams({ engine: 'mode=throw' }));
    const status = await client.notification<StatusParams>(
      'glosa/status',
      ({ state }) => state === 'unavailable',
    );
    expect(status.reason).toBe('the native module did not load');
    client.open(uri, 'Un adenocarcinoma.\n', 'text');
    expect((await published()).diagnostics).toEqual([]);
  });

  it('may fail on a report; nothing of the report is logged', async () => {
    await client.initialize(minimalParams({ engine: 'mode=crash' }));
    client.open(uri, 'Un adenocarcinoma secreto.\n', 'text');
    await published();
    const why = await client.request<{ reasons: string[] }>('glosa/why', { uri });
    expect(why.reasons).toEqual(['engineFailed']);
    const logged = client.received.filter(({ method }) => method === 'window/logMessage');
    expect(JSON.stringify(logged)).toContain('analysis failed: TypeError');
    expect(JSON.stringify(logged)).not.toContain('secreto');
  });

  it('may come back: documents that were open are read then', async () => {
    await client.initialize(minimalParams({ engine: 'mode=recover' }));
    client.open(uri, 'Un adenocarcinoma.\n', 'text');
    await published(({ diagnostics }) => diagnostics.length === 1);
    const counts = client.received
      .filter(({ method }) => method === 'textDocument/publishDiagnostics')
      .map(({ params }) => (params as Published).diagnostics.length);
    expect(counts).toEqual([0, 1]);
  });

  it('may be slow to start: a client that refreshes gets nothing first and everything after', async () => {
    await client.initialize(vscodeParams({ engine: 'start=3000' }));
    client.open(uri, 'Un adenocarcinoma.\n');
    const pull = (): Promise<{ items: unknown[] }> =>
      client.request('textDocument/diagnostic', { textDocument: { uri } });
    expect((await pull()).items).toEqual([]);
    await client.notification('glosa/analysis', ({ complete }: AnalysisParams) => complete);
    await client.notification('workspace/diagnostic/refresh');
    expect((await pull()).items).toHaveLength(1);
  });

  it('is made anew for another device, and documents are read again', async () => {
    await client.initialize(minimalParams());
    client.open(uri, 'Un adenocarcinoma.\n', 'text');
    await client.notification<StatusParams>('glosa/status', ({ state }) => state === 'ready');
    await published();
    const seen = client.received.length;
    client.notify('workspace/didChangeConfiguration', {
      settings: { glosa: { engine: { device: 'webgpu' } } },
    });
    await client.next(
      ({ method, params }) => method === 'glosa/status' && (params as StatusParams).state === 'ready',
    );
    const states = client.received
      .slice(seen)
      .filter(({ method }) => method === 'glosa/status')
      .map(({ params }) => (params as StatusParams).state);
    expect(states).toEqual(['starting', 'ready']);
  });

  it('is given the path of settings in a trusted workspace only', async () => {
    const pathOf = async (trusted: boolean): Promise<string | null> => {
      const one = start();
      const settings = { model: { path: 'mode=unavailable' } };
      await one.initialize(
        minimalParams({ engine: 'start=0', initializationOptions: { trusted, settings } }),
      );
      return (await one.notification<StatusParams>('glosa/status', ({ state }) => state !== 'starting'))
        .state;
    };
    expect(await pathOf(true)).toBe('unavailable');
    expect(await pathOf(false)).toBe('ready');
  });
});

describe('two windows', () => {
  it('are two servers that do not see each other', async () => {
    const other = start();
    await Promise.all([client.initialize(minimalParams()), other.initialize(vscodeParams())]);
    client.open(uri, 'Un adenocarcinoma.\n', 'text');
    other.open(uri, 'Una metástasis y un adenocarcinoma.\n');
    await other.notification('glosa/analysis', ({ complete }: AnalysisParams) => complete);
    const pulled = await other.request<{ items: unknown[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    expect(pulled.items).toHaveLength(2);
    expect((await published()).diagnostics).toHaveLength(1);
    expect(await other.stop()).toBe(0);
    client.open('file:///b.informe', 'Otro adenocarcinoma.\n', 'text');
    expect((await published((params) => params.uri === 'file:///b.informe')).diagnostics).toHaveLength(1);
  });

  it('take settings of each folder by itself', async () => {
    client.respond('workspace/configuration', (params) =>
      (params as { items: { scopeUri?: string }[] }).items.map(({ scopeUri }) =>
        scopeUri?.startsWith('file:///one/') === true ? { reportGlobs: ['*.txt'] } : {},
      ),
    );
    await client.initialize(vscodeParams({ folders: ['file:///one', 'file:///two'] }));
    const count = async (of: string): Promise<number> => {
      client.open(of, 'Un adenocarcinoma.\n', 'plaintext');
      await client.notification('glosa/analysis', (analysis: AnalysisParams) => analysis.uri === of);
      const { items } = await client.request<{ items: unknown[] }>('textDocument/diagnostic', {
        textDocument: { uri: of },
      });
      return items.length;
    };
    expect(await count('file:///one/a.txt')).toBe(1);
    expect(await count('file:///two/a.txt')).toBe(0);
  });
});
