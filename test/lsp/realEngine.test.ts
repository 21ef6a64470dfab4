/** The product's own server entry with the real engine and a generated pack, over stdio. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnalysisParams, StatusParams } from '../../server/src/protocol.js';
import { bundle } from '../fixtures/engine/bundle.js';
import { writeTinyPack } from '../fixtures/tiny-pack/tinyPack.js';
import { ScriptedClient } from './client.js';
import { vscodeParams } from './params.js';

const folder = mkdtempSync(join(tmpdir(), 'glosa-real-'));
const uri = 'file:///reports/a.informe';
let script: string;
let pack: string;
let client: ScriptedClient;

beforeAll(async () => {
  script = await bundle('server/src/host/ipc.ts', folder, 'server.js');
  await bundle('server/src/engine/child.ts', folder, 'engine-child.js');
  await bundle('server/src/engine/probe.ts', folder, 'engine-probe.js');
  await bundle('server/src/lsp/parseWorker.ts', folder, 'parse-worker.js');
  pack = writeTinyPack(join(folder, 'pack'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  client = new ScriptedClient(script);
});
afterEach(() => client.stop());

const settings = { engine: { device: 'cpu' } };
const start = async (packPath: string): Promise<void> => {
  client.respond('workspace/configuration', (params) =>
    (params as { items: unknown[] }).items.map(() => settings),
  );
  await client.initialize(vscodeParams({ engine: packPath }));
};
const read = (version: number): Promise<AnalysisParams> =>
  client.notification<AnalysisParams>(
    'glosa/analysis',
    (analysis) => analysis.complete && analysis.version === version,
  );
const insert = (version: number, text: string): void => {
  const top = { line: 0, character: 0 };
  client.notify('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [{ range: { start: top, end: top }, text }],
  });
};

/** Pids of the server's children (Linux). */
async function children(): Promise<number[]> {
  const pid = String(client.process.pid);
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return list.split(' ').filter(Boolean).map(Number);
}

describe('the server with the real engine', () => {
  it('reads a report and every edit of it', async () => {
    await start(pack);
    client.open(uri, 'Biopsia: adenocarcinoma.\n');
    const first = await read(1);
    expect(first.codes[0]).toMatchObject({ system: 'ICD-O-3', code: '8140/3', rank: 1 });
    expect(first.codes[0]!.evidence[0]!.range.start).toEqual({ line: 0, character: 9 });
    insert(2, 'Colon sin lesiones.\n');
    expect((await read(2)).codes[0]!.evidence[0]!.range.start).toEqual({ line: 1, character: 9 });
    const status = await client.notification<StatusParams>('glosa/status', ({ state }) => state === 'ready');
    expect(status.device).toBe('cpu');
    expect(status.model!.sha256).toMatch(/^[0-9a-f]{64}$/u);
  });

  it.skipIf(process.platform !== 'linux')('goes on after its child is killed', async () => {
    await start(pack);
    client.open(uri, 'Biopsia: adenocarcinoma.\n');
    await read(1);
    for (const pid of await children()) process.kill(pid, 'SIGKILL');
    insert(2, 'Otro carcinoma del colon.\n');
    expect((await read(2)).codes.length).toBeGreaterThan(0);
  });

  it('says what is wrong with a pack that is not there', async () => {
    await start(join(folder, 'nowhere'));
    const status = await client.notification<StatusParams>(
      'glosa/status',
      ({ state }) => state === 'unavailable',
    );
    expect(status.reason).toContain('does not exist');
    client.open(uri, 'Biopsia: adenocarcinoma.\n');
    const analysis = await client.notification<AnalysisParams>('glosa/analysis', ({ notAnalysed }) =>
      notAnalysed.includes('noModel'),
    );
    expect(analysis.codes).toEqual([]);
  });
});
