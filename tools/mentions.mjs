// Reads texts with a pack through the product's engine and prints every mention, for evaluation.
// usage: node tools/mentions.mjs PACK < JSON lines {"id", "text"}; out: {"id", "mentions": [{start, end,
// probability, spanProbability, candidates: [{code, probability}]}]} with offsets in code points. Needs `npm run build`.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const bundle = await build({
  stdin: {
    contents: `export { parseReport } from './server/src/core/report.js';
      export { reportMentions } from './server/src/core/scores/mentions.js';
      export { createEngine } from './server/src/engine/engine.js';`,
    resolveDir: root,
    loader: 'ts',
  },
  bundle: true,
  write: false,
  format: 'cjs',
  platform: 'node',
  external: ['onnxruntime-node'],
});
const module = { exports: {} };
new Function('module', 'exports', 'require', '__dirname', '__filename', bundle.outputFiles[0].text)(
  module,
  module.exports,
  createRequire(import.meta.url),
  resolve(root, 'out'),
  resolve(root, 'out/tool.js'),
);
const { parseReport, reportMentions, createEngine } = module.exports;
const engine = createEngine({
  packPath: resolve(process.argv[2]),
  device: 'cpu',
  threads: 1,
  processes: 2,
  cacheBytes: 1 << 26,
  watchdogMs: 60_000,
  childPath: resolve(root, 'out/engine-child.js'),
});
const status = await engine.ready();
if (status.state !== 'ready') throw new Error(status.reason);
for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  const { id, text } = JSON.parse(line);
  const report = parseReport(text);
  const readings = await engine.read(report.inputs, { priority: 'batch' });
  const codePoints = (end) => Array.from(text.slice(0, end)).length;
  const mentions = reportMentions(report, readings).map(({ startUtf16, endUtf16, ...rest }) => ({
    start: codePoints(startUtf16),
    end: codePoints(endUtf16),
    ...rest,
  }));
  process.stdout.write(JSON.stringify({ id, mentions }) + '\n');
}
await engine.dispose();
