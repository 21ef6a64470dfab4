// What the tests in VS Code need before they start: the packaged extension and the bundled API tests.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Path of the packaged extension for `target` (`linux-x64`, …), made now unless the environment variable
 * GLOSA_VSIX names one; null where packaging failed.
 * @param {string} target
 */
export function packaged(target) {
  if (process.env.GLOSA_VSIX !== undefined) {
    return process.env.GLOSA_VSIX;
  }
  const args = ['run', '--silent', 'package', '--', '--target', target];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const done = spawnSync(npm, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const path = join('dist', `glosa-${target}-${version}.vsix`);
  return done.status === 0 && existsSync(path) ? path : null;
}

/** Bundles the API tests and their runner; mocha stays outside, since it loads its parts by name. */
export async function bundleApiTests() {
  const common = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' };
  await build({
    ...common,
    entryPoints: { index: 'test/e2e/api/index.ts' },
    outdir: 'build/e2e/api',
    format: 'cjs',
    external: ['vscode', 'mocha'],
  });
  await build({
    ...common,
    entryPoints: { runApi: 'test/e2e/runApi.ts' },
    outdir: 'build/e2e',
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    external: ['playwright-core'],
  });
}
