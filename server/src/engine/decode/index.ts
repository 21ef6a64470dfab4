/** Decoders of the heads that a pack declares. Runs in the child; reads the pack's files once. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { MentionReading } from '../../core/types.js';
import { chosenArithmetic, loadKernel } from '../kernel.js';
import type { DecodingKernel, Kernel } from '../kernel.js';
import type { MentionCodesHead } from '../manifest.js';
import { packPath } from '../pack.js';
import type { LoadedPack } from '../pack.js';
import type { SpanScorerSettings } from '../spanScorerManifest.js';
import { cutTensors } from '../tensors.js';
import { CodeSpace } from './codeSpace.js';
import { Lexicon } from './lexicon.js';
import { decodeMentions } from './mentionCodes.js';
import { prepareHead, readReportHead } from './readerHead.js';
import { SpanScorer } from './spanScorer.js';
import { SpanStatistics } from './spanStatistics.js';
import { SubtypeLexicon } from './subtypeLexicon.js';
import { nothingFound } from './types.js';
import type { SentenceDecoder, WordOutput } from './types.js';
import { WordNumbers } from './wordNumbers.js';
import { WordScorer } from './wordScores.js';

/** The decoder of every head of a verified pack. @param found computes what it can, where the processor lets it. */
export function createDecoder(pack: LoadedPack, found: Kernel | null = loadKernel()): SentenceDecoder {
  const kernel = found === null || chosenArithmetic(found) === null ? null : found;
  const { codes, reader } = pack.manifest.heads;
  const numbers = new WordNumbers();
  const mentions = codes === undefined ? () => [] : mentionDecoder(pack, codes, numbers, kernel);
  if (reader === undefined) {
    return (words, outputs) => ({ ...nothingFound, mentions: mentions(words, outputs) });
  }
  const parameters = readFileSync(packPath(pack, reader.parameters));
  const tensors = cutTensors(parameters, reader.tensors);
  const { subtypeLexicon: own } = reader;
  const lexicon =
    own === undefined ? null : new SubtypeLexicon(gunzip(pack, own.file), reader.subtypes.length, own);
  const head = prepareHead(reader, tensors, spanScorer(pack, reader.spanScorer, numbers), lexicon, kernel);
  return (words, outputs) => ({
    mentions: mentions(words, outputs),
    ...readReportHead(words, outputs, head),
  });
}

function mentionDecoder(
  pack: LoadedPack,
  head: MentionCodesHead,
  numbers: WordNumbers,
  kernel: DecodingKernel | null,
): (words: readonly string[], outputs: ReadonlyMap<string, WordOutput>) => MentionReading[] {
  const bytes = readFileSync(packPath(pack, head.vectors));
  const vectors = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const codes = firstColumn(unzip(pack, head.vocabulary));
  const space = new CodeSpace(codes, head.axes, vectors, head.dimension, kernel);
  const lexicon = new Lexicon(gunzip(pack, head.lexicon));
  const scorer = head.wordWeights === undefined ? null : new WordScorer(space, lexicon, head.wordWeights);
  const spans = spanScorer(pack, head.spanScorer, numbers);
  return (words, outputs) => decodeMentions(words, outputs, head, space, lexicon, scorer, spans);
}

function spanScorer(
  pack: LoadedPack,
  settings: SpanScorerSettings | undefined,
  numbers: WordNumbers,
): SpanScorer | null {
  if (settings === undefined) return null;
  const seen = new SpanStatistics(gunzip(pack, settings.statistics), settings.bias.length, numbers);
  return new SpanScorer(settings, seen);
}

function gunzip(pack: LoadedPack, name: string): string {
  return unzip(pack, name).toString('utf8');
}

function unzip(pack: LoadedPack, name: string): Buffer {
  return gunzipSync(readFileSync(packPath(pack, name)));
}

const [tabByte, endByte] = [9, 10];

/** What stands before each row's first tab; the rest, megabytes of descriptions, is never made text. */
function* firstColumn(table: Buffer): Generator<string> {
  for (let at = 0; at < table.length;) {
    const found = table.indexOf(endByte, at);
    const end = found < 0 ? table.length : found;
    const tab = table.indexOf(tabByte, at);
    if (tab > at && tab < end) yield table.toString('utf8', at, tab);
    at = end + 1;
  }
}
