// Computes the engine's candidates and features of spans, for the test that holds Python to them.
// stdin: JSON {"statistics", "layers", "shift", "floor", "longest", "sentences": [{"words", "logits": [[…3 · layers…], …]}]};
// stdout: JSON, by sentence and layer [[first, end, features], …].
import { buildSync } from 'esbuild';

const bundle = buildSync({
  stdin: {
    contents: `export { spanCandidates } from './server/src/engine/decode/spanCandidates.js';
      export { SentenceCounts, spanFeatures } from './server/src/engine/decode/spanFeatures.js';
      export { readSpanStatistics } from './server/src/engine/decode/spanStatistics.js';`,
    resolveDir: new URL('..', import.meta.url).pathname,
    loader: 'ts',
  },
  bundle: true,
  write: false,
  format: 'cjs',
  platform: 'node',
});
const module = { exports: {} };
new Function('module', 'exports', bundle.outputFiles[0].text)(module, module.exports);
const { SentenceCounts, spanCandidates, spanFeatures, readSpanStatistics } = module.exports;

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { statistics, layers, sentences, ...settings } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
const seen = readSpanStatistics(statistics, layers);
const out = sentences.map(({ words, logits }) =>
  seen.map((own, layer) => {
    const all = spanCandidates(
      new Float32Array(logits.flat()),
      3 * layers,
      3 * layer,
      words.length,
      settings,
    );
    const counts = new SentenceCounts(words, own);
    return all.map((c) => [c.first, c.end, spanFeatures(c, all, counts)]);
  }),
);
process.stdout.write(JSON.stringify(out));
