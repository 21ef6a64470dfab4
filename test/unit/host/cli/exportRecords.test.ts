/** `glosa export` to formats of records and `glosa import`, from stored labels and through a fake engine. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { recordFormatNames } from '../../../../server/src/store/exports/formats.js';
import { bratRecord, parseBrat } from '../../../../server/src/store/imports/brat.js';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';
import { EvidenceText } from '../../../../server/src/store/reviews/evidenceText.js';
import { ReviewLog } from '../../../../server/src/store/reviews/reviewLog.js';
import { FakeEngine } from './fakeEngine.js';
import { decided } from '../../store/reviews/samples.js';
import { glosa, jsonLines } from './harness.js';
import { ReadingEngine } from './readingEngine.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-export-'));
let count = 0;
let root: string;
beforeEach(() => {
  root = join(scratch, `case-${++count}`);
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

async function put(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
}

/** Astral characters, decomposed accents and CR LF. */
const text = '🧠 No\u0301dulo en el lóbulo\r\nderecho. Sin derrame pleural.\r\n';
const ann =
  'T1\tFinding 2 9\tNo\u0301dulo\n' +
  'T2\tAnatomy 16 22;24 31\tlóbulo derecho\n' +
  'T3\tNegation 33 36\tSin\n' +
  'T4\tFinding 37 44\tderrame\n' +
  'T5\tAnatomy 45 52\tpleural\n' +
  'A1\tAssertion T1 present\n' +
  'A2\tSubtype T2 Lung\n' +
  'A3\tSide T2 right\n' +
  'A4\tAssertion T4 absent\n' +
  'A5\tSubtype T5 Pleural_sac\n' +
  'N1\tReference T5 SCT:3120008\tPleural sac\n' +
  'R1\thas Arg1:T1 Arg2:T2\n' +
  'R2\tnegates Arg1:T3 Arg2:T4\n' +
  'R3\thas Arg1:T4 Arg2:T5\n';
const stored = (path: string, over: string = text): string => {
  const record = { ...bratRecord(path, over, ann, parseBrat(ann, over)) };
  return `${JSON.stringify(record)}\n`;
};
const folder = { 'in/sub/a.txt': text, 'in/.glosa/labels.jsonl': stored('sub/a.txt') };
const exportTo = (format: string, ...more: string[]) =>
  glosa(['export', '--to', format, 'in', ...more], { cwd: root, engine: new FakeEngine() });

