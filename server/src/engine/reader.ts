/** Reads packed sentences run by run: tokenize, cut into windows, batch, run, merge, decode. Child only. */
import { performance } from 'node:perf_hooks';
import type { ReaderInput, SentenceReading } from '../core/types.js';
import { batchEnd, plainBatchEnd, sortByLength } from './batches.js';
import type { TokenBudget } from './batches.js';
import { nothingFound } from './decode/types.js';
import type { SentenceDecoder, WordOutput } from './decode/types.js';
import type { Manifest } from './manifest.js';
import type { ReaderSession, TokenRow } from './session.js';
import type { WordTokenizer } from './tokenizer.js';
import { planWindows } from './windows.js';

/** What a reader needs of its model. */
export interface ReaderParts {
  readonly manifest: Pick<Manifest, 'specialTokens' | 'window' | 'outputs'>;
  readonly tokenize: WordTokenizer;
  readonly session: ReaderSession;
  readonly decode: SentenceDecoder;
  readonly budget: TokenBudget;
}

/** A sentence that a run has finished, by its place in the request. */
export interface FinishedSentence {
  readonly index: number;
  readonly reading: SentenceReading;
}

interface Sentence {
  readonly words: readonly string[];
  /** By output name: a row per word, filled window by window; null until a window is read. */
  outputs: ReadonlyMap<string, WordOutput> | null;
  windowsLeft: number;
}

/** One window of one sentence. */
interface Row extends TokenRow {
  readonly sentence: number;
  /** The first word kept from this row; `kept` has the place of each one's first piece. */
  readonly keepFirst: number;
}

/** The work of one request; `step` does one run of it, so that the caller can stop in between. */
export class ReadingJob {
  private readonly sentences: Sentence[];
  private readonly rows: Row[] = [];
  private readonly lengths: number[];
  private readonly order: number[];
  private next = 0;

  constructor(
    inputs: readonly ReaderInput[],
    private readonly parts: ReaderParts,
  ) {
    this.sentences = inputs.map((input, index) => this.prepare(input, index));
    this.lengths = this.rows.map((row) => row.ids.length);
    this.order = sortByLength(this.lengths);
  }

  /** True where nothing is left to run. */
  get done(): boolean {
    return this.next >= this.order.length;
  }

  /** Sentences without a word: nothing to run, nothing found. */
  wordless(): FinishedSentence[] {
    return this.sentences.flatMap((sentence, index) =>
      sentence.words.length === 0 ? [{ index, reading: nothingFound }] : [],
    );
  }

  /** One run of at most about 50 ms; gives the sentences that it completed. */
  async step(): Promise<FinishedSentence[]> {
    const { session, budget, decode } = this.parts;
    const end = (session.padded ? batchEnd : plainBatchEnd)(
      this.order,
      this.next,
      this.lengths,
      budget.bounds,
    );
    const batch = this.order.slice(this.next, end).flatMap((index) => this.rows[index] ?? []);
    this.next = end;
    const started = performance.now();
    const { outputs } = await session.run(batch);
    budget.observe(costOf(batch, session.padded), performance.now() - started);
    const finished: FinishedSentence[] = [];
    let from = 0;
    for (const row of batch) {
      const sentence = this.sentences[row.sentence];
      const first = from;
      from += row.kept.length;
      if (sentence === undefined) continue;
      if (sentence.windowsLeft === 1 && sentence.outputs === null)
        sentence.outputs = part(outputs, first, from);
      else {
        sentence.outputs ??= emptyOutputs(this.parts.manifest.outputs, sentence.words.length);
        for (const [name, { data, size }] of part(outputs, first, from))
          sentence.outputs.get(name)?.data.set(data, row.keepFirst * size);
      }
      sentence.windowsLeft--;
      if (sentence.windowsLeft > 0) continue;
      finished.push({ index: row.sentence, reading: decode(sentence.words, sentence.outputs) });
      // What the session keeps from run to run is read by now.
      sentence.outputs = null;
    }
    return finished;
  }

  private prepare({ words, caseTypes }: ReaderInput, index: number): Sentence {
    const { manifest, tokenize } = this.parts;
    const { cls, sep } = manifest.specialTokens;
    const { maxTokens, overlapTokens } = manifest.window;
    const pieces = words.map(tokenize);
    const windows = planWindows(
      pieces.map((list) => list.length),
      maxTokens,
      overlapTokens,
    );
    for (const window of windows) {
      const ids = [cls];
      const types = [0];
      const kept: number[] = [];
      for (let w = window.firstWord; w < window.endWord; w++) {
        if (w >= window.keepFirst && w < window.keepEnd) kept.push(ids.length);
        for (const piece of pieces[w] ?? []) {
          // Only a word that alone exceeds the window ends here before its last piece.
          if (ids.length === maxTokens - 1) break;
          ids.push(piece);
          types.push(caseTypes[w] ?? 0);
        }
      }
      ids.push(sep);
      types.push(0);
      this.rows.push({ sentence: index, keepFirst: window.keepFirst, kept, ids, types });
    }
    return { words, outputs: null, windowsLeft: windows.length };
  }
}

/** Tokens that a run is paid for. */
function costOf(rows: readonly TokenRow[], padded: boolean): number {
  const lengths = rows.map((row) => row.ids.length);
  return padded ? rows.length * Math.max(0, ...lengths) : lengths.reduce((sum, length) => sum + length, 0);
}

/** Rows `[first, end)` of every output, without a copy. */
function part(outputs: ReadonlyMap<string, WordOutput>, first: number, end: number): Map<string, WordOutput> {
  const rows = new Map<string, WordOutput>();
  for (const [name, { data, size }] of outputs)
    rows.set(name, { data: data.subarray(first * size, end * size), size });
  return rows;
}

function emptyOutputs(outputs: Manifest['outputs'], words: number): Map<string, WordOutput> {
  return new Map(outputs.map(({ name, size }) => [name, { data: new Float32Array(words * size), size }]));
}
