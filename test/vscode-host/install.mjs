// Installs the two VS Code servers that the tests run in: `node test/vscode-host/install.mjs`.
// Idempotent: a host whose stamp matches its lock file is left as it is. Needs npm only; Chromium and
// ripgrep are Debian packages (see .ci/run).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const common = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** First executable called `name` on the PATH, or null. */
function onPath(name) {
  return (
    (process.env.PATH ?? '')
      .split(delimiter)
      .map((folder) => join(folder, name))
      .find((path) => existsSync(path)) ?? null
  );
}

/** Runs npm in `cwd`; throws with the folder's name where it fails. */
function npm(args, cwd) {
  const done = spawnSync('npm', args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (done.status !== 0) {
    throw new Error(`npm ${args.join(' ')} failed in ${cwd} (${done.error?.message ?? done.status})`);
  }
}

/** Installs one host: code-server's package, then the packages of the VS Code server inside it. */
function installHost(version) {
  const folder = join(here, version);
  const stamp = join(folder, 'node_modules', '.glosa-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    process.stdout.write(`VS Code ${version}: installed\n`);
    return;
  }
  const started = Date.now();
  // Scripts stay off: they would compile native modules that the tests do not use.
  npm(['ci', ...common], folder);
  const server = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  npm(['ci', '--omit=dev', '--legacy-peer-deps', ...common], server);
  linkRipgrep(server);
  writeFileSync(stamp, wanted);
  process.stdout.write(`VS Code ${version}: installed in ${((Date.now() - started) / 1000).toFixed(0)} s\n`);
}

/** VS Code 1.100 looks for the ripgrep binary that its package would have downloaded. */
function linkRipgrep(server) {
  const owner = join(server, 'node_modules', '@vscode', 'ripgrep');
  const target = join(owner, 'bin', 'rg');
  const ripgrep = onPath('rg');
  if (!existsSync(owner) || existsSync(target) || ripgrep === null) {
    return;
  }
  mkdirSync(dirname(target), { recursive: true });
  rmSync(target, { force: true });
  symlinkSync(ripgrep, target);
}

for (const version of ['1.100', '1.139']) {
  installHost(version);
}