describe('glosa export of records', () => {
  it('writes brat from stored labels without the model', async () => {
    await put(folder);
    const { code, err, out, engine } = await exportTo('brat', '--out', 'out');
    expect([code, err]).toEqual([0, '']);
    expect(engine.requests).toEqual([]);
    expect(await readFile(join(root, 'out/sub/a.txt'), 'utf8')).toBe(text);
    expect(await readFile(join(root, 'out/sub/a.ann'), 'utf8')).toBe(ann);
    expect(out).toBe(
      `1 report exported (1 from stored labels of brat gold), 0 failed\nExport: ${join(root, 'out')}\n` +
        'brat cannot hold:\n       8  scores\n',
    );
    // The same command goes again, over its own files.
    expect((await exportTo('brat', '--out', 'out')).code).toBe(0);
  });

  it('reads what has changed or is not labelled, and all of it on request', async () => {
    await put({ ...folder, 'in/b.md': 'Carcinoma.\n' });
    const some = await exportTo('jsonl', '--out', 'some.jsonl');
    expect([some.code, some.engine.requests]).toEqual([0, [1]]);
    const [b, a] = jsonLines(await readFile(join(root, 'some.jsonl'), 'utf8')) as LabelRecord[];
    expect([b?.path, b?.codes[0]?.code, a?.path, a?.entities.length]).toEqual([
      'b.md',
      '8010/3',
      'sub/a.txt',
      5,
    ]);
    const all = await exportTo('jsonl', '--out', 'all.jsonl', '--fresh');
    expect(jsonLines(await readFile(join(root, 'all.jsonl'), 'utf8'))[1]?.entities).toEqual([]);
    expect(all.out).toContain('(0 from stored labels)');
    await put({ 'in/sub/a.txt': `${text} Otra.` });
    expect((await exportTo('jsonl', '--out', 'new.jsonl')).out).toContain('(0 from stored labels)');
  });

  it('reads with what the decisions of the folder have taught, as labelling does', async () => {
    const words = 'TC DE CRÁNEO\nNódulo.\n';
    await put({ 'in/a.txt': words });
    const exported = async (out: string): Promise<LabelRecord | undefined> => {
      const done = await glosa(['export', '--to', 'jsonl', 'in', '--out', out], {
        cwd: root,
        engine: new ReadingEngine(),
      });
      expect([done.code, done.err]).toEqual([0, '']);
      return (jsonLines(await readFile(join(root, out), 'utf8')) as LabelRecord[])[0];
    };
    const abnormal = (record: LabelRecord | undefined): number =>
      record?.labels.find(({ id }) => id === 'abnormal')?.probability ?? NaN;
    const own = await exported('own.jsonl');
    const log = ReviewLog.of(join(root, 'in'));
    const subject = { kind: 'label' as const, id: 'abnormal' };
    for (let index = 0; index < 8; index++) {
      const shown = [{ subject, probability: 0.8, ofModel: 0.8 }];
      const path = `${index}.txt`;
      const model = { name: 'fake', version: '1.0.0', sha256: 'b'.repeat(64) };
      await log.record(decided(words, ['Nódulo'], { path, subject, shown, model, decision: 'dismiss' }));
    }
    const taught = await exported('taught.jsonl');
    expect(own?.calibration).toBeUndefined();
    expect(taught?.calibration?.decisions).toBe(8);
    expect(abnormal(taught)).toBeLessThan(abnormal(own));
  });

  it('says what a format cannot hold, and writes nothing', async () => {
    await put(folder);
    const { code, out } = await exportTo('conll', '--preview');
    expect(code).toBe(0);
    expect(out).toBe(
      '1 report would be exported to conll (1 from stored labels of brat gold), 0 failed\n' +
        'conll cannot hold:\n       3  relations\n       2  assertions\n       2  anatomy subtypes\n' +
        '       1  sides\n       1  SNOMED CT ids\n       8  scores\n       1  entities in several pieces\n',
    );
    expect(await readdir(root)).toEqual(['in']);
    expect((await exportTo('csv', '--preview')).out).toContain('csv holds all of it');
    const spanish = await glosa(['export', '--to', 'fhir', 'in', '--preview'], { cwd: root, locale: 'es' });
    expect(spanish.out).toContain('       1  hallazgos que el informe niega: omitidos\n');
  });

  it.each(recordFormatNames)('writes %s', async (format) => {
    await put(folder);
    expect(await exportTo(format, '--out', 'out/')).toMatchObject({ code: 0, err: '' });
    const files = (await readdir(join(root, 'out'), { recursive: true })).filter((name) =>
      /[a-z]\.[a-z]/i.test(name),
    );
    const expected: Readonly<Record<(typeof recordFormatNames)[number], string[]>> = {
      brat: ['sub/a.ann', 'sub/a.txt'],
      conll: ['sub/a.conll'],
      bioc: ['reports.bioc.json'],
      csv: ['labels.csv'],
      jsonl: ['labels.jsonl'],
      parquet: ['labels.parquet'],
      codiesp: ['codiespD.tsv', 'codiespP.tsv', 'codiespX.tsv'],
      fhir: ['sub/a.json'],
      omop: ['note_nlp.csv', 'notes.csv'],
    };
    expect(files.sort()).toEqual(expected[format]);
  });

  it('takes what a person decided from the folder', async () => {
    const x = 'c\tDIAGNOSTICO\tj90\tderrame\t37 44\nc\tDIAGNOSTICO\tr91\tNo\u0301dulo\t2 9\n';
    await put({ 'in/c.txt': text, 'x/c.txt': text, 'x/X.tsv': x });
    await glosa(['import', '--from', 'codiesp', 'x', '--out', 'y'], { cwd: root });
    await put({ 'in/.glosa/labels.jsonl': await readFile(join(root, 'y')) });
    const log = ReviewLog.of(join(root, 'in'));
    const words = new EvidenceText(text);
    const startUtf16 = text.indexOf('derrame');
    await log.record({
      decision: 'accept',
      when: '2026-11-26T00:00:00Z',
      who: 'x',
      path: 'c.txt',
      textSha256: words.sha256,
      sketch: words.sketch,
      model: null,
      vocabulary: null,
      subject: { kind: 'code', system: 'ICD-10-CM', code: 'J90' },
      evidence: [words.phrase({ startUtf16, endUtf16: startUtf16 + 7 }, false)],
    });
    const { code, err } = await exportTo('codiesp', '--out', 'out');
    expect([code, err]).toEqual([0, '']);
    expect(await readFile(join(root, 'out/codiespD.tsv'), 'utf8')).toBe('c\tj90\n');
    expect(await readFile(join(root, 'out/codiespX.tsv'), 'utf8')).toBe('c\t37 44\tDIAGNOSTICO\tj90\n');
    await writeFile(join(root, 'in/.glosa/reviews.jsonl'), '{}\n');
    const broken = await exportTo('codiesp', '--out', 'out');
    expect(broken.err).toContain('reviews.jsonl: decisions from its first bad line on do not count');
    expect(await readFile(join(root, 'out/codiespD.tsv'), 'utf8')).toBe('');
  });

  it('never takes a place where reports or annotations are', async () => {
    await put({ ...folder, 'gold/a.ann': ann, 'gold/x.json': '{}' });
    for (const out of ['in', '.', 'gold'])
      expect(await exportTo('brat', '--out', out)).toMatchObject({ code: 2, out: '' });
    expect(await readFile(join(root, 'gold/a.ann'), 'utf8')).toBe(ann);
    expect(await exportTo('csv', '--out', 'in/sub/a.txt')).toMatchObject({ code: 2 });
    expect(await exportTo('brat')).toMatchObject({ code: 2 });
    expect(await exportTo('cantemist-ner', '--preview')).toMatchObject({ code: 2 });
  });

  it('does not read its own output inside a root again', async () => {
    await put(folder);
    for (let run = 0; run < 2; run++) {
      const { code, out } = await exportTo('brat', '--out', 'in/brat');
      expect([code, out.split('\n')[0]]).toEqual([
        0,
        '1 report exported (1 from stored labels of brat gold), 0 failed',
      ]);
    }
    expect(await readdir(join(root, 'in/brat'))).toEqual(['.glosa-export', 'sub']);
  });

  it('names what it cannot export, and leaves no torn table', async () => {
    await put({ ...folder, 'in/sub/a.md': text, 'in/c.txt': 'x\0' });
    const { code, err } = await exportTo('brat', '--out', 'out');
    expect(code).toBe(1);
    expect(err).toContain('c.txt: not a text');
    expect(err).toMatch(/a\.txt: another exported report has this path/);
    const engine = new FakeEngine();
    engine.unavailable = 'no pack';
    const failed = await glosa(['export', '--to', 'csv', 'in', '--out', 'x.csv', '--fresh'], {
      cwd: root,
      engine,
    });
    expect([failed.code, existsSync(join(root, 'x.csv')), existsSync(join(root, 'x.csv.part'))]).toEqual([
      3,
      false,
      false,
    ]);
  });
});

