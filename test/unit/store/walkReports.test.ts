import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readReportFile } from '../../../server/src/store/readReportFile.js';
import { walkReports } from '../../../server/src/store/walkReports.js';

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'glosa-walk-')));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), 'x');
  }
}
async function walk(exclude: string[] = []): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of walkReports(root, { exclude: new Set(exclude) }))
    found.push(entry.kind === 'file' ? entry.path : `${entry.errorCode} ${entry.path}`);
  return found;
}

it('finds the five endings whatever their case, in a fixed order', async () => {
  await put('b.TXT', 'a/z.md', 'a/y.Rad', 'C.informe', 'é.report', 'a.txt', 'x.pdf', 'txt', 'x.txt.gz');
  expect(await walk()).toEqual(['C.informe', 'a/y.Rad', 'a/z.md', 'a.txt', 'b.TXT', 'é.report']);
});

it('walks a part of a folder, with the paths that the whole has', async () => {
  await put('a.txt', 'sub/b.txt', 'sub/c/d.md');
  const found = async (below: string): Promise<string[]> => {
    const paths: string[] = [];
    for await (const entry of walkReports(root, {}, below)) paths.push(entry.path);
    return paths;
  };
  expect(await found('sub/')).toEqual(['sub/b.txt', 'sub/c/d.md']);
  expect(await found('./')).toEqual(['a.txt', 'sub/b.txt', 'sub/c/d.md']);
  expect(await found('gone/')).toEqual(['gone/']);
});

it('leaves out hidden files and folders, node_modules and the excluded file', async () => {
  await put(
    '.git/a.txt',
    '.glosa/a.txt',
    '.x/a.txt',
    'node_modules/a.txt',
    '._a.txt',
    'sub/ok.txt',
    'out.txt',
  );
  expect(await walk([join(root, 'out.txt')])).toEqual(['sub/ok.txt']);
});

it('follows links once and survives loops and broken links', async () => {
  await put('a/r.txt');
  await symlink('..', join(root, 'a', 'up'));
  await symlink('a', join(root, 'b'));
  await symlink('a/r.txt', join(root, 'linked.txt'));
  await symlink('nowhere', join(root, 'broken.txt'));
  expect(await walk()).toEqual(['a/r.txt', 'ENOENT broken.txt', 'linked.txt']);
});

it('says that a folder is gone', async () => {
  const found = [];
  for await (const entry of walkReports(join(root, 'gone'))) found.push(entry);
  expect(found).toEqual([{ kind: 'failure', path: './', errorCode: 'ENOENT' }]);
});

it('says why a file has no text', async () => {
  await put('a.txt');
  const path = join(root, 'a.txt');
  expect(await readReportFile(path, 10)).toEqual({ ok: true, text: 'x', encoding: 'UTF-8' });
  expect(await readReportFile(path, 0)).toEqual({ ok: false, reason: 'tooLarge', bytes: 1 });
  expect(await readReportFile(root, 10)).toEqual({ ok: false, reason: 'notAFile' });
  expect(await readReportFile(join(root, 'gone.txt'), 10)).toEqual({
    ok: false,
    reason: 'unreadable',
    errorCode: 'ENOENT',
  });
});

it.runIf(process.platform === 'linux')('does not wait on a named pipe', async () => {
  const path = join(root, 'pipe.txt');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  expect(await readReportFile(path, 10)).toEqual({ ok: false, reason: 'notAFile' });
});
