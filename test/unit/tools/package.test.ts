import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

// An ES module, which this CommonJS file can only import at run time.
const load = () => import('../../../tools/stage.mjs');
let tools: Awaited<ReturnType<typeof load>>;
beforeAll(async () => {
  tools = await load();
});

const runtime = 'node_modules/onnxruntime-node';
const native = `${runtime}/bin/napi-v6`;

/** What the package takes as it is, for linux-x64. */
const wanted = [
  'LICENSE',
  'NOTICE',
  'README.md',
  'docs/images/report.png',
  'docs/user-guide.md',
  'examples/README.md',
  'examples/reports/es.informe',
  'l10n/bundle.l10n.es.json',
  'language-configuration.json',
  'media/icon.png',
  'media/panel.svg',
  'media/report-dark.svg',
  'models/glosa-base/graphs/int8.onnx',
  'models/glosa-base/manifest.json',
  'node_modules/onnxruntime-common/dist/cjs/index.js',
  'node_modules/onnxruntime-common/dist/cjs/package.json',
  'node_modules/onnxruntime-common/package.json',
  `${native}/linux/x64/libonnxruntime.so.1`,
  `${native}/linux/x64/onnxruntime_binding.node`,
  `${runtime}/dist/index.js`,
  `${runtime}/package.json`,
  'package.nls.es.json',
  'package.nls.json',
  'terminology/README.md',
  'terminology/icd-10-cm.tsv.gz',
  'terminology/words.tsv',
  'walkthrough/open.md',
];

/** What is in the project and must stay out. */
const unwanted = [
  '.env',
  'client/src/extension.ts',
  'docs/notes.txt',
  'examples/reports/.glosa/labels.jsonl',
  'media/icon.svg',
  'models/other/manifest.json',
  'node_modules/onnxruntime-common/dist/cjs/index.js.map',
  'node_modules/onnxruntime-common/dist/esm/index.js',
  `${native}/darwin/arm64/libonnxruntime.1.30.0.dylib`,
  `${native}/darwin/arm64/libonnxruntime.1.dylib`,
  `${native}/darwin/arm64/onnxruntime_binding.node`,
  `${native}/linux/arm64/onnxruntime_binding.node`,
  `${native}/win32/x64/DirectML.dll`,
  `${native}/win32/x64/onnxruntime_binding.node`,
  `${runtime}/dist/index.js.map`,
  `${runtime}/script/install.js`,
  'node_modules/zod/index.js',
  'out/client.js.map',
  'package-lock.json',
  'terminology/notes.txt',
  'test/unit/x.test.ts',
  'training/data/cantemist.tar.xz',
  'tsconfig.json',
];

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'glosa-stage-'));
  const licence = `${runtime}/package.json`;
  for (const file of [...wanted, ...unwanted, 'node_modules/zod/LICENSE']) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    const content =
      file === licence || file.endsWith('common/package.json') ? { version: '1.2.3', license: 'MIT' } : {};
    await writeFile(join(root, file), JSON.stringify(content));
  }
  await writeFile(join(root, 'node_modules/zod/LICENSE'), 'Words of the licence.');
  await writeFile(join(root, 'node_modules/zod/package.json'), '{"version":"4.0.0","license":"MIT"}');
  const manifest = {
    name: 'glosa',
    main: './out/client.js',
    scripts: { a: 'b' },
    dependencies: { zod: '4' },
  };
  await writeFile(
    join(root, 'package.json'),
    JSON.stringify({ ...manifest, private: true, devDependencies: {} }),
  );
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function bundle(outdir: string): Promise<string[]> {
  await mkdir(outdir, { recursive: true });
  await writeFile(join(outdir, 'client.js'), '');
  return ['zod'];
}

describe('the package', () => {
  it('takes exactly the files that users need', async () => {
    const files = await tools.packagedFiles(root, 'linux-x64');
    expect(files.map(({ from }) => from).sort()).toEqual([...wanted].sort());
  });

  it('carries one platform only, and each library once', async () => {
    const files = await tools.packagedFiles(root, 'darwin-arm64');
    const libraries = files.map(({ to }) => to).filter((to) => to.includes('napi-v6'));
    expect(libraries).toEqual([
      'out/node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/libonnxruntime.1.dylib',
      'out/node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/onnxruntime_binding.node',
    ]);
  });

  it('stages files, bundles, manifest and licences, with the runtime beside the bundles', async () => {
    const folder = join(root, 'dist/stage');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'left-over.txt'), '');
    const staged = await tools.stage({ root, target: 'linux-x64', folder, bundle });
    const moved = wanted.map((file) => file.replace(/^node_modules\//, 'out/node_modules/'));
    expect(staged).toEqual([...moved, 'THIRD-PARTY-NOTICES.txt', 'out/client.js', 'package.json'].sort());
    expect(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).toEqual({
      name: 'glosa',
      main: './out/client.js',
    });
    const notices = await readFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(notices).toContain('zod 4.0.0 (MIT)\n\nWords of the licence.');
    expect(notices).toContain('onnxruntime-node 1.2.3 (MIT)');
  });

  it('is not made without the model, nor for a platform without a library', async () => {
    await rm(join(root, 'models/glosa-base/manifest.json'));
    await expect(tools.packagedFiles(root, 'linux-x64')).rejects.toThrow('models/glosa-base/manifest.json');
    await expect(
      tools.stage({ root, target: 'linux-s390x', folder: join(root, 'x'), bundle }),
    ).rejects.toThrow(`there are ${tools.targets.join(', ')}`);
  });
});
