/** A disk that fills up: a file system of one megabyte, where this user may mount one. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { glosa, jsonLines } from './harness.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-disk-'));
const small = join(scratch, 'small');
mkdirSync(small);
const mount = (): void => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small], { stdio: 'ignore' });
};
const unmount = (): void => {
  execFileSync('umount', [small], { stdio: 'ignore' });
};
function mayMount(): boolean {
  try {
    mount();
    unmount();
    return true;
  } catch {
    return false;
  }
}
const permitted = process.platform === 'linux' && mayMount();
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const count = 60;
const filler = join(small, 'filler');
/** Leaves so many bytes on the small disk. */
function fill(leftBytes: number): void {
  writeFileSync(filler, Buffer.alloc(1024 * 1024 - leftBytes));
}

describe.skipIf(!permitted)('on a full disk (needs to mount a tmpfs)', () => {
  let reports: string;
  beforeEach(() => {
    reports = mkdtempSync(join(scratch, 'reports-'));
    for (let i = 0; i < count; i++) {
      const text = `Informe ${i}. ${'Carcinoma de pulmón con metástasis. '.repeat(20)}\n`;
      writeFileSync(join(reports, `r${String(i).padStart(2, '0')}.txt`), text);
    }
    mount();
  });
  afterEach(unmount);

  it('label says so, keeps what it wrote, and goes on from there', async () => {
    fill(64 * 1024);
    const out = join(small, 'labels.jsonl');
    const argv = ['label', reports, '--out', out];
    const full = await glosa(argv);
    expect(full.code).toBe(4);
    expect(full.err).toContain(`cannot write ${out}`);
    expect(full.err).toMatch(/disk is full/);
    const kept = readFileSync(out, 'utf8');
    const whole = kept.slice(0, kept.lastIndexOf('\n') + 1);
    for (const line of jsonLines(whole)) expect(line).toHaveProperty('textSha256');
    const before = jsonLines(whole).length;
    expect(before).toBeLessThan(count);
    expect(existsSync(`${out}.lock`)).toBe(false);

    rmSync(filler);
    const again = await glosa(argv);
    expect([again.code, again.err]).toEqual([0, '']);
    expect(again.out).toContain(`${count - before} reports labelled`);
    const paths = jsonLines(readFileSync(out, 'utf8')).map(({ path }) => path);
    expect(new Set(paths).size).toBe(count);
    expect(paths).toHaveLength(count);
  });

  it('export takes its unfinished file away, says so, and leaves an earlier one as it was', async () => {
    const out = join(small, 'labels.csv');
    writeFileSync(out, 'earlier\n');
    fill(64 * 1024);
    const full = await glosa(['export', '--to', 'csv', reports, '--out', out]);
    expect(full.code).toBe(4);
    expect(full.err).toMatch(/disk is full/);
    expect(readFileSync(out, 'utf8')).toBe('earlier\n');
    expect(readdirSync(small).sort()).toEqual(['filler', 'labels.csv']);
  });

  it('cantemist submissions do the same', async () => {
    fill(0);
    const out = join(small, 'coding.tsv');
    const full = await glosa(['export', '--to', 'cantemist-coding', reports, '--out', out], { locale: 'es' });
    expect([full.code, readdirSync(small)]).toEqual([4, ['filler']]);
    expect(full.err).toMatch(/disco está lleno/);
  });
});
