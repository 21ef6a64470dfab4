/** Decoders of the heads that a pack declares. Runs in the child; reads the pack's files once. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { packPath } from '../pack.js';
import type { LoadedPack } from '../pack.js';
import { CodeSpace } from './codeSpace.js';
import { Lexicon } from './lexicon.js';
import { decodeMentions } from './mentionCodes.js';
import type { SentenceDecoder } from './types.js';

/** The decoder of every head of a verified pack. */
export function createDecoder(pack: LoadedPack): SentenceDecoder {
  const head = pack.manifest.heads.codes;
  if (head === undefined) return () => ({ mentions: [], entities: [] });
  const bytes = readFileSync(packPath(pack, head.vectors));
  const vectors = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const space = new CodeSpace(firstColumn(gunzip(pack, head.vocabulary)), head.axes, vectors, head.dimension);
  const lexicon = new Lexicon(gunzip(pack, head.lexicon));
  return (words, outputs) => ({
    mentions: decodeMentions(words, outputs, head, space, lexicon),
    entities: [],
  });
}

function gunzip(pack: LoadedPack, name: string): string {
  return gunzipSync(readFileSync(packPath(pack, name))).toString('utf8');
}

function* firstColumn(table: string): Generator<string> {
  for (const line of table.split('\n')) {
    const tab = line.indexOf('\t');
    if (tab > 0) yield line.slice(0, tab);
  }
}
