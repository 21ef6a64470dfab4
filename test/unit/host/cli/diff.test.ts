import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeEngine } from './fakeEngine.js';
import { glosa, jsonLines } from './harness.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'glosa-cli-diff-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const labels = (name = 'labels.jsonl'): string => join(folder, '.glosa', name);

describe('glosa label by another model', () => {
  it('keeps the labels before, and glosa diff says what changed', async () => {
    await writeFile(join(folder, 'a.txt'), 'Carcinoma ductal.');
    await writeFile(join(folder, 'b.txt'), 'Sin hallazgos.');
    await glosa(['label', folder]);
    const stored = await readFile(labels(), 'utf8');
    await writeFile(labels(), stored.replaceAll('"value":true', '"value":false'));
    const engine = new FakeEngine();
    engine.sha256 = 'c'.repeat(64);
    expect((await glosa(['label', folder], { engine })).out).toContain('2 reports labelled, 0 unchanged');
    expect(await readdir(join(folder, '.glosa'))).toEqual([
      '.gitignore',
      'labels.bbbbbbbb.jsonl',
      'labels.jsonl',
    ]);
    const text = await glosa(['diff', labels('labels.bbbbbbbb.jsonl'), labels()]);
    expect(text.code).toBe(0);
    expect(text.out).toContain('2 reports compared, 0 with another text');
    expect(text.out).toContain('a.txt: +ICD-O-3 8010/3 0.81→0.81');
    const json = await glosa(['diff', '.glosa/labels.bbbbbbbb.jsonl', '.glosa/labels.jsonl', '--json'], {
      cwd: folder,
    });
    expect(JSON.parse(json.out)).toMatchObject({
      compared: 2,
      codes: [{ code: '8010/3', turnedOn: 1, turnedOff: 0 }],
      reports: [{ path: 'a.txt', textChanged: false }],
    });
    const spanish = await glosa(['diff', labels('labels.bbbbbbbb.jsonl'), labels()], { locale: 'es_ES' });
    expect(spanish.out).toContain('Informes que los modelos leen de otro modo');
  });

  it('does the same to the labels of a run without changes: nothing is kept', async () => {
    await writeFile(join(folder, 'a.txt'), 'Carcinoma ductal.');
    await glosa(['label', folder]);
    await glosa(['label', folder]);
    expect(await readdir(join(folder, '.glosa'))).toEqual(['.gitignore', 'labels.jsonl']);
  });
});

describe('glosa diff', () => {
  it('names what is missing or no label file', async () => {
    await writeFile(join(folder, 'x.jsonl'), '{"a":1}\n');
    const none = await glosa(['diff', 'x.jsonl', 'x.jsonl'], { cwd: folder });
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no label records in x.jsonl')]);
    const gone = await glosa(['diff', 'x.jsonl', 'gone.jsonl'], { cwd: folder });
    expect([gone.code, gone.err]).toEqual([2, expect.stringContaining('gone.jsonl: it is no longer there')]);
    expect((await glosa(['diff', 'x.jsonl'])).err).toContain('diff takes two label files');
  });
});

describe('glosa label --no-evidence-text', () => {
  it('writes no word of the reports, to files and to standard output', async () => {
    await writeFile(join(folder, 'a.txt'), 'Carcinoma ductal.');
    await glosa(['label', folder, '--no-evidence-text']);
    const [stored] = jsonLines(await readFile(labels(), 'utf8'));
    expect(JSON.stringify(stored)).not.toContain('"text"');
    expect((stored!.codes as { evidence: unknown[] }[])[0]!.evidence).toEqual([{ start: 0, end: 9 }]);
    const { out } = await glosa(['label', '--stdin', '--no-evidence-text'], {
      stdin: '{"text":"Carcinoma ductal."}\n',
    });
    expect(out).not.toContain('"text"');
    expect(out).toContain('8010/3');
  });

  it('lists what failed beside the labels, by path and reason alone', async () => {
    await writeFile(join(folder, 'a.txt'), Buffer.from([0, 1, 2]));
    expect((await glosa(['label', folder])).code).toBe(1);
    const failures = join(folder, '.glosa', 'failures.json');
    expect(JSON.parse(await readFile(failures, 'utf8'))).toEqual({
      failures: [{ path: 'a.txt', why: { reason: 'binary' } }],
    });
    await writeFile(join(folder, 'a.txt'), 'Sin hallazgos.');
    await glosa(['label', folder]);
    expect(await readdir(join(folder, '.glosa'))).not.toContain('failures.json');
  });
});
