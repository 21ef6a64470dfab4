/** `glosa eval cantemist` and `glosa export`: with a fake engine, and with the real one on a pack made on the spot. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../../../server/src/engine/engine.js';
import { loadPack } from '../../../../server/src/engine/pack.js';
import { loadVocabulary } from '../../../../server/src/engine/vocabulary.js';
import { messagesFor } from '../../../../server/src/host/cli/messages.js';
import { runCli } from '../../../../server/src/host/cli/runCli.js';
import { parseAnn } from '../../../../server/src/store/cantemist.js';
import { bundle } from '../../../fixtures/engine/bundle.js';
import { writeTinyPack } from '../../../fixtures/tiny-pack/tinyPack.js';
import { FakeEngine } from './fakeEngine.js';
import { Sink, glosa } from './harness.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-cantemist-'));
let count = 0;
let root: string;
beforeEach(() => {
  root = join(scratch, `case-${++count}`);
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
}
const ann = (start: number, end: number, phrase: string, code: string): string =>
  `T1\tMORFOLOGIA_NEOPLASIA ${start} ${end}\t${phrase}\n#1\tAnnotatorNotes T1\t${code}\n`;
const corpus = {
  'a.txt': 'Diagnóstico: carcinoma ductal.\n',
  'a.ann': ann(13, 22, 'carcinoma', '8010/3'),
  'sub/b.txt': '🧠 Metástasis hepática.\n',
  'sub/b.ann': ann(2, 21, 'Metástasis hepática', '8000/6'),
  'sub/c.txt': 'Sin alteraciones.\n',
  'sub/c.ann': '',
};

describe('glosa eval cantemist', () => {
  it('scores what the engine reads', async () => {
    await put(corpus);
    const { code, out, err, engine } = await glosa(['eval', 'cantemist', root, '--json']);
    expect([code, err]).toEqual([0, '']);
    const scores = JSON.parse(out) as Record<string, unknown>;
    // The fake finds one word of each mention: a is right; b has another span, its code ranks first.
    expect(scores).toMatchObject({
      model: { name: 'fake' },
      spanThreshold: 0.5,
      problems: 0,
      documents: 3,
      goldMentions: 2,
      predictedMentions: 2,
      map: 1,
      mapWithout8000_6: 1,
      ner: { precision: 0.5, recall: 0.5, f1: 0.5 },
      norm: { f1: 0.5 },
      codes: { precision: 1, recall: 1, f1: 1 },
    });
    // Four ranked codes: 0.81 twice, right; 0.09 twice, wrong.
    expect(scores.calibrationError).toBeCloseTo((0.38 + 0.18) / 4, 12);
    expect(engine.disposed).toBe(true);
    const person = await glosa(['eval', 'cantemist', root]);
    expect(person.out).toMatch(/^MAP +1\.0000$/m);
    expect(person.out).toMatch(/^NER .* P 0\.5000 {2}R 0\.5000 {2}F1 0\.5000$/m);
    expect((await glosa(['eval', 'cantemist', root], { locale: 'es' })).out).toContain('MAP sin 8000/6');
  });

  it('names what it could not take, keeps its gold in the score, and exits with 1', async () => {
    await put({
      ...corpus,
      'lost.ann': ann(0, 9, 'carcinoma', '8010/3'),
      'bad.txt': 'x\0',
      'bad.ann': 'T1\tx\n',
    });
    const { code, out, err } = await glosa(['eval', 'cantemist', root, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      documents: 5,
      goldMentions: 3,
      problems: 3,
      codes: { recall: 2 / 3 },
    });
    expect(err).toContain('lost.ann: it has no .txt beside it');
    expect(err).toContain('bad.txt: not a text');
    expect(err).toContain('bad.ann:1: line left out: not three fields');
  });

  it('goes on after a report that the model fails on', async () => {
    await put(corpus);
    const engine = new FakeEngine();
    engine.poison = 'ductal';
    const { code, out, err } = await glosa(['eval', 'cantemist', root, '--json'], { engine });
    expect(code).toBe(1);
    expect(err).toContain('a.txt: the model failed on it twice');
    expect(JSON.parse(out)).toMatchObject({ documents: 3, goldMentions: 2, predictedMentions: 1 });
  });

  it('has no score without a model', async () => {
    await put(corpus);
    const engine = new FakeEngine();
    engine.unavailable = 'weights.bin is altered';
    expect(await glosa(['eval', 'cantemist', root], { engine })).toMatchObject({ code: 3, out: '' });
  });
});

describe('glosa export', () => {
  it('writes the full ranking to the file that OUT names', async () => {
    await put(corpus);
    const file = join(scratch, 'new', 'run.tsv');
    const { code, out, err } = await glosa(['export', '--to', 'cantemist-coding', root, '--out', file]);
    expect([code, err]).toEqual([0, '']);
    expect(await readFile(file, 'utf8')).toBe('a\t8010/3\na\t8140/3\nb\t8000/6\nb\t8140/3\n');
    expect(out).toBe(`3 reports exported, 0 failed\nSubmission: ${file}\n`);
    expect(await readdir(dirname(file))).toEqual(['run.tsv']);
  });

  it('puts the ranking into a folder that exists, or that ends in /', async () => {
    await put({ 'in/a.txt': corpus['a.txt'], 'out/x': '' });
    for (const out of ['out', 'fresh/']) {
      const argv = ['export', '--to', 'cantemist-coding', 'in', '--out', out];
      expect((await glosa(argv, { cwd: root })).code).toBe(0);
      expect(await readFile(join(root, out, 'cantemist-coding.tsv'), 'utf8')).toContain('a\t8010/3\n');
    }
  });

  it('writes an .ann a report, with code or without', async () => {
    await put(corpus);
    const out = join(scratch, 'ann');
    const norm = await glosa(['export', '--to', 'cantemist-norm', root, '--out', join(out, 'norm')]);
    expect(norm.code).toBe(0);
    expect((await readdir(join(out, 'norm'))).sort()).toEqual(['a.ann', 'b.ann', 'c.ann']);
    expect(await readFile(join(out, 'norm', 'b.ann'), 'utf8')).toBe(ann(2, 12, 'Metástasis', '8000/6'));
    expect(await readFile(join(out, 'norm', 'c.ann'), 'utf8')).toBe('');
    await glosa(['export', '--to', 'cantemist-ner', root, '--out', join(out, 'ner')]);
    expect(await readFile(join(out, 'ner', 'a.ann'), 'utf8')).toBe(
      'T1\tMORFOLOGIA_NEOPLASIA 13 22\tcarcinoma\n',
    );
  });

  it('takes every assertion, and each case name once', async () => {
    await put({ 'a.md': 'Sin evidencia de carcinoma.\n', 'x/a.txt': corpus['a.txt'], 'x/b.txt': 'x\0' });
    const file = join(scratch, 'twice.tsv');
    const { code, err } = await glosa(['export', '--to', 'cantemist-coding', root, '--out', file]);
    expect(code).toBe(1);
    expect(await readFile(file, 'utf8')).toBe('a\t8010/3\na\t8140/3\n');
    expect(err).toContain('a.txt: another exported report has this file name');
    expect(err).toContain('b.txt: not a text');
  });

  it('leaves annotations and reports alone, and no half file', async () => {
    await put(corpus);
    for (const out of [root, join(root, 'sub')]) {
      const beside = await glosa(['export', '--to', 'cantemist-ner', root, '--out', out]);
      expect([beside.code, beside.err]).toEqual([2, expect.stringContaining('folder with reports')]);
    }
    expect(await readFile(join(root, 'sub', 'b.ann'), 'utf8')).toBe(corpus['sub/b.ann']);
    const over = await glosa(['export', '--to', 'cantemist-coding', root, '--out', join(root, 'a.txt')]);
    expect(over.code).toBe(2);
    expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe(corpus['a.txt']);
    const engine = new FakeEngine();
    engine.read = () => Promise.reject(new RangeError('x'));
    const file = join(root, 'broken.tsv');
    const broken = await glosa(['export', '--to', 'cantemist-coding', root, '--out', file], { engine });
    expect(broken.code).toBe(70);
    expect((await readdir(root)).filter((name) => name.startsWith('broken'))).toEqual([]);
    const under = await glosa(['export', '--to', 'cantemist-ner', root, '--out', join(root, 'a.ann', 'x')]);
    expect(under.code).toBe(4);
  });
});

it.each([
  [['eval'], 'glosa eval cantemist|codiesp DIR'],
  [['eval', 'cantemist'], 'glosa eval cantemist|codiesp DIR'],
  [['eval', 'brat', '.'], 'glosa eval cantemist|codiesp DIR'],
  [['eval', 'cantemist', 'a', 'b'], 'glosa eval cantemist|codiesp DIR'],
  [['eval', 'cantemist', '/no/such'], 'no such file or folder'],
  [['eval', 'cantemist', __filename], 'not a folder'],
  [['eval', 'cantemist', __dirname], 'no .ann with its .txt'],
  [['eval', 'cantemist', '.', '--jobs', '0'], '--jobs takes a whole number'],
  [['eval', 'cantemist', '.', '--xml'], 'unknown option or missing value: --xml'],
  [['export', '--to', 'cantemist-ner', '.'], 'export takes --to FORMAT, --out OUT'],
  [['export', '--out', 'x', '.'], 'export takes --to FORMAT, --out OUT'],
  [['export', '--to', 'cantemist-ner', '--out', 'x'], 'export takes --to FORMAT, --out OUT'],
  [
    ['export', '--to', 'what', '--out', 'x', '.'],
    '--to takes brat, conll, bioc, csv, jsonl, parquet, codiesp, fhir, omop, cantemist-coding,',
  ],
  [['export', '--to', 'cantemist-ner', '--out', '/nowhere/x', '/no/such'], 'no such file or folder'],
  [['export', '--to', 'cantemist-ner', '--out', __filename, __dirname], 'not a folder'],
])('%j is wrong usage', async (argv, message) => {
  const { code, out, err } = await glosa(argv);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

it('tells of both commands', async () => {
  expect((await glosa(['help', 'eval'])).out).toContain('glosa eval cantemist DIR');
  expect((await glosa(['export', '--help'], { locale: 'es' })).out).toContain('la lista completa');
});

describe('with the real engine', () => {
  let childPath: string;
  let packPath: string;
  beforeAll(async () => {
    childPath = await bundle('server/src/engine/child.ts', scratch, 'engine-child.js');
    await bundle('server/src/engine/probe.ts', scratch, 'engine-probe.js');
    packPath = writeTinyPack(join(scratch, 'pack'), {
      manifest: (manifest) => {
        (manifest.heads as { codes: { spanThreshold: number } }).codes.spanThreshold = 0.4;
      },
    });
  });
  const real = async (argv: string[]): Promise<{ code: number; out: string; err: string }> => {
    const stdout = new Sink();
    const stderr = new Sink();
    const code = await runCli([...argv, '--device', 'cpu', '--jobs', '1'], {
      stdin: new PassThrough().end(),
      stdout,
      stderr,
      interactive: false,
      cwd: scratch,
      messages: messagesFor({}),
      signal: new AbortController().signal,
      version: '1.2.3',
      defaultPackPath: packPath,
      childPath,
      createEngine,
      serve: () => Promise.resolve(),
    });
    return { code, out: stdout.text, err: stderr.text };
  };

  it('predicts spans from 0.5 on where the pack says nothing', async () => {
    const pack = await loadPack(writeTinyPack(join(scratch, 'silent')));
    expect((await loadVocabulary(pack))?.spanThreshold).toBe(0.5);
    expect((await loadVocabulary(await loadPack(packPath)))?.spanThreshold).toBe(0.4);
  });

  it('exports what eval then finds to be all right, and the ranking that it scores', async () => {
    const texts = {
      one: '🧠 Se observa adenocarcinoma de colon.\nSin carcinoma.\n',
      two: 'Carcinoma pulmonar. Adenocarcinoma.\n',
      three: 'Nódulo pulmonar.\n',
    };
    await put(Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${name}.txt`, text])));
    const out = join(scratch, 'submission');
    expect((await real(['export', '--to', 'cantemist-norm', root, '--out', out])).code).toBe(0);
    for (const [name, text] of Object.entries(texts)) {
      const written = await readFile(join(out, `${name}.ann`), 'utf8');
      expect(parseAnn(written, text).problems).toEqual([]);
      await put({ [`${name}.ann`]: written });
    }
    expect(await readFile(join(out, 'one.ann'), 'utf8')).toBe(
      'T1\tMORFOLOGIA_NEOPLASIA 13 27\tadenocarcinoma\n#1\tAnnotatorNotes T1\t8140/3\n' +
        'T2\tMORFOLOGIA_NEOPLASIA 42 51\tcarcinoma\n#2\tAnnotatorNotes T2\t8010/3\n',
    );
    expect(await readFile(join(out, 'three.ann'), 'utf8')).toBe('');
    const { code, out: json } = await real(['eval', 'cantemist', root, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(json)).toMatchObject({
      spanThreshold: 0.4,
      documents: 3,
      goldMentions: 4,
      predictedMentions: 4,
      map: 1,
      ner: { f1: 1 },
      norm: { f1: 1 },
    });
    const rows = join(scratch, 'coding.tsv');
    expect((await real(['export', '--to', 'cantemist-coding', root, '--out', rows])).code).toBe(0);
    const ranked = (await readFile(rows, 'utf8')).trimEnd().split('\n');
    expect(ranked.filter((row) => row.startsWith('one\t')).map((row) => row.split('\t')[1])).toEqual([
      '8010/3',
      '8140/3',
      '8140/6',
    ]);
    expect(existsSync(`${rows}.part`)).toBe(false);
  });
});
