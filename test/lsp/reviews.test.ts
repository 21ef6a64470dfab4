import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../server/src/protocol.js';
import type { AnalysisParams, ReviewState } from '../../server/src/protocol.js';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { ScriptedClient } from './client.js';
import { vscodeParams } from './params.js';

const report = 'HALLAZGOS:\nBiopsia con adenocarcinoma de colon. Varias metástasis hepáticas.\n';

let server: Bundle;
let client: ScriptedClient;
let folder: string;
let uri: string;

beforeAll(async () => {
  server = await bundle('test/lsp/fakeServer.ts');
});
afterAll(() => server.dispose());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glosa-lsp-reviews-'));
  uri = pathToFileURL(join(folder, 'a.informe')).href;
  writeFileSync(join(folder, 'a.informe'), report);
  client = new ScriptedClient(server.script);
});
afterEach(async () => {
  await client.stop();
  await rm(folder, { recursive: true, force: true });
});

const file = (): string => join(folder, '.glosa', 'reviews.jsonl');
const lines = (): Record<string, unknown>[] =>
  readFileSync(file(), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

async function start(options: Record<string, unknown> = {}): Promise<void> {
  await client.initialize(
    vscodeParams({
      folders: [pathToFileURL(folder).href],
      locale: 'en',
      initializationOptions: options,
    }),
  );
}

async function restart(text: string, at = uri): Promise<void> {
  await client.stop();
  client = new ScriptedClient(server.script);
  await start();
  client.open(at, text);
}

/** Resolves once the client is told that the code has this state. */
const told = (code: string, review: ReviewState, version?: number): Promise<AnalysisParams> =>
  client.notification<AnalysisParams>(
    'glosa/analysis',
    (analysis) =>
      analysis.complete &&
      (version === undefined || analysis.version === version) &&
      (analysis.codes.some((one) => one.code === code && one.review === review) ||
        (review === 'stale' && analysis.stale.some((one) => one.code === code))),
  );

function change(version: number, text: string): void {
  client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
}

const run = <T>(command: string, argument: object): Promise<T> =>
  client.request<T>('workspace/executeCommand', { command, arguments: [{ uri, ...argument }] });
const accept = (): Promise<null> =>
  run(commands.acceptCode, { system: 'ICD-O-3', code: '8140/3', insert: false });

interface Titled {
  readonly title: string;
  readonly command: { readonly title: string; readonly command: string; readonly arguments: object[] };
}
const lensTitles = async (): Promise<string[]> =>
  (await client.request<Titled[]>('textDocument/codeLens', { textDocument: { uri } })).map(
    ({ command }) => command.title,
  );
const actions = (line: number, character: number): Promise<Titled[]> =>
  client.request('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: { line, character }, end: { line, character } },
    context: { diagnostics: [] },
  });

