import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChildHandle } from '../../../server/src/engine/childHandle.js';
import { loadPack } from '../../../server/src/engine/pack.js';
import { bundle } from '../../fixtures/engine/bundle.js';
import { writeTinyPack } from '../../fixtures/tiny-pack/tinyPack.js';

const scratch = mkdtempSync(join(tmpdir(), 'glosa-handle-'));
let script: string;

beforeAll(async () => {
  script = await bundle('test/fixtures/engine/faultyChild.ts', scratch, 'child.js');
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

describe('ChildHandle', () => {
  it('lets a cancelled chunk end between two runs, and an urgent one overtake it', async () => {
    const pack = await loadPack(writeTinyPack(join(scratch, 'pack')));
    const events: string[] = [];
    let count = 0;
    const limits = { watchdogMs: 60_000, loadTimeoutMs: 60_000 };
    const finished = new Promise<void>((resolve, reject) => {
      const handle = new ChildHandle(script, process.env, limits, {
        onReadings: ({ id, indices, done }) => {
          if (id === 1) {
            // The first run of the long chunk: the urgent one is sent now, the cancel after its answer.
            if (count === 0) handle.read(2, true, ['0 colon']);
            count += indices.length;
          }
          if (done) events.push(`chunk ${id}`);
          if (id === 2) handle.cancel(1);
          if (id === 1 && done) void handle.kill('the test is over').then(resolve);
        },
        onExit: (reason) => {
          if (!events.includes('chunk 1')) reject(new Error(reason));
        },
      });
      const words = `slow ${'de '.repeat(60)}`;
      const sentences = Array.from({ length: 4000 }, (_, i) => `${'0'.repeat(62)} ${words}x${i}`);
      handle.load({ type: 'load', pack, graph: 'cpu', provider: 'cpu', threads: 1 }).then(() => {
        handle.read(1, false, sentences);
      }, reject);
    });
    await finished;
    expect(events).toEqual(['chunk 2', 'chunk 1']);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(4000);
  });
});
