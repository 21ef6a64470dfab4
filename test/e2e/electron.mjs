// `npm run test:electron`: the API tests on the packaged extension in desktop VS Code, on a machine that can
// download it. `npm run test:electron -- 1.100.3` picks a version; without one it is the newest.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import { bundleApiTests, packaged } from './bundle.mjs';

const temporary = mkdtempSync(join(tmpdir(), 'glosa-electron-'));
const extensions = join(temporary, 'extensions');
const user = join(temporary, 'user');
const workspace = join(temporary, 'workspace');
const results = resolve('build/test/electron.json');

/** Installs the .vsix and gives the folder that VS Code unpacked it to. */
function install(executable, vsix) {
  const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable);
  const done = spawnSync(
    cli,
    [...args, '--extensions-dir', extensions, '--user-data-dir', user, '--install-extension', resolve(vsix)],
    { stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' },
  );
  const unpacked = readdirSync(extensions).find((name) => name.startsWith('glosa.glosa-'));
  if (done.status !== 0 || unpacked === undefined) {
    throw new Error('VS Code did not install the packaged extension');
  }
  return join(extensions, unpacked);
}

/** Prints mocha's counts as the last line. */
function report() {
  const { tests } = JSON.parse(readFileSync(results, 'utf8'));
  const of = (state) => tests.filter((test) => test.state === state);
  for (const test of of('failed')) {
    process.stdout.write(`✗ ${test.title}\n${test.message}\n`);
  }
  process.stdout.write(`${of('passed').length} passed, ${of('failed').length} failed\n`);
  return of('failed').length === 0 && of('passed').length > 0;
}

const vsix = packaged(`${process.platform}-${process.arch}`);
if (vsix === null) {
  throw new Error('packaging failed');
}
await bundleApiTests();
mkdirSync(extensions, { recursive: true });
mkdirSync(resolve('build/test'), { recursive: true });
rmSync(results, { force: true });
cpSync('examples/reports', workspace, { recursive: true });
const executable = await downloadAndUnzipVSCode(process.argv[2] ?? 'stable');
let ended = false;
try {
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: install(executable, vsix),
    extensionTestsPath: resolve('build/e2e/api/index.js'),
    extensionTestsEnv: { GLOSA_API_RESULTS: results },
    launchArgs: [workspace, '--user-data-dir', user, '--disable-workspace-trust', '--skip-welcome'],
  });
  ended = true;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
process.exitCode = report() && ended ? 0 : 1;
rmSync(temporary, { recursive: true, force: true });
