/** `glosa eval entities|labels|exam` with an engine that reads three words. */
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { glosa } from './harness.js';
import { ReadingEngine } from './readingEngine.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-eval-'));
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

async function evalJson(
  argv: string[],
): Promise<{ code: number; json: Record<string, unknown>; err: string }> {
  const { code, out, err } = await glosa(['eval', ...argv, '--json'], { engine: new ReadingEngine() });
  return { code, json: JSON.parse(out) as Record<string, unknown>, err };
}

const nodule =
  'T1\tFinding 3 9\tNódulo\nT2\tAnatomy 10 18\tpulmonar\nR1\thas Arg1:T1 Arg2:T2\n' +
  'A1\tAssertion T1 present\nA2\tSubtype T2 Lung\n';

describe('glosa eval entities', () => {
  it('scores each folder by itself, and says which is of real text', async () => {
    await put({
      'real/labels.tsv': 'id\tsource\nr1\tcodiesp/x\n',
      // Code points: the brain is one, in UTF-16 it is two.
      'real/r1.txt': '🧠. Nódulo pulmonar.\n',
      'real/r1.ann': nodule,
      'made/labels.tsv': 'id\tsource\nm1\tauthored\n',
      'made/m1.txt': 'a. Nódulo pulmonar basal.\n',
      'made/m1.ann':
        'T1\tFinding 3 9\tNódulo\nT2\tAnatomy 10 24\tpulmonar basal\nA1\tAssertion T1 possible\n',
    });
    const { code, json, err } = await evalJson(['entities', root]);
    expect([code, err]).toEqual([0, '']);
    expect(json).toMatchObject({
      eval: 'entities',
      model: { name: 'fake' },
      problems: 0,
      dev: false,
      all: null,
      sets: [
        {
          name: 'made',
          origin: 'authored',
          scores: {
            entities: { exact: { f1: 0.5 }, overlap: { f1: 1 } },
            attributes: { assertion: { accuracy: 0, stated: 1 } },
          },
        },
        {
          name: 'real',
          origin: 'real',
          scores: {
            reports: 1,
            entities: { exact: { f1: 1 } },
            relations: { has: { exact: { f1: 1 } } },
            attributes: { subtype: { accuracy: 1 } },
          },
        },
      ],
    });
    const person = await glosa(['eval', 'entities', root], { engine: new ReadingEngine(), locale: 'es' });
    expect(person.out).toMatch(/^real \(reales\)$/m);
    expect(person.out).toMatch(/^Entidades +exacto P 1\.0000 {2}R 1\.0000 {2}F1 1\.0000/m);
    expect(person.out).not.toContain('Todo junto');
  });

  it('joins folders of one origin, and keeps the gold of what was not read', async () => {
    await put({
      'a/x.txt': 'a. Nódulo pulmonar.\n',
      'a/x.ann': nodule,
      'b/y.txt': 'a. Nódulo pulmonar. Carcinoma.\n',
      'b/y.ann': nodule + 'T9\tFinding\n',
    });
    const engine = new ReadingEngine();
    engine.poison = 'carcinoma';
    const { code, out, err } = await glosa(['eval', 'entities', root, '--json'], { engine });
    expect(code).toBe(1);
    expect(err).toContain(join('b', 'y.ann:3: ').replace(':3', ':6'));
    expect(err).toContain('the model failed on it twice');
    expect(JSON.parse(out)).toMatchObject({
      problems: 2,
      all: { reports: 2, entities: { exact: { precision: 1, recall: 0.5 } } },
      sets: [{ name: 'a' }, { name: 'b', scores: { entities: { read: 0, exact: { recall: 0 } } } }],
    });
  });

  it('takes the dev documents alone where asked', async () => {
    // crc32("ah_en-002") is a multiple of seven, crc32("ah_en-001") is not.
    await put({
      'ah_en-001.txt': 'a. Nódulo pulmonar.\n',
      'ah_en-001.ann': nodule,
      'ah_en-002.txt': 'a. Nódulo pulmonar.\n',
      'ah_en-002.ann': nodule,
    });
    expect((await evalJson(['entities', root, '--dev'])).json).toMatchObject({
      dev: true,
      all: { reports: 1 },
    });
    expect((await evalJson(['entities', root])).json).toMatchObject({ all: { reports: 2 } });
  });
});

