// Compares the engine's tokenizer with the native `tokenizers` library on every word of a text.
//   tar -xOJf training/data/glosa.tar.xz | node tools/tokenizer-parity.mjs [tokenizer.json]
// stdin: text; words are cut as the reader cuts them. stdout: {"words", "differences"}, or with --print one line
// [word, ids] for each distinct word. Exit code 1 where a word's ids differ.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Tokenizer } from 'tokenizers';

const root = fileURLToPath(new URL('..', import.meta.url));
const print = process.argv.includes('--print');
const file = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const json = readFileSync(file ?? join(root, 'models/glosa-base/tokenizer.json'), 'utf8');

// Beside the sources, so that the bundle finds the packages that it leaves outside.
mkdirSync(join(root, 'build'), { recursive: true });
const folder = mkdtempSync(join(root, 'build', 'tokenizer-parity-'));
try {
  const entry = [
    "export { createTokenizer } from './server/src/engine/tokenizer.js';",
    "export { splitWords } from './server/src/core/words.js';",
  ];
  const outfile = join(folder, 'engine.cjs');
  await build({
    stdin: { contents: entry.join('\n'), resolveDir: root, loader: 'ts' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    outfile,
  });
  const { createTokenizer, splitWords } = createRequire(import.meta.url)(outfile);

  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const words = new Set();
  for (const line of Buffer.concat(chunks).toString('utf8').split('\n')) {
    for (const word of splitWords(line, { startUtf16: 0, endUtf16: line.length })) words.add(word.folded);
  }

  const special = { pad: 0, unk: 1, cls: 2, sep: 3 };
  const tokenize = await createTokenizer(json, 'tokenizer.json', special);
  const native = Tokenizer.fromString(json);
  const lines = [];
  let differences = 0;
  for (const word of words) {
    const ids = tokenize(word);
    if (print) {
      lines.push(JSON.stringify([word, ids]));
      continue;
    }
    const expected = (await native.encode(word, null, { addSpecialTokens: false })).getIds();
    const same = expected.length === 0 ? [special.unk] : expected;
    if (same.length === ids.length && same.every((id, i) => id === ids[i])) continue;
    differences++;
    process.stderr.write(`${JSON.stringify(word)}: ${ids.join(' ')}, native ${same.join(' ')}\n`);
  }
  process.stdout.write(
    print ? lines.join('\n') + '\n' : JSON.stringify({ words: words.size, differences }) + '\n',
  );
  process.exitCode = differences > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
