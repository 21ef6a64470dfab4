import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepOtherModels, keptLabelFiles } from '../../../server/src/store/keptLabels.js';
import type { LabelRecord } from '../../../server/src/store/labelRecord.js';
import { record } from './records.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'glosa-kept-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const of = (path: string, sha: string, text = path): LabelRecord => ({
  ...record(path, text),
  model: { name: 'm', version: '1', sha256: sha.repeat(64) },
});
const path = (): string => join(folder, 'labels.jsonl');
const write = (...records: readonly LabelRecord[]): Promise<void> =>
  writeFile(path(), records.map((one) => `${JSON.stringify(one)}\n`).join(''));
const kept = async (name: string): Promise<string[]> =>
  (await readFile(join(folder, name), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => {
      const { path: report, model } = JSON.parse(line) as LabelRecord;
      return `${report} ${model.sha256[0] ?? ''}`;
    });

describe('labels of the models before', () => {
  it('are kept whole where one model made them all', async () => {
    await write(of('a.txt', 'a'), of('b.txt', 'a'));
    await keepOtherModels(path(), 'b'.repeat(64));
    expect(await kept('labels.aaaaaaaa.jsonl')).toEqual(['a.txt a', 'b.txt a']);
    expect(await keptLabelFiles(folder)).toEqual([join(folder, 'labels.aaaaaaaa.jsonl')]);
  });

  it('are kept by model, the last record of a path alone, and what is kept already stays', async () => {
    await write(of('a.txt', 'a'), of('b.txt', 'a'), of('c.txt', 'a', 'old'));
    await keepOtherModels(path(), 'b'.repeat(64));
    // A relabel by b that was killed, then a relabel by c.
    await write(of('a.txt', 'a'), of('c.txt', 'a', 'new'), of('d.txt', 'c'), of('a.txt', 'b'));
    await keepOtherModels(path(), 'c'.repeat(64));
    expect((await kept('labels.aaaaaaaa.jsonl')).sort()).toEqual(['a.txt a', 'b.txt a', 'c.txt a']);
    expect(await kept('labels.bbbbbbbb.jsonl')).toEqual(['a.txt b']);
    expect(await readFile(join(folder, 'labels.aaaaaaaa.jsonl'), 'utf8')).toContain(
      of('c.txt', 'a', 'new').textSha256,
    );
    expect((await readdir(folder)).filter((name) => /lock|tmp/.test(name))).toEqual([]);
  });

  it('are nothing where the model is the same', async () => {
    await write(of('a.txt', 'a'));
    await keepOtherModels(path(), 'a'.repeat(64));
    expect(await keptLabelFiles(folder)).toEqual([]);
  });
});
