/** `examples/cluster/label-shard.sh`: parts by index that together are the whole, and again after a failure. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProduct } from '../../fixtures/engine/product.js';
import { jsonLines } from '../host/cli/harness.js';

const folder = mkdtempSync(join(tmpdir(), 'glosa-cluster-'));
const shard = join('examples', 'cluster', 'label-shard.sh');
const input = join(folder, 'reports.jsonl');
let command: string;
let options: string;
beforeAll(async () => {
  const product = await bundleProduct(folder);
  command = `${process.execPath} ${product.glosa}`;
  options = product.options.join(' ');
  const lines = Array.from({ length: 7 }, (_, i) =>
    JSON.stringify({ id: `r${i}`, text: `Informe ${i}. Adenocarcinoma de pulmón. Sin metástasis.` }),
  );
  // One line is no report; its part is done all the same.
  lines[3] = '{"id": "r3"}';
  writeFileSync(input, `${lines.join('\n')}\n`);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(index: number, out: string, glosa = command, given = input): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, GLOSA: glosa, OPTIONS: options };
    execFile('sh', [shard, String(index), '3', given, out], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
  });
}

describe.skipIf(process.platform === 'win32')('label-shard.sh', () => {
  it('labels every line once over all parts, in the order of the lines', async () => {
    const out = join(folder, 'labels');
    for (const index of [0, 1, 2]) expect((await run(index, out)).code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['part-0-of-3.jsonl', 'part-1-of-3.jsonl', 'part-2-of-3.jsonl']);
    const parts = [0, 1, 2].map((index) =>
      jsonLines(readFileSync(join(out, `part-${index}-of-3.jsonl`), 'utf8')),
    );
    expect(parts.map((part) => part.map(({ id }) => id))).toEqual([
      ['r0', 'r3', 'r6'],
      ['r1', 'r4'],
      ['r2', 'r5'],
    ]);
    expect(parts[0]?.[1]).toMatchObject({ error: { line: 2 } });
    expect(parts[1]?.[0]).toMatchObject({ path: 'r1', offsets: 'unicode-code-points' });
    expect((await run(0, out)).said).toContain('done before');
  });

  it('gives a Slurm task the same part whether all tasks are submitted or those that failed', async () => {
    const said = join(folder, 'said.sh');
    writeFileSync(said, 'echo "$@ with $JOBS"\n');
    const task = (environment: Record<string, string>, ...more: readonly string[]): Promise<string> =>
      new Promise((resolve, reject) => {
        const env = { ...process.env, SHARD: said, SLURM_CPUS_PER_TASK: '2', ...environment };
        const script = join('examples', 'cluster', 'slurm-array.sh');
        execFile('sh', [script, 'reports.jsonl', 'labels', ...more], { env }, (error, stdout) => {
          if (error === null) resolve(stdout.trim());
          else reject(new Error(String(error.code)));
        });
      });
    const whole = { SLURM_ARRAY_TASK_ID: '17', SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_COUNT: '64' };
    const again = { SLURM_ARRAY_TASK_ID: '17', SLURM_ARRAY_TASK_MIN: '3', SLURM_ARRAY_TASK_COUNT: '2' };
    expect(await task(whole)).toBe('17 64 reports.jsonl labels with 2');
    expect(await task(again)).toBe(await task(whole));
    expect(await task(again, '128')).toBe('17 128 reports.jsonl labels with 2');
  });

  it('leaves nothing behind where glosa fails, so that the part is tried again', async () => {
    const out = join(folder, 'failed');
    const { code } = await run(0, out, `${command} --no-such-command`);
    expect(code).toBe(2);
    expect(readdirSync(out)).toEqual([]);
    expect((await run(0, out)).code).toBe(0);
  });

  it('takes no part for done where there was nothing to read', async () => {
    const out = join(folder, 'unread');
    expect((await run(3, out)).code).toBe(2);
    expect((await run(0, out, command, join(folder, 'missing.jsonl'))).code).toBe(2);
    expect((await run(0, out, command, folder)).code).toBe(2);
    expect(existsSync(out)).toBe(false);
  });
});
