/** What Glosa keeps to itself: no network is needed, and no report text leaves by logs, errors or files. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AnalysisParams } from '../../server/src/protocol.js';
import { bundle } from '../fixtures/engine/bundle.js';
import { bundleProduct } from '../fixtures/engine/product.js';
import type { Product } from '../fixtures/engine/product.js';
import { ScriptedClient } from './client.js';
import type { Surroundings } from './client.js';
import { vscodeParams } from './params.js';

// Real processes, each with the model: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });

const folder = mkdtempSync(join(tmpdir(), 'glosa-privacy-'));
/** Words that stand in no source file, model or message. */
const secrets = ['Zzgrisuelo', 'quiroxilema'];
const report = `Nombre: ${secrets[0]}.\nHALLAZGOS\nAdenocarcinoma de ${secrets[1]} 🫁. Sin metástasis.\n`;
let product: Product;
let server: string;
beforeAll(async () => {
  product = await bundleProduct(folder);
  server = await bundle('server/src/host/ipc.ts', join(folder, 'out'), 'server.js');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
let client: ScriptedClient | null = null;
afterEach(async () => {
  await client?.stop();
  client = null;
});

const isolated = ['unshare', '--user', '--map-root-user', '--net'];
/** Null where this machine lets a process do without its network; else why not. */
function whyNotIsolated(): string | null {
  if (process.platform !== 'linux') return 'only Linux has network namespaces';
  const [command = '', ...args] = isolated;
  const asked = 'require("os").networkInterfaces()';
  const tried = spawnSync(command, [...args, process.execPath, '-p', `JSON.stringify(${asked})`], {
    encoding: 'utf8',
  });
  if (tried.status !== 0) return 'unshare --net is not permitted here';
  return tried.stdout.trim() === '{}' ? null : 'the namespace has an interface';
}
const notIsolated = whyNotIsolated();

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
function glosa(
  args: readonly string[],
  { wrapper = [], cwd, env = {} }: Surroundings & { readonly cwd: string },
): Promise<Ended> {
  const [command = '', ...rest] = [...wrapper, process.execPath, product.glosa, ...args];
  return new Promise((resolve) => {
    execFile(command, rest, { cwd, env: { ...process.env, ...env } }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

/** A folder with the report, and a home and a place for temporary files that start empty. */
function place(name: string): {
  root: string;
  reports: string;
  surroundings: Surroundings & { cwd: string };
} {
  const root = join(folder, name);
  const reports = join(root, 'reports');
  for (const made of ['reports', 'home', 'tmp', 'cwd']) mkdirSync(join(root, made), { recursive: true });
  writeFileSync(join(reports, 'a.informe'), report);
  const env = { HOME: join(root, 'home'), TMPDIR: join(root, 'tmp'), XDG_CACHE_HOME: join(root, 'home') };
  return { root, reports, surroundings: { cwd: join(root, 'cwd'), env } };
}

async function startServer(
  script: string,
  args: readonly string[],
  surroundings: Surroundings,
  reports: string,
): Promise<ScriptedClient> {
  const started = new ScriptedClient(script, args, surroundings);
  client = started;
  started.respond('workspace/configuration', (params) =>
    (params as { items: unknown[] }).items.map(() => ({ engine: { device: 'cpu' } })),
  );
  const pack = product.options[1] ?? '';
  await started.initialize(
    vscodeParams({ engine: pack, locale: 'es', folders: [pathToFileURL(reports).href] }),
  );
  return started;
}
const uri = 'file:///reports/b.informe';
const read = (from: ScriptedClient, version: number): Promise<AnalysisParams> =>
  from.notification<AnalysisParams>(
    'glosa/analysis',
    (analysis) => analysis.uri === uri && analysis.complete && analysis.version === version,
  );

describe.skipIf(notIsolated !== null)(
  `with networking removed${notIsolated === null ? '' : ` (${notIsolated})`}`,
  () => {
    it('glosa label labels', async () => {
      const { reports, surroundings } = place('offline-label');
      const ended = await glosa(['label', reports, ...product.options, '--jobs', '1'], {
        ...surroundings,
        wrapper: isolated,
      });
      expect([ended.code, ended.err]).toEqual([0, '']);
      expect(readFileSync(join(reports, '.glosa', 'labels.jsonl'), 'utf8')).toContain('"path":"a.informe"');
    });

    it('glosa serve reads a report', async () => {
      const { reports, surroundings } = place('offline-serve');
      const started = await startServer(
        product.glosa,
        ['serve', '--stdio'],
        { ...surroundings, wrapper: isolated },
        reports,
      );
      started.open(uri, report);
      expect((await read(started, 1)).language).toBe('es');
    });
  },
);

/** Files under a folder that hold a secret. */
function leaking(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(root, name);
    if (!statSync(path).isFile()) return false;
    const content = readFileSync(path, 'latin1').toLowerCase();
    return secrets.some((secret) => content.includes(secret.toLowerCase()));
  });
}
function expectNoSecret(text: string): void {
  for (const secret of secrets) expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
}
/** What VS Code keeps in the output channel and in its log files, and what it shows outside the report. */
const logged = ({ received, stderr }: ScriptedClient): string =>
  JSON.stringify(
    received.filter(({ method }) =>
      ['window/logMessage', 'window/showMessage', '$/logTrace', 'telemetry/event', '$/progress'].includes(
        method ?? '',
      ),
    ),
  ) + stderr;

/** A script that throws an error that quotes the report, in every process whose script has this name. */
function thrower(root: string, script: string, how: string): string {
  const path = join(root, 'thrower.cjs');
  writeFileSync(
    path,
    `if (process.argv[1]?.endsWith(${JSON.stringify(script)})) {\n` +
      `  const message = ${JSON.stringify(`bad text:\n    at ${report}`)};\n  ${how}\n}\n`,
  );
  return path;
}

describe('no report text in standard error, logs, the output channel or crash files', () => {
  it('through use, malformed input and the death of the engine’s process', async () => {
    const { root, reports, surroundings } = place('server');
    const started = await startServer(server, ['--stdio'], surroundings, reports);
    started.notify('$/setTrace', { value: 'verbose' });
    started.open(uri, report);
    await read(started, 1);
    const textDocument = { uri };
    const position = { line: 2, character: 3 };
    const range = { start: position, end: { line: 2, character: 14 } };
    await started.call('textDocument/hover', { textDocument, position });
    await started.call('textDocument/diagnostic', { textDocument });
    await started.call('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
    await started.call('textDocument/documentSymbol', { textDocument });
    // Malformed: text where it does not belong, a command that is none, a body that is no JSON.
    for (const bad of [{ textDocument: { uri: report } }, { uri: report, label: report }, [report], report])
      for (const method of ['textDocument/hover', 'glosa/whyLabel', 'workspace/executeCommand', report])
        await started.call(method, bad);
    started.notify('textDocument/didChange', { textDocument, contentChanges: [{ text: 7, range: report }] });
    started.send({ text: report });
    started.raw(`Content-Length: ${Buffer.byteLength(report)}\r\n\r\n${report}`);
    // The engine's process dies while the report is in it.
    const pid = String(started.process.pid);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    expect(children.length).toBeGreaterThan(0);
    started.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: `${report}Carcinoma de ${secrets[1]} izquierdo.\n` }],
    });
    for (const child of children) process.kill(Number(child), 'SIGKILL');
    const keepGoing = setInterval(() => {
      started.notify('$/packet');
    }, 50);
    await read(started, 2);
    clearInterval(keepGoing);
    await started.stop();
    expectNoSecret(logged(started));
    expect(leaking(root)).toEqual([join('reports', 'a.informe')]);
  });

  it.each([
    ['an error', `process.on('SIGUSR2', () => { throw new Error(message); });`],
    ['an error that is none', `process.on('SIGUSR2', () => { throw message; });`],
    ['a rejection', `process.on('SIGUSR2', () => { Promise.reject(new RangeError(message)); });`],
  ])('when the server throws %s that nobody catches', async (_what, how) => {
    const { root, reports, surroundings } = place('thrown');
    const env = { ...surroundings.env, NODE_OPTIONS: `--require ${thrower(folder, 'server.js', how)}` };
    const started = await startServer(server, ['--stdio'], { ...surroundings, env }, reports);
    started.open(uri, report);
    started.process.kill('SIGUSR2');
    expect(await started.exited).toBe(70);
    expect(started.stderr).toMatch(/^glosa: internal error: (?:Error|RangeError|error)\n/);
    expectNoSecret(logged(started));
    expect(leaking(root)).toEqual([join('reports', 'a.informe')]);
  });

  it('when the engine throws what it was given, and when the command line does', async () => {
    const { root, reports, surroundings } = place('shell');
    const options = ['label', reports, ...product.options, '--jobs', '1'];
    const inChild = thrower(
      folder,
      'engine-child.js',
      `process.on('message', () => { throw new Error(message); });`,
    );
    const env = { ...surroundings.env, NODE_OPTIONS: `--require ${inChild}` };
    const child = await glosa(options, { ...surroundings, env });
    expect(child.code).not.toBe(0);
    expectNoSecret(child.out + child.err);
    const inShell = thrower(folder, 'glosa.js', `setTimeout(() => { throw new Error(message); }, 0);`);
    const shell = await glosa(options, {
      ...surroundings,
      env: { ...surroundings.env, NODE_OPTIONS: `--require ${inShell}` },
    });
    expect(shell.code).toBe(70);
    expectNoSecret(shell.out + shell.err);
    expect(leaking(root)).toEqual([join('reports', 'a.informe')]);
  });

  it('writes phrases of reports into .glosa alone, and git ignores all of it', async () => {
    const { root, reports, surroundings } = place('written');
    const ended = await glosa(['label', reports, ...product.options, '--jobs', '1'], surroundings);
    expect(ended.code).toBe(0);
    expectNoSecret(ended.out + ended.err);
    expect(readFileSync(join(reports, '.glosa', '.gitignore'), 'utf8')).toBe('*\n');
    expect(leaking(root).filter((name) => !name.startsWith(join('reports', '.glosa')))).toEqual([
      join('reports', 'a.informe'),
    ]);
  });
});
