/**
 * `npm run pack:gpu -- [--checkpoint FILE] [--base FOLDER] [--out FOLDER]` writes the pack with float16 weights
 * (docs/gpu.md) with the Python of `build/venv`, or the one that `GLOSA_PYTHON` names.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installed = [
  join(root, 'build', 'venv', 'bin', 'python'),
  join(root, 'build', 'venv', 'Scripts', 'python.exe'),
];
const python = process.env.GLOSA_PYTHON ?? installed.find((path) => existsSync(path));
if (python === undefined) {
  process.stderr.write(
    'There is no build/venv. Make it with: python3 -m venv build/venv && ' +
      'build/venv/bin/pip install -r training/requirements.txt\n',
  );
  process.exitCode = 1;
} else {
  const arguments_ = ['-m', 'training', 'gpu-pack', ...process.argv.slice(2)];
  const { status, error } = spawnSync(python, arguments_, { cwd: root, stdio: 'inherit' });
  if (error !== undefined) process.stderr.write(`${python}: ${error.message}\n`);
  process.exitCode = status ?? 1;
}
