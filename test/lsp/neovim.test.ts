/** The same server in Neovim, a client that Glosa's authors did not write. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';

const run = promisify(execFile);
const installed = spawnSync('nvim', ['--version']).status === 0;
if (!installed && process.env.CI === undefined) {
  process.stderr.write('test/lsp/neovim.test.ts: skipped, nvim is not installed (apt-get install neovim)\n');
}

interface Outcome {
  readonly diagnostics: {
    lnum: number;
    col: number;
    end_col: number;
    message: string;
    source: string;
    code: string;
  }[];
  readonly hover: string;
  readonly symbols: string[];
  readonly edited: { lnum: number }[];
}

// With CI set a missing nvim fails the tests instead of hiding them.
describe.skipIf(!installed && process.env.CI === undefined)('Neovim', () => {
  let server: Bundle;
  let folder: string;
  beforeAll(async () => {
    server = await bundle('test/lsp/fakeServer.ts');
    folder = await mkdtemp(join(tmpdir(), 'glosa-nvim-'));
  });
  afterAll(async () => {
    await server.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows diagnostics, hover and outline of an .informe file, and follows an edit', async () => {
    const report = join(folder, 'a.informe');
    const out = join(folder, 'outcome.json');
    await writeFile(report, 'HALLAZGOS:\nUn 🧠 adenocarcinoma de colon.\n');
    const { stderr } = await run(
      'nvim',
      [
        '--headless',
        '-u',
        'NONE',
        '-i',
        'NONE',
        '-n',
        '-c',
        `luafile ${join(__dirname, 'fixtures', 'neovim.lua')}`,
      ],
      {
        env: {
          ...process.env,
          GLOSA_NODE: process.execPath,
          GLOSA_SERVER: server.script,
          GLOSA_REPORT: report,
          GLOSA_OUT: out,
        },
        timeout: 50_000,
      },
    );
    const outcome = JSON.parse(await readFile(out, 'utf8').catch(() => JSON.stringify(stderr))) as Outcome;
    expect(outcome.diagnostics).toHaveLength(1);
    const [first] = outcome.diagnostics;
    expect(first).toMatchObject({ lnum: 1, source: 'glosa', code: 'code-suggestion' });
    expect(first!.message).toBe(
      'The report states “adenocarcinoma”: ICD-O-3 8140/3 Adenocarcinoma, SAI (95%)',
    );
    // Neovim counts bytes: "Un 🧠 " is eight.
    expect([first!.col, first!.end_col]).toEqual([8, 22]);
    expect(outcome.hover).toContain('8140/3');
    expect(outcome.symbols).toEqual(['HALLAZGOS']);
    expect(outcome.edited.map(({ lnum }) => lnum)).toEqual([2]);
  });
});
