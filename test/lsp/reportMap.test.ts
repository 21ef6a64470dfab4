import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reportMapRequest } from '../../server/src/protocol.js';
import type { ReportMapResult } from '../../server/src/protocol.js';
import { mapFixture, reportCount } from '../unit/lsp/map/fixture.js';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { ScriptedClient } from './client.js';
import { vscodeParams } from './params.js';

let server: Bundle;
beforeAll(async () => {
  server = await bundle('test/lsp/fakeServer.ts');
});
afterAll(() => server.dispose());

let root: string;
let glosa: string;
let client: ScriptedClient;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glosa-report-map-'));
  glosa = join(root, '.glosa');
  mkdirSync(glosa);
});
afterEach(async () => {
  await client.stop();
  rmSync(root, { recursive: true, force: true });
});

async function connect(locale: string): Promise<void> {
  client = new ScriptedClient(server.script);
  await client.initialize(
    vscodeParams({ locale, folders: [pathToFileURL(root).href], initializationOptions: { trusted: true } }),
  );
}
const ask = (more: object = {}): Promise<ReportMapResult> =>
  client.request(reportMapRequest, { folder: root, ...more });

describe('the map of reports', () => {
  it('comes with names in the client’s language and progress, and from the cache the second time', async () => {
    await mapFixture(glosa);
    await connect('es');
    const { map, problem } = await ask({ workDoneToken: 'map' });
    expect(problem).toBeNull();
    expect(map).toMatchObject({ missing: 0, cached: false, seed: 1 });
    expect(map!.paths).toHaveLength(reportCount);
    expect(map!.x).toHaveLength(reportCount);
    expect([...map!.x, ...map!.y].every((place) => Math.abs(place) <= 1)).toBe(true);
    const names = map!.colourings.map(({ id, groups }) => [id, groups.map(({ name }) => name)]);
    expect(names).toEqual([
      ['labels', ['masa']],
      ['codes', ['8140/3 Adenocarcinoma, SAI']],
      ['language', ['inglés', 'español']],
    ]);
    const kinds = client.received
      .filter(({ method }) => method === '$/progress')
      .map(({ params }) => (params as { value: { kind: string } }).value.kind);
    expect([kinds[0], kinds.at(-1)]).toEqual(['begin', 'end']);
    const again = await ask();
    expect(again.map).toEqual({ ...map, cached: true });
  });

  it('says for a person why there is none', async () => {
    await connect('en');
    expect(await ask()).toEqual({
      map: null,
      problem: 'There are no labels here. Label the workspace first.',
    });
  });

  it('is made for folders of the workspace alone', async () => {
    await connect('en');
    const { error } = await client.call(reportMapRequest, { folder: tmpdir() });
    expect(error?.code).toBe(-32602);
  });

  it('ends where it is cancelled, and another can be made', async () => {
    await mapFixture(glosa, 4_000);
    await connect('en');
    client.send({
      jsonrpc: '2.0',
      id: 'map',
      method: reportMapRequest,
      params: { folder: root, workDoneToken: 'work' },
    });
    await client.notification<{ value: { kind: string } }>(
      '$/progress',
      ({ value }) => value.kind === 'report',
    );
    client.notify('$/cancelRequest', { id: 'map' });
    const { error } = await client.next((message) => message.id === 'map');
    expect(error?.code).toBe(-32800);
    expect((await readdir(glosa)).filter((name) => name.startsWith('map-'))).toEqual([]);
    await mapFixture(glosa);
    expect((await ask()).map?.paths).toHaveLength(reportCount);
  });

  it('ends where a newer one of the folder is asked for', async () => {
    await mapFixture(glosa, 4_000);
    await connect('en');
    const older = ask({ workDoneToken: 'older' });
    await client.notification<{ value: { kind: string } }>(
      '$/progress',
      ({ value }) => value.kind === 'report',
    );
    await mapFixture(glosa);
    const newer = ask({ seed: 2 });
    expect(await older).toEqual({ map: null, problem: null });
    expect((await newer).map).toMatchObject({ seed: 2 });
  });
});
