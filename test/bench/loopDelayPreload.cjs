/**
 * Loaded into the server by the bench, so that the product has no bench code. SIGUSR2 starts the measure of the
 * event loop's gaps; the next SIGUSR2 writes what was seen, in milliseconds, to the file GLOSA_BENCH_GAPS.
 */
const { isMainThread } = require('node:worker_threads');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { renameSync, writeFileSync } = require('node:fs');

const path = process.env.GLOSA_BENCH_GAPS;
// Forked engine children inherit --require; only the server is measured.
if (isMainThread && path !== undefined && /glosa\.js$/.test(process.argv[1] ?? '')) {
  let histogram = null;
  process.on('SIGUSR2', () => {
    if (histogram === null) {
      histogram = monitorEventLoopDelay({ resolution: 1 });
      histogram.enable();
      return;
    }
    histogram.disable();
    const ms = (nanoseconds) => nanoseconds / 1e6;
    const seen = {
      n: histogram.count,
      median: ms(histogram.percentile(50)),
      p95: ms(histogram.percentile(95)),
      p99: ms(histogram.percentile(99)),
      max: ms(histogram.max),
    };
    histogram = null;
    writeFileSync(`${path}.new`, JSON.stringify(seen));
    renameSync(`${path}.new`, path);
  });
}
