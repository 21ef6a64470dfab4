import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOffered, statusOf } from '../../server/src/core/assertion.js';
import { parseReport } from '../../server/src/core/report.js';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { ScriptedClient } from './client.js';
import { minimalParams } from './params.js';

interface Position {
  readonly line: number;
  readonly character: number;
}
interface Published {
  readonly uri: string;
  readonly version: number;
  readonly diagnostics: readonly {
    readonly range: { start: Position; end: Position };
    readonly code?: string;
  }[];
}

let server: Bundle;
let client: ScriptedClient;
beforeAll(async () => {
  server = await bundle('test/lsp/fakeServer.ts');
  client = new ScriptedClient(server.script);
  await client.initialize({
    ...(minimalParams() as object),
    capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } },
  });
});
afterAll(async () => {
  await client.stop();
  await server.dispose();
});

const methods = [
  'initialized',
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didClose',
  'textDocument/didSave',
  'textDocument/hover',
  'textDocument/codeLens',
  'textDocument/codeAction',
  'textDocument/completion',
  'textDocument/documentSymbol',
  'textDocument/foldingRange',
  'textDocument/semanticTokens/full',
  'textDocument/semanticTokens/full/delta',
  'textDocument/semanticTokens/range',
  'workspace/didChangeConfiguration',
  'workspace/executeCommand',
  'glosa/why',
  'glosa/findCode',
  'glosa/attention',
  '$/cancelRequest',
  '$/setTrace',
  '$/progress',
];
const uri = fc.constantFrom<unknown>('file:///fuzz.rad', 'file:///other.txt', '', 'no uri', 7, null);
const position = fc.oneof(
  fc.record({ line: fc.integer(), character: fc.integer() }),
  fc.record({ line: fc.double(), character: fc.jsonValue() }),
  fc.jsonValue(),
);
const params = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      textDocument: fc.oneof(
        fc.record(
          {
            uri,
            version: fc.oneof(fc.integer(), fc.jsonValue()),
            languageId: fc.jsonValue(),
            text: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
          },
          { requiredKeys: [] },
        ),
        fc.jsonValue(),
      ),
      position,
      range: fc.oneof(fc.record({ start: position, end: position }), fc.jsonValue()),
      contentChanges: fc.oneof(
        fc.array(fc.record({ range: fc.record({ start: position, end: position }), text: fc.jsonValue() })),
        fc.jsonValue(),
      ),
      context: fc.jsonValue(),
      command: fc.constantFrom('glosa.acceptCode', 'glosa.dismiss', 'x'),
      arguments: fc.oneof(
        fc.array(fc.record({ uri, id: fc.jsonValue(), code: fc.jsonValue() })),
        fc.jsonValue(),
      ),
      settings: fc.oneof(fc.record({ glosa: fc.jsonValue() }), fc.jsonValue()),
      previousResultId: fc.jsonValue(),
      id: fc.jsonValue(),
      value: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);
const message = fc.oneof(
  fc.record({ method: fc.constantFrom(...methods), params }, { requiredKeys: ['method'] }),
  fc.record(
    {
      id: fc.oneof(fc.string(), fc.integer({ max: -1 }), fc.constant(null)),
      method: fc.constantFrom(...methods),
      params,
    },
    { requiredKeys: ['id', 'method'] },
  ),
  fc.jsonValue(),
);

describe('any messages', () => {
  it('leave the server alive and right about other documents', async () => {
    const good = 'file:///good.informe';
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 20 }), async (batch) => {
        for (const one of batch) {
          client.send(Object(one) === one ? Object.assign({ jsonrpc: '2.0' }, one) : one);
        }
        // A random message may have switched Glosa off.
        client.notify('workspace/didChangeConfiguration', { settings: { glosa: {} } });
        const version = ++round;
        client.open(good, 'Un adenocarcinoma.', 'text', version);
        const { diagnostics } = await client.notification<Published>(
          'textDocument/publishDiagnostics',
          (published) => published.uri === good && published.version === version,
        );
        expect(diagnostics).toHaveLength(1);
      }),
      { numRuns: 80 },
    );
    expect(client.stderr).toBe('');
  });
});

describe('any edits', () => {
  /** Position of an offset by the protocol's own definition of a line. */
  const positionAt = (content: string, offset: number): Position => {
    const ends = [...content.slice(0, offset).matchAll(/\r\n|\n|\r/gu)];
    const last = ends.at(-1);
    return { line: ends.length, character: offset - (last === undefined ? 0 : last.index + last[0].length) };
  };
  const pieces = fc
    .array(
      fc.constantFrom(
        ' ',
        '. ',
        '\n',
        '\r\n',
        '🧠 ',
        ' adenocarcinoma ',
        ' metástasis ',
        'e\u0301',
        'HALLAZGOS: ',
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((parts) => parts.join(''));
  const edit = fc.record({ from: fc.nat(60), length: fc.nat(20), text: pieces });
  let documents = 0;

  it('end in the diagnostics of the text that the editor holds', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, fc.array(edit, { minLength: 1, maxLength: 12 }), async (initial, edits) => {
        const of = `file:///edits${++documents}.rad`;
        let text = initial;
        client.open(of, text, 'text', 1);
        edits.forEach((one, index) => {
          const between = (offset: number): number =>
            text[offset - 1] === '\r' && text[offset] === '\n' ? offset - 1 : offset;
          const start = between(Math.min(one.from, text.length));
          const end = Math.max(start, between(Math.min(start + one.length, text.length)));
          const range = { start: positionAt(text, start), end: positionAt(text, end) };
          text = text.slice(0, start) + one.text + text.slice(end);
          client.notify('textDocument/didChange', {
            textDocument: { uri: of, version: index + 2 },
            contentChanges: [{ range, text: one.text }],
          });
        });
        const { diagnostics } = await client.notification<Published>(
          'textDocument/publishDiagnostics',
          (published) => published.uri === of && published.version === edits.length + 1,
        );
        const { sections, sentences, words } = parseReport(text);
        // Edits cut words: the "no" of an "adenocarcinoma" denies what follows it.
        const denied = (i: number, word: number): boolean => {
          const title = sections[sentences[i]?.section ?? -1]?.title;
          return !isOffered(statusOf(words[i] ?? [], word, word + 1, title));
        };
        const expected = words
          .flatMap((list, i) =>
            list.filter(
              ({ startUtf16 }, word) => startUtf16 >= (sentences[i]?.startUtf16 ?? 0) && !denied(i, word),
            ),
          )
          .filter(({ folded }) => ['adenocarcinoma', 'carcinoma', 'metastasis'].includes(folded))
          .map(({ startUtf16 }) => positionAt(text, startUtf16));
        const suggested = diagnostics.filter(({ code }) => code === 'code-suggestion');
        expect(suggested.map(({ range }) => range.start)).toEqual(expected);
        client.notify('textDocument/didClose', { textDocument: { uri: of } });
      }),
      { numRuns: 80 },
    );
  });
});
