// Cuts texts into sentences with the product's own splitter, for training and evaluation.
// With --words each line also has every word of the sentences themselves, and with --inputs every sentence as the model reads it, organ heading
// first: {section, words: [[start, end, folded, case type], …]}.
// stdin: JSON lines {"id", "text"}; stdout: JSON lines {"id", "sentences": [[start, end], …]} in code points.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

const bundle = await build({
  entryPoints: ['server/src/core/report.ts'],
  absWorkingDir: new URL('..', import.meta.url).pathname,
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
const { parseReport } = module.exports;

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  const { id, text } = JSON.parse(line);
  const codePoint = new Uint32Array(text.length + 1);
  for (let i = 0, n = 0; i < text.length; n++) {
    const units = text.codePointAt(i) > 0xffff ? 2 : 1;
    codePoint.fill(n, i, i + units);
    i += units;
    codePoint[i] = n + 1;
  }
  const { sections, sentences, inputs, words } = parseReport(text);
  const spans = sentences.map((s) => [codePoint[s.startUtf16], codePoint[s.endUtf16]]);
  const capitals = inputs.length > 0 && inputs.every((input) => input.caseTypes.every((type) => type === 0));
  const everyWord = !process.argv.includes('--words')
    ? {}
    : {
        words: words.flatMap((list, i) =>
          list
            .map((w, n) => [codePoint[w.startUtf16], codePoint[w.endUtf16], w.folded, inputs[i].caseTypes[n]])
            .filter(([start]) => start >= spans[i][0]),
        ),
      };
  const asRead = !process.argv.includes('--inputs')
    ? {}
    : {
        inputs: words.map((list, i) => ({
          section: sections[sentences[i].section].kind,
          words: list.map((w, n) => [
            codePoint[w.startUtf16],
            codePoint[w.endUtf16],
            w.folded,
            inputs[i].caseTypes[n],
          ]),
        })),
      };
  process.stdout.write(
    JSON.stringify({ id, sentences: spans, allLower: capitals, ...everyWord, ...asRead }) + '\n',
  );
}