describe('glosa import', () => {
  it('takes a brat folder as gold, which exports as it was', async () => {
    await put({ 'gold/sub/a.txt': text, 'gold/sub/a.ann': ann, 'gold/free.txt': 'x' });
    const imported = await glosa(['import', '--from', 'brat', 'gold', '--out', 'labels.jsonl'], {
      cwd: root,
    });
    expect(imported).toMatchObject({ code: 0, err: '' });
    const written = await readFile(join(root, 'labels.jsonl'), 'utf8');
    expect(written).toBe(stored('sub/a.txt'));
    expect(imported.out).toContain('1 record imported, 0 problems named');
    // Imported again, it is there already.
    await glosa(['import', '--from', 'brat', 'gold', '--out', 'labels.jsonl'], { cwd: root });
    expect(await readFile(join(root, 'labels.jsonl'), 'utf8')).toBe(written);
  });

  it('names bad lines and files, and imports the rest', async () => {
    await put({ 'gold/a.txt': text, 'gold/a.ann': `${ann}E1\tx\n`, 'gold/b.ann': '' });
    const { code, err } = await glosa(['import', '--from', 'brat', 'gold', '--out', 'x'], { cwd: root });
    expect(code).toBe(1);
    expect(err).toContain('a.ann:15: line left out: an event, or of no known kind');
    expect(err).toContain('b.ann: it has no .txt beside it');
    expect(err).not.toContain('dulo');
    expect(jsonLines(await readFile(join(root, 'x'), 'utf8')).length).toBe(1);
  });

  it('takes CodiEsp tables with either kind of texts', async () => {
    const tables = {
      'x/devD.tsv': 'c1\tj90\nc2\tr91\n',
      'x/devP.tsv': 'c1\tbw24zzz\n',
      'x/devX.tsv': 'c1\tDIAGNOSTICO\tj90\tderrame\t37 44\n',
    };
    await put({
      ...tables,
      'x/text_files/c1.txt': text,
      'x/texts.jsonl.gz': gzipSync('{"id":"c2","es":"Nódulo"}\n'),
    });
    const { code } = await glosa(['import', '--from', 'codiesp', 'x', '--out', 'y'], { cwd: root });
    expect(code).toBe(0);
    const [one, two] = jsonLines(await readFile(join(root, 'y'), 'utf8')) as LabelRecord[];
    expect(one?.codes).toMatchObject([
      { system: 'ICD-10-CM', code: 'J90', evidence: [{ text: 'derrame' }] },
      { system: 'ICD-10-PCS', code: 'BW24ZZZ', evidence: [] },
    ]);
    expect(two).toMatchObject({ path: 'c2.txt', codes: [{ code: 'R91' }] });
  });

  it('takes label records and names lines that are none', async () => {
    await put({ 'in.jsonl': `${stored('a.txt')}{"path":"b"}\n${stored('c.txt').trimEnd()}` });
    const { code, err } = await glosa(['import', '--from', 'jsonl', 'in.jsonl', '--out', 'y'], { cwd: root });
    expect(code).toBe(1);
    expect(err).toContain('in.jsonl:2: line left out: not a label record of this version');
    expect(await readFile(join(root, 'y'), 'utf8')).toBe(stored('a.txt') + stored('c.txt'));
  });

  it('refuses what is no import', async () => {
    await put({ 'a/x.txt': 'x' });
    for (const argv of [
      ['brat', 'a'],
      ['codiesp', 'a'],
      ['jsonl', 'a'],
      ['brat', 'a/x.txt'],
      ['what', 'a'],
    ]) {
      const result = await glosa(['import', '--from', argv[0]!, argv[1]!, '--out', 'y'], { cwd: root });
      expect(result.code).toBe(2);
      expect(existsSync(join(root, 'y'))).toBe(false);
    }
  });
});

