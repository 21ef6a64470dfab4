/**
 * Who reads what next: urgent sentences before others, each sentence once however many wait for it,
 * and what a dying process left unread once more, alone. Knows nothing of processes or models.
 */
import type { SentenceReading } from '../core/types.js';
import { packedWordCount } from './wire.js';

/** A reader that takes chunks of sentences; answers come through `Scheduler.finished`. */
export interface SentenceReader {
  read(id: number, urgent: boolean, sentences: readonly string[]): void;
  promote(id: number): void;
  cancel(id: number): void;
}

/** Told of one sentence's end. */
export interface Waiter {
  onReading(key: string, reading: SentenceReading): void;
  onFailure(key: string, reason: string): void;
}

/** Told of every sentence once, however many waited for it, before its waiters are. */
export interface SchedulerListener {
  onReading(key: string, reading: SentenceReading): void;
  /** Two processes died over this sentence. */
  onDeadly(key: string, reason: string): void;
}

interface Task {
  readonly key: string;
  readonly words: number;
  readonly waiters: Set<Waiter>;
  urgent: boolean;
  /** Processes that died while they had it. */
  losses: number;
  chunk: Chunk | null;
}

interface Chunk {
  readonly id: number;
  readonly reader: SentenceReader;
  readonly tasks: readonly Task[];
  urgent: boolean;
}

/** Work that a chunk should hold, in milliseconds; it is cancelled or overtaken between runs. */
const chunkMs = 400;
/** Words of a chunk before the speed is known, and its bounds. */
const startWords = 512;
const minimumWords = 256;
const maximumWords = 65_536;
/** Chunks that one reader holds, so that it never waits for the next. */
const chunksInFlight = 2;

export class Scheduler {
  private readonly tasks = new Map<string, Task>();
  private readonly urgent = new Set<Task>();
  private readonly patient = new Set<Task>();
  /** Lost once already: read alone, so that one sentence that kills a process takes no other with it. */
  private readonly suspects = new Set<Task>();
  private readonly readers = new Map<SentenceReader, Map<number, Chunk>>();
  private chunkId = 0;
  private chunkWords = startWords;

  constructor(private readonly listener: SchedulerListener) {}

  /** Sentences that are waited for and not read yet. */
  get pending(): number {
    return this.tasks.size;
  }

  /** Asks for one sentence; call `dispatch` after a request's last. */
  add(key: string, urgent: boolean, waiter: Waiter): void {
    const known = this.tasks.get(key);
    if (known === undefined) {
      const task: Task = {
        key,
        words: packedWordCount(key),
        waiters: new Set([waiter]),
        urgent,
        losses: 0,
        chunk: null,
      };
      this.tasks.set(key, task);
      (urgent ? this.urgent : this.patient).add(task);
      return;
    }
    known.waiters.add(waiter);
    if (!urgent || known.urgent) return;
    known.urgent = true;
    if (this.patient.delete(known)) this.urgent.add(known);
    if (known.chunk !== null && !known.chunk.urgent) {
      known.chunk.urgent = true;
      known.chunk.reader.promote(known.chunk.id);
    }
  }

  /** Takes a waiter back; a sentence that nobody waits for is not read, unless its run has begun. */
  remove(key: string, waiter: Waiter): void {
    const task = this.tasks.get(key);
    if (task === undefined || !task.waiters.delete(waiter) || task.waiters.size > 0) return;
    if (task.chunk === null) {
      this.forget(task);
      return;
    }
    const wanted = task.chunk.tasks.some((t) => t.waiters.size > 0);
    if (!wanted) task.chunk.reader.cancel(task.chunk.id);
  }

  /** A reader is ready for work. */
  join(reader: SentenceReader): void {
    this.readers.set(reader, new Map());
    this.dispatch();
  }