const tables = {
  'set/labels.tsv':
    'id\texam\tlabels\n' +
    'a\tBW03Z\tabnormal=yes\n' +
    'b\tB020Z\tabnormal=no mass=no\n' +
    'c\tB020Z\tabnormal=yes mass=yes\n',
  'set/a.txt': 'Nódulo pulmonar.\n',
  'set/b.txt': 'TC cerebral normal.\n',
  'set/c.txt': 'Masa.\n',
  'set/more.jsonl':
    '{"id":"d","text":"Nódulo.","labels":{"abnormal":"yes"},"exam":"BW03Z"}\n' +
    '{"id":"e","text":"Normal.","labels":{"abnormal":"no"}}\n',
};

describe('glosa eval labels', () => {
  it('reads tables and JSON lines', async () => {
    await put(tables);
    const { code, json, err } = await evalJson(['labels', root]);
    expect([code, err]).toEqual([0, '']);
    // Yes: a and d high, c low; no: b and e low. c ties with both: (4 + 2/2) of 6.
    expect(json).toMatchObject({
      all: {
        reports: 5,
        labels: {
          abnormal: { reports: 5, positive: 3, specific: { sensitivity: 2 / 3, specificity: 1 } },
          mass: { reports: 2, positive: 1, auc: 0.5 },
        },
        headImaging: { positive: 2, sensitivity: 0.5, specificity: 1 },
        abnormalChestRadiograph: { reports: 2 },
      },
    });
    const abnormal = (json.all as { labels: { abnormal: { auc: number } } }).labels.abnormal;
    expect(abnormal.auc).toBeCloseTo(5 / 6, 12);
    const person = await glosa(['eval', 'labels', root], { engine: new ReadingEngine() });
    expect(person.out).toMatch(/^ {2}abnormal +AUC 0\.8333 {3}n 5, yes 3/m);
  });

  it('names rows without a text and bad rows, and scores the rest', async () => {
    await put({ ...tables, 'set/labels.tsv': `${tables['set/labels.tsv']}z\t\tabnormal=yes\nx\n` });
    const { code, json, err } = await evalJson(['labels', root]);
    expect(code).toBe(1);
    expect(err).toContain(`${join('set', 'z')}: it has no .txt beside it`);
    expect(err).toContain(`${join('set', 'labels.tsv')}:6: line left out`);
    expect(json).toMatchObject({ problems: 2, all: { reports: 6, labels: { abnormal: { positive: 4 } } } });
  });
});

it('glosa eval exam scores the codes of the reports that have one', async () => {
  await put(tables);
  const { code, json } = await evalJson(['exam', root]);
  expect(code).toBe(0);
  // a, b and d are right; c is read as a chest.
  expect(json).toMatchObject({ all: { reports: 4, codes: 2, top1: 0.75, top5: 1, macro: { recall: 0.75 } } });
  expect((await glosa(['eval', 'exam', root], { engine: new ReadingEngine() })).out).toMatch(/^Macro +P /m);
});

it('says what is missing', async () => {
  await put({ 'x.txt': 'Nada.\n', 'y.jsonl': '{"id":"a","text":"x"}\n' });
  for (const [what, message] of [
    ['entities', 'no .ann with its .txt'],
    ['labels', 'no labels.tsv or .jsonl with labels'],
    ['exam', 'no labels.tsv or .jsonl with exam codes'],
  ] as const) {
    const { code, err } = await glosa(['eval', what, root], { engine: new ReadingEngine() });
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  }
  const without = await glosa(['eval', 'labels', root]);
  expect([without.code, without.err]).toEqual([3, expect.stringContaining('no heads for entities')]);
  expect((await glosa(['eval', 'labels', __filename], { engine: new ReadingEngine() })).code).toBe(2);
  expect((await glosa(['eval', 'cantemist', root, '--dev'])).code).toBe(2);
});
