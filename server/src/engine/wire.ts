/**
 * Messages between the server and its child processes. A sentence crosses as one string, which is
 * the cache key as well. Each side validates what it receives.
 */
import { z } from 'zod';
import type {
  CaseType,
  CodeCandidate,
  MentionReading,
  ReaderInput,
  ReportReading,
  SentenceReading,
} from '../core/types.js';
import { isWordVector } from '../core/wordVector.js';
import { nothingFound } from './decode/types.js';
import type { LoadedPack } from './pack.js';
import type { ProviderName } from './types.js';
import {
  isEntities,
  isRelations,
  packEntities,
  packRelations,
  unpackEntities,
  unpackRelations,
} from './wireEntities.js';
import type { WireEntities, WireRelations } from './wireEntities.js';

/**
 * A ReaderInput as one string: a digit per word (case type), a space, and the words joined by spaces.
 * @throws RangeError where a word holds a space or the two lists differ in length.
 */
export function packInput({ words, caseTypes }: ReaderInput): string {
  if (words.length !== caseTypes.length) {
    throw new RangeError(`${words.length} words but ${caseTypes.length} case types`);
  }
  let text = '';
  for (const word of words) {
    if (word.includes(' ')) throw new RangeError('a word may not hold a space');
    text += ' ' + word;
  }
  return caseTypes.join('') + text;
}

/** The reverse of `packInput`. @throws RangeError where the string is not one that it makes. */
export function unpackInput(packed: string): ReaderInput {
  const space = packed.indexOf(' ');
  if (space < 0) {
    if (packed === '') return { words: [], caseTypes: [] };
    throw new RangeError('a packed sentence has no words');
  }
  const words = packed.slice(space + 1).split(' ');
  const caseTypes: CaseType[] = [];
  for (let i = 0; i < space; i++) {
    const type = packed.charCodeAt(i) - 48;
    if (type < 0 || type > 3) throw new RangeError('a case type is not 0 to 3');
    caseTypes.push(type as CaseType);
  }
  if (words.length !== caseTypes.length) throw new RangeError('words and case types differ in number');
  return { words, caseTypes };
}

/** Number of words of a packed sentence. */
export function packedWordCount(packed: string): number {
  return Math.max(packed.indexOf(' '), 0);
}

/** A vector of `core/wordVector.ts`. */
const vector = z.string().refine(isWordVector);

const wireReading = z.tuple([
  /** Mentions: first word, end word, probability, span probability, then code and probability of each candidate in turn. */
  z.array(z.tuple([z.int(), z.int(), z.number(), z.number(), z.array(z.string()), z.array(z.number())])),
  z.custom<WireEntities>(isEntities),
  z.custom<WireRelations>(isRelations),
  /** Report: the labels' sums and weights, the exam's log-sum-exp and vector, mean. */
  z.tuple([z.array(z.number()), z.string(), z.number(), vector, vector]).nullable(),
]);

/** A SentenceReading without field names; null where nothing was found. */
export type WireReading = z.infer<typeof wireReading> | null;

/** Readings are short on the wire. */
export function packReading({ mentions, entities, relations, report }: SentenceReading): WireReading {
  if (mentions.length === 0 && entities.length === 0 && report === null) return null;
  return [
    mentions.map((m) => [
      m.firstWord,
      m.endWord,
      m.probability,
      m.spanProbability,
      m.candidates.map((c) => c.code),
      m.candidates.map((c) => c.probability),
    ]),
    packEntities(entities),
    packRelations(relations),
    report === null
      ? null
      : [
          [...report.labels.sums],
          report.labels.weights,
          report.exam.logSumExp,
          report.exam.vector,
          report.mean,
        ],
  ];
}

/** The reverse of `packReading`. @param intern gives one shared string per code and subtype, to save memory. */
export function unpackReading(reading: WireReading, intern: (text: string) => string): SentenceReading {
  if (reading === null) return nothingFound;
  const [mentions, entities, relations, report] = reading;
  return {
    mentions: listOf(mentions, (mention) => unpackMention(mention, intern)),
    entities: unpackEntities(entities, intern),
    relations: unpackRelations(relations),
    report: report === null ? null : unpackReport(report),
  };
}

