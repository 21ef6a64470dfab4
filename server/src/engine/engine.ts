/** The engine: pack, probes, reader processes, cache and requests behind the interface of `types.ts`. */
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PackVocabulary, ReaderInput, SentenceReading } from '../core/types.js';
import { SentenceCache } from './cache.js';
import { loadPack, packIdentity } from './pack.js';
import type { LoadedPack } from './pack.js';
import { PackError } from './packError.js';
import { Pool } from './pool.js';
import { ProviderProber } from './prober.js';
import { ReadRequest } from './request.js';
import { Scheduler } from './scheduler.js';
import { EngineUnavailable, ReadCancelled } from './types.js';
import type { Engine, EngineOptions, EngineStatus, ProviderName, ReadOptions } from './types.js';
import { loadVocabulary } from './vocabulary.js';
import { packInput } from './wire.js';

const defaultLoadTimeoutMs = 60_000;
const defaultRevivalsMs = [20_000, 60_000, 300_000];
/** Sentences remembered as deadly, so that they cost two processes once and not at every edit. */
const maximumDeadly = 1000;

/** A pack on its way: verified, then known with its vocabulary. */
interface Model {
  readonly pack: Promise<LoadedPack>;
  readonly vocabulary: Promise<PackVocabulary | null>;
}

/** Starts an engine; it loads in the background. Nothing is thrown: see `ready` and `status`. */
export function createEngine(options: EngineOptions): Engine {
  return new ReaderEngine(options);
}

class ReaderEngine implements Engine {
  private readonly cache: SentenceCache;
  private readonly scheduler: Scheduler;
  private readonly prober: ProviderProber;
  private readonly deadly = new Map<string, string>();
  private readonly requests = new Set<ReadRequest>();
  private readonly owners = new Map<string, Set<ReadRequest>>();
  private readonly listeners = new Set<(status: EngineStatus) => void>();
  private readonly loadTimeoutMs: number;
  private current: EngineStatus = {
    state: 'starting',
    provider: null,
    runtime: null,
    pack: null,
    reason: null,
    problem: null,
    probes: [],
    restarts: 0,
    vocabulary: null,
  };
  private pool: Pool | null = null;
  /** Aborted when this start is over: by restart or dispose. */
  private life = new AbortController();
  private started: Promise<void>;
  private disposed = false;
  private revivals = 0;
  private revival: NodeJS.Timeout | undefined;

  constructor(private readonly options: EngineOptions) {
    this.loadTimeoutMs = options.loadTimeoutMs ?? defaultLoadTimeoutMs;
    this.cache = new SentenceCache(options.cacheBytes);
    this.scheduler = new Scheduler({
      onReading: (key, reading) => {
        this.cache.set(key, reading);
      },
      onDeadly: (key, reason) => {
        if (this.deadly.size < maximumDeadly) this.deadly.set(key, reason);
      },
    });
    this.prober = new ProviderProber({
      device: options.device,
      cudaPath: options.cudaPath,
      probePath: options.probePath ?? join(dirname(options.childPath), 'engine-probe.js'),
      threads: options.threads,
      timeoutMs: this.loadTimeoutMs,
    });
    this.started = this.start(this.life.signal);
  }

  async ready(): Promise<EngineStatus> {
    await this.started;
    return this.current;
  }

  status(): EngineStatus {
    return this.current;
  }

  onStatus(listener: (status: EngineStatus) => void): { dispose(): void } {
    this.listeners.add(listener);
    return {
      dispose: () => {
        this.listeners.delete(listener);
      },
    };
  }

