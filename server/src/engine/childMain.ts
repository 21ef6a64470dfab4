/** The reader process: loads one model and answers `read` messages run by run. See `wire.ts`. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { cpuLimits, gpuLimits, TokenBudget } from './batches.js';
import type { SentenceDecoder } from './decode/types.js';
import { endWithParent, parentPid } from './orphan.js';
import type { LoadedPack } from './pack.js';
import { PackError } from './packError.js';
import { isRead } from './readMessage.js';
import { ReadingJob } from './reader.js';
import type { FinishedSentence, ReaderParts } from './reader.js';
import { openSession } from './session.js';
import type { ReaderSession } from './session.js';
import { loadTokenizer } from './tokenizer.js';
import { packReading, toChild, unpackInput } from './wire.js';
import type { FromChild, ToChild } from './wire.js';

/** What may be put in another's place: tests bring sessions that crash or hang. */
export interface ChildParts {
  readonly createDecoder: (pack: LoadedPack) => SentenceDecoder;
  readonly openSession: typeof openSession;
}

interface QueuedJob {
  readonly id: number;
  readonly sentences: readonly string[];
  urgent: boolean;
  cancelled: boolean;
  job: ReadingJob | null;
}

/** Runs this process as a reader until its parent goes away. */
export function runChild(parts: ChildParts): void {
  endWithParent(parentPid(process.argv));
  const queue: QueuedJob[] = [];
  let reader: ReaderParts | null = null;
  let running = false;

  const finish = (queued: QueuedJob): void => {
    queue.splice(queue.indexOf(queued), 1);
  };

  const pump = async (model: ReaderParts): Promise<void> => {
    if (running) return;
    running = true;
    for (;;) {
      // Messages that came during the run are taken in before the next one is chosen.
      await nextTurn();
      const queued = queue.find((q) => q.urgent) ?? queue[0];
      if (queued === undefined) break;
      if (queued.cancelled) {
        finish(queued);
        send(readingsMessage(queued.id, [], true, model));
        continue;
      }
      const fresh = queued.job === null;
      const job = (queued.job ??= new ReadingJob(queued.sentences.map(unpackInput), model));
      const finished = fresh ? job.wordless() : [];
      if (!job.done) finished.push(...(await job.step()));
      if (job.done) finish(queued);
      send(readingsMessage(queued.id, finished, job.done, model));
    }
    running = false;
  };

  const receive = async (message: ToChild): Promise<void> => {
    switch (message.type) {
      case 'load':
        reader = await load(message, parts);
        if (reader !== null) send({ type: 'loaded', runtime: reader.session.runtime });
        break;
      case 'read':
        if (reader === null) throw new Error('read before load');
        queue.push({ ...message, cancelled: false, job: null });
        await pump(reader);
        break;
      case 'promote':
      case 'cancel': {
        const queued = queue.find((q) => q.id === message.id);
        if (queued === undefined) break;
        if (message.type === 'promote') queued.urgent = true;
        else queued.cancelled = true;
      }
    }
  };

  process.on('message', (raw) => {
    const message = isRead(raw) ? raw : toChild.safeParse(raw).data;
    if (message === undefined) {
      fail('a message from the server is not valid');
      return;
    }
    receive(message).catch((error: unknown) => {
      fail(error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error');
    });
  });
}

/** Tells the parent why this process ends, then ends it: its state may be unsound after a failed run. */
function fail(message: string): void {
  process.send?.({ type: 'fault', message } satisfies FromChild, undefined, undefined, () =>
    process.exit(70),
  );
}

function send(message: FromChild): void {
  process.send?.(message);
}

function readingsMessage(
  id: number,
  finished: readonly FinishedSentence[],
  done: boolean,
  { budget }: ReaderParts,
): FromChild {
  return {
    type: 'readings',
    id,
    indices: finished.map((f) => f.index),
    readings: finished.map((f) => packReading(f.reading)),
    done,
    tokensPerMs: budget.tokensPerMs,
  };
}

async function load(
  { pack, graph, provider, threads }: Extract<ToChild, { type: 'load' }>,
  parts: ChildParts,
): Promise<ReaderParts | null> {
  try {
    const tokenize = await loadTokenizer(pack);
    const session = await parts.openSession(pack, { graph, provider, threads });
    const decode = parts.createDecoder(pack);
    const budget = new TokenBudget(provider === 'cpu' ? cpuLimits : gpuLimits);
    const reader = { manifest: pack.manifest, tokenize, session, decode, budget };
    await warmUp(session, pack);
    collectGarbage();
    return reader;
  } catch (error) {
    send({
      type: 'failed',
      message: error instanceof Error ? error.message : 'unknown error',
      kind: error instanceof PackError ? error.kind : null,
      details: error instanceof PackError ? { ...error.details } : {},
    });
    return null;
  }
}

/** Loading parses tables of some ten megabytes into arrays; nothing else would make V8 let go of the text for long. */
function collectGarbage(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

/** First runs are slow: they allocate, and a GPU compiles. Also shows that the outputs are as declared. */
async function warmUp(session: ReaderSession, { manifest }: LoadedPack): Promise<void> {
  const { cls, sep, unk } = manifest.specialTokens;
  for (const count of [1, 4]) {
    const ids = [cls, ...Array<number>(Math.min(14, manifest.window.maxTokens - 2)).fill(unk), sep];
    await session.run(Array.from({ length: count }, () => ({ ids, types: ids.map(() => 0), kept: [0] })));
  }
}
