/** The shipped tables: what a person finds in them by words of either language, by codes and by abbreviations. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Terminology } from '../../../server/src/engine/terminology.js';
import { CodeTable } from '../../../server/src/engine/vocabulary.js';

const root = join(__dirname, '..', '..', '..');
const unzipped = (...path: string[]): string =>
  gunzipSync(readFileSync(join(root, ...path))).toString('utf8');
const pack = new CodeTable(
  'ICD-O-3',
  0.5,
  0.5,
  unzipped('models', 'glosa-base', 'codes.tsv.gz'),
  'codes.tsv.gz',
);
const failures: unknown[] = [];
const terminology = new Terminology(join(root, 'terminology'), (error) => failures.push(error));
const find = async (query: string, systems: readonly string[] | null, limit = 5): Promise<string[]> =>
  (await terminology.search({ query, limit, systems, vocabulary: pack })).map(({ row }) => row.code);
const queries = readFileSync(join(__dirname, 'code-queries.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t') as [string, string, string]);

describe('the shipped tables', () => {
  it('are asked enough', () => {
    expect(queries.length).toBeGreaterThanOrEqual(60);
  });

  it.each(queries)('%s: “%s” finds %s among the first five', async (system, query, code) => {
    expect(await find(query, [system])).toContain(code);
  });

  it.each([
    ['adenocarcinoma', '8140/3'],
    ['adenocarcinoma NOS', '8140/3'],
    ['Adenocarcinoma, SAI', '8140/3'],
    ['carcinoma', '8010/3'],
    ['linfoma', '9590/3'],
    ['lymphoma', '9590/3'],
    ['sarcoma', '8800/3'],
    ['melanoma', '8720/3'],
    ['metástasis', '8000/6'],
    ['glioblastoma', '9440/3'],
    ['meningioma', '9530/0'],
    ['leucemia', '9800/3'],
    ['leukemia', '9800/3'],
    ['tc craneal', 'BW28ZZZ'],
    ['tac craneal', 'BW28ZZZ'],
    ['chest x-ray', 'BW03ZZZ'],
    ['mammogram', 'BH02ZZZ'],
    ['neumonía', 'J18.9'],
    ['pneumonia', 'J18.9'],
    ['pleural effusion', 'J90'],
    ['fractura de cadera', 'S72.009A'],
    ['fracture of the hip', 'S72.009A'],
    ['breast cancer', 'C50.919'],
  ])('give “%s” its plain code %s first', async (query, code) => {
    expect((await find(query, null))[0]).toBe(code);
  });

  it('count no word against a title that says it is the plain one', async () => {
    expect((await find('linfoma no especificado SAI', ['ICD-O-3']))[0]).toBe('9590/3');
    expect((await find('lymphoma', ['ICD-O-3'], 20)).filter((code) => code.startsWith('98'))).toEqual([]);
  });

  it('are searched together, each code with its system', async () => {
    const found = await terminology.search({
      query: 'adenocarcinoma',
      limit: 20,
      systems: null,
      vocabulary: pack,
    });
    expect(found[0]).toMatchObject({ system: 'ICD-O-3', row: { code: '8140/3' } });
    const mixed = await terminology.search({ query: 'rodilla', limit: 100, systems: null, vocabulary: pack });
    expect(new Set(mixed.map(({ system }) => system))).toEqual(new Set(['ICD-10-CM', 'ICD-10-PCS']));
  });

  it('are searched without a pack', async () => {
    const found = await terminology.search({ query: 'neumonía', limit: 5, systems: null, vocabulary: null });
    expect(found[0]?.row.code).toBe('J18.9');
  });

  it('hold codes of section B with names in both languages, and the complete codes of ICD-10-CM', () => {
    const exams = unzipped('terminology', 'icd-10-pcs-imaging.tsv.gz').trimEnd().split('\n');
    expect(exams).toHaveLength(2601);
    expect(exams.every((line) => /^B[0-9A-Z]{6}\t[^\t]+\t[^\t]+(\t|$)/.test(line))).toBe(true);
    const diagnoses = unzipped('terminology', 'icd-10-cm.tsv.gz').trimEnd().split('\n');
    expect(diagnoses.filter((line) => line.split('\t')[1] === '1')).toHaveLength(74260);
  });

  it('hold, under their 5-character starts, what the exam head can name of section B', () => {
    const exams = unzipped('terminology', 'icd-10-pcs-imaging.tsv.gz');
    const named = unzipped('models', 'glosa-base', 'exams.tsv.gz').trimEnd().split('\n');
    const ofImaging = named.map((line) => line.split('\t')[0]!).filter((code) => code.startsWith('B'));
    const missing = ofImaging.filter((code) => !exams.includes(`\n${code}`) && !exams.startsWith(code));
    expect(ofImaging.length).toBeGreaterThan(100);
    expect(missing.length / ofImaging.length).toBeLessThan(0.2);
  });

  it('leave one failure a table where the folder is not there, and the pack is searched all the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'glosa-terms-'));
    const told: unknown[] = [];
    const bare = new Terminology(folder, (error) => told.push(error));
    const found = await bare.search({ query: 'adenocarcinoma', limit: 3, systems: null, vocabulary: pack });
    rmSync(folder, { recursive: true });
    expect(found[0]?.row.code).toBe('8140/3');
    expect(told.length).toBeGreaterThan(0);
    expect(failures).toEqual([]);
  });
});
