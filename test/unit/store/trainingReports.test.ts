import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseTable } from '../../../server/src/store/table.js';
import { NoTrainingReports, readTrainingReports } from '../../../server/src/store/trainingReports.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'glosa-training-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const readAll = async (source: string): Promise<string[]> => {
  const found: string[] = [];
  for await (const { path, code, description, file } of readTrainingReports(source, 1_000))
    found.push([path, code, description ?? '-', file.ok ? file.text : file.reason].join(' | '));
  return found;
};

it('reads tables of spreadsheets', () => {
  expect(parseTable('a,b\r\n"x, ""y""\n z",2\n\n3,4')).toEqual([
    ['a', 'b'],
    ['x, "y"\n z', '2'],
    ['3', '4'],
  ]);
  expect(parseTable('texto;código\nuno, dos;T1\n')).toEqual([
    ['texto', 'código'],
    ['uno, dos', 'T1'],
  ]);
  expect(parseTable('a\tb\n1\t"2')).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ]);
});

it('takes a table of texts and codes', async () => {
  const table = join(root, 't.csv');
  await writeFile(table, 'Código,Texto,Descripción\nT1,"Uno\ndos",Tórax\n,sin código,\nT2,tres,\n');
  expect(await readAll(table)).toEqual(['row 2 | T1 | Tórax | Uno\ndos', 'row 4 | T2 | - | tres']);
});

it('takes a folder with a table of paths', async () => {
  await writeFile(join(root, 'a.txt'), 'Uno');
  await writeFile(join(root, 'codes.tsv'), 'path\tcode\na.txt\tT1\ngone.txt\tT2\n');
  expect(await readAll(root)).toEqual(['a.txt | T1 | - | Uno', 'gone.txt | T2 | - | unreadable']);
});

it('takes a folder with one subfolder a code', async () => {
  await mkdir(join(root, 'T1', 'deep'), { recursive: true });
  await writeFile(join(root, 'T1', 'deep', 'a.txt'), 'Uno');
  await writeFile(join(root, 'loose.txt'), 'no code');
  await writeFile(join(root, 'other.csv'), 'x,y\n1,2\n');
  expect(await readAll(root)).toEqual(['T1/deep/a.txt | T1 | - | Uno']);
});

it('refuses what has no codes', async () => {
  await expect(readAll(root)).rejects.toThrow(NoTrainingReports);
  await writeFile(join(root, 't.csv'), 'a,b\n1,2\n');
  await expect(readAll(join(root, 't.csv'))).rejects.toThrow(NoTrainingReports);
});
