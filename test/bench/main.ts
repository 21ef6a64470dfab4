/**
 * `npm run bench -- NAME… [--json] [--model DIR] [--device D] [--jobs N] [--n N] [--reports N] [--seed N]
 * [--product DIR]`. Prints one object a line: name, unit, n, median, p95, and what else was seen. Figures are to be
 * compared within one machine; nothing is asserted about them.
 */
import { print } from './figures.js';
import type { Figure } from './figures.js';
import { headsCost } from './headsCost.js';
import { labelMemory } from './labelMemory.js';
import { labelThroughput } from './labelThroughput.js';
import { readOptions } from './options.js';
import type { BenchOptions } from './options.js';
import { pythonComparison } from './pythonComparison.js';
import { reportMapBench } from './reportMap.js';
import { editToDiagnostics, eventLoopGap, labelCancel, openToFirstResult, rss } from './serverBenches.js';

const benches: Readonly<Record<string, (options: BenchOptions) => Promise<Figure>>> = {
  'edit-to-diagnostics': editToDiagnostics,
  'open-to-first-result': openToFirstResult,
  'event-loop-gap': eventLoopGap,
  rss,
  'label-throughput': labelThroughput,
  'heads-cost': headsCost,
  'label-memory': labelMemory,
  'label-cancel': labelCancel,
  'report-map': reportMapBench,
  'python-comparison': pythonComparison,
};

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const unknown = options.names.filter((name) => benches[name] === undefined);
  if (options.names.length === 0 || unknown.length > 0) {
    process.stderr.write(`name one or more of: ${Object.keys(benches).join(', ')}\n`);
    return 2;
  }
  for (const name of options.names) {
    const bench = benches[name];
    if (bench !== undefined) print(await bench(options), options.json);
  }
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
