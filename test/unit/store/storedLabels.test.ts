import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { StoredLabels } from '../../../server/src/store/storedLabels.js';
import { record } from './records.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-stored-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

it('gives the last whole record of a path, and only for its very text', async () => {
  const old = record('a.txt', 'antes');
  const now = record('ñ/🧠.txt', 'ahora');
  const again = { ...old, textSha256: now.textSha256, notAnalysed: ['empty'] };
  await mkdir(join(scratch, '.glosa'));
  const lines = [old, now, again].map((item) => `${JSON.stringify(item)}\n`);
  const broken = `${JSON.stringify({ ...record('bad.txt'), language: 'fr' })}\n`;
  // A line that a crash has torn is no record.
  const torn = JSON.stringify(record('torn.txt'));
  await writeFile(join(scratch, '.glosa', 'labels.jsonl'), `${lines.join('')}not json\n${broken}${torn}`);
  const labels = (await StoredLabels.of(scratch))!;
  expect(await labels.get('a.txt', old.textSha256, 'antes')).toBeNull();
  expect(await labels.get('a.txt', again.textSha256, 'ahora')).toEqual(again);
  expect(await labels.get('ñ/🧠.txt', now.textSha256, 'ahora')).toEqual(now);
  expect(await labels.get('bad.txt', record('bad.txt').textSha256, 'bad.txt')).toBeNull();
  expect(await labels.get('torn.txt', record('torn.txt').textSha256, 'torn.txt')).toBeNull();
  await labels.close();
});

it('has nothing where no label file is', async () => {
  expect(await StoredLabels.of(join(scratch, 'nowhere'))).toBeNull();
  await mkdir(join(scratch, 'odd', '.glosa', 'labels.jsonl'), { recursive: true });
  expect(await StoredLabels.of(join(scratch, 'odd'))).toBeNull();
});
