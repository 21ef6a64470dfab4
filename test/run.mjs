// `npm test`: builds, runs every suite and ends with `N passed, N failed`.
// `npm test -- unit golden` runs those suites only. What needs VS Code is skipped, with the commands that
// install it, where it is missing; with CI=true whatever is missing is a failure.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { closingLine, countApi, countPytest, countVitest, failuresOfVitest, settle } from './counts.mjs';
import { bundleApiTests, packaged } from './e2e/bundle.mjs';

const strict = process.env.CI === 'true';
const results = 'build/test';
const vitestSuites = ['unit', 'golden', 'fuzz', 'lsp'];
const hosts = ['1.100', '1.139'];
const allSuites = [...vitestSuites, 'training', 'api', 'ui'];

const asked = process.argv.slice(2);
const suites = asked.length === 0 ? allSuites : asked;
const unknown = suites.filter((suite) => !allSuites.includes(suite));
if (unknown.length > 0) {
  process.stderr.write(`unknown suite ${unknown.join(', ')}; suites: ${allSuites.join(' ')}\n`);
  process.exit(2);
}

/** One line of the closing table. @type {{ name: string, passed: number, failed: number, skipped: number, seconds: number }[]} */
const table = [];
/** What failed, said again at the end, where a log that is cut still shows it. @type {string[]} */
const failures = [];

/** Runs a command with this terminal; true where it ended with 0. */
function command(name, args, env = {}) {
  const done = spawnSync(name, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  return done.status === 0;
}

/** Counts of a results file as `count` reads it; one failure where the file is missing or broken. */
function counts(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Notes a suite's counts and time. */
function record(name, started, { passed, failed, skipped }) {
  table.push({ name, passed, failed, skipped, seconds: (Date.now() - started) / 1000 });
}

/** Notes a suite that cannot run here, with what to install. */
function missing(name, how) {
  process.stdout.write(`${name}: not run. ${how}\n`);
  record(name, Date.now(), { passed: 0, failed: strict ? 1 : 0, skipped: strict ? 0 : 1 });
}

/** Runs one vitest project. */
function vitest(name, project, env = {}, flags = []) {
  const started = Date.now();
  const file = join(results, `${name.replace(' ', '-')}.json`);
  rmSync(file, { force: true });
  process.stdout.write(`\n== ${name}\n`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const ended = command('npx', ['vitest', 'run', '--project', project, ...reporters, ...flags], env);
  if (existsSync(file)) {
    failures.push(...failuresOfVitest(JSON.parse(readFileSync(file, 'utf8'))));
  }
  record(name, started, settle(counts(file, countVitest), ended));
}

/** Python tests of the training package, in the environment that .ci/run makes. */
function training() {
  const python = 'build/venv/bin/python';
  const ready = existsSync(python) && command(python, ['-c', 'import pytest']);
  if (!ready) {
    missing('training', 'Needs: bash tools/ci/python-env.sh');
    return;
  }
  const started = Date.now();
  const file = join(results, 'training.xml');
  rmSync(file, { force: true });
  process.stdout.write('\n== training\n');
  const args = ['-m', 'pytest', '-q', `--junitxml=${file}`, 'training/tests'];
  const ended = command(python, args, { PYTHONDONTWRITEBYTECODE: '1' });
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  record('training', started, settle(countPytest(text), ended));
}

/** What the tests in VS Code lack on this machine, or null. */
function lacking() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return 'The VS Code hosts are for linux-x64; npm run test:electron is for other machines.';
  }
  const chromium = [process.env.GLOSA_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  if (!chromium.some((path) => path !== undefined && existsSync(path))) {
    return 'Needs: apt-get install -y chromium ripgrep fonts-dejavu-core';
  }
  if (!hosts.every((host) => existsSync(join('test/vscode-host', host, 'node_modules/.glosa-installed')))) {
    return 'Needs: node test/vscode-host/install.mjs';
  }
  return null;
}

/** Prints what failed of the file that test/e2e/api/index.ts writes. */
function printFailures({ tests }) {
  for (const test of tests.filter(({ state }) => state === 'failed')) {
    process.stdout.write(`✗ ${test.title}\n${test.message}\n`);
  }
}

/** API tests in the extension host of one VS Code. */
function api(host, vsix) {
  const started = Date.now();
  const file = join(results, `api-${host}.json`);
  rmSync(file, { force: true });
  process.stdout.write(`\n== api ${host}\n`);
  const ended = command('node', ['build/e2e/runApi.mjs', host, vsix, file]);
  counts(file, printFailures);
  record(`api ${host}`, started, settle(counts(file, countApi), ended));
}

mkdirSync(results, { recursive: true });
if (!command('npm', ['run', '--silent', 'build'])) {
  process.stdout.write('the build failed\n0 passed, 1 failed\n');
  process.exit(1);
}
for (const suite of vitestSuites.filter((name) => suites.includes(name))) {
  vitest(suite, suite);
}
if (suites.includes('training')) {
  training();
}
const inVsCode = ['api', 'ui'].filter((suite) => suites.includes(suite));
const lack = inVsCode.length === 0 ? null : lacking();
const vsix = inVsCode.length === 0 || lack !== null ? null : packaged('linux-x64');
if (inVsCode.includes('api') && vsix !== null) {
  await bundleApiTests();
}
for (const host of hosts) {
  for (const suite of inVsCode) {
    if (lack !== null) {
      missing(`${suite} ${host}`, lack);
    } else if (vsix === null) {
      record(`${suite} ${host}`, Date.now(), { passed: 0, failed: 1, skipped: 0 });
    } else if (suite === 'api') {
      api(host, vsix);
    } else {
      vitest(`ui ${host}`, 'ui', { GLOSA_VSCODE: host, GLOSA_VSIX: vsix }, ['--no-file-parallelism']);
    }
  }
}

for (const failure of failures) {
  process.stdout.write(`\n✗ ${failure}\n`);
}
process.stdout.write('\n');
for (const { name, passed, failed, skipped, seconds } of table) {
  const columns = [name.padEnd(10), `${passed} passed`, `${failed} failed`, `${skipped} skipped`];
  process.stdout.write(`${columns.join('  ')}  ${seconds.toFixed(1)} s\n`);
}
const closing = closingLine(table);
process.stdout.write(`${closing.text}\n`);
process.exitCode = closing.failed > 0 ? 1 : 0;
