import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnalysisParams } from '../../server/src/protocol.js';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { ScriptedClient } from './client.js';
import type { Wire } from './client.js';
import { minimalParams, vscodeParams } from './params.js';

interface Position {
  readonly line: number;
  readonly character: number;
}
interface Published {
  readonly uri: string;
  readonly version: number;
  readonly diagnostics: readonly { readonly range: { start: Position; end: Position } }[];
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

const uri = 'file:///reports/a.informe';
const start = { line: 0, character: 0 };
/** The server still answers. */
const alive = async (): Promise<void> => {
  expect(await client.request('glosa/findCode', { query: 'carcinoma', limit: 1 })).toBeDefined();
};
const change = (version: number, text: string, from: Position, to: Position): void => {
  client.notify('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [{ range: { start: from, end: to }, text }],
  });
};
/** Waits until the model has read the open document; only for a client that asked for analyses. */
const read = (version = 1): Promise<AnalysisParams> =>
  client.notification<AnalysisParams>(
    'glosa/analysis',
    (analysis) => analysis.complete && analysis.version === version,
  );
const pull = (): Promise<{ items: Published['diagnostics'] }> =>
  client.request('textDocument/diagnostic', { textDocument: { uri } });

describe('messages that are wrong', () => {
  it('before initialize get the protocol’s error', async () => {
    expect((await client.call('textDocument/hover', {})).error!.code).toBe(-32002);
    client.open(uri, 'Un adenocarcinoma.');
    await client.initialize(minimalParams());
    await alive();
  });

  it('of unknown methods, a second initialize and calls after shutdown get an error', async () => {
    await client.initialize(minimalParams());
    expect((await client.call('textDocument/unknown', {})).error!.code).toBe(-32601);
    expect((await client.call('initialize', minimalParams())).error!.code).toBe(-32600);
    client.notify('glosa/unknown', { x: 1 });
    await alive();
    await client.call('shutdown');
    expect(
      (await client.call('textDocument/hover', { textDocument: { uri }, position: start })).error!.code,
    ).toBe(-32600);
  });

  it('with bad params get an empty answer or an error', async () => {
    await client.initialize(vscodeParams());
    for (const method of [
      'textDocument/hover',
      'textDocument/diagnostic',
      'textDocument/codeLens',
      'textDocument/codeAction',
      'textDocument/completion',
      'textDocument/documentSymbol',
      'textDocument/foldingRange',
      'textDocument/semanticTokens/full',
      'textDocument/semanticTokens/full/delta',
      'textDocument/semanticTokens/range',
      'workspace/executeCommand',
      'glosa/why',
      'glosa/findCode',
      'glosa/attention',
    ]) {
      for (const params of [
        undefined,
        null,
        {},
        [],
        [1],
        { textDocument: null },
        { textDocument: { uri: 7 } },
      ]) {
        const answer = await client.call(method, params);
        expect(answer.result === undefined).toBe(answer.error !== undefined);
      }
    }
    const unknown = await client.call('workspace/executeCommand', {
      command: 'glosa.unknown',
      arguments: [],
    });
    expect(unknown.error!.code).toBe(-32602);
  });

  it('that are not requests, notifications or responses are dropped and not logged', async () => {
    await client.initialize(minimalParams());
    const seen = client.received.length;
    for (const message of [
      null,
      7,
      [],
      {},
      { text: 'paciente secreto' },
      { id: null, result: 1 },
      { method: 5 },
    ]) {
      client.send(message);
    }
    client.raw('Content-Length: 9\r\n\r\nnot JSON!');
    client.raw('No-Colon\r\n\r\n');
    client.notify('$/cancelRequest');
    // What came in one packet with a broken header is read with the next packet.
    const packets = setInterval(() => {
      client.notify('$/packet');
    }, 50);
    await alive();
    clearInterval(packets);
    expect(JSON.stringify(client.received.slice(seen))).not.toContain('secreto');
  });

  it('that change a document badly leave it as it was', async () => {
    await client.initialize(vscodeParams());
    client.open(uri, 'Un adenocarcinoma.');
    await read();
    const bad: unknown[] = [
      [{ range: { start, end: { line: 'x', character: 0 } }, text: 'a' }],
      [{ range: { start, end: start }, text: 5 }],
      [{ range: { start, end: start }, text: 'zz' }, null],
      'text',
      null,
    ];
    for (const contentChanges of bad) {
      client.notify('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges });
    }
    const { items } = await pull();
    expect(items.map(({ range }) => range)).toEqual([
      { start: { line: 0, character: 3 }, end: { line: 0, character: 17 } },
    ]);
  });

  it('about positions outside the text are taken to its end', async () => {
    await client.initialize(vscodeParams());
    client.open(uri, 'Un tumor.\n');
    change(2, 'Un adenocarcinoma', { line: 900, character: 4 }, { line: 901, character: 7 });
    await read(2);
    expect((await pull()).items[0]!.range.start).toEqual({ line: 1, character: 3 });
    change(3, '', { line: 1, character: 3 }, { line: 1, character: 3_000 });
    await read(3);
    expect((await pull()).items).toEqual([]);
    await client.request('textDocument/hover', {
      textDocument: { uri },
      position: { line: 1e9, character: -4 },
    });
  });
});

describe('texts that are hard', () => {
  const spanTexts = async (text: string): Promise<string[]> => {
    client.open(uri, text);
    await read();
    const { items } = await pull();
    const lines = text.split(/\r\n|\n|\r/u);
    return items.map(({ range }) =>
      lines[range.start.line]!.slice(range.start.character, range.end.character),
    );
  };

  it('CR LF and lone CR', async () => {
    await client.initialize(vscodeParams());
    expect(
      await spanTexts('HALLAZGOS:\r\nUn adenocarcinoma.\r\n\r\nUna metástasis.\rOtra metástasis.'),
    ).toEqual(['adenocarcinoma', 'metástasis', 'metástasis']);
  });

  it('emoji and NFD accents before and in the evidence', async () => {
    await client.initialize(vscodeParams());
    const nfd = 'metástasis'.normalize('NFD');
    expect(await spanTexts(`🧠👩‍⚕️ Una ${nfd} y un ADENOCARCINOMA 🧠.`)).toEqual([nfd, 'ADENOCARCINOMA']);
  });

  it('a sentence of 10,000 words', async () => {
    await client.initialize(vscodeParams());
    expect(await spanTexts(`${'tejido sano '.repeat(5_000)}adenocarcinoma`)).toEqual(['adenocarcinoma']);
  });

  it('a large one, read in a thread, while the server goes on answering', async () => {
    await client.initialize(vscodeParams());
    const base = 'HALLAZGOS:\nUn adenocarcinoma. Nada más que ver en 3,5 cm.\n\n';
    const large = base.repeat(4_000);
    // The first search builds the code tables; from then on an answer takes a moment.
    await alive();
    client.open(uri, large);
    let answered = 0;
    const progress = { done: false };
    const reading = read().then((analysis) => {
      progress.done = true;
      return analysis;
    });
    while (!progress.done) {
      await alive();
      answered++;
    }
    const { codes } = await reading;
    expect(codes[0]!.evidence).toHaveLength(4_000);
    // Parsed in the server's own thread, it would answer a handful of times at most.
    expect(answered).toBeGreaterThan(20);
  });
});

describe('a storm of edits', () => {
  it('ends in the diagnostics of the last version, and no older version comes after a newer one', async () => {
    await client.initialize({
      ...(minimalParams({ engine: 'delay=3' }) as object),
      capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } },
    });
    client.open(uri, 'Un adenocarcinoma.\n');
    const last = 201;
    for (let version = 2; version <= last; version++) {
      change(version, version === last ? 'Una metástasis.\n' : 'x\n', start, start);
      if (version % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const final = await client.notification<Published>(
      'textDocument/publishDiagnostics',
      ({ version }) => version === last,
    );
    expect(final.diagnostics.map(({ range }) => range.start.line)).toEqual([0, 200]);
    const versions = client.received
      .filter(({ method }) => method === 'textDocument/publishDiagnostics')
      .map(({ params }) => (params as Published).version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(versions.at(-1)).toBe(last);
  });

  it('answers every request that waited, with the newest version', async () => {
    // Without refresh the server waits as long as it takes.
    const capabilities = { textDocument: { diagnostic: {} } };
    await client.initialize({ ...(minimalParams({ engine: 'delay=20' }) as object), capabilities });
    client.open(uri, 'Un adenocarcinoma.\n');
    const pulls = [pull()];
    for (let version = 2; version <= 30; version++) {
      change(version, '\n', start, start);
      if (version % 10 === 0) pulls.push(pull());
    }
    for (const { items } of await Promise.all(pulls)) {
      expect(items.map(({ range }) => range.start.line)).toEqual([29]);
    }
  });
});

describe('the end of a session', () => {
  it('a request can be cancelled while it waits', async () => {
    await client.initialize(minimalParams({ engine: 'delay=800' }));
    client.open(uri, 'Un adenocarcinoma.\n');
    const id = 'cancel-me';
    const response: Promise<Wire> = client.next((message) => message.id === id);
    client.send({
      jsonrpc: '2.0',
      id,
      method: 'textDocument/hover',
      params: { textDocument: { uri }, position: start },
    });
    client.notify('$/cancelRequest', { id });
    expect((await response).error!.code).toBe(-32800);
  });

  it('exits with 0 after shutdown and with 1 without', async () => {
    await client.initialize(minimalParams());
    expect(await client.stop()).toBe(0);
    const rude = new ScriptedClient(server.script);
    await rude.initialize(minimalParams());
    rude.notify('exit');
    expect(await rude.exited).toBe(1);
  });

  it('exits when its input closes', async () => {
    await client.initialize(minimalParams());
    client.process.stdin.end();
    expect(await client.exited).toBe(1);
  });

  it('exits when the process that started it is gone', async () => {
    const parent = spawn('sleep', ['60']);
    await client.initialize(minimalParams({ processId: parent.pid! }));
    await alive();
    parent.kill('SIGKILL');
    expect(await client.exited).toBe(1);
  });
});
