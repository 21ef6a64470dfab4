/**
 * Bundles Glosa into `out/`: one CommonJS file for each process that is started on its own.
 * `--production` minifies and leaves source maps out; `--watch` rebuilds on every change.
 */
import { chmod, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { buildKernel } from './native/build.mjs';

const root = dirname(fileURLToPath(import.meta.url));

/** Entry of each bundle, by the bundle's name. */
const entries = {
  client: 'client/src/extension.ts',
  server: 'server/src/host/ipc.ts',
  'engine-child': 'server/src/engine/child.ts',
  'engine-probe': 'server/src/engine/probe.ts',
  'parse-worker': 'server/src/lsp/parseWorker.ts',
  'workspace-worker': 'server/src/lsp/workspace/workspaceWorker.ts',
  'map-worker': 'server/src/lsp/map/mapWorker.ts',
};
/** What runs in a webview, in VS Code's own browser; VS Code 1.100 has Chromium 132. */
const pages = {
  panel: 'client/src/panel/webview/main.ts',
  'panel-style': 'client/src/panel/webview/panel.css',
  workspace: 'client/src/workspace/webview/main.ts',
  'workspace-style': 'client/src/workspace/webview/workspace.css',
};
const executable = { name: 'glosa', entry: 'server/src/host/cli.ts' };

/**
 * What esbuild is asked for: the modules, and the command line with its shebang.
 * @param {{ production?: boolean, outdir?: string }} options
 */
async function jobs({ production = false, outdir = 'out' }) {
  /** @type {esbuild.BuildOptions & { metafile: true, outdir: string }} */
  const common = {
    absWorkingDir: root,
    outdir: resolve(root, outdir),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // `vscode` exists only inside VS Code; onnxruntime-node finds its native library by its own path.
    external: ['vscode', 'onnxruntime-node', 'onnxruntime-common'],
    mainFields: ['module', 'main'],
    minify: production,
    sourcemap: production ? false : 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  };
  const source = await readFile(join(root, executable.entry), 'utf8');
  const banner = source.startsWith('#!') ? {} : { banner: { js: '#!/usr/bin/env node' } };
  return [
    { ...common, entryPoints: entries },
    { ...common, platform: 'browser', target: 'chrome132', format: 'iife', entryPoints: pages },
    { ...common, ...banner, entryPoints: { [executable.name]: executable.entry } },
  ];
}

/**
 * Builds every bundle once, and the reader's kernel where this machine can.
 * @param {{ production?: boolean, outdir?: string, kernel?: boolean }} [options] `outdir` is relative to the project's
 * root; `kernel: false` leaves the reader's kernel out.
 * @returns {Promise<string[]>} Names of the npm packages that went into the bundles, sorted.
 * @throws where an entry is missing or does not compile.
 */
export async function build(options = {}) {
  const asked = await jobs(options);
  const kernel = options.kernel === false ? null : buildKernel(asked[0].outdir);
  const results = await Promise.all(asked.map((job) => esbuild.build(job)));
  const reason = await kernel;
  if (reason !== null)
    process.stderr.write(`reader-kernel.node was not made (${reason}); onnxruntime reads.\n`);
  await chmod(join(asked[0].outdir, `${executable.name}.js`), 0o755);
  return packagesIn(results.flatMap((result) => Object.keys(result.metafile.inputs)));
}

/** Rebuilds on every change until the process ends. */
async function watch(options) {
  for (const job of await jobs(options)) {
    const context = await esbuild.context({ ...job, logLevel: 'info' });
    await context.watch();
  }
}

/**
 * Names of the npm packages that paths of source files belong to.
 * @param {readonly string[]} inputs `/`-separated, as esbuild's metafile has them.
 */
export function packagesIn(inputs) {
  const names = inputs.flatMap((input) => {
    const match = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    return match === null ? [] : [match[1]];
  });
  return [...new Set(names)].sort();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const options = { production: process.argv.includes('--production') };
  try {
    await (process.argv.includes('--watch') ? watch(options) : build(options));
  } catch (error) {
    // esbuild has printed what does not compile; anything else is said here.
    if (!Array.isArray(error?.errors)) process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  }
}
