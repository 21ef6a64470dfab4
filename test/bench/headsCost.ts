import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../server/src/engine/types.js';
import { figure, percentile } from './figures.js';
import type { Figure } from './figures.js';
import { labelWith, packFolder, startedEngine, writeReports } from './labelThroughput.js';
import type { BenchOptions } from './options.js';

/** The part of a manifest that says what is read. */
interface ReadingManifest {
  outputs: readonly { readonly name: string }[];
  heads: { codes?: { readonly mentionOutput: string; readonly vectorOutput: string }; reader?: unknown };
}

/**
 * What all heads cost beside S1 alone: throughput of `glosa label` with a pack as a part of that with the same pack
 * without `heads.reader` and its outputs. Both read the same new reports in turn, so that the machine's own ups and downs
 * meet both; the value is a turn's quotient.
 */
export async function headsCost(options: BenchOptions): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'glosa-bench-'));
  const all: number[] = [];
  const s1: number[] = [];
  try {
    const s1Pack = writeS1Pack(packFolder(options), join(folder, 'pack'));
    const engines = [
      await startedEngine(options),
      await startedEngine({ ...options, model: s1Pack }),
    ] as const;
    // Nobody measures the first turn, in which code is compiled.
    for (let turn = 0; turn <= (options.n ?? 9); turn++) {
      const order = turn % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
      for (const which of order) {
        // A folder of its own: what stands in one is labelled once.
        const reports = join(folder, 'reports');
        writeReports(reports, options, turn);
        const speed = await speedOf(engines[which], reports, options);
        rmSync(reports, { recursive: true });
        if (turn > 0) (which === 0 ? all : s1).push(speed);
      }
    }
    for (const engine of engines) await engine.dispose();
  } finally {
    rmSync(folder, { recursive: true });
  }
  const quotients = all.map((speed, turn) => speed / (s1[turn] ?? NaN));
  return figure('heads-cost', 'of S1 alone', quotients, {
    reports: options.reports,
    jobs: options.jobs,
    device: options.device,
    allReportsPerSecond: percentile(all, 0.5),
    s1ReportsPerSecond: percentile(s1, 0.5),
  });
}

/** A pack of S1's head alone. @returns its folder. */
function writeS1Pack(pack: string, folder: string): string {
  mkdirSync(folder);
  cpSync(pack, folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const { outputs, heads, ...others } = JSON.parse(readFileSync(path, 'utf8')) as ReadingManifest;
  const { codes } = heads;
  if (codes === undefined) throw new Error('the pack has no S1 head');
  const own = [codes.mentionOutput, codes.vectorOutput];
  const manifest: ReadingManifest = {
    ...others,
    outputs: outputs.filter(({ name }) => own.includes(name)),
    heads: { codes },
  };
  writeFileSync(path, JSON.stringify(manifest));
  return folder;
}

/** Reports per second of a folder that is labelled from its first file to the last record on disk. */
async function speedOf(engine: Engine, reports: string, options: BenchOptions): Promise<number> {
  const startedMs = performance.now();
  let endedMs = 0;
  await labelWith(engine, reports, options, () => (endedMs = performance.now()));
  return (options.reports / (endedMs - startedMs)) * 1000;
}
