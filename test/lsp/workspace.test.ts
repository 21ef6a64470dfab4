import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  commands,
  compareLabelsRequest,
  corpusStatisticsRequest,
  workspacePlaceRequest,
  workspaceReportsRequest,
  workspaceRequest,
} from '../../server/src/protocol.js';
import type {
  CompareLabelsResult,
  CorpusStatisticsResult,
  LabelWorkspaceResult,
  ReportFilter,
  WorkspacePlaceResult,
  WorkspaceReportsResult,
  WorkspaceResult,
} from '../../server/src/protocol.js';
import type { StoredRecord } from '../../server/src/store/labelRecord.js';
import { acquireLock } from '../../server/src/store/writerLock.js';
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
let clients: ScriptedClient[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glosa-workspace-'));
  clients = [];
});
afterEach(async () => {
  for (const client of clients) await client.stop();
  rmSync(root, { recursive: true, force: true });
});

async function connect(engine = 'reader=on', options: object = {}): Promise<ScriptedClient> {
  const client = new ScriptedClient(server.script);
  clients.push(client);
  await client.initialize(
    vscodeParams({
      locale: 'en',
      engine,
      folders: [pathToFileURL(root).href],
      initializationOptions: { trusted: true, ...options },
    }),
  );
  return client;
}

function report(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
const labelled = (path = 'labels.jsonl'): StoredRecord[] =>
  readFileSync(join(root, '.glosa', path), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as StoredRecord);
const label = (client: ScriptedClient, argument?: object, token?: string): Promise<LabelWorkspaceResult> =>
  client.request('workspace/executeCommand', {
    command: commands.labelWorkspace,
    arguments: argument === undefined ? [] : [argument],
    ...(token === undefined ? {} : { workDoneToken: token }),
  });
const rows = (client: ScriptedClient, filter: ReportFilter = {}): Promise<WorkspaceReportsResult> =>
  client.request(workspaceReportsRequest, {
    folder: root,
    filter,
    sort: { by: 'doubt', descending: true },
    offset: 0,
    limit: 100,
  });

function examples(): void {
  report('es/pulmon.informe', 'Hallazgos:\nMasa pulmonar derecha.\nImpresión:\nAdenocarcinoma de pulmón.\n');
  report('es/normal.txt', 'Hallazgos:\nSin hallazgos.\n');
  report('en/lung.report', 'FINDINGS:\nRight lung mass.\nIMPRESSION:\nAdenocarcinoma. Metastasis.\n');
  report('empty.txt', '');
}

describe('Label workspace', () => {
  it('labels what the shell labels, makes .glosa with its .gitignore, and reads nothing twice', async () => {
    examples();
    const client = await connect();
    const first = await label(client, undefined, 'work');
    expect(first).toMatchObject({ problem: null, folders: [{ folder: root, labelled: 4, failed: 0 }] });
    expect(readFileSync(join(root, '.glosa', '.gitignore'), 'utf8')).toBe('*\n');
    expect(labelled().map(({ path }) => path)).toEqual([
      'empty.txt',
      'en/lung.report',
      'es/normal.txt',
      'es/pulmon.informe',
    ]);
    const progress = client.received
      .filter(({ method }) => method === '$/progress')
      .map(({ params }) => (params as { value: { kind: string; message?: string } }).value);
    expect([progress[0]?.kind, progress.at(-1)?.kind]).toEqual(['begin', 'end']);
    report('es/normal.txt', 'Hallazgos:\nMasa nueva.\n');
    expect(await label(client)).toMatchObject({ folders: [{ labelled: 1, unchanged: 3 }] });
    expect(labelled()).toHaveLength(4);
    expect(existsSync(join(root, '.glosa', 'labels.jsonl.lock'))).toBe(false);
  });

  it('names failures by path, keeps them for the view, and takes them again alone', async () => {
    examples();
    writeFileSync(join(root, 'bad.txt'), Buffer.from([0, 1, 2, 0, 65, 0]));
    const client = await connect();
    expect(await label(client)).toMatchObject({ folders: [{ labelled: 4, failed: 1 }] });
    const log = await client.notification<{ message: string }>('window/logMessage', ({ message }) =>
      message.includes('bad.txt'),
    );
    expect(log.message).toContain('not a text');
    expect((await rows(client, { state: 'failed' })).rows).toMatchObject([
      {
        path: 'bad.txt',
        failure: { message: 'not a text: it has NUL bytes or is mostly control characters' },
      },
    ]);
    report('bad.txt', 'Hallazgos:\nMasa.\n');
    expect(await label(client, { folder: root, paths: ['bad.txt'] })).toMatchObject({
      folders: [{ labelled: 1, unchanged: 0, failed: 0 }],
    });
    await client.request(workspaceRequest, {});
    expect((await rows(client, { state: 'failed' })).total).toBe(0);
    // Folders that could not be listed, and can be by now, or are still not there.
    const why = { reason: 'unreadable', errorCode: 'EACCES' };
    const failures = ['es/', 'gone/'].map((path) => ({ path, why }));
    writeFileSync(join(root, '.glosa', 'failures.json'), JSON.stringify({ failures }));
    rmSync(join(root, '.glosa', 'labels.jsonl'));
    expect(await label(client, { folder: root, paths: ['es/', 'gone/'] })).toMatchObject({
      folders: [{ labelled: 2, failed: 1 }],
    });
    await client.request(workspaceRequest, {});
    expect((await rows(client, { state: 'failed' })).rows.map(({ path }) => path)).toEqual(['gone/']);
    // Nothing outside the folder is read.
    expect(await label(client, { folder: root, paths: ['../x.txt', '/etc/hostname'] })).toMatchObject({
      folders: [{ labelled: 0, failed: 0 }],
    });
  });

  it('is cancelled while it reads, and goes on from there', async () => {
    for (let i = 0; i < 40; i++) report(`r${i}.txt`, 'Hallazgos:\nMasa pulmonar.\n');
    const client = await connect('reader=on&delay=1500');
    const answer = client.next((message) => message.id === 'label');
    client.send({
      jsonrpc: '2.0',
      id: 'label',
      method: 'workspace/executeCommand',
      params: { command: commands.labelWorkspace, arguments: [], workDoneToken: 'work' },
    });
    await client.notification('$/progress', () => true);
    await new Promise((resolve) => setTimeout(resolve, 400));
    client.notify('$/cancelRequest', { id: 'label' });
    expect((await answer).error?.code).toBe(-32800);
    // The reader takes 1.5 s a batch: it is not waited for (how long it takes: `npm run bench -- label-cancel`).
    expect(readFileSync(join(root, '.glosa', 'labels.jsonl'), 'utf8')).toBe('');
    expect(existsSync(join(root, '.glosa', 'labels.jsonl.lock'))).toBe(false);
    expect(await label(client)).toMatchObject({ folders: [{ labelled: 40 }] });
  });

  it('loses nothing and does nothing twice after kill -9', async () => {
    // Many batches, of which only a few are read at once: the kill comes before the last.
    const many = 3_000;
    for (let i = 0; i < many; i++) report(`r${i}.txt`, `Hallazgos:\nMasa pulmonar ${i}.\n`);
    const first = await connect('reader=on&delay=150');
    void label(first, undefined, 'work').catch(() => undefined);
    for (let waited = 0; waited < 200; waited++) {
      const path = join(root, '.glosa', 'labels.jsonl');
      if (existsSync(path) && readFileSync(path, 'utf8').includes('\n')) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    first.process.kill('SIGKILL');
    await first.exited;
    const kept = labelled().length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(many);
    expect(existsSync(join(root, '.glosa', 'labels.jsonl.lock'))).toBe(true);
    // Torn by the crash.
    writeFileSync(join(root, '.glosa', 'labels.jsonl'), '{"path":"r', { flag: 'a' });
    const second = await connect();
    expect(await label(second)).toMatchObject({
      folders: [{ labelled: many - kept, unchanged: kept, failed: 0 }],
    });
    expect(new Set(labelled().map(({ path }) => path)).size).toBe(many);
    expect(labelled()).toHaveLength(many);
  });

  it('waits for another process that writes, and refuses a second run of its own', async () => {
    examples();
    mkdirSync(join(root, '.glosa'));
    const lock = await acquireLock(join(root, '.glosa', 'labels.jsonl.lock'));
    const client = await connect();
    const running = label(client, undefined, 'work');
    const { value } = await client.notification<{ value: { message?: string } }>(
      '$/progress',
      (params) => params.value.message?.startsWith('Waiting') === true,
    );
    expect(value.message).toBe(
      `Waiting for process ${process.pid} on ${hostname()}, which writes the labels`,
    );
    expect((await label(client)).problem).toBe('This workspace is being labelled already.');
    await lock.release();
    expect(await running).toMatchObject({ problem: null, folders: [{ labelled: 4 }] });
  });

  it('lets the document that is being edited go first', async () => {
    for (let i = 0; i < 600; i++) report(`r${i}.txt`, 'Hallazgos:\nMasa pulmonar.\n'.repeat(4));
    const client = await connect('reader=on&delay=400');
    let ended = false;
    const running = label(client).finally(() => {
      ended = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const uri = pathToFileURL(join(root, 'r0.rad')).href;
    client.open(uri, 'Impresión:\nAdenocarcinoma.\n');
    await client.notification<{ uri: string; complete: boolean }>(
      'glosa/analysis',
      (params) => params.uri === uri && params.complete,
    );
    expect(ended).toBe(false);
    expect((await running).problem).toBeNull();
  });

  it('leaves the report’s words out where the setting says so', async () => {
    examples();
    const client = await connect('reader=on', {});
    client.respond('workspace/configuration', (params) =>
      (params as { items: unknown[] }).items.map(() => ({ labels: { evidenceText: false } })),
    );
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await label(client);
    const text = readFileSync(join(root, '.glosa', 'labels.jsonl'), 'utf8');
    expect(text).not.toMatch(/denocarcinoma de pulm|"text"|[Mm]asa/u);
    const lung = labelled().find(({ path }) => path === 'en/lung.report')!;
    expect(lung.codes[0]?.evidence[0]).toEqual({ start: 39, end: 53 });
    // The view still finds the place.
    const place = await client.request<WorkspacePlaceResult>(workspacePlaceRequest, {
      folder: root,
      path: 'en/lung.report',
      subject: '8140/3',
    });
    expect(place.range).toEqual({ start: { line: 3, character: 0 }, end: { line: 3, character: 14 } });
  });

  it('touches nothing of a workspace that is not trusted, nor of one without folders', async () => {
    examples();
    const client = await connect('reader=on', { trusted: false });
    expect((await label(client)).problem).toContain('not trusted');
    expect(await client.request(workspaceRequest, {})).toEqual({ folder: null, folders: [], overview: null });
    expect(existsSync(join(root, '.glosa'))).toBe(false);
  });
});

describe('the workspace view', () => {
  it('counts, filters, finds the evidence and takes in what changes', async () => {
    examples();
    const client = await connect();
    expect((await client.request<WorkspaceResult>(workspaceRequest, {})).overview).toBeNull();
    await label(client);
    const { overview } = await client.request<WorkspaceResult>(workspaceRequest, {});
    expect(overview).toMatchObject({ reports: 4, failed: 0, empty: 1, unreadable: 0 });
    expect(overview?.models).toEqual([{ name: 'fake', version: '1.0.0', reports: 4 }]);
    expect(overview?.codes).toContainEqual({
      system: 'ICD-O-3',
      code: '8140/3',
      description: expect.any(String) as string,
      reports: 2,
    });
    const found = await rows(client, { code: '8140/3' });
    expect(found.rows.map(({ path }) => path).sort()).toEqual(['en/lung.report', 'es/pulmon.informe']);
    expect((await rows(client, { path: 'LUNG' })).total).toBe(1);
    report('new.txt', 'Impresión:\nMetástasis.\n');
    await label(client);
    const after = await client.request<WorkspaceResult>(workspaceRequest, {});
    expect(after.overview!.reports).toBe(5);
    expect(after.overview!.revision).toBeGreaterThan(overview!.revision);
    report('new.txt', 'Otro texto.');
    const gone = await client.request<WorkspacePlaceResult>(workspacePlaceRequest, {
      folder: root,
      path: 'new.txt',
    });
    expect(gone).toEqual({ uri: pathToFileURL(join(root, 'new.txt')).href, range: null });
    const other = await client.call(workspaceReportsRequest, {
      folder: '/etc',
      filter: {},
      sort: { by: 'path', descending: false },
      offset: 0,
      limit: 1,
    });
    expect(other.error?.code).toBe(-32602);
  });

  it('counts the words of the reports, with progress', async () => {
    examples();
    const client = await connect();
    await label(client);
    const found = await client.request<CorpusStatisticsResult>(corpusStatisticsRequest, {
      folder: root,
      workDoneToken: 'words',
    });
    // Hallazgos Masa pulmonar derecha Impresión Adenocarcinoma de pulmón; Hallazgos Sin hallazgos
    expect(found.es).toMatchObject({ reports: 3, tokens: 11, types: 9 });
    expect(found.all.tokens).toBe(11 + found.en.tokens);
    expect(found.unread).toBe(0);
  });

  it('compares with the labels of the model before, which are kept', async () => {
    examples();
    const client = await connect();
    await label(client);
    // As if another model had read them.
    const path = join(root, '.glosa', 'labels.jsonl');
    const old = labelled().map((record) => ({
      ...record,
      model: { ...record.model, name: 'old', sha256: 'a'.repeat(64) },
      codes: record.codes.map((code) => ({ ...code, value: false, probability: 0.1 })),
    }));
    writeFileSync(path, old.map((record) => `${JSON.stringify(record)}\n`).join(''));
    expect(await label(client)).toMatchObject({ folders: [{ labelled: 4 }] });
    const { overview } = await client.request<WorkspaceResult>(workspaceRequest, {});
    expect(overview!.versions.map(({ model, present }) => [model, present])).toEqual([
      ['fake 1.0.0 (ffffffff)', true],
      ['old 1.0.0 (aaaaaaaa)', false],
    ]);
    const [now, before] = overview!.versions;
    const { difference } = await client.request<CompareLabelsResult>(compareLabelsRequest, {
      before: before!.path,
      after: now!.path,
    });
    expect(difference).toMatchObject({ compared: 4, changed: 0, onlyBefore: 0, onlyAfter: 0 });
    expect(difference!.codes[0]).toMatchObject({ code: '8140/3', turnedOn: 2, turnedOff: 0 });
    expect(difference!.reports[0]!.changes[0]).toMatchObject({ turned: 'on', before: 0.1 });
    const wrong = await client.request<CompareLabelsResult>(compareLabelsRequest, {
      before: join(root, 'es', 'normal.txt'),
      after: now!.path,
    });
    expect(wrong.problem).toContain('has no label records');
  });
});
