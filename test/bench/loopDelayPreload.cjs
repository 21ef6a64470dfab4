/**
 * Loaded into the server by the bench, so that the product has no bench code. SIGUSR2 starts the measure of the
 * event loop's gaps; the next SIGUSR2 writes what was seen, in milliseconds, to the file GLOSA_BENCH_GAPS: the gaps
 * by the clock, and on Linux the processor time that the thread itself spent between two looks of a timer, which
 * other processes of a busy machine do not add to.
 */
const { isMainThread } = require('node:worker_threads');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { closeSync, openSync, readSync, renameSync, writeFileSync } = require('node:fs');

const path = process.env.GLOSA_BENCH_GAPS;
// Forked engine children inherit --require; only the server is measured.
if (isMainThread && path !== undefined && /glosa\.js$/.test(process.argv[1] ?? '')) {
  let histogram = null;
  let busy = null;
  process.on('SIGUSR2', () => {
    if (histogram === null) {
      histogram = monitorEventLoopDelay({ resolution: 1 });
      histogram.enable();
      busy = busyTimes();
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
      ...busy.stop(),
    };
    histogram = null;
    writeFileSync(`${path}.new`, JSON.stringify(seen));
    renameSync(`${path}.new`, path);
  });
}

/**
 * Processor time of this thread from one look to the next, by /proc/thread-self/schedstat (proc(5)): its first number
 * is nanoseconds on a processor, kept to a scheduler's tick (up to 4 ms). Nothing where the system has no such file.
 */
function busyTimes() {
  let file;
  try {
    file = openSync('/proc/thread-self/schedstat', 'r');
  } catch {
    return { stop: () => ({}) };
  }
  const text = Buffer.alloc(80);
  const now = () => Number(text.toString('latin1', 0, readSync(file, text, 0, text.length, 0)).split(' ')[0]);
  const times = [];
  let last = now();
  const timer = setInterval(() => {
    const at = now();
    times.push((at - last) / 1e6);
    last = at;
  }, 1);
  return {
    stop: () => {
      clearInterval(timer);
      closeSync(file);
      times.sort((a, b) => a - b);
      return {
        cpuP99: times[Math.max(0, Math.ceil(0.99 * times.length) - 1)] ?? 0,
        cpuMax: times.at(-1) ?? 0,
        cpuOver20: times.filter((time) => time > 20).length,
      };
    },
  };
}
