import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labelRecordSchema } from '../../../../server/src/store/labelRecord.js';
import { FakeEngine } from './fakeEngine.js';
import { glosa, jsonLines } from './harness.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'glosa-cli-'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

const cancer = 'Diagnóstico: carcinoma ductal.\n';
async function put(path: string, content: string | Buffer = cancer): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}
const labels = (folder = root): Promise<string> => readFile(join(folder, '.glosa', 'labels.jsonl'), 'utf8');

describe('glosa label FOLDER', () => {
  it('writes whole records under the folder, in order, and a summary', async () => {
    await put('b.txt', '🧠 Metástasis hepática.');
    await put('a/x.md');
    await put('empty.rad', '');
    const { code, out, err, engine } = await glosa(['label', root]);
    expect([code, err]).toEqual([0, '']);
    const records = jsonLines(await labels()).map((line) => labelRecordSchema.parse(line));
    expect(records.map((record) => record.path)).toEqual(['a/x.md', 'b.txt', 'empty.rad']);
    expect(records[0]).toMatchObject({ language: 'es', model: { name: 'fake' }, notAnalysed: [] });
    expect(records[0]!.codes).toMatchObject([
      { code: '8010/3', rank: 1, value: true, evidence: [{ start: 13, end: 22, text: 'carcinoma' }] },
      { code: '8140/3', rank: 2, value: false },
    ]);
    expect(records[1]!.codes[0]!.evidence).toEqual([{ start: 2, end: 12, text: 'Metástasis' }]);
    expect(records[2]).toMatchObject({ codes: [], notAnalysed: ['empty'] });
    expect(out).toContain('3 reports labelled, 0 unchanged, 0 failed');
    expect(out).toContain('ICD-O-3 8010/3  es 8010/3');
    expect(await readFile(join(root, '.glosa', '.gitignore'), 'utf8')).toBe('*\n');
    expect((await readdir(join(root, '.glosa'))).sort()).toEqual(['.gitignore', 'labels.jsonl']);
    expect(engine.disposed).toBe(true);
  });

  it('reads again only what changed, and all with another model', async () => {
    await put('a.txt');
    await put('b.txt');
    await glosa(['label', root]);
    await put('b.txt', 'Sin metástasis.\n');
    const second = await glosa(['label', root]);
    expect(second.out).toContain('1 report labelled, 1 unchanged, 0 failed');
    expect(jsonLines(await labels()).map((line) => line.path)).toEqual(['a.txt', 'b.txt']);
    const other = new FakeEngine();
    other.sha256 = 'c'.repeat(64);
    const third = await glosa(['label', root], { engine: other });
    expect(third.out).toContain('2 reports labelled, 0 unchanged');
    expect(jsonLines(await labels())).toHaveLength(2);
  });

  it('gives the same paths from any working folder, and a file its base name on standard output', async () => {
    await put('sub/a.txt');
    const inside = await glosa(['label', '.', '--out', '-'], { cwd: root });
    const outside = await glosa(['label', root, '--out', '-'], { cwd: tmpdir() });
    expect(inside.out).toBe(outside.out);
    expect(jsonLines(inside.out)[0]).toMatchObject({ path: 'sub/a.txt' });
    expect(inside.err).toContain('1 report labelled');
    const single = await glosa(['label', 'sub/a.txt'], { cwd: root });
    expect(jsonLines(single.out)[0]).toMatchObject({ path: 'a.txt' });
    expect(existsSync(join(root, '.glosa'))).toBe(false);
    expect(existsSync(join(root, 'sub', '.glosa'))).toBe(false);
  });

  it('labels each of several folders in its own place', async () => {
    await put('one/a.txt');
    await put('two/a.txt');
    const { code } = await glosa(['label', 'one', 'two', 'one'], { cwd: root });
    expect(code).toBe(0);
    for (const folder of ['one', 'two']) expect(jsonLines(await labels(join(root, folder)))).toHaveLength(1);
  });

  it('says which files failed and why, labels the others, and exits with 1', async () => {
    await put('bin.txt', Buffer.from([0x89, 0, 1, 2]));
    await put('big.txt', 'x'.repeat(2000));
    await put('latin.txt', Buffer.from('Diagnóstico: carcinoma.', 'latin1'));
    await put('utf16.txt', Buffer.from(`\ufeff${cancer}`, 'utf16le'));
    const { code, out, err } = await glosa(['label', '.', '--max-size', '1K'], { cwd: root });
    expect(code).toBe(1);
    expect(err).toContain('bin.txt: not a text');
    expect(err).toContain('big.txt: not analysed: 0 MiB is over the limit of 0 MiB');
    expect(out).toContain('2 reports labelled, 0 unchanged, 2 failed');
    expect(out).toContain('1 file read as Windows-1252');
    expect(out).toContain('1 file read as UTF-16LE');
    const evidence = jsonLines(await labels()).map(
      (line) => labelRecordSchema.parse(line).codes[0]!.evidence[0]!,
    );
    expect(evidence).toEqual(Array.from({ length: 2 }, () => ({ start: 13, end: 22, text: 'carcinoma' })));
  });

  it('finds the one report that the model cannot read', async () => {
    for (const name of ['a', 'c']) await put(`${name}.txt`);
    await put('b.txt', 'Diagnóstico: veneno.');
    const engine = new FakeEngine();
    engine.poison = 'veneno';
    const { code, err } = await glosa(['label', '.'], { cwd: root, engine });
    expect([code, err]).toEqual([1, 'b.txt: the model failed on it twice\n']);
    expect(jsonLines(await labels()).map((line) => line.path)).toEqual(['a.txt', 'c.txt']);
  });

  it('stops where the engine is gone for good, keeping what is written', async () => {
    await put('a.txt');
    const engine = new FakeEngine();
    engine.onRead = () => (engine.unavailable = 'it died 8 times');
    const { code, err } = await glosa(['label', root], { engine });
    expect([code, err]).toEqual([
      3,
      'glosa: the model stopped working: it died 8 times. What was read is written; run again to go on.\n',
    ]);
    expect(await readdir(join(root, '.glosa'))).not.toContain('labels.jsonl.lock');
  });

  it('says that there is no model, and that there are no reports', async () => {
    const engine = new FakeEngine();
    engine.unavailable = 'model.onnx is truncated';
    const none = await glosa(['label', root], { engine });
    expect([none.code, none.err]).toEqual([
      0,
      `no reports in ${root} (looked for .txt .md .rad .informe .report)\n`,
    ]);
    await put('a.txt');
    const broken = await glosa(['label', root], { engine });
    expect([broken.code, broken.err]).toEqual([3, 'glosa: no usable model: model.onnx is truncated\n']);
    expect(existsSync(join(root, '.glosa'))).toBe(false);
  });

  it('is interrupted with 130, unlocked and resumable', async () => {
    for (let i = 0; i < 5; i++) await put(`${i}.txt`);
    const interrupt = new AbortController();
    const engine = new FakeEngine();
    engine.delayMs = 60_000;
    engine.onRead = () => {
      interrupt.abort(130);
    };
    const { code, err } = await glosa(['label', root], { engine, interrupt });
    expect([code, err]).toEqual([130, 'glosa: interrupted; what was read is written, run again to go on\n']);
    expect((await readdir(join(root, '.glosa'))).sort()).toEqual(['.gitignore', 'labels.jsonl']);
    const again = await glosa(['label', root]);
    expect(again.out).toContain('5 reports labelled');
  });

  it('speaks Spanish where the locale does', async () => {
    await put('a.txt');
    const { out } = await glosa(['label', root], { locale: 'es_ES.UTF-8' });
    expect(out).toContain('1 informe etiquetado, 0 sin cambios, 0 con error');
  });

  it('hands many reports to the engine at once', async () => {
    for (let i = 0; i < 300; i++) await put(`${i}.txt`);
    const { engine } = await glosa(['label', root, '--jobs', '2']);
    expect(engine.requests.length).toBeLessThanOrEqual(4);
    expect(jsonLines(await labels())).toHaveLength(300);
  });
});
