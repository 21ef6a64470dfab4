/**
 * `npm run package -- [--target linux-x64]` writes `dist/glosa-TARGET-VERSION.vsix` and prints its size.
 * Without `--target`, the package is for the platform that it is made on.
 */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { build } from '../esbuild.mjs';
import { kernelPlatform } from '../native/build.mjs';
import { stage } from './stage.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const limitBytes = 80_000_000;

async function main() {
  const { values } = parseArgs({ options: { target: { type: 'string' } } });
  const target = values.target ?? `${process.platform}-${process.arch}`;
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const folder = join(root, 'dist', `stage-${target}`);
  const files = await stage({
    root,
    target,
    folder,
    bundle: (outdir) => build({ production: true, outdir, kernel: target === kernelPlatform }),
  });
  const packagePath = join(root, 'dist', `glosa-${target}-${version}.vsix`);
  await mkdir(dirname(packagePath), { recursive: true });
  await createVSIX({
    cwd: folder,
    target,
    packagePath,
    // Everything is bundled or staged; vsce looks for no dependencies.
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const { size } = await stat(packagePath);
  process.stdout.write(`${packagePath}: ${files.length} files, ${(size / 1e6).toFixed(1)} MB\n`);
  if (size > limitBytes) throw new Error(`The package is larger than ${limitBytes / 1e6} MB`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
