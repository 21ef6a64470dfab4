import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../fixtures/engine/bundle.js';
import { writeTinyPack } from '../../fixtures/tiny-pack/tinyPack.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-orphan-'));
const log = join(scratch, 'runs.log');
let parentPath: string;
let childPath: string;
let packPath: string;

beforeAll(async () => {
  parentPath = await bundle('test/fixtures/engine/orphanParent.ts', scratch, 'parent.js');
  childPath = await bundle('test/fixtures/engine/faultyChild.ts', scratch, 'child.js');
  packPath = writeTinyPack(join(scratch, 'pack'));
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** True while a process exists and is no zombie; a test's machine may have no init that reaps. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

/** Polls until a condition holds; the test's own time-out is the only clock. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(20);
}

/** Starts a parent with a reader child; gives both process ids. */
async function family(sentence?: string): Promise<{ parent: number; child: number }> {
  const args = [parentPath, childPath, packPath, ...(sentence === undefined ? [] : [sentence])];
  const parent = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, GLOSA_TEST_LOG: log },
  });
  const child = await new Promise<number>((resolve, reject) => {
    parent.stdout.once('data', (data: Buffer) => {
      resolve(Number(data.toString()));
    });
    parent.once('exit', () => {
      reject(new Error('the parent ended before its child had loaded'));
    });
  });
  return { parent: parent.pid ?? 0, child };
}

describe('a reader process whose parent is killed', () => {
  it('ends when it is idle', async () => {
    writeFileSync(log, '');
    const { parent, child } = await family();
    expect(alive(child)).toBe(true);
    process.kill(parent, 'SIGKILL');
    await until(() => !alive(child));
  });

  it('ends in the middle of a run that never returns', async () => {
    writeFileSync(log, '');
    const { parent, child } = await family('0 hang');
    await until(() => readFileSync(log, 'utf8').includes('hang'));
    expect(alive(child)).toBe(true);
    process.kill(parent, 'SIGKILL');
    await until(() => !alive(child));
  });
});