  read(inputs: readonly ReaderInput[], options: ReadOptions): Promise<SentenceReading[]> {
    const { owner, signal } = options;
    if (signal?.aborted === true) return Promise.reject(new ReadCancelled('cancelled before it began'));
    if (this.disposed) return Promise.reject(new EngineUnavailable('the engine was stopped'));
    if (this.current.state === 'unavailable') {
      return Promise.reject(new EngineUnavailable(this.current.reason ?? 'no model'));
    }
    const older = owner === undefined ? [] : [...(this.owners.get(owner) ?? [])];
    // Until the pack is read the cache may hold another model's readings.
    const known = (key: string): SentenceReading | undefined =>
      this.current.pack === null ? undefined : this.cache.get(key);
    const abort = (): void => {
      request.cancel('the caller cancelled it');
    };
    const request: ReadRequest = new ReadRequest(inputs.map(packInput), known, (settled) => {
      signal?.removeEventListener('abort', abort);
      this.drop(settled, owner);
    });
    this.enter(request, options, abort);
    // The newer one has joined: what both wait for goes on, the rest of the older is dropped.
    for (const request of older) request.cancel('a newer request took its place');
    this.scheduler.dispatch();
    return request.promise;
  }

  async restart(): Promise<EngineStatus> {
    if (this.disposed) return this.current;
    clearTimeout(this.revival);
    this.life.abort();
    this.life = new AbortController();
    this.deadly.clear();
    const previous = this.started;
    const pool = this.pool;
    this.pool = null;
    const { restarts } = this.current;
    this.update({
      state: 'starting',
      provider: null,
      runtime: null,
      pack: null,
      reason: null,
      problem: null,
      probes: [],
      restarts: restarts + 1,
    });
    const { signal } = this.life;
    this.started = (async () => {
      await pool?.close();
      await previous;
      await this.start(signal);
    })();
    return this.ready();
  }

  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    clearTimeout(this.revival);
    this.life.abort();
    for (const request of [...this.requests]) request.cancel('the engine was stopped');
    this.listeners.clear();
    await this.pool?.close();
    await this.started;
  }

  private enter(request: ReadRequest, { owner, priority, signal }: ReadOptions, abort: () => void): void {
    const keys = request.missingKeys;
    if (keys.length === 0) return;
    const deadly = keys.find((key) => this.deadly.has(key));
    if (deadly !== undefined) {
      request.onFailure(deadly, this.deadly.get(deadly) ?? '');
      return;
    }
    this.requests.add(request);
    if (owner !== undefined) {
      const own = this.owners.get(owner) ?? new Set();
      this.owners.set(owner, own.add(request));
    }
    signal?.addEventListener('abort', abort, { once: true });
    for (const key of keys) this.scheduler.add(key, priority === 'typing', request);
  }

  private drop(request: ReadRequest, owner: string | undefined): void {
    if (!this.requests.delete(request)) return;
    for (const key of request.missingKeys) this.scheduler.remove(key, request);
    const own = owner === undefined ? undefined : this.owners.get(owner);
    own?.delete(request);
    if (owner !== undefined && own?.size === 0) this.owners.delete(owner);
  }

  /** Loads the pack and brings readers up. Ends where `signal` says that another start took over. */
  private async start(signal: AbortSignal): Promise<void> {
    const { packPath } = this.options;
    const pack = loadPack(packPath);
    const model = { pack, vocabulary: pack.then((verified) => this.know(verified, signal)) };
    // Who waits for it hears of it; where nobody has come so far, the pool fails first.
    model.vocabulary.catch(() => undefined);
    try {
      const wait = this.options.waitForProbe ?? ['webgpu', 'cuda'].includes(this.options.device);
      if (wait) {
        await model.vocabulary;
        await this.use(model, await this.probe(await pack, signal), signal);
        return;
      }
      // No process is started for a pack that is not there at all: what is missing is told.
      await access(join(packPath, 'manifest.json')).catch(() => pack);
      await this.use(model, 'cpu', signal);
      // In the background, once the CPU reads: loading would be held up.
      void this.probe(await pack, signal).then(async (provider) => {
        if (provider !== 'cpu' && !signal.aborted) await this.use(model, provider, signal);
      });
    } catch (error) {
      this.becomeUnavailable(error, signal);
    }
  }

  /** Takes a verified pack for the one that is read with. */
  private async know(pack: LoadedPack, signal: AbortSignal): Promise<PackVocabulary | null> {
    if (!signal.aborted) this.cache.useModel(pack.sha256);
    const vocabulary = await loadVocabulary(pack);
    if (!signal.aborted) this.update({ pack: packIdentity(pack), vocabulary });
    return vocabulary;
  }

  /** Probes what the setting and the machine allow; the best verified provider, or `cpu`. Never rejects. */
  private async probe(pack: LoadedPack, signal: AbortSignal): Promise<ProviderName> {
    const provider = await this.prober.choose(pack, signal, (probes) => {
      if (!signal.aborted) this.update({ probes });
    });
    return provider;
  }

  /** Opens a pool on one provider and closes the one before it. A GPU that fails leaves the work to the CPU. */
  private async use(model: Model, provider: ProviderName, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const onCpu = provider === 'cpu';
    const { childPath, threads, processes, watchdogMs } = this.options;
    const load = model.pack.then((pack) => ({
      type: 'load' as const,
      pack,
      graph: onCpu ? ('cpu' as const) : ('gpu' as const),
      provider,
      threads,
    }));
    // Who waits for it hears of it.
    load.catch(() => undefined);
    const pool: Pool = new Pool(
      {
        childPath,
        env: this.prober.environment(provider),
        // One process drives a GPU; more would only share it.
        processes: onCpu ? processes : 1,
        respawn: onCpu,
        // On the CPU the processes come up while the pack is verified, and load it while its vocabulary is read.
        load,
        beforeReading: model.vocabulary,
        watchdogMs,
        loadTimeoutMs: this.loadTimeoutMs,
      },
      this.scheduler,
      {
        onRespawn: (reason) => {
          const { restarts } = this.current;
          this.update({ state: 'starting', reason, restarts: restarts + 1 });
        },
        onRecovered: () => {
          const { runtime } = pool;
          this.update({ state: 'ready', runtime, reason: this.prober.notTaken(provider) });
        },
        onGaveUp: (reason) => {
          if (signal.aborted) return;
          if (onCpu) this.becomeUnavailable(new Error(reason), signal);
          else void this.fallBack(model, provider, reason, signal);
        },
      },
    );
    const before = this.pool;
    const stop = (): void => void pool.close();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await pool.start();
    } catch (error) {
      await pool.close();
      if (this.isOver(signal)) return;
      if (onCpu) throw error;
      await this.fallBack(model, provider, error instanceof Error ? error.message : '', signal);
      return;
    } finally {
      signal.removeEventListener('abort', stop);
    }
    if (this.isOver(signal)) {
      await pool.close();
      return;
    }
    this.pool = pool;
    const { runtime } = pool;
    this.update({ state: 'ready', provider, runtime, reason: this.prober.notTaken(provider) });
    await before?.close();
  }

  private async fallBack(
    model: Model,
    provider: ProviderName,
    reason: string,
    signal: AbortSignal,
  ): Promise<void> {
    this.prober.reject(provider, reason);
    const { restarts } = this.current;
    this.update({ probes: this.prober.probes, reason, restarts: restarts + 1 });
    // The CPU may still be at work, where the GPU failed while taking over.
    if (this.current.state === 'ready' && this.current.provider === 'cpu') return;
    this.update({ state: 'starting', provider: null, runtime: null });
    await this.use(model, 'cpu', signal).catch((error: unknown) => {
      this.becomeUnavailable(error, signal);
    });
  }

  /** True where a restart or dispose ended the start that `signal` belongs to. */
  private isOver(signal: AbortSignal): boolean {
    return signal.aborted;
  }

  private becomeUnavailable(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    const reason = error instanceof Error ? error.message : 'unknown error';
    const problem = error instanceof PackError ? { kind: error.kind, details: error.details } : null;
    this.update({ state: 'unavailable', provider: null, runtime: null, reason, problem });
    this.scheduler.failAll(reason);
    if (problem === null && !this.disposed) this.reviveLater();
  }

  /** Starts anew after a while: what kept the processes from working may be over by then. */
  private reviveLater(): void {
    const delay = (this.options.revivalsMs ?? defaultRevivalsMs)[this.revivals++];
    if (delay === undefined) return;
    this.revival = setTimeout(() => void this.restart(), delay);
    this.revival.unref();
  }

  private update(change: Partial<EngineStatus>): void {
    if (this.disposed) return;
    this.current = { ...this.current, ...change };
    for (const listener of [...this.listeners]) listener(this.current);
  }
}
