/** `glosa eval codiesp` with an engine that takes a head report for a head CT, and every other for a chest radiograph. */
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeEngine } from './fakeEngine.js';
import { glosa } from './harness.js';
import { ReadingEngine } from './readingEngine.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-codiesp-'));
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

const chest = '🫁 Rx de tórax: nódulo pulmonar derecho.';
const head = 'TC cerebral sin alteraciones.';
const texts = [
  { id: 'case-1', es: chest },
  { id: 'case-2', es: head },
];
const gold = {
  'dev/devD.tsv': 'case-1\tr91.1\ncase-2\tz00.00\n',
  'dev/devP.tsv': 'case-1\tbw03zzz\ncase-1\t0bbk4zx\ncase-2\tbn20zzz\n',
  // Code points: the lung is one.
  'dev/devX.tsv':
    `case-1\tPROCEDIMIENTO\tbw03zzz\tRx de tórax\t2 13\n` +
    `case-1\tDIAGNOSTICO\tr91.1\tnódulo derecho\t15 21;31 38\n` +
    `case-1\tPROCEDIMIENTO\t0bbk4zx\tpulmonar\t22 30\n` +
    `case-2\tPROCEDIMIENTO\tbn20zzz\tTC cerebral\t0 11\n`,
  'dev/texts.jsonl.gz': gzipSync(texts.map((line) => JSON.stringify(line)).join('\n')),
};

interface Task {
  readonly cases: number;
  readonly map: number;
  readonly micro: { readonly precision: number; readonly recall: number };
  readonly seen: { readonly cases: number } | null;
}
async function evaluate(
  argv: string[],
  engine: FakeEngine = new ReadingEngine(),
): Promise<{ code: number; err: string; json: Record<string, Task | null>; engine: FakeEngine }> {
  const { code, out, err } = await glosa(['eval', 'codiesp', ...argv, '--json'], { engine });
  return { code, err, json: JSON.parse(out) as Record<string, Task | null>, engine };
}

describe('glosa eval codiesp', () => {
  it('scores procedures of section B by the pipeline, and no diagnosis', async () => {
    await put(gold);
    const { code, err, json } = await evaluate([join(root, 'dev')]);
    expect([code, err]).toEqual([0, '']);
    expect(json).toMatchObject({ eval: 'codiesp', model: { name: 'fake' }, diagnoses: null, problems: 0 });
    // Both exams are ranked first; the biopsy is of section 0, which nothing proposes: (1/1)/2 and 1.
    expect(json.procedures).toMatchObject({ cases: 2, map: 0.75, seen: null });
    expect(json.imaging).toMatchObject({ cases: 2, map: 1, micro: { recall: 1 } });
    // The evidence is the words that name the exam, in both cases.
    expect(json.imagingEvidence).toMatchObject({ goldCodes: 2, micro: { recall: 1, precision: 1 } });
    expect(json.evidence).toMatchObject({ goldCodes: 4 });
  });

  it('scores a submission without a model, every task that it has', async () => {
    await put({
      ...gold,
      'sub/codiespD.tsv': 'case-1\tR91.1\ncase-2\ti63.9\n',
      'sub/codiespX.tsv': 'case-1\t15 38\tDIAGNOSTICO\tr91.1\ncase-1\t2 24\tPROCEDIMIENTO\tbw03zzz\n',
      'train/trainD.tsv': 'x\tr91.1\n',
      'valid.tsv': 'r91.1\tnódulo\nbw03zzz\n',
    });
    const engine = new ReadingEngine();
    const { code, json } = await evaluate(
      [
        join(root, 'dev'),
        '--submission',
        join(root, 'sub'),
        '--train',
        join(root, 'train'),
        '--valid',
        join(root, 'valid.tsv'),
      ],
      engine,
    );
    expect(code).toBe(0);
    expect(engine.requests).toEqual([]);
    // i63.9 is not valid, so case-2 has no prediction and does not count in the official mean.
    expect(json.diagnoses).toMatchObject({
      cases: 2,
      predictedCases: 1,
      map: 1,
      mapAllCases: 0.5,
      micro: { precision: 1, recall: 0.5 },
      seen: { cases: 1, map: 1 },
    });
    expect([json.procedures, json.imaging]).toEqual([null, null]);
    // The pieces of r91.1 are taken from first to last; bw03zzz reaches eleven characters too far.
    expect(json.evidence).toMatchObject({ predictedCodes: 2, micro: { precision: 0.5, recall: 0.25 } });
  });

  it('gives the whole score to the gold itself, one table at a time too', async () => {
    await put(gold);
    const dev = join(root, 'dev');
    for (const [path, tasks] of [
      [dev, ['diagnoses', 'procedures', 'imaging', 'evidence', 'imagingEvidence']],
      [join(dev, 'devP.tsv'), ['procedures', 'imaging']],
    ] as const) {
      const { json } = await evaluate([dev, '--submission', path]);
      for (const task of tasks)
        expect(json[task]).toMatchObject({ micro: { precision: 1, recall: 1, f1: 1 } });
    }
    const person = await glosa(['eval', 'codiesp', dev, '--submission', dev], { locale: 'es' });
    expect(person.out).toMatch(/^Diagnósticos \(D\)$/m);
    expect(person.out).toMatch(/^MAP@30 +1\.0000$/m);
    expect(person.out).toMatch(/^Códigos con sus frases \(X\), solo la sección B$/m);
  });

  it('names bad rows and cases without a text, which keep their gold', async () => {
    await put({ ...gold, 'dev/devP.tsv': `${gold['dev/devP.tsv']}case-3\tbw24\nbad\n` });
    const { code, err, json } = await evaluate([join(root, 'dev')]);
    expect(code).toBe(1);
    expect(err).toContain(`${join('dev', 'devP.tsv')}:5: line left out`);
    expect(err).toContain(`${join('dev', 'devP.tsv')}:4: left out: the case has no text`);
    expect(json.imaging).toMatchObject({ cases: 3, predictedCases: 2 });
  });

  it('says what is missing', async () => {
    await put({ 'a.txt': chest, ...gold });
    const none = await glosa(['eval', 'codiesp', root]);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('*D.tsv')]);
    const table = await glosa(['eval', 'codiesp', join(root, 'dev'), '--submission', join(root, 'a.txt')]);
    expect([table.code, table.err]).toEqual([2, expect.stringContaining('*X.tsv')]);
    const noHeads = await glosa(['eval', 'codiesp', join(root, 'dev')]);
    expect([noHeads.code, noHeads.err]).toEqual([3, expect.stringContaining('no heads for entities')]);
    expect((await glosa(['eval', 'cantemist', root, '--train', root])).code).toBe(2);
    expect((await glosa(['eval', 'codiesp', root, '--dev'])).code).toBe(2);
  });
});
