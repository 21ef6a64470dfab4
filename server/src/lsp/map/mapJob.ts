/** Makes the map of a label file's reports, or finds it where it was made before. Runs where it may take its time. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import {
  defaultMapOptions,
  leastPerplexity,
  mapOf,
  mapVersion,
  mostPerplexity,
  perplexityFor,
} from '../../core/map/reportMap.js';
import type { Matrix } from '../../core/map/matrix.js';
import type { Step } from '../../core/map/step.js';
import { readCachedMap, writeCachedMap } from '../../store/mapCache.js';
import type { MapPlaces } from '../../store/mapCache.js';
import { readVectors, vectorFileName } from '../../store/vectorFile.js';
import type { Int16Vector } from '../../store/vectorFile.js';
import { errorCode } from '../../store/walkReports.js';
import { readMapReports } from './mapReports.js';
import type { MapReport } from './mapReports.js';

export interface MapTask {
  /** Path of the label file; its reports' vectors lie beside it, and so do maps. */
  readonly labels: string;
  readonly seed: number;
  readonly perplexity: number;
}

/** Why there is no map. */
export type NoMap = 'noLabels' | 'noVectors' | 'otherModel' | 'tooFew';

export type MapOutcome =
  | {
      readonly kind: 'map';
      /** By path; `places` go by their places. */
      readonly reports: readonly MapReport[];
      readonly places: MapPlaces;
      readonly missing: number;
      readonly cached: boolean;
      readonly perplexity: number;
    }
  | { readonly kind: 'none'; readonly why: NoMap };

/** Fewer points are no map. */
export const leastReports = 5;
const perUnit = 10_000;

/** What was asked for, within what is possible. */
export function mapTask(labels: string, seed?: number, perplexity?: number): MapTask {
  const asked = perplexity ?? defaultMapOptions.perplexity;
  return {
    labels,
    seed: (seed ?? defaultMapOptions.seed) >>> 0,
    perplexity: Math.min(mostPerplexity, Math.max(leastPerplexity, asked)),
  };
}

/**
 * @param onStep waited for after every step; where it rejects the map is given up.
 * @throws what `onStep` throws; the system's error where the label file cannot be read.
 */
export async function makeMap(
  task: MapTask,
  onStep: (step: Step) => Promise<void> | undefined,
): Promise<MapOutcome> {
  const all = await readMapReports(task.labels).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  if (all.length === 0) return { kind: 'none', why: 'noLabels' };
  const folder = dirname(task.labels);
  const stored = await readVectors(join(folder, vectorFileName));
  if (stored === null) return { kind: 'none', why: 'noVectors' };
  const same = all.filter(({ modelSha256 }) => modelSha256 === stored.modelSha256);
  if (same.length === 0) return { kind: 'none', why: 'otherModel' };
  const found = same.flatMap((report) => {
    const vector = stored.find(report);
    return vector === null ? [] : [{ report, vector }];
  });
  if (found.length === 0) return { kind: 'none', why: 'noVectors' };
  if (found.length < leastReports) return { kind: 'none', why: 'tooFew' };
  const vectors = found.map(({ vector }) => vector);
  const key = keyOf(task, found);
  const kept = await readCachedMap(folder, key, found.length);
  const places = kept ?? (await layOut(matrixOf(vectors, stored.dimension), task, onStep));
  // A folder that cannot be written still has a map.
  if (kept === null) await writeCachedMap(folder, key, places).catch(() => undefined);
  return {
    kind: 'map',
    reports: found.map(({ report }) => report),
    places,
    missing: all.length - found.length,
    cached: kept !== null,
    perplexity: perplexityFor(found.length, task.perplexity),
  };
}

async function layOut(
  vectors: Matrix,
  task: MapTask,
  onStep: (step: Step) => Promise<void> | undefined,
): Promise<MapPlaces> {
  const work = mapOf(vectors, task);
  for (;;) {
    const step = work.next();
    if (step.done !== true) {
      await onStep(step.value);
      continue;
    }
    const { x, y } = step.value;
    const places = new Int16Array(2 * x.length);
    x.forEach((value, i) => (places[i] = Math.round(value * perUnit)));
    y.forEach((value, i) => (places[x.length + i] = Math.round(value * perUnit)));
    return places;
  }
}

function matrixOf(vectors: readonly Int16Vector[], columns: number): Matrix {
  const data = new Float32Array(vectors.length * columns);
  vectors.forEach(({ values, scale }, i) => {
    values.forEach((value, d) => (data[i * columns + d] = value * scale));
  });
  return { rows: vectors.length, columns, data };
}

/** Of everything that the places depend on. */
function keyOf(
  { seed, perplexity }: MapTask,
  found: readonly { readonly report: MapReport; readonly vector: Int16Vector }[],
): string {
  const hash = createHash('sha256').update(JSON.stringify([mapVersion, seed, perplexity, found.length]));
  for (const { report, vector } of found) {
    hash.update(JSON.stringify([report.path, vector.scale])).update(vector.values);
  }
  return hash.digest('hex');
}

/** Place of a point along one axis, −1 to 1. */
export function placeAt(places: MapPlaces, at: number): number {
  return (places[at] ?? 0) / perUnit;
}
