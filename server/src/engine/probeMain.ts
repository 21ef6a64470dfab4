/** The probe: one provider on a fixed input, against the CPU graph, in a process made to be lost. */
import { performance } from 'node:perf_hooks';
import { endWithParent, parentPid } from './orphan.js';
import { openSession } from './session.js';
import type { ReaderSession, RunResult, TokenRow } from './session.js';
import { loadTokenizer } from './tokenizer.js';
import { toProbe } from './wire.js';
import type { FromProbe, ToProbe } from './wire.js';

/** The fixed input: invented sentences, repeated to a batch. */
const sentences = [
  'se observa un nodulo solido de 12 mm en el lobulo superior derecho',
  'no evidence of acute intracranial hemorrhage or mass effect',
  'biopsia : adenocarcinoma infiltrante moderadamente diferenciado',
  'higado de tamaño normal , sin lesiones focales .',
];
const batchRows = 16;
const timedRuns = 5;

/** Answers one message with one measurement, then ends. */
export function runProbe(): void {
  endWithParent(parentPid(process.argv));
  process.once('message', (raw) => {
    const message = toProbe.safeParse(raw);
    if (!message.success) process.exit(64);
    measure(message.data).then(answer, (error: unknown) => {
      answer({ type: 'failed', message: shortReason(error) });
    });
  });
}

function answer(result: FromProbe): void {
  process.send?.(result, undefined, undefined, () => process.exit(0));
}

/** onnxruntime's messages begin with source paths and conditions; the last line or sentence says what happened. */
function shortReason(error: unknown): string {
  const text = error instanceof Error ? error.message : 'unknown error';
  return (/was false\.\s*(.+)/s.exec(text)?.[1] ?? text).trim().slice(0, 400);
}

async function measure({ pack, provider, graph, threads }: ToProbe): Promise<FromProbe> {
  const tokenize = await loadTokenizer(pack);
  const { cls, sep } = pack.manifest.specialTokens;
  const limit = pack.manifest.window.maxTokens - 2;
  const rows = sentences.map((text): TokenRow => {
    const ids = [cls, ...text.split(' ').flatMap(tokenize).slice(0, limit), sep];
    return { ids, types: ids.map((_, i) => i % 2), kept: ids.map((_, i) => i) };
  });
  const batch = Array.from(
    { length: batchRows },
    (_, i) => rows[i % rows.length] ?? { ids: [cls, sep], types: [0, 0], kept: [0, 1] },
  );
  // The provider first: where it fails, nothing else need be loaded.
  const probed = await openSession(pack, { graph, provider, threads });
  const found = await probed.run(rows);
  const reference = await openSession(pack, { graph: 'cpu', provider: 'cpu', threads });
  const expected = await reference.run(rows);
  return {
    type: 'measured',
    ...compare(expected, found, tokensOf(rows)),
    batchMs: await time(probed, batch),
    cpuBatchMs: await time(reference, batch),
    sentenceMs: await time(probed, rows.slice(0, 1)),
    cpuSentenceMs: await time(reference, rows.slice(0, 1)),
  };
}

function tokensOf(rows: readonly TokenRow[]): number {
  return rows.reduce((sum, row) => sum + row.kept.length, 0);
}

/** Median milliseconds of a run, after one that is not counted. */
async function time(session: ReaderSession, rows: readonly TokenRow[]): Promise<number> {
  await session.run(rows);
  const times: number[] = [];
  for (let i = 0; i < timedRuns; i++) {
    const start = performance.now();
    await session.run(rows);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(timedRuns / 2)] ?? 0;
}

/** Compares two runs over `tokens` kept tokens. A number that is not finite fails every test. */
export function compare(
  expected: RunResult,
  found: RunResult,
  tokens: number,
): { maxDifference: number; scale: number; cosine: number } {
  let maxDifference = 0;
  let scale = 0;
  let cosine = 1;
  let notFinite = 0;
  for (const [name, { data, size }] of expected.outputs) {
    const other = found.outputs.get(name)?.data ?? new Float32Array();
    let dot = 0;
    let normA = 0;
    let normB = 0;
    for (let i = 0; i < tokens * size; i++) {
      const a = data[i] ?? 0;
      const b = other[i] ?? NaN;
      if (!Number.isFinite(b)) notFinite++;
      dot += a * b;
      normA += a * a;
      normB += b * b;
      scale = Math.max(scale, Math.abs(a));
      maxDifference = Math.max(maxDifference, Math.abs(a - b));
    }
    const lengths = Math.sqrt(normA * normB);
    if (normA > 0 || normB > 0) cosine = Math.min(cosine, lengths === 0 ? 0 : dot / lengths);
  }
  return notFinite === 0
    ? { maxDifference, scale, cosine }
    : { maxDifference: Number.MAX_VALUE, scale, cosine: -1 };
}
