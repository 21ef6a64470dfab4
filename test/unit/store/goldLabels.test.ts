import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GoldLabels } from '../../../server/src/store/goldLabels.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glosa-gold-'));
});
afterEach(() => rm(folder, { recursive: true }));

const table = (...rows: readonly string[]): string => `id\tlabels\n${rows.join('\n')}\n`;

it('follows tables that change, come and go', async () => {
  const gold = new GoldLabels(folder);
  await mkdir(join(folder, 'tórax'));
  await writeFile(join(folder, 'tórax', 'labels.tsv'), table('rx-1\tabnormal=yes'));
  expect((await gold.refresh(0)).get('tórax/rx-1')?.get('abnormal')).toBe(true);
  await writeFile(join(folder, 'tórax', 'labels.tsv'), table('rx-1\tabnormal=no', 'rx-2\tmass=yes'));
  const changed = await gold.refresh(1);
  expect(changed.get('tórax/rx-1')?.get('abnormal')).toBe(false);
  expect(changed.get('tórax/rx-2')?.get('mass')).toBe(true);
  // Another folder's table is found by the next walk, half a minute later.
  await writeFile(join(folder, 'labels.tsv'), table('mri-1\tatrophy=yes'));
  expect((await gold.refresh(2)).has('mri-1')).toBe(false);
  expect((await gold.refresh(40_000)).get('mri-1')?.get('atrophy')).toBe(true);
  await rm(join(folder, 'tórax', 'labels.tsv'));
  expect([...(await gold.refresh(40_001)).keys()]).toEqual(['mri-1']);
});

it('gives the same map as long as nothing changed', async () => {
  await writeFile(join(folder, 'labels.tsv'), table('mri-1\tatrophy=yes'));
  const gold = new GoldLabels(folder);
  expect(await gold.refresh(0)).toBe(await gold.refresh(60_000));
});
