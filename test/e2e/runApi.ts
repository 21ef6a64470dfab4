/**
 * Runs the API tests inside VS Code's extension host, on the packaged extension.
 * `node build/e2e/runApi.mjs HOST VSIX RESULTS_FILE`; exit code 0 only where all passed.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findHost, type HostName, installVsix, startServer } from './host.js';
import { launchBrowser, openWorkbench } from './workbench.js';

const limitMs = 900_000;

/** Exit code of the run: that of VS Code's test runner, 124 where it did not end in time. */
async function run(name: HostName, vsix: string, results: string): Promise<number> {
  const host = findHost(name);
  if (host === null) {
    throw new Error(`VS Code ${name} is not installed: node test/vscode-host/install.mjs`);
  }
  const temporary = await mkdtemp(join(tmpdir(), 'glosa-api-'));
  const workspace = join(temporary, 'workspace');
  await cp('examples/reports', workspace, { recursive: true });
  // What the product ships is what is tested: the folder that VS Code itself unpacked from the .vsix.
  const extension = await installVsix(host, join(temporary, 'server'), vsix);
  const server = await startServer({
    host,
    smokeTestDriver: true,
    env: { GLOSA_API_RESULTS: resolve(results) },
  });
  const browser = await launchBrowser();
  try {
    let exit: (code: number) => void = () => undefined;
    const ended = new Promise<number>((done) => (exit = done));
    const remote = (path: string): string => `vscode-remote://127.0.0.1:${server.port}${resolve(path)}`;
    const payload = [
      ['extensionDevelopmentPath', remote(extension)],
      ['extensionTestsPath', remote('build/e2e/api/index')],
    ];
    const opened = openWorkbench(browser, server.url, workspace, {
      query: `&payload=${encodeURIComponent(JSON.stringify(payload))}`,
      expose: { codeAutomationExit: exit, codeAutomationLog: () => undefined },
    });
    const late = new Promise<number>((done) => {
      setTimeout(() => {
        done(124);
      }, limitMs).unref();
    });
    return await Promise.race([ended, late, opened.then(() => ended)]);
  } finally {
    await browser.close();
    await server.stop();
    await rm(temporary, { recursive: true, force: true });
  }
}

const [name, vsix, results] = process.argv.slice(2);
if ((name !== '1.100' && name !== '1.139') || vsix === undefined || results === undefined) {
  throw new Error('usage: runApi HOST VSIX RESULTS_FILE');
}
void run(name, vsix, results).then((code) => {
  process.exitCode = code;
});
