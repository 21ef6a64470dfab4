import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseReport } from '../../server/src/core/report.js';
import { figure } from './figures.js';
import type { Figure } from './figures.js';
import { labelWith, startedEngine } from './labelThroughput.js';
import { treeMemory } from './memory.js';
import type { BenchOptions } from './options.js';
import { SentenceMaker } from './synthesis.js';

/** Texts that the reports of the folder repeat: their sentences stay in the cache, so that the model rests. */
const texts = 400;
const reportWords = 112;
const filesAFolder = 1_000;

/**
 * Resident memory, in MiB, of `glosa label FOLDER` over `--reports` files, looked at ten times, evenly: whole records
 * are merged and written, and what is read comes from the sentence cache. `at10`…`at100` are this process, which holds
 * the bench too; `growth` is what the last four fifths of the run added. `heldPerReport` is what they added to the heap
 * that is still in use after a collection, in bytes a report: the index of the files.
 */
export async function labelMemory(options: BenchOptions): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'glosa-bench-'));
  try {
    const sentences = writeReports(folder, options);
    const engine = await startedEngine(options);
    const seen: number[] = [];
    const held: number[] = [];
    let read = 0;
    const look = (): void => {
      while (seen.length < 10 && read >= ((seen.length + 1) / 10) * sentences) {
        seen.push(treeMemory(process.pid).ownMib);
        if (seen.length === 2 || seen.length === 9) held.push(heldBytes());
      }
    };
    await labelWith(engine, folder, options, look, (more) => {
      look();
      read += more;
    });
    const { residentMib } = treeMemory(process.pid);
    await engine.dispose();
    return figure('label-memory', 'MiB', seen, {
      reports: options.reports,
      ...Object.fromEntries(seen.map((mib, i) => [`at${10 * (i + 1)}`, Math.round(mib)])),
      growth: (seen.at(-1) ?? 0) - (seen[1] ?? 0),
      heldPerReport: Math.round(((held[1] ?? 0) - (held[0] ?? 0)) / (0.7 * options.reports)),
      withEngineAtEnd: residentMib,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Bytes of the heap in use after a full collection. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

/** @returns the sentences of all of them. */
function writeReports(folder: string, options: BenchOptions): number {
  const maker = new SentenceMaker(options.seed, options.examples);
  const made = Array.from({ length: texts }, (_, i) => {
    const text = maker.report(reportWords, i % 4 === 0 ? 'en' : 'es', options.blanks);
    return { text, sentences: parseReport(text).inputs.length };
  });
  let sentences = 0;
  for (let i = 0; i < options.reports; i++) {
    const sub = join(folder, String(Math.floor(i / filesAFolder)).padStart(4, '0'));
    if (i % filesAFolder === 0) mkdirSync(sub);
    const one = made[i % texts];
    writeFileSync(join(sub, `${String(i).padStart(6, '0')}.txt`), one?.text ?? '');
    sentences += one?.sentences ?? 0;
  }
  return sentences;
}
