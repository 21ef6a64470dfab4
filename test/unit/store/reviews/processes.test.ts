import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReviewFile } from '../../../../server/src/store/reviews/reviewFile.js';
import { bundleAppender, startAppender } from './appenders.js';

let folder: string;
let script: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glosa-appenders-'));
  script = await bundleAppender(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('three processes append at once, and the chain holds every decision of each in its order', async () => {
  const root = join(folder, 'workspace');
  await mkdir(root);
  const names = ['ana', 'eva', 'luis'];
  const each = 40;
  const codes = await Promise.all(names.map((who) => startAppender(script, root, who, each).ended));
  expect(codes).toEqual([0, 0, 0]);
  const file = new ReviewFile(root);
  const { lines } = await file.read();
  expect(file.broken).toBeNull();
  expect(lines).toHaveLength(names.length * each);
  for (const who of names) {
    const own = lines.filter((line) => line.who === who).map(({ note }) => note);
    expect(own).toEqual(Array.from({ length: each }, (_, index) => `${who} ${index}`));
  }
  expect((await readdir(join(root, '.glosa'))).sort()).toEqual(['.gitignore', 'reviews.jsonl']);
});
