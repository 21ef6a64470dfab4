/** Reads packed sentences run by run: tokenize, cut into windows, batch, run, merge, decode. Child only. */
import { performance } from 'node:perf_hooks';
import type { ReaderInput, SentenceReading } from '../core/types.js';
import { batchEnd, sortByLength } from './batches.js';
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
  /** By output name: a row per word, filled window by window. */
  readonly outputs: ReadonlyMap<string, WordOutput>;
  windowsLeft: number;
}

/** One window of one sentence. */
interface Row extends TokenRow {
  readonly sentence: number;
  /** Words kept from this row, and the position of each one's first piece in it. */
  readonly keepFirst: number;
  readonly positions: readonly number[];
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
    const { session, budget } = this.parts;
    const end = batchEnd(this.order, this.next, this.lengths, budget.bounds);
    const batch = this.order.slice(this.next, end).flatMap((index) => this.rows[index] ?? []);
    this.next = end;
    const started = performance.now();
    const { length, outputs } = await session.run(batch);
    budget.observe(batch.length * length, performance.now() - started);
    const finished: FinishedSentence[] = [];
    batch.forEach((row, r) => {
      const sentence = this.sentences[row.sentence];
      if (sentence === undefined) return;
      for (const [name, output] of outputs) keepRows(output, r * length, row, sentence.outputs.get(name));
      sentence.windowsLeft--;
      if (sentence.windowsLeft > 0) return;
      finished.push({ index: row.sentence, reading: this.parts.decode(sentence.words, sentence.outputs) });
    });
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
      const positions: number[] = [];
      for (let w = window.firstWord; w < window.endWord; w++) {
        if (w >= window.keepFirst && w < window.keepEnd) positions.push(ids.length);
        for (const piece of pieces[w] ?? []) {
          // Only a word that alone exceeds the window ends here before its last piece.
          if (ids.length === maxTokens - 1) break;
          ids.push(piece);
          types.push(caseTypes[w] ?? 0);
        }
      }
      ids.push(sep);
      types.push(0);
      this.rows.push({ sentence: index, keepFirst: window.keepFirst, positions, ids, types });
    }
    const outputs = new Map(
      manifest.outputs.map(({ name, size }) => [name, { data: new Float32Array(words.length * size), size }]),
    );
    return { words, outputs, windowsLeft: windows.length };
  }
}

/** Copies the first-piece rows of a window's kept words into the sentence's own output. */
function keepRows(from: WordOutput, offset: number, row: Row, to: WordOutput | undefined): void {
  if (to === undefined) return;
  const { size } = from;
  row.positions.forEach((position, k) => {
    const start = (offset + position) * size;
    to.data.set(from.data.subarray(start, start + size), (row.keepFirst + k) * size);
  });
}
