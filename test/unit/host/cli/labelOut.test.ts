import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCsvRow } from '../../../../server/src/store/csv.js';
import { glosa, jsonLines } from './harness.js';

let root: string;
let out: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'glosa-out-'));
  out = join(root, 'labels.txt');
  await mkdir(join(root, 'one'));
  await mkdir(join(root, 'two'));
  await writeFile(join(root, 'one', 'a.txt'), 'Carcinoma ductal.');
  await writeFile(join(root, 'two', 'b.txt'), 'Metástasis.');
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

describe('glosa label --out FILE', () => {
  it('resumes an existing file after a crash, and does not label the file itself', async () => {
    expect((await glosa(['label', root, '--out', out])).code).toBe(0);
    const whole = await readFile(out, 'utf8');
    expect(jsonLines(whole).map((line) => line.path)).toEqual(['one/a.txt', 'two/b.txt']);
    await writeFile(out, whole.slice(0, -20));
    const again = await glosa(['label', root, '--out', out]);
    expect(again.out).toContain('1 report labelled, 1 unchanged, 0 failed');
    expect(await readFile(out, 'utf8')).toBe(whole);
    expect(existsSync(join(root, '.glosa'))).toBe(false);
  });

  it('takes several folders, and refuses a second report of the same path', async () => {
    await writeFile(join(root, 'two', 'a.txt'), 'Otro.');
    const { code, err } = await glosa(['label', 'one', 'two', '--out', out], { cwd: root });
    expect(code).toBe(1);
    expect(err).toBe(
      'two/a.txt: another labelled folder has a report of this path; label each folder into a file of its own\n',
    );
    expect(jsonLines(await readFile(out, 'utf8')).map((line) => line.path)).toEqual(['a.txt', 'b.txt']);
  });

  it('writes one CSV row a report and resumes it', async () => {
    const csv = join(root, 'labels.csv');
    for (const expected of ['2 reports labelled, 0 unchanged', '0 reports labelled, 2 unchanged']) {
      const run = await glosa(['label', root, '--out', csv, '--format', 'csv']);
      expect(run.out).toContain(expected);
    }
    const rows = (await readFile(csv, 'utf8')).trimEnd().split('\r\n').map(parseCsvRow);
    expect(rows.map((row) => row?.[0])).toEqual(['path', 'one/a.txt', 'two/b.txt']);
  });

  it('leaves a file alone that is something else', async () => {
    await writeFile(out, 'a report');
    const { code, err } = await glosa(['label', 'one', '--out', out], { cwd: root });
    expect(code).toBe(4);
    expect(err).toContain('is not a label file of this format; it was left as it is');
    expect(await readFile(out, 'utf8')).toBe('a report');
  });

  it('says who else writes', async () => {
    const holder = {
      pid: process.pid,
      host: hostname(),
      since: '2026-01-02T03:04:05.000Z',
      startTicks: null,
    };
    await writeFile(`${out}.lock`, JSON.stringify(holder));
    const { code, err } = await glosa(['label', root, '--out', out]);
    expect(code).toBe(4);
    expect(err).toContain(
      `process ${process.pid} on ${hostname()} writes here since 2026-01-02T03:04:05.000Z`,
    );
    expect(await readdir(root)).not.toContain('labels.txt');
  });

  it('says that the folder is missing, or is no place for a file', async () => {
    const missing = await glosa(['label', root, '--out', join(root, 'no', 'x.jsonl')]);
    expect([missing.code, missing.err]).toEqual([
      4,
      `glosa: cannot write ${join(root, 'no', 'x.jsonl')}: its folder does not exist\n`,
    ]);
    expect((await glosa(['label', root, '--out', join(root, 'one')])).code).toBe(2);
    await writeFile(join(root, '.glosa'), 'a file in the way');
    expect((await glosa(['label', root])).code).toBe(4);
  });

  it.runIf(existsSync('/dev/full'))('says that the disk is full', async () => {
    const { code, err } = await glosa(['label', root, '--out', '/dev/full']);
    expect(code).toBe(4);
    expect(err).toContain('cannot write /dev/full: the disk is full');
  });

  it('ends quietly where the reader of its output went away', async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    }).on('error', () => undefined);
    const { code, err } = await glosa(['label', root, '--out', '-'], { stdout });
    expect([code, err]).toEqual([141, '']);
  });
});
