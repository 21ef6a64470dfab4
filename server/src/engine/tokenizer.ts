/** WordPiece ids of single words, from the pack's `tokenizer.json`. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Manifest } from './manifest.js';
import { packPath } from './pack.js';
import type { LoadedPack } from './pack.js';
import { PackError } from './packError.js';

/** Words of more code points than this are one unknown piece, as WordPiece has it. */
const longestWord = 100;
/** Words kept in each of the two generations of the cache. */
const defaultCacheWords = 30_000;

const tokenizerSchema = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.int(), content: z.string() })),
  model: z.looseObject({
    type: z.literal('WordPiece'),
    unk_token: z.string(),
    vocab: z.custom<Readonly<Record<string, number>>>(isVocabulary, 'not an object of whole numbers'),
  }),
});

/** As a schema it takes forty milliseconds at each start. */
function isVocabulary(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const id of Object.values(value)) if (!Number.isSafeInteger(id)) return false;
  return true;
}

/** The one method of the library's tokenizer that is used; its own types do not resolve under Node16. */
interface Encoder {
  encode(text: string, options: { add_special_tokens: boolean }): { readonly ids: readonly number[] };
}

interface TokenizerLibrary {
  readonly Tokenizer: new (json: object, config: object) => Encoder;
}

/** Gives a folded word's piece ids; always at least one. The array is shared: do not change it. */
export type WordTokenizer = (word: string) => readonly number[];

/**
 * Loads the tokenizer of a verified pack.
 * @throws PackError `tokenizerInvalid` or `specialToken`.
 */
export async function loadTokenizer(pack: LoadedPack): Promise<WordTokenizer> {
  const file = pack.manifest.tokenizer;
  const text = await readFile(packPath(pack, file), 'utf8');
  return createTokenizer(text, file, pack.manifest.specialTokens);
}

/**
 * Builds the tokenizer from the text of a Hugging Face `tokenizer.json`. Each word's pieces are cached
 * in two generations, so that the cache is bounded and words in use stay.
 * @param cacheWords words in one generation.
 * @throws PackError `tokenizerInvalid` or `specialToken`.
 */
export async function createTokenizer(
  text: string,
  file: string,
  specialTokens: Manifest['specialTokens'],
  cacheWords = defaultCacheWords,
): Promise<WordTokenizer> {
  const tokenizer = await build(text, file, specialTokens);
  const unknown: readonly number[] = [specialTokens.unk];
  let young = new Map<string, readonly number[]>();
  let old = new Map<string, readonly number[]>();

  const encode = (word: string): readonly number[] => {
    if (word.length > longestWord && Array.from(word).length > longestWord) return unknown;
    if (plain.test(word) || mixedNumber.test(word)) return longestPieces(word, tokenizer.idOf) ?? unknown;
    const { ids } = tokenizer.encoder.encode(word, { add_special_tokens: false });
    return ids.length === 0 ? unknown : ids;
  };
  return (word) => {
    const cached = young.get(word);
    if (cached !== undefined) return cached;
    const ids = old.get(word) ?? encode(word);
    if (young.size >= cacheWords) {
      old = young;
      young = new Map();
    }
    if (word.length <= longestWord) young.set(word, ids);
    return ids;
  };
}

/** Nothing is left to normalize or to part: the library would come to the same pieces, twenty times as slowly. */
const plain = /^(?:[a-z]+|[0-9]+)$/;

/** "20½": the library parts other numbers from decimal digits, the native tokenizer reads the run as one word. */
const mixedNumber = /^(?=.*\p{Nd})(?=.*[\p{Nl}\p{No}])\p{N}+$/u;

/** The longest pieces from the left, as WordPiece takes them; null where a part has none. */
function longestPieces(word: string, idOf: ReadonlyMap<string, number>): number[] | null {
  const characters = Array.from(word);
  const ids: number[] = [];
  for (let at = 0; at < characters.length;) {
    let end = characters.length;
    const piece = (): string => (at > 0 ? '##' : '') + characters.slice(at, end).join('');
    while (end > at && !idOf.has(piece())) end--;
    const id = end > at ? idOf.get(piece()) : undefined;
    if (id === undefined) return null;
    ids.push(id);
    at = end;
  }
  return ids;
}

async function build(
  text: string,
  file: string,
  specialTokens: Manifest['specialTokens'],
): Promise<{ readonly encoder: Encoder; readonly idOf: ReadonlyMap<string, number> }> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new PackError('tokenizerInvalid', `${file} is not valid JSON.`, { file, problem: 'not JSON' });
  }
  const parsed = tokenizerSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const problem = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`;
    throw new PackError('tokenizerInvalid', `${file} is not a WordPiece tokenizer (${problem}).`, {
      file,
      problem,
    });
  }
  const { added_tokens, model } = parsed.data;
  const idOf = new Map(Object.entries(model.vocab));
  for (const { id, content } of added_tokens) idOf.set(content, id);
  const expected = { pad: '[PAD]', unk: model.unk_token, cls: '[CLS]', sep: '[SEP]' };
  for (const [name, content] of Object.entries(expected)) {
    const id = specialTokens[name as keyof typeof expected];
    const found = idOf.get(content);
    if (found === id) continue;
    throw new PackError(
      'specialToken',
      `${file} gives ${content} the id ${found ?? 'none'}; manifest.json says ${name} is ${id}.`,
      { file, token: content, found: found ?? 'none', expected: id },
    );
  }
  const library = (await import('@huggingface/tokenizers')) as unknown as TokenizerLibrary;
  return { encoder: new library.Tokenizer(parsed.data, {}), idOf };
}
