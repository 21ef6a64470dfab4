import { mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCsvRow } from '../../../../server/src/store/csv.js';
import { readVectors } from '../../../../server/src/store/vectorFile.js';
import { FakeEngine } from './fakeEngine.js';
import { glosa, jsonLines } from './harness.js';
import { ReadingEngine } from './readingEngine.js';

const texts = [
  'TC cerebral sin hallazgos.',
  'RM cerebral. Nódulo frontal.',
  'Brain MRI, cerebral atrophy.',
  'Tórax sin nódulos.',
  'Nódulo pulmonar derecho.',
  'Chest radiograph: clear lungs.',
];

describe('glosa map', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glosa-cli-map-'));
    for (const [i, text] of texts.entries()) await writeFile(join(folder, `informe ${i}.txt`), text);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const label = async (): Promise<number> => {
    const engine = new ReadingEngine();
    const { code } = await glosa(['label', folder], { engine });
    expect(code).toBe(0);
    return engine.requests.reduce((sum, inputs) => sum + inputs, 0);
  };
  const map = (...args: string[]): ReturnType<typeof glosa> => glosa(['map', ...args], { cwd: folder });
  const vectors = (): string => join(folder, '.glosa', 'vectors.bin');

  it('lays out what label has read, as a table', async () => {
    await label();
    const { code, out, err } = await map('--out', 'map.csv');
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe('6 reports on the map: map.csv\n');
    const lines = (await readFile(join(folder, 'map.csv'), 'utf8')).trimEnd().split('\r\n');
    const rows = lines.map((line) => parseCsvRow(line)!);
    expect(rows[0]).toEqual(['path', 'x', 'y', 'labels', 'codes', 'exam', 'language']);
    expect(rows.slice(1).map(([path]) => path)).toEqual(texts.map((_, i) => `informe ${i}.txt`));
    for (const [, x, y] of rows.slice(1)) {
      expect(Math.abs(Number(x))).toBeLessThanOrEqual(1);
      expect(y).toMatch(/^-?[01]\.\d{4}$/);
    }
    expect(rows[1]![5]).toBe('B020Z');
    expect(rows[5]![3]).toBe('abnormal');
  });

  it('says the same as JSON, the second time from the cache', async () => {
    await label();
    await map('--out', 'map.csv');
    const { out } = await map('--out', 'map.json');
    expect(out).toBe('6 reports on the map: map.json; made before from the same vectors\n');
    const { seed, missing, reports } = JSON.parse(await readFile(join(folder, 'map.json'), 'utf8')) as {
      seed: number;
      missing: number;
      reports: { path: string; x: number; labels: string[] }[];
    };
    expect([seed, missing, reports.length]).toEqual([1, 0, 6]);
    expect(reports[4]).toMatchObject({ path: 'informe 4.txt', labels: ['abnormal'] });
  });

  it('writes to standard output, and what it says beside it', async () => {
    await label();
    const { out, err } = await map('--out', '-');
    expect(out.split('\r\n')).toHaveLength(8);
    expect(err).toBe('6 reports on the map\n');
  });

  it('finds no vectors of a model that only codes, and says so', async () => {
    await glosa(['label', folder], { engine: new FakeEngine() });
    const { code, err } = await glosa(['map', '--out', 'map.csv'], { cwd: folder, locale: 'es' });
    expect(code).toBe(2);
    expect(err).toContain('no hay vectores de informes (vectors.bin)');
  });

  it('is whole again after vectors were lost: label reads those reports anew, and only those', async () => {
    expect(await label()).toBeGreaterThan(0);
    expect(await label()).toBe(0);
    const { size } = await stat(vectors());
    await truncate(vectors(), size - 3);
    const { out } = await map('--out', 'map.csv');
    expect(out).toContain('; without a vector (label their folder again): 1');
    expect(await label()).toBeGreaterThan(0);
    expect((await map('--out', 'map.csv')).out).toBe('6 reports on the map: map.csv\n');
    const records = jsonLines(await readFile(join(folder, '.glosa', 'labels.jsonl'), 'utf8'));
    expect(records).toHaveLength(6);
  });

  it('keeps the vectors of one model alone', async () => {
    await label();
    const other = new ReadingEngine();
    other.sha256 = 'e'.repeat(64);
    await glosa(['label', folder], { engine: other });
    expect((await readVectors(vectors()))?.modelSha256).toBe('e'.repeat(64));
    expect((await map('--out', 'map.csv')).out).toBe('6 reports on the map: map.csv\n');
  });

  it('leaves labels whole where vectors cannot be written', async () => {
    await label();
    await rm(vectors());
    await rm(join(folder, '.glosa', 'labels.jsonl'));
    // A folder in its place.
    await mkdir(vectors());
    await label();
    expect(jsonLines(await readFile(join(folder, '.glosa', 'labels.jsonl'), 'utf8'))).toHaveLength(6);
  });

  it.each([
    [['--out', 'map.txt']],
    [[]],
    [['--out', 'a.csv', '--seed', '1.5']],
    [['--out', 'a.csv', '--perplexity', '3']],
    [['--out', 'a.csv', '--perplexity', '']],
    [['--out', 'a.csv', 'reports']],
  ])('is wrong usage: %j', async (args) => {
    const { code, err } = await map(...args);
    expect(code).toBe(2);
    expect(err).toContain('map writes to --out');
  });

  it('names a label file that is not there', async () => {
    const { code, err } = await map('--labels', 'none.jsonl', '--out', 'a.csv');
    expect(code).toBe(2);
    expect(err).toContain('none.jsonl');
  });
});
