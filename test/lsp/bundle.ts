/** Bundles a server entry into a temporary folder, as the product's build does. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

export interface Bundle {
  /** Path of the bundled script. */
  readonly script: string;
  dispose(): Promise<void>;
}

/** @param entry path of the entry, from the project's root. */
export async function bundle(entry: string): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'glosa-lsp-'));
  const script = join(folder, 'server.js');
  await build({
    entryPoints: {
      server: join(__dirname, '..', '..', entry),
      'parse-worker': join(__dirname, '..', '..', 'server/src/lsp/parseWorker.ts'),
      'workspace-worker': join(__dirname, '..', '..', 'server/src/lsp/workspace/workspaceWorker.ts'),
      'map-worker': join(__dirname, '..', '..', 'server/src/lsp/map/mapWorker.ts'),
    },
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['onnxruntime-node', 'onnxruntime-common'],
    logLevel: 'silent',
  });
  return { script, dispose: () => rm(folder, { recursive: true, force: true }) };
}
