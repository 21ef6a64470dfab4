/** Whoever makes `.glosa` keeps it out of git. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureGlosaFolder } from '../../../server/src/store/glosaFolder.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-folder-'));
let count = 0;
let root: string;
beforeEach(() => {
  root = join(scratch, `case-${++count}`);
  mkdirSync(root);
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

describe('ensureGlosaFolder', () => {
  it('makes the folder with a .gitignore of everything', async () => {
    expect(await ensureGlosaFolder(root)).toBe(join(root, '.glosa'));
    expect(readFileSync(join(root, '.glosa', '.gitignore'), 'utf8')).toBe('*\n');
  });

  it('adds a missing .gitignore and leaves one that is there', async () => {
    mkdirSync(join(root, '.glosa'));
    await ensureGlosaFolder(root);
    expect(readFileSync(join(root, '.glosa', '.gitignore'), 'utf8')).toBe('*\n');
    writeFileSync(join(root, '.glosa', '.gitignore'), '*\n!labels.jsonl\n');
    await ensureGlosaFolder(root);
    expect(readFileSync(join(root, '.glosa', '.gitignore'), 'utf8')).toBe('*\n!labels.jsonl\n');
  });
});

it('is the one that makes the folder: no other source of the server makes a folder named by it', () => {
  const folder = join('server', 'src');
  const makers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    if (!name.endsWith('.ts')) return false;
    const source = readFileSync(join(folder, name), 'utf8');
    return /\bmkdir(?:Sync)?\(/u.test(source) && /glosaFolderName|'\.glosa'/u.test(source);
  });
  // Learned lists lie in a folder inside the one that `ensureGlosaFolder` gave.
  expect(makers.sort()).toEqual([join('store', 'glosaFolder.ts'), join('store', 'learnedPacks.ts')]);
});