/** `list.map(read)`, grown by `push`: V8 lays it out in one way, before and after it compiles this. */
function listOf<T, R>(list: readonly T[], read: (item: T) => R): R[] {
  const all: R[] = [];
  for (const item of list) all.push(read(item));
  return all;
}

type Packed = NonNullable<WireReading>;

function unpackMention(
  [firstWord, endWord, probability, spanProbability, codes, probabilities]: Packed[0][number],
  intern: (text: string) => string,
): MentionReading {
  const candidates: CodeCandidate[] = [];
  for (let i = 0; i < codes.length; i++)
    candidates.push({ code: intern(codes[i] ?? ''), probability: probabilities[i] ?? 0 });
  return { firstWord, endWord, probability, spanProbability, candidates };
}

function unpackReport([sums, weights, logSumExp, pooled, mean]: NonNullable<Packed[3]>): ReportReading {
  return { labels: { sums, weights }, exam: { logSumExp, vector: pooled }, mean };
}

const provider = z.enum(['cuda', 'webgpu', 'coreml', 'dml', 'cpu']) satisfies z.ZodType<ProviderName>;

/** A verified pack, as the parent sends it to a process of its own. */
const pack = z.custom<LoadedPack>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'manifest' in value &&
    'paths' in value &&
    'folder' in value,
);

export const graphName = z.enum(['cpu', 'gpu']);
export type GraphName = z.infer<typeof graphName>;

/** Parent → child. */
export const toChild = z.discriminatedUnion('type', [
  z.object({ type: z.literal('load'), pack, graph: graphName, provider, threads: z.int().positive() }),
  z.object({ type: z.literal('read'), id: z.int(), urgent: z.boolean(), sentences: z.array(z.string()) }),
  z.object({ type: z.literal('promote'), id: z.int() }),
  z.object({ type: z.literal('cancel'), id: z.int() }),
]);
export type ToChild = z.infer<typeof toChild>;

const details = z.record(z.string(), z.union([z.string(), z.number()]));

/** Child → parent. */
export const fromChild = z.discriminatedUnion('type', [
  z.object({ type: z.literal('loaded'), runtime: z.string() }),
  /** The load failed; `kind` is a PackProblem where the pack is at fault. */
  z.object({ type: z.literal('failed'), message: z.string(), kind: z.string().nullable(), details }),
  /** Readings of one run. `done`: nothing more comes for this id, be it read or cancelled. */
  z.object({
    type: z.literal('readings'),
    id: z.int(),
    indices: z.array(z.int()),
    readings: z.array(wireReading.nullable()),
    done: z.boolean(),
    tokensPerMs: z.number().nullable(),
  }),
  /** A run failed; the child ends after this. Never report text. */
  z.object({ type: z.literal('fault'), message: z.string() }),
]);
export type FromChild = z.infer<typeof fromChild>;

/** Parent → probe process. */
export const toProbe = z.object({
  pack,
  provider,
  graph: graphName,
  threads: z.int().positive(),
});
export type ToProbe = z.infer<typeof toProbe>;

/** Probe process → parent: how the provider did against the CPU graph, or why it did not run. */
export const fromProbe = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('measured'),
    /** Largest absolute difference of any output from the CPU graph's. */
    maxDifference: z.number(),
    /** Largest absolute value of the CPU graph's outputs. */
    scale: z.number(),
    /** Smallest cosine of any output with the CPU graph's. */
    cosine: z.number(),
    /** Milliseconds of a batch and of one short sentence, on this provider and on the CPU graph. */
    batchMs: z.number(),
    cpuBatchMs: z.number(),
    sentenceMs: z.number(),
    cpuSentenceMs: z.number(),
  }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
export type FromProbe = z.infer<typeof fromProbe>;
