import { describe, expect, it } from 'vitest';
import type { ReaderInput } from '../../../server/src/core/types.js';
import { cpuLimits, TokenBudget } from '../../../server/src/engine/batches.js';
import type { SentenceDecoder, WordOutput } from '../../../server/src/engine/decode/types.js';
import { ReadingJob } from '../../../server/src/engine/reader.js';
import type { FinishedSentence, ReaderParts } from '../../../server/src/engine/reader.js';
import type { TokenRow } from '../../../server/src/engine/session.js';

const specialTokens = { pad: 0, unk: 1, cls: 2, sep: 3 };

/** A model whose one output holds, per token, its id, its case type and its distance from the window's edge. */
function echo(
  maxTokens: number,
  overlapTokens: number,
  padded = true,
): { parts: ReaderParts; batches: TokenRow[][]; decoded: Map<string, WordOutput> } {
  const batches: TokenRow[][] = [];
  const buffer = new Float32Array(3 * 4096);
  const decoded = new Map<string, WordOutput>();
  const decode: SentenceDecoder = (words, outputs) => {
    const { data, size } = outputs.get('out')!;
    decoded.set(words.join(' '), { data: data.slice(), size });
    return { mentions: [], entities: [], relations: [], report: null };
  };
  const run: ReaderParts['session']['run'] = (rows) => {
    batches.push([...rows]);
    const data = rows.flatMap((row) =>
      row.kept.flatMap((t) => [row.ids[t]!, row.types[t]!, Math.min(t, row.ids.length - 1 - t)]),
    );
    // The same buffer for every run, as the kernel does it.
    buffer.set(data);
    return Promise.resolve({ outputs: new Map([['out', { data: buffer, size: 3 }]]) });
  };
  const parts: ReaderParts = {
    manifest: { specialTokens, window: { maxTokens, overlapTokens }, outputs: [{ name: 'out', size: 3 }] },
    // A word `w7x3` has the pieces 107, 207, 307.
    tokenize: (word) => {
      const [, number = '0', pieces = '1'] = /^w(\d+)x(\d+)$/.exec(word) ?? [];
      return Array.from({ length: Number(pieces) }, (_, i) => 100_000 * (i + 1) + Number(number));
    },
    session: { runtime: 'echo', padded, run },
    decode,
    budget: new TokenBudget(cpuLimits),
  };
  return { parts, batches, decoded };
}

async function readAll(inputs: readonly ReaderInput[], parts: ReaderParts): Promise<FinishedSentence[]> {
  const job = new ReadingJob(inputs, parts);
  const finished = job.wordless();
  while (!job.done) finished.push(...(await job.step()));
  return finished;
}

const sentence = (sizes: readonly number[]): ReaderInput => ({
  words: sizes.map((size, i) => `w${i}x${size}`),
  caseTypes: sizes.map((_, i) => (i % 4) as 0 | 1 | 2 | 3),
});

describe('ReadingJob', () => {
  it('gives every word the row of its own first piece and its case type', async () => {
    const { parts, batches, decoded } = echo(64, 16);
    const input = sentence([1, 3, 2, 1]);
    await readAll([input], parts);
    expect(batches[0]?.[0]?.ids).toEqual([
      2, 100_000, 100_001, 200_001, 300_001, 100_002, 200_002, 100_003, 3,
    ]);
    expect(batches[0]?.[0]?.types).toEqual([0, 0, 1, 1, 1, 2, 2, 3, 0]);
    const { data } = decoded.get(input.words.join(' '))!;
    expect([...data]).toEqual([100_000, 0, 1, 100_001, 1, 2, 100_002, 2, 3, 100_003, 3, 1]);
  });

  it('reads 10,000 words through windows and drops none', async () => {
    const { parts, batches, decoded } = echo(32, 10);
    const input = sentence(Array.from({ length: 10_000 }, (_, i) => (i % 7 === 0 ? 3 : 1)));
    const finished = await readAll([input], parts);
    expect(finished.map((f) => f.index)).toEqual([0]);
    const { data } = decoded.get(input.words.join(' '))!;
    const column = (c: number): number[] => input.words.map((_, i) => data[i * 3 + c]!);
    expect(column(0)).toEqual(input.words.map((_, i) => 100_000 + i));
    expect(column(1)).toEqual(input.caseTypes);
    expect(Math.max(...batches.flat().map((row) => row.ids.length))).toBe(32);
  });

  it('cuts a word that alone exceeds the window, and keeps its neighbours', async () => {
    const { parts, batches, decoded } = echo(16, 4);
    const input = sentence([1, 40, 1]);
    await readAll([input], parts);
    const { data } = decoded.get(input.words.join(' '))!;
    expect([data[0], data[3], data[6]]).toEqual([100_000, 100_001, 100_002]);
    for (const row of batches.flat()) expect(row.ids.length).toBeLessThanOrEqual(16);
  });

  it('answers each of many sentences once, wordless ones too', async () => {
    const { parts, batches } = echo(64, 16);
    const inputs = Array.from({ length: 300 }, (_, i) => sentence(Array<number>(i % 60).fill(1)));
    const finished = await readAll(inputs, parts);
    expect(finished.map((f) => f.index).sort((a, b) => a - b)).toEqual(inputs.map((_, i) => i));
    for (const batch of batches) {
      const longest = Math.max(...batch.map((row) => row.ids.length));
      expect(batch.length * longest).toBeLessThanOrEqual(cpuLimits.maximum);
    }
  });
});
