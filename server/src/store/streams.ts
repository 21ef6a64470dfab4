/** Ordered, bounded concurrency over async iterables: what keeps a run over 100,000 files flat in memory. */

/** A one-shot signal that can be waited for again after each firing. */
class Bell {
  #ring: (() => void) | null = null;
  ring(): void {
    this.#ring?.();
    this.#ring = null;
  }
  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#ring = resolve;
    });
  }
}

/**
 * Maps with up to `limit` calls of `map` under way, and yields the results in the order of the source. The source
 * is pulled ahead without waiting for the consumer until `limit` results are waiting. The first error ends it.
 */
export async function* mapOrdered<T, R>(
  source: AsyncIterable<T>,
  limit: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const queue: Promise<R>[] = [];
  const changed = new Bell();
  const taken = new Bell();
  let ended = false;
  let stopped = false;
  const hasStopped = (): boolean => stopped;
  const pump = async (): Promise<void> => {
    try {
      for await (const item of source) {
        if (hasStopped()) return;
        const result = map(item);
        // A rejection is thrown where the result is awaited, in order; meanwhile it is not unhandled.
        result.catch(() => undefined);
        queue.push(result);
        changed.ring();
        while (queue.length >= limit && !hasStopped()) await taken.wait();
      }
    } finally {
      ended = true;
      changed.ring();
    }
  };
  const pumping = pump();
  // Likewise: the source's error is thrown below, after the results that came before it.
  pumping.catch(() => undefined);
  const hasEnded = (): boolean => ended;
  try {
    for (;;) {
      const next = queue[0];
      if (next !== undefined) {
        const result = await next;
        void queue.shift();
        taken.ring();
        yield result;
      } else if (hasEnded()) break;
      else await changed.wait();
    }
    await pumping;
  } finally {
    stopped = true;
    taken.ring();
  }
}

/**
 * Groups items into batches. A batch is given out when its weight reaches `fullWeight`, and also when no further
 * item came within `idleMs`: a slow source (a pipe that waits for our answer) is not held back.
 */
export async function* inBatches<T>(
  source: AsyncIterable<T>,
  fullWeight: number,
  idleMs: number,
  weigh: (item: T) => number,
): AsyncGenerator<T[]> {
  const iterator = source[Symbol.asyncIterator]();
  let batch: T[] = [];
  let weight = 0;
  let pending: Promise<IteratorResult<T>> | null = null;
  try {
    for (;;) {
      pending ??= iterator.next();
      const next: IteratorResult<T> | 'idle' =
        batch.length === 0 ? await pending : await orIdle(pending, idleMs);
      if (next !== 'idle') {
        pending = null;
        if (next.done === true) break;
        batch.push(next.value);
        weight += weigh(next.value);
        if (weight < fullWeight) continue;
      }
      yield batch;
      batch = [];
      weight = 0;
    }
    if (batch.length > 0) yield batch;
  } finally {
    // Where the consumer left early: what the source still does is nobody's concern, its errors neither.
    pending?.catch(() => undefined);
    iterator.return?.().catch(() => undefined);
  }
}

async function orIdle<T>(promise: Promise<T>, idleMs: number): Promise<T | 'idle'> {
  let timer: NodeJS.Timeout | undefined;
  const idle = new Promise<'idle'>((resolve) => {
    timer = setTimeout(resolve, idleMs, 'idle');
  });
  try {
    return await Promise.race([promise, idle]);
  } finally {
    clearTimeout(timer);
  }
}