describe('a decision', () => {
  it('survives a restart and an edit elsewhere, and goes stale when its words are edited', async () => {
    await start();
    client.open(uri, report);
    await told('8140/3', 'none');
    await accept();
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toMatchObject({
      seq: 1,
      decision: 'accept',
      path: 'a.informe',
      vocabulary: 'ICD-O-3 1.0.0',
    });

    const edited = `🧠 Una línea más.\n${report}`;
    await restart(edited);
    await told('8140/3', 'accepted');
    expect(await lensTitles()).toContain('✓ 8140/3 Adenocarcinoma, SAI (accepted)');

    change(2, edited.replace('adenocarcinoma', 'carcinoma'));
    const analysis = await told('8140/3', 'stale', 2);
    expect(analysis.stale).toMatchObject([{ system: 'ICD-O-3', code: '8140/3' }]);
    expect(await lensTitles()).toContain('Withdraw 8140/3 Adenocarcinoma, SAI: its words have changed');
    const titles = (await actions(2, 14)).map(({ title }) => title);
    expect(titles.some((title) => title.startsWith('Accept 8140/3'))).toBe(false);

    change(3, edited);
    await told('8140/3', 'accepted', 3);
    change(4, edited.replace('adenocarcinoma', 'tumor'));
    await told('8140/3', 'stale', 4);
    await run(commands.dismiss, { id: 'code-suggestion', code: '8140/3' });
    await client.notification<AnalysisParams>(
      'glosa/analysis',
      ({ version, stale }) => version === 4 && stale.length === 0,
    );
  });

  it('goes along with a report that is renamed, in the editor or outside it', async () => {
    await start();
    client.open(uri, report);
    await told('8140/3', 'none');
    await accept();
    const renamed = pathToFileURL(join(folder, 'b.informe')).href;
    await rm(join(folder, 'a.informe'));
    client.notify('workspace/didRenameFiles', { files: [{ oldUri: uri, newUri: renamed }] });
    client.open(renamed, report);
    const at = (target: string): Promise<AnalysisParams> =>
      client.notification<AnalysisParams>(
        'glosa/analysis',
        (analysis) => analysis.uri === target && analysis.codes[0]?.review === 'accepted',
      );
    await at(renamed);
    await expect
      .poll(() => lines()[1])
      .toMatchObject({ decision: 'move', from: 'a.informe', path: 'b.informe' });
    const outside = pathToFileURL(join(folder, 'deep', 'c.informe')).href;
    await restart(`${report}\n`, outside);
    await at(outside);
    await expect
      .poll(() => lines()[2])
      .toMatchObject({ decision: 'move', from: 'b.informe', path: 'deep/c.informe' });
  });

  it('is taken back, the last one or by its number, in words', async () => {
    await start();
    client.open(uri, report);
    await told('8140/3', 'none');
    expect(await run(commands.undoReview, {})).toEqual({ undone: null });
    const message = await client.notification<{ message: string }>('window/showMessage');
    expect(message.message).toBe('There is no decision on this report to take back.');
    // The same code of another list is none of this decision's business.
    await run(commands.dismiss, { id: 'code-suggestion', system: 'otra', code: '8140/3' });
    await run(commands.dismiss, { id: 'code-suggestion', system: 'ICD-O-3', code: '8140/3' });
    await accept();
    await run(commands.dismiss, { id: 'code-suggestion', code: '8000/6' });
    expect(await lensTitles()).toContain('Dismissed: 8000/6');
    const [undo] = (await actions(1, 14)).filter(({ title }) => title.startsWith('Undo'));
    expect(undo!.title).toBe('Undo: 8140/3 Adenocarcinoma, SAI was accepted');
    expect(undo!.command).toMatchObject({ command: commands.undoReview, arguments: [{ uri, seq: 2 }] });
    expect((await actions(1, 46)).map(({ title }) => title)).toEqual([
      'Accept 8000/6 Metástasis, SAI (it was dismissed)',
      'Undo: 8000/6 Metástasis, SAI was dismissed',
    ]);
    expect(await run(commands.undoReview, { seq: 2 })).toEqual({ undone: { decision: 'accept', seq: 2 } });
    await told('8140/3', 'dismissed');
    expect(await run(commands.undoReview, {})).toEqual({ undone: { decision: 'dismiss', seq: 3 } });
    expect(lines().map(({ decision }) => decision)).toEqual(['dismiss', 'accept', 'dismiss', 'undo', 'undo']);
  });

  it('may be a correction, a note or "normal"', async () => {
    await start({ asks: true });
    client.open(uri, report);
    await told('8140/3', 'none');
    const subject = { kind: 'code', system: 'ICD-O-3', code: '8140/3' };
    const correction = { kind: 'code', system: 'ICD-O-3', code: '8140/6' };
    await run(commands.correct, { subject, correction });
    await told('8140/3', 'dismissed');
    await run(commands.addNote, { subject, note: ' Duda de grado. ' });
    await run(commands.markNormal, {});
    expect(lines()).toMatchObject([
      { decision: 'correct', subject, correction, evidence: [{ text: 'adenocarcinoma' }] },
      { decision: 'note', subject, note: 'Duda de grado.' },
      { decision: 'mark-normal', subject: { kind: 'label', id: 'abnormal' } },
    ]);
    const bad = await client.call('workspace/executeCommand', {
      command: commands.correct,
      arguments: [{ uri, subject }],
    });
    expect(bad.error?.code).toBe(-32602);
    expect((await actions(1, 14)).map(({ command }) => command.command)).toContain(commands.addNote);
  });
});

describe('decisions that cannot be kept on disk', () => {
  it('are in memory in an untrusted workspace, which is said once', async () => {
    await start({ trusted: false });
    client.open(uri, report);
    await told('8140/3', 'none');
    await accept();
    await told('8140/3', 'accepted');
    await run(commands.dismiss, { id: 'code-suggestion', code: '8000/6' });
    const shown = client.received.filter(({ method }) => method === 'window/showMessage');
    expect(shown).toHaveLength(1);
    expect(JSON.stringify(shown)).toContain('not trusted');
    expect(existsSync(join(folder, '.glosa'))).toBe(false);
    expect(await run(commands.undoReview, {})).toEqual({ undone: { decision: 'dismiss', seq: 2 } });
  });

  it('are in memory outside every workspace folder', async () => {
    await start();
    uri = 'file:///elsewhere/a.informe';
    client.open(uri, report);
    await told('8140/3', 'none');
    await accept();
    await told('8140/3', 'accepted');
    const { message } = await client.notification<{ message: string }>('window/showMessage');
    expect(message).toContain('in no workspace folder');
  });

  it('are in memory where the chain is broken: the line is named, the file stays', async () => {
    await start();
    client.open(uri, report);
    await told('8140/3', 'none');
    await accept();
    const broken = readFileSync(file(), 'utf8').replace('"who":"', '"who":"x');
    writeFileSync(file(), broken);
    await run(commands.dismiss, { id: 'code-suggestion', code: '8000/6' });
    const { message } = await client.notification<{ message: string }>('window/showMessage');
    expect(message).toContain(`line 1 of ${file()}`);
    expect(message).toContain('it was changed after it was written');
    expect(readFileSync(file(), 'utf8')).toBe(broken);
    await told('8000/6', 'dismissed');
  });
});
