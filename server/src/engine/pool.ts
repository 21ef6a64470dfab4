/** A fixed number of reader processes of one model on one provider, kept alive. */
import { ChildHandle } from './childHandle.js';
import type { ChildLimits } from './childHandle.js';
import { PackError } from './packError.js';
import type { Scheduler } from './scheduler.js';
import { unpackReading } from './wire.js';
import type { FromChild, ToChild } from './wire.js';

/** Waits before the first, second, … respawn after deaths in a row, in milliseconds. */
const backOffMs = [0, 250, 1000, 4000];
/** So many deaths with no reading in between, or within `deathWindowMs`, end the pool. */
const maximumInARow = 5;
const maximumDeaths = 10;
const deathWindowMs = 60_000;

export interface PoolOptions extends ChildLimits {
  readonly childPath: string;
  readonly env: NodeJS.ProcessEnv;
  readonly processes: number;
  /** Processes are started without waiting for it. */
  readonly load: Promise<Extract<ToChild, { type: 'load' }>>;
  /** No process reads before this. */
  readonly beforeReading: Promise<unknown>;
  /** False: the first death ends the pool, as for a provider that another can stand in for. */
  readonly respawn: boolean;
}

export interface PoolListener {
  /** A process died and is being replaced. */
  onRespawn(reason: string): void;
  /** A replacement is at work. */
  onRecovered(): void;
  /** Too many died; the pool is closed. */
  onGaveUp(reason: string): void;
}

/** Why a process ended that native code may have ended: a signal of the processor's, or a run that threw. */
const nativeFailure = /^a run failed|\(SIG(?:ILL|SEGV|BUS|FPE|SYS|ABRT)\)/;

export class Pool {
  private readonly handles = new Set<ChildHandle>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly codes = new Map<string, string>();
  private deaths: number[] = [];
  private inARow = 0;
  private closed = false;
  private reads: string | null = null;
  /** A process died of its own: what takes its place reads with onnxruntime, whichever of the two was at fault. */
  private withoutKernel = false;

  constructor(
    private readonly options: PoolOptions,
    private readonly scheduler: Scheduler,
    private readonly listener: PoolListener,
  ) {}

  /** Process ids at work, for tests and `doctor`. */
  get pids(): number[] {
    return [...this.handles].flatMap((handle) => handle.pid ?? []);
  }

  /** What runs the model in the processes; null before one has loaded it. */
  get runtime(): string | null {
    return this.reads;
  }

  /** Starts every process; resolves when all have loaded. @throws PackError or Error: the first failure. */
  async start(): Promise<void> {
    const spawnTwice = async (): Promise<void> => {
      try {
        await this.spawn();
      } catch (error) {
        // A process that was killed while it loaded deserves another; a wrong pack stays wrong.
        if (this.closed || !this.options.respawn || error instanceof PackError) throw error;
        await this.options.load;
        await this.spawn();
      }
    };
    await Promise.all(Array.from({ length: this.options.processes }, spawnTwice));
  }

  /** Ends every process; what they had not read waits for other readers. Resolves when all have ended. */
  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all([...this.handles].map((handle) => handle.kill('the engine was stopped')));
  }

  private async spawn(): Promise<void> {
    let loaded = false;
    const exit: { reason: string | null } = { reason: null };
    const { childPath, env, load, beforeReading } = this.options;
    const own = this.withoutKernel ? { ...env, GLOSA_KERNEL: 'off' } : env;
    const handle: ChildHandle = new ChildHandle(childPath, own, this.options, {
      onReadings: (message) => {
        this.pass(handle, message);
      },
      onExit: (reason) => {
        exit.reason = reason;
        this.handles.delete(handle);
        this.withoutKernel ||= nativeFailure.test(reason);
        this.scheduler.leave(handle, this.closed ? null : reason);
        if (loaded && !this.closed) this.replace(reason);
      },
    });
    this.handles.add(handle);
    const message = await load;
    const [runtime] = await Promise.all([
      handle.load(message).catch(async (error: unknown) => {
        // What is wrong with the pack says more than what its process made of that.
        await beforeReading;
        throw error;
      }),
      beforeReading,
    ]);
    // It may have ended after it had loaded, while the rest was waited for.
    if (exit.reason !== null) throw new Error(exit.reason);
    this.reads = runtime;
    loaded = true;
    this.scheduler.join(handle);
  }

  private pass(handle: ChildHandle, message: Extract<FromChild, { type: 'readings' }>): void {
    this.inARow = 0;
    const readings = message.readings.map((reading, i) => ({
      index: message.indices[i] ?? -1,
      reading: unpackReading(reading, this.intern),
    }));
    this.scheduler.finished(handle, message.id, readings, message.done, message.tokensPerMs);
  }

  /** One string per code, however many readings name it; the codes of a pack bound its size. */
  private readonly intern = (text: string): string => {
    const known = this.codes.get(text);
    if (known !== undefined) return known;
    this.codes.set(text, text);
    return text;
  };

  private replace(reason: string): void {
    const now = Date.now();
    this.deaths = [...this.deaths.filter((time) => now - time < deathWindowMs), now];
    if (!this.options.respawn) {
      this.giveUp(reason);
      return;
    }
    if (this.inARow + 1 >= maximumInARow) {
      this.giveUp(`${reason}; it happened ${this.inARow + 1} times in a row`);
      return;
    }
    if (this.deaths.length >= maximumDeaths) {
      this.giveUp(`${reason}; it happened ${this.deaths.length} times within a minute`);
      return;
    }
    this.listener.onRespawn(reason);
    const delay = backOffMs[Math.min(this.inARow, backOffMs.length - 1)] ?? 0;
    this.inARow++;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.spawn().then(
        () => {
          this.listener.onRecovered();
        },
        (error: unknown) => {
          if (this.closed) return;
          const problem = error instanceof Error ? error.message : 'unknown error';
          if (error instanceof PackError) this.giveUp(problem);
          else this.replace(problem);
        },
      );
    }, delay);
    this.timers.add(timer);
  }

  private giveUp(reason: string): void {
    void this.close();
    this.listener.onGaveUp(reason);
  }
}
