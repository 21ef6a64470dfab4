// Computes the engine's candidates and features of spans, for the test that holds Python to them.
// stdin: JSON {"statistics", "layers", "shift", "floor", "longest", "sentences": [{"words", "logits": [[…3 · layers…], …]}]};
// stdout: JSON, by sentence and layer [[first, end, features], …].
import { buildSync } from 'esbuild';

const bundle = buildSync({
  stdin: {
    contents: `export { CandidateFinder } from './server/src/engine/decode/spanCandidates.js';
      export { spanFeatureCount, spanFeatures } from './server/src/engine/decode/spanFeatures.js';
      export { SpanStatistics } from './server/src/engine/decode/spanStatistics.js';`,
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
const { CandidateFinder, SpanStatistics, spanFeatureCount, spanFeatures } = module.exports;

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { statistics, layers, sentences, ...settings } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
const seen = new SpanStatistics(statistics, layers);
const finder = new CandidateFinder(settings);
const out = sentences.map(({ words, logits }) =>
  Array.from({ length: layers }, (_, layer) => {
    const all = finder.find(new Float32Array(logits.flat()), 3 * layers, 3 * layer, words.length);
    const sentence = seen.numbers.sentence(words);
    return Array.from({ length: all.count }, (_, c) => {
      const features = new Float64Array(spanFeatureCount);
      spanFeatures(features, 0, all, c, sentence, seen, layer);
      return [all.first[c], all.end[c], [...features]];
    });
  }),
);
process.stdout.write(JSON.stringify(out));
