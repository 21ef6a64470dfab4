import { parseArgs } from 'node:util';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { DeviceSetting } from '../../server/src/engine/types.js';

export interface BenchOptions {
  readonly names: readonly string[];
  readonly json: boolean;
  /** Folder of the bundles. */
  readonly product: string;
  /** Pack folder; null for the one that ships. */
  readonly model: string | null;
  readonly device: DeviceSetting;
  readonly jobs: number;
  /** Edits, starts or runs; null for the bench's own number. */
  readonly n: number | null;
  /** Reports of `label-throughput` and `python-comparison`, a run. */
  readonly reports: number;
  /** Its reports' words are counted by white space, not as the reader cuts them. */
  readonly blanks: boolean;
  readonly seed: number;
  readonly examples: string;
}

/** Reads the words after `npm run bench --`. @throws TypeError on an unknown option. */
export function readOptions(args: string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      product: { type: 'string', default: 'out' },
      model: { type: 'string' },
      device: { type: 'string', default: 'cpu' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      n: { type: 'string' },
      reports: { type: 'string', default: '1000' },
      blanks: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
    },
  });
  return {
    names: positionals,
    json: values.json,
    product: resolve(values.product),
    model: values.model === undefined ? null : resolve(values.model),
    device: values.device as DeviceSetting,
    jobs: Number(values.jobs),
    n: values.n === undefined ? null : Number(values.n),
    reports: Number(values.reports),
    blanks: values.blanks,
    seed: Number(values.seed),
    examples: resolve('examples', 'reports'),
  };
}