  /**
   * A reader is gone. Its unread sentences are read once more, alone; those lost a second time fail.
   * @param reason why they fail; null where the reader was taken away on purpose.
   */
  leave(reader: SentenceReader, reason: string | null): void {
    const chunks = this.readers.get(reader);
    if (chunks === undefined) return;
    this.readers.delete(reader);
    for (const chunk of chunks.values()) {
      for (const task of chunk.tasks) {
        if (task.chunk !== chunk || this.tasks.get(task.key) !== task) continue;
        task.chunk = null;
        if (reason !== null) task.losses++;
        if (task.waiters.size === 0) this.forget(task);
        else if (reason !== null && task.losses > 1) {
          this.listener.onDeadly(task.key, reason);
          this.fail(task, reason);
        } else if (task.losses > 0) this.suspects.add(task);
        else (task.urgent ? this.urgent : this.patient).add(task);
      }
    }
    this.dispatch();
  }

  /** Readings of a chunk's sentences, by their place in it. */
  finished(
    reader: SentenceReader,
    id: number,
    readings: readonly { readonly index: number; readonly reading: SentenceReading }[],
    done: boolean,
    tokensPerMs: number | null,
  ): void {
    const chunk = this.readers.get(reader)?.get(id);
    if (chunk === undefined) return;
    if (tokensPerMs !== null) {
      this.chunkWords = Math.min(Math.max(tokensPerMs * chunkMs, minimumWords), maximumWords);
    }
    for (const { index, reading } of readings) {
      const task: Task | undefined = chunk.tasks[index];
      if (task?.chunk !== chunk) continue;
      this.forget(task);
      this.listener.onReading(task.key, reading);
      for (const waiter of task.waiters) waiter.onReading(task.key, reading);
    }
    if (done) {
      this.readers.get(reader)?.delete(id);
      for (const task of chunk.tasks) {
        // A cancelled chunk ends with sentences unread; one of them may be wanted again by now.
        if (task.chunk !== chunk || this.tasks.get(task.key) !== task) continue;
        task.chunk = null;
        if (task.waiters.size === 0) this.forget(task);
        else (task.urgent ? this.urgent : this.patient).add(task);
      }
    }
    this.dispatch();
  }

  /** Ends every wait with a failure. */
  failAll(reason: string): void {
    for (const task of [...this.tasks.values()]) this.fail(task, reason);
  }

  /** Hands out what waits, as far as readers have room. */
  dispatch(): void {
    for (const [reader, chunks] of this.readers) this.feed(reader, chunks);
  }

  private feed(reader: SentenceReader, chunks: Map<number, Chunk>): void {
    // One more than the others may have: a reader takes the urgent one up after its current run.
    while (this.urgent.size > 0 && chunks.size <= chunksInFlight) {
      this.hand(reader, chunks, this.take(this.urgent), true);
    }
    if (this.suspects.size > 0) {
      const [suspect] = this.suspects;
      if (suspect === undefined || chunks.size > 0) return;
      this.suspects.delete(suspect);
      this.hand(reader, chunks, [suspect], suspect.urgent);
      return;
    }
    while (this.patient.size > 0 && chunks.size < chunksInFlight) {
      this.hand(reader, chunks, this.take(this.patient), false);
    }
  }

  /** The oldest of a queue, up to a chunk's words, and no more than this reader's fair share. */
  private take(queue: Set<Task>): Task[] {
    const share = Math.ceil(queue.size / this.readers.size);
    const taken: Task[] = [];
    let words = 0;
    for (const task of queue) {
      if (taken.length >= share || (taken.length > 0 && words + task.words > this.chunkWords)) break;
      words += task.words;
      taken.push(task);
      queue.delete(task);
    }
    return taken;
  }

  private hand(
    reader: SentenceReader,
    chunks: Map<number, Chunk>,
    tasks: readonly Task[],
    urgent: boolean,
  ): void {
    const chunk: Chunk = { id: ++this.chunkId, reader, tasks, urgent };
    for (const task of tasks) task.chunk = chunk;
    chunks.set(chunk.id, chunk);
    reader.read(
      chunk.id,
      urgent,
      tasks.map((task) => task.key),
    );
  }

  private fail(task: Task, reason: string): void {
    this.forget(task);
    for (const waiter of task.waiters) waiter.onFailure(task.key, reason);
  }

  private forget(task: Task): void {
    this.tasks.delete(task.key);
    this.urgent.delete(task);
    this.patient.delete(task);
    this.suspects.delete(task);
  }
}
