// Measures Find code: node tools/code-search.mjs CODIESP_FOLDER [TERMINOLOGY_FOLDER]
// 1. Share of ICD-10-CM titles whose every word a Spanish word stands for: one of CodiEsp's training texts, or of
//    terminology/words.tsv. 2. Share of the annotated phrases of CodiEsp's dev set whose code is among the first
//    1, 5, 20 and 100 found. 3. CPU time of a search.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';

const [codiesp, folder = 'terminology'] = process.argv.slice(2);
const bundle = await build({
  stdin: {
    contents: `export { Terminology } from './server/src/engine/terminology.js';
      export { foldedWords, wordKey } from './server/src/core/codeSearch/wordKey.js';
      export { littleWords } from './server/src/core/codeSearch/littleWords.js';`,
    resolveDir: new URL('..', import.meta.url).pathname,
  },
  bundle: true,
  write: false,
  format: 'cjs',
  platform: 'node',
});
const module = { exports: {} };
new Function('module', 'exports', 'require', bundle.outputFiles[0].text)(
  module,
  module.exports,
  createRequire(import.meta.url),
);
const { Terminology, foldedWords, wordKey, littleWords } = module.exports;
const lines = (text) => text.trimEnd().split('\n');
const unzipped = (path) => gunzipSync(readFileSync(path)).toString('utf8');
const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;

const reachable = new Set();
for (const line of lines(unzipped(join(codiesp, 'train', 'texts.jsonl.gz')))) {
  for (const word of foldedWords(JSON.parse(line).es)) reachable.add(wordKey(word));
}
for (const line of lines(readFileSync(join(folder, 'words.tsv'), 'utf8'))) {
  for (const word of line.split('\t')[1].split(' ')) reachable.add(wordKey(word));
}
const titles = lines(unzipped(join(folder, 'icd-10-cm.tsv.gz'))).map((line) => line.split('\t'));
const withPhrase = new Set(
  lines(unzipped(join(folder, 'evidence.tsv.gz'))).map((line) => line.split('\t')[1]),
);
const missing = ([, , title]) =>
  foldedWords(title).filter((word) => !littleWords.has(word) && !reachable.has(wordKey(word))).length;
const whole = titles.filter((row) => missing(row) === 0).length;
const nearly = titles.filter((row) => missing(row) <= 1).length;
const phrased = titles.filter(([code]) => withPhrase.has(code)).length;
console.log(`ICD-10-CM: ${titles.length} rows; every word in Spanish ${percent(whole, titles.length)},`);
console.log(`all but one ${percent(nearly, titles.length)}; with a phrase ${phrased}`);

const terminology = new Terminology(folder, (error) => {
  throw error;
});
const dev = lines(readFileSync(join(codiesp, 'dev', 'devX.tsv'), 'utf8')).map((line) => line.split('\t'));
const asked = { 'ICD-10-CM': new Map(), 'ICD-10-PCS': new Map() };
for (const [, kind, code, phrase] of dev) {
  const system = kind === 'DIAGNOSTICO' ? 'ICD-10-CM' : code.startsWith('b') ? 'ICD-10-PCS' : null;
  if (system !== null) asked[system].set(`${code} ${phrase.toLowerCase()}`, [code.toUpperCase(), phrase]);
}
for (const [system, cases] of Object.entries(asked)) {
  const within = new Map([1, 5, 20, 100].map((count) => [count, 0]));
  await terminology.search({ query: 'a', limit: 1, systems: [system], vocabulary: null });
  const before = process.cpuUsage();
  for (const [code, query] of cases.values()) {
    const found = await terminology.search({ query, limit: 100, systems: [system], vocabulary: null });
    // CodiEsp leaves out a code's last signs where its guide does.
    const stem = code.replace(/X+$/, '');
    const rank = found.findIndex(({ row }) =>
      system === 'ICD-10-PCS' ? row.code.startsWith(code) : row.code === code || row.code === stem,
    );
    for (const count of within.keys())
      if (rank >= 0 && rank < count) within.set(count, within.get(count) + 1);
  }
  const { user, system: kernel } = process.cpuUsage(before);
  const shares = [...within].map(([count, right]) => `${count}: ${percent(right, cases.size)}`).join(', ');
  console.log(`${system}: ${cases.size} phrases of dev, code among the first ${shares}`);
  console.log(`${((user + kernel) / 1000 / cases.size).toFixed(1)} ms of CPU a search`);
}
