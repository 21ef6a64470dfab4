import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../server/src/protocol.js';
import type { AnalysisParams, ForgetLearnedResult, LearnCodesResult } from '../../server/src/protocol.js';
import { toyReport } from '../unit/core/learn/toy.js';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { ScriptedClient } from './client.js';
import { vscodeParams } from './params.js';

let server: Bundle;
beforeAll(async () => {
  server = await bundle('test/lsp/fakeServer.ts');
});
afterAll(() => server.dispose());

let client: ScriptedClient;
let root: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'glosa-learn-'));
  client = new ScriptedClient(server.script);
  await client.initialize(vscodeParams({ locale: 'en', folders: [pathToFileURL(root).href] }));
});
afterEach(async () => {
  await client.stop();
  rmSync(root, { recursive: true, force: true });
});

/** A table of `count` reports of each of three codes. */
function table(count: number): string {
  const rows = (['TX1', 'TC4', 'US2'] as const).flatMap((code) =>
    Array.from({ length: count }, (_, index) => `${code},"${toyReport(code, index)}"`),
  );
  const path = join(root, 'table.csv');
  writeFileSync(path, `code,text\n${rows.join('\n')}\n`);
  return path;
}

const execute = <T>(command: string, argument: object, workDoneToken?: string): Promise<T> =>
  client.request('workspace/executeCommand', { command, arguments: [argument], workDoneToken });
const codesOf = async (uri: string, version: number): Promise<string[]> => {
  const { codes } = await client.notification<AnalysisParams>(
    'glosa/analysis',
    (params) => params.uri === uri && params.version === version && params.complete,
  );
  return codes.filter(({ value }) => value).map(({ system, code }) => `${system} ${code}`);
};

describe('learning a site’s codes in the editor', () => {
  it('shows scores, suggests at once, and forgets', async () => {
    const uri = pathToFileURL(join(root, 'a.informe')).href;
    client.open(uri, toyReport('TX1', 9));
    expect(await codesOf(uri, 1)).toEqual([]);

    const learnt = await execute<LearnCodesResult>(
      commands.learnCodes,
      { source: table(8), name: 'Hospital' },
      'work',
    );
    expect(learnt.problem).toBeNull();
    expect(learnt.path).toBe(join(root, '.glosa', 'learned', 'Hospital.json'));
    expect(learnt.markdown).toContain('| 1.000 | 1.000 | 1.000 | 1.000 |');
    const kinds = client.received
      .filter(({ method }) => method === '$/progress')
      .map(({ params }) => (params as { token: string; value: { kind: string } }).value.kind);
    expect([kinds[0], kinds.at(-1)]).toEqual(['begin', 'end']);
    expect(kinds).toContain('report');
    await client.notification<AnalysisParams>('glosa/analysis', ({ codes }) =>
      codes.some(({ system, code, value }) => system === 'Hospital' && code === 'TX1' && value),
    );
    const { items } = await client.request<{ items: unknown[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    expect(items).toEqual([]);

    const listed = await execute<ForgetLearnedResult>(commands.forgetLearned, {});
    expect(listed).toMatchObject({
      forgotten: 0,
      lists: [{ name: 'Hospital', folder: root, codes: 3, reports: 24 }],
    });
    const forgotten = await execute<ForgetLearnedResult>(commands.forgetLearned, { name: 'Hospital' });
    expect(forgotten).toEqual({ forgotten: 1, lists: [] });
    expect(existsSync(learnt.path!)).toBe(false);
    const other = pathToFileURL(join(root, 'b.informe')).href;
    client.open(other, toyReport('TX1', 9));
    expect(await codesOf(other, 1)).toEqual([]);
  });

  it('says why nothing was learnt, and writes nothing', async () => {
    const { path, problem } = await execute<LearnCodesResult>(commands.learnCodes, {
      source: table(2),
      name: 'Hospital',
    });
    expect([path, problem]).toEqual([
      null,
      'Nothing was learnt: at least two codes need three reports each.',
    ]);
    expect(existsSync(join(root, '.glosa'))).toBe(false);
    const gone = await execute<LearnCodesResult>(commands.learnCodes, {
      source: join(root, 'no'),
      name: 'x',
    });
    expect(gone.problem).toContain('ENOENT');
  });

  it('refuses a list of another model with a message, until it is learnt again', async () => {
    const { path } = await execute<LearnCodesResult>(commands.learnCodes, {
      source: table(8),
      name: 'Hospital',
    });
    const stored = await readFile(path!, 'utf8');
    writeFileSync(path!, stored.replace('f'.repeat(64), 'e'.repeat(64)));
    const second = new ScriptedClient(server.script);
    try {
      await second.initialize(vscodeParams({ locale: 'en', folders: [pathToFileURL(root).href] }));
      const { message } = await second.notification<{ message: string }>('window/showMessage');
      expect(message).toContain('“Hospital” was learnt with another model');
      const uri = pathToFileURL(join(root, 'a.informe')).href;
      second.open(uri, toyReport('TX1', 9));
      const { codes } = await second.notification<AnalysisParams>(
        'glosa/analysis',
        ({ complete }) => complete,
      );
      expect(codes.filter(({ system }) => system === 'Hospital')).toEqual([]);
    } finally {
      await second.stop();
    }
  });
});
