/** `glosa.evaluate` in a server process: what a gold folder is, its scores, its errors at their places. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commands, goldTextRequest } from '../../server/src/protocol.js';
import type { EvaluateResult, GoldTextResult } from '../../server/src/protocol.js';
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
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glosa-evaluate-'));
});
afterEach(async () => {
  await client.stop();
  rmSync(root, { recursive: true, force: true });
});

async function start(engine: string, locale = 'en'): Promise<void> {
  client = new ScriptedClient(server.script);
  await client.initialize(vscodeParams({ engine, locale }));
}
function put(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
}
const evaluate = (workDoneToken?: string): Promise<EvaluateResult> =>
  client.request('workspace/executeCommand', {
    command: commands.evaluate,
    arguments: [{ folder: root }],
    workDoneToken,
  });
const valueOf = ({ tables }: EvaluateResult, title: string, name: string): string | undefined =>
  tables.find((table) => table.title.startsWith(title))?.rows.find(([row]) => row === name)?.[1];

describe('glosa.evaluate', () => {
  it('scores CANTEMIST, with a wrong code, other ends, a missed and a spurious mention', async () => {
    await start('');
    put({
      'a.txt': '🧠 Paciente con\nadenocarcinoma y metastasis.\nCarcinoma epidermoide. Melanoma.\n',
      'a.ann':
        'T1\tMORFOLOGIA_NEOPLASIA 15 29\tadenocarcinoma\n#1\tAnnotatorNotes T1\t8000/3\n' +
        'T2\tMORFOLOGIA_NEOPLASIA 44 65\tCarcinoma epidermoide\n#2\tAnnotatorNotes T2\t8070/3\n' +
        'T3\tMORFOLOGIA_NEOPLASIA 67 75\tMelanoma\n#3\tAnnotatorNotes T3\t8720/3\n',
      'b.ann': '',
    });
    const result = await evaluate('work');
    expect(result).toMatchObject({ problem: null, kinds: ['cantemist'], moreErrors: 0 });
    expect(result.title).toContain('glosa-evaluate-');
    expect(result.problems).toEqual(['b.ann: it has no text']);
    expect(valueOf(result, 'CANTEMIST', 'Gold mentions')).toBe('3');
    expect(valueOf(result, 'CANTEMIST', 'NER (≥ 0.5000)')).toBe('P 0.3333  R 0.3333  F1 0.3333');
    const uri = pathToFileURL(join(root, 'a.txt')).href;
    const at = (line: number, start: number, end: number): object => ({
      start: { line, character: start },
      end: { line, character: end },
    });
    expect(result.errors).toEqual([
      {
        path: 'a.txt',
        uri,
        what: 'wrong code',
        gold: { value: '8000/3', text: 'adenocarcinoma', range: at(1, 0, 14) },
        read: { value: '8140/3', text: 'adenocarcinoma', range: at(1, 0, 14) },
      },
      {
        path: 'a.txt',
        uri,
        what: 'not in the gold',
        gold: null,
        read: { value: '8000/6', text: 'metastasis', range: at(1, 17, 27) },
      },
      {
        path: 'a.txt',
        uri,
        what: 'other ends',
        gold: { value: '8070/3', text: 'Carcinoma epidermoide', range: at(2, 0, 21) },
        read: { value: '8010/3', text: 'Carcinoma', range: at(2, 0, 9) },
      },
      {
        path: 'a.txt',
        uri,
        what: 'missed',
        gold: { value: '8720/3', text: 'Melanoma', range: at(2, 23, 31) },
        read: null,
      },
    ]);
    const progress = client.received
      .filter(({ method }) => method === '$/progress')
      .map(({ params }) => (params as { value: { kind: string; message?: string } }).value);
    expect([progress[0]?.kind, progress.at(-1)?.kind]).toEqual(['begin', 'end']);
    expect(progress.map(({ message }) => message)).toContain('CANTEMIST: 1 of 1 document');
  });

  it('scores annotated reports and their labels together, in Spanish', async () => {
    await start('reader=on', 'es');
    put({
      'set/labels.tsv': 'id\tlabels\nr1\tabnormal=no\n',
      'set/r1.txt': 'Nódulo en pulmón. Derrame.\n',
      'set/r1.ann':
        'T1\tFinding 0 6\tNódulo\nT2\tAnatomy 10 16\tpulmón\nA1\tSubtype T2 Pleura\nA2\tSide T2 right\n',
      'more.jsonl': '{"id":"x","text":"Sin alteraciones.","labels":{"abnormal":"yes"}}\n',
    });
    const result = await evaluate();
    expect(result.kinds).toEqual(['entities', 'labels']);
    expect(result.errors.map(({ path, what, gold, read }) => [path, what, gold?.value, read?.value])).toEqual(
      [
        ['set/r1.txt', 'subtipo erróneo', 'Anatomy: Pleura', 'Anatomy: Lung'],
        ['set/r1.txt', 'no está en la referencia', undefined, 'Finding'],
        ['set/r1.txt', 'no está en la referencia', undefined, 'has (Finding → Anatomy)'],
        ['more.jsonl:1', 'omitido', 'abnormal', undefined],
        ['set/r1.txt', 'no está en la referencia', undefined, 'abnormal'],
      ],
    );
    expect(result.errors[3]?.uri).toBeNull();
    const text = await client.request<GoldTextResult>(goldTextRequest, {
      folder: root,
      path: 'more.jsonl:1',
    });
    expect(text).toEqual({ text: 'Sin alteraciones.' });
    const gone = await client.request<GoldTextResult>(goldTextRequest, {
      folder: root,
      path: 'more.jsonl:9',
    });
    expect(gone).toEqual({ text: null });
    expect(valueOf(result, 'set (origen no indicado)', 'Entidades')).toMatch(
      /^exacto P 0\.6667 {2}R 1\.0000/,
    );
  });

  it('scores CodiEsp and gives the texts of its cases', async () => {
    await start('reader=on');
    const es = 'Placa y ecografía renal normales.';
    put({
      'devP.tsv': 'case-1\tbw03zzz\ncase-1\tbt43zzz\n',
      'devX.tsv':
        'case-1\tPROCEDIMIENTO\tbw03zzz\tPlaca\t0 5\n' +
        'case-1\tPROCEDIMIENTO\tbt43zzz\tecografía renal\t8 23\n',
      'texts.jsonl.gz': gzipSync(JSON.stringify({ id: 'case-1', es })),
    });
    const result = await evaluate();
    expect(result.kinds).toEqual(['codiesp']);
    // The fake's exam head knows no code, and no word says of what the film was.
    expect(valueOf(result, 'Procedures (P), section B alone', 'Micro')).toMatch(/R 0\.5000.* n 2$/);
    expect(result.errors).toMatchObject([
      {
        path: 'case-1',
        uri: null,
        what: 'missed',
        gold: { value: 'bw03zzz', text: 'Placa' },
        read: null,
      },
    ]);
    expect(await client.request(goldTextRequest, { folder: root, path: 'case-1' })).toEqual({ text: es });
  });

  it('says why there are no scores', async () => {
    await start('');
    expect((await evaluate()).problem).toContain('This folder has no gold');
    put({ 'labels.tsv': 'id\tlabels\nr1\tabnormal=yes\n', 'r1.txt': 'Nódulo.\n' });
    expect((await evaluate()).problem).toBe('The model has no heads for entities, labels and exam codes.');
    rmSync(root, { recursive: true });
    expect((await evaluate()).problem).toBe('The folder cannot be read (ENOENT).');
    await client.stop();
    mkdirSync(root);
    put({ 'a.txt': 'x\n', 'a.ann': 'T1\tFinding 0 1\tx\n' });
    await start('mode=unavailable');
    expect((await evaluate()).problem).toBe('No usable model: nothing can be evaluated.');
  });

  it('ends when it is cancelled, before the engine has read, and logs nothing of the reports', async () => {
    await start('reader=on&delay=60000');
    put({ 'a.txt': 'Nódulo zzgrisú.\n', 'a.ann': 'T1\tFinding 0 6\tNódulo\n' });
    const progress = client.notification<{ value: { kind: string } }>('$/progress');
    const answer = client.next(({ id, method }) => id === 77 && method === undefined);
    client.send({
      jsonrpc: '2.0',
      id: 77,
      method: 'workspace/executeCommand',
      params: { command: commands.evaluate, arguments: [{ folder: root }], workDoneToken: 'work' },
    });
    await progress;
    client.notify('$/cancelRequest', { id: 77 });
    expect((await answer).error?.code).toBe(-32800);
    expect(
      JSON.stringify(client.received.filter(({ method }) => method === 'window/logMessage')),
    ).not.toContain('zzgrisú');
  });
});
