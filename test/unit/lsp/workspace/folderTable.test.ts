import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { corpusStatisticsOf } from '../../../../server/src/lsp/workspace/corpusRun.js';
import { FolderTable } from '../../../../server/src/lsp/workspace/folderTable.js';
import { jsonlFormat } from '../../../../server/src/store/labelFormat.js';
import { record } from '../../store/records.js';

let root: string;
let labels: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'glosa-table-'));
  await mkdir(join(root, '.glosa'));
  labels = join(root, '.glosa', 'labels.jsonl');
});
afterEach(() => rm(root, { recursive: true }));

const lines = (...paths: readonly string[]): string =>
  paths.map((path) => jsonlFormat.encode(record(path))).join('');

it('reads a file anew that took the place of another one and got the number of its inode', async () => {
  const table = new FolderTable(root);
  await writeFile(labels, lines('a.txt', 'b.txt'));
  const { ino } = await stat(labels);
  await table.refresh(null);
  expect(table.table.row('b.txt')).toBeDefined();
  await writeFile(labels, lines('uno.txt', 'dos.txt', 'tres.txt', 'cuatro.txt'));
  expect((await stat(labels)).ino).toBe(ino);
  await table.refresh(null);
  expect(table.table.row('b.txt')).toBeUndefined();
  for (const path of ['uno.txt', 'dos.txt', 'tres.txt', 'cuatro.txt'])
    expect(table.table.row(path)).toBeDefined();
});

it('reads on where records were appended', async () => {
  const table = new FolderTable(root);
  await writeFile(labels, lines('a.txt'));
  await table.refresh(null);
  await writeFile(labels, lines('b.txt'), { flag: 'a' });
  await table.refresh(null);
  expect(table.table.row('a.txt')).toBeDefined();
  expect(table.table.row('b.txt')).toBeDefined();
});

it('counts the words of reports in the folder alone, whatever the label file names', async () => {
  await writeFile(join(root, 'a.txt'), 'Adenocarcinoma de pulmón.');
  const outside = `../${root.split('/').at(-1) ?? ''}-outside.txt`;
  await writeFile(join(root, outside), 'Palabras de otro.');
  try {
    await writeFile(labels, lines('a.txt', outside));
    const { all, unread } = await corpusStatisticsOf(root, () => undefined);
    expect(all).toMatchObject({ tokens: 3 });
    expect(unread).toBe(0);
  } finally {
    await rm(join(root, outside));
  }
});
