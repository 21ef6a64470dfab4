import { cpuFacts } from '../../server/src/host/cli/cpu.js';

/** One figure, printed as one JSON object a line. */
export interface Figure {
  readonly name: string;
  readonly unit: 'ms' | 's' | 'MiB' | 'reports/s' | 'of S1 alone';
  /** Values that median and p95 are of. */
  readonly n: number;
  readonly median: number;
  /** The value that 95 % of the values are as good as or better than: for rates the slow end. */
  readonly p95: number;
  /** What else was seen, by name. */
  readonly [detail: string]: number | string;
}

/** Nearest-rank percentile of unsorted values, 0 < share ≤ 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** Median and p95 of measured values; where more is better, p95 is the fifth percentile. */
export function figure(
  name: string,
  unit: Figure['unit'],
  values: readonly number[],
  details: Readonly<Record<string, number | string>> = {},
): Figure {
  return {
    name,
    unit,
    n: values.length,
    median: percentile(values, 0.5),
    p95: percentile(values, unit === 'reports/s' || unit === 'of S1 alone' ? 0.05 : 0.95),
    ...details,
  };
}

/** Prints a figure; for a person with the processor, without which it says nothing. */
export function print(item: Figure, json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(item)}\n`);
    return;
  }
  const { name, unit, n, median, p95, ...details } = item;
  const { model, processors, flags } = cpuFacts();
  const more = Object.entries(details).map(
    ([key, value]) => `, ${key} ${typeof value === 'number' ? value.toFixed(1) : value}`,
  );
  process.stdout.write(
    `${name}: median ${median.toFixed(1)} ${unit}, p95 ${p95.toFixed(1)} ${unit}, n ${n}${more.join('')}\n` +
      `  on ${model}, ${processors} processors (${flags?.join(' ') ?? 'flags unknown'}), node ${process.versions.node}\n`,
  );
}
