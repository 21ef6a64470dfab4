/** Bundles the benches and runs one: `npm run bench -- NAME [--json] [options]`. Needs `npm run build` before. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const outfile = join(root, 'build', 'bench', 'main.cjs');
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['test/bench/main.ts'],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['onnxruntime-node', 'onnxruntime-common'],
  mainFields: ['module', 'main'],
  outfile,
  logLevel: 'warning',
});
const child = spawn(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit', cwd: root });
process.on('SIGINT', () => undefined);
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
