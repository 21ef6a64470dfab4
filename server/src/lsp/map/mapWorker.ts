/** Entry of `out/map-worker.js`: makes one map in a thread of its own, which ends with it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Step } from '../../core/map/step.js';
import { errorCode } from '../../store/walkReports.js';
import { colouringsOf } from './colourings.js';
import type { UnnamedColouring } from './colourings.js';
import { makeMap, placeAt } from './mapJob.js';
import type { MapTask, NoMap } from './mapJob.js';

/** A map without names. */
export interface WorkerMap {
  readonly paths: readonly string[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly colourings: readonly UnnamedColouring[];
  readonly missing: number;
  readonly cached: boolean;
  readonly perplexity: number;
}

export type FromMapWorker =
  | { readonly kind: 'progress'; readonly step: Step }
  | { readonly kind: 'map'; readonly map: WorkerMap }
  | { readonly kind: 'none'; readonly why: NoMap }
  /** @param code the system's error code, or the error's name. */
  | { readonly kind: 'failed'; readonly code: string };

/** Messages of progress come this often at most. */
const progressMs = 100;

async function run(task: MapTask): Promise<FromMapWorker> {
  let saidMs = 0;
  try {
    const outcome = await makeMap(task, (step) => {
      const now = performance.now();
      if (now - saidMs < progressMs) return undefined;
      saidMs = now;
      parentPort?.postMessage({ kind: 'progress', step } satisfies FromMapWorker);
      return undefined;
    });
    if (outcome.kind === 'none') return outcome;
    const { reports, places, missing, cached, perplexity } = outcome;
    const map: WorkerMap = {
      paths: reports.map(({ path }) => path),
      x: reports.map((_, i) => placeAt(places, i)),
      y: reports.map((_, i) => placeAt(places, reports.length + i)),
      colourings: colouringsOf(reports),
      missing,
      cached,
      perplexity,
    };
    return { kind: 'map', map };
  } catch (error) {
    return { kind: 'failed', code: errorCode(error) };
  }
}

void run(workerData as MapTask).then((message) => {
  parentPort?.postMessage(message);
});