const python = 'build/venv/bin/python';
const modules = 'import bioc, fhir.resources, pyarrow, seqeval';
const ready = existsSync(python) && spawnSync(python, ['-c', modules]).status === 0;

describe('readers of other people', () => {
  // Needs: bash tools/ci/python-env.sh. In CI what is missing fails.
  it.skipIf(!ready && process.env.CI !== 'true')('see in every export what is in it', async () => {
    const wide = 'Derrame "leve", 3 mm;\t𝛼 fin.\n';
    const gold =
      'T1\tFinding 0 7\tDerrame\nT2\tMeasure 16 20\t3 mm\nA1\tAssertion T1 possible\nR1\tmeasures Arg1:T2 Arg2:T1\n';
    const second = `${JSON.stringify(bratRecord('b.txt', wide, gold, parseBrat(gold, wide)))}\n`;
    await put({ ...folder, 'in/b.txt': wide, 'in/.glosa/labels.jsonl': stored('sub/a.txt') + second });
    for (const format of ['brat', 'conll', 'fhir']) await exportTo(format, '--out', `out/${format}`);
    for (const format of ['bioc', 'csv', 'parquet']) await exportTo(format, '--out', 'out/');
    const { stdout, stderr, status } = spawnSync(
      python,
      ['test/fixtures/exports/read_back.py', join(root, 'out')],
      { encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } },
    );
    expect([status, stderr]).toEqual([0, '']);
    const seen = JSON.parse(stdout) as Record<string, unknown>;
    expect(seen.brat).toEqual({
      a: {
        entities: {
          T1: ['Finding', [[2, 9]]],
          T2: [
            'Anatomy',
            [
              [16, 22],
              [24, 31],
            ],
          ],
          T3: ['Negation', [[33, 36]]],
          T4: ['Finding', [[37, 44]]],
          T5: ['Anatomy', [[45, 52]]],
        },
        attributes: expect.arrayContaining([
          ['T2', 'Side', 'right'],
          ['T5', 'Subtype', 'Pleural_sac'],
        ]) as unknown,
        relations: [
          ['has', 'T1', 'T2'],
          ['has', 'T4', 'T5'],
          ['negates', 'T3', 'T4'],
        ],
      },
      b: {
        entities: { T1: ['Finding', [[0, 7]]], T2: ['Measure', [[16, 20]]] },
        attributes: [['T1', 'Assertion', 'possible']],
        relations: [['measures', 'T2', 'T1']],
      },
    });
    expect(seen.bioc).toEqual([
      ['b.txt', 2, 1],
      ['sub/a.txt', 5, 3],
    ]);
    expect(seen.csv).toEqual(seen.parquet);
    expect(seen.csv).toContainEqual(['entity', 'T1', '2', '9', 'No\u0301dulo']);
    expect(seen.fhir).toEqual({
      a: { status: 'preliminary', findings: ['No\u0301dulo'] },
      b: { status: 'preliminary', findings: ['Derrame'] },
    });
    expect(seen.conll).toEqual({
      a: [
        ['Anatomy', 16, 22],
        ['Anatomy', 24, 31],
        ['Anatomy', 45, 52],
        ['Finding', 2, 9],
        ['Finding', 37, 44],
        ['Negation', 33, 36],
      ],
      b: [
        ['Finding', 0, 7],
        ['Measure', 16, 20],
      ],
    });
  });
});
