/** The one engine of this server: made when settings are known, made anew when they change. */
import type { ReaderInput, SentenceReading } from '../core/types.js';
import { EngineUnavailable } from '../engine/types.js';
import type { Engine, EngineOptions, EngineStatus, ReadOptions } from '../engine/types.js';
import type { GlosaSettings } from '../protocol.js';

/** Bound of the sentence cache: about 60,000 sentences. */
const cacheBytes = 64 * 1024 * 1024;
/** Longer than any honest run: runs are cut to about 50 ms on an idle machine. */
const watchdogMs = 10_000;

/** What does not come from settings. */
export interface EngineSurroundings {
  readonly createEngine: (options: EngineOptions) => Engine;
  /** The pack that ships with the server, used where settings name none. */
  readonly shippedPackPath: string;
  readonly childPath: string;
  /** False: pack and library paths from settings are not used. */
  readonly trusted: boolean;
}

const starting: EngineStatus = {
  state: 'starting',
  provider: null,
  pack: null,
  reason: null,
  probes: [],
  restarts: 0,
  vocabulary: null,
};

/** Engine options from settings; a path of an untrusted workspace is not taken. */
export function engineOptions(settings: GlosaSettings, around: EngineSurroundings): EngineOptions {
  const ownPack = around.trusted ? settings.model.path.trim() : '';
  const cudaPath = around.trusted ? settings.engine.cudaPath.trim() : '';
  return {
    packPath: ownPack === '' ? around.shippedPackPath : ownPack,
    device: settings.engine.device,
    ...(cudaPath === '' ? {} : { cudaPath }),
    threads: 1,
    processes: 1,
    cacheBytes,
    watchdogMs,
    childPath: around.childPath,
  };
}

/** Same face for features whichever engine runs underneath; its own state is `starting` before the first. */
export class EngineHost {
  readonly #around: EngineSurroundings;
  readonly #listeners = new Set<(status: EngineStatus) => void>();
  #engine: Engine | null = null;
  #subscription: { dispose(): void } | null = null;
  #optionsKey = '';
  #failure: EngineStatus | null = null;
  #configured: Promise<void>;
  #markConfigured: () => void = () => undefined;

  constructor(around: EngineSurroundings) {
    this.#around = around;
    this.#configured = new Promise((resolve) => {
      this.#markConfigured = resolve;
    });
  }

  get trusted(): boolean {
    return this.#around.trusted;
  }

  /** Starts the engine, or replaces it where its settings differ. Resolves when the old one is gone. */
  async configure(settings: GlosaSettings): Promise<void> {
    const options = engineOptions(settings, this.#around);
    const key = JSON.stringify(options);
    if (key === this.#optionsKey) return;
    this.#optionsKey = key;
    const old = this.#engine;
    this.#subscription?.dispose();
    this.#failure = null;
    try {
      const engine = this.#around.createEngine(options);
      this.#engine = engine;
      this.#subscription = engine.onStatus(() => {
        this.#announce();
      });
      // Warms up at once; failures come as a status.
      engine.ready().catch(() => undefined);
    } catch (error) {
      this.#engine = null;
      const reason = error instanceof Error ? error.message : 'the engine could not be made';
      this.#failure = { ...starting, state: 'unavailable', reason };
    }
    this.#markConfigured();
    this.#announce();
    await old?.dispose();
  }

  status(): EngineStatus {
    return this.#failure ?? this.#engine?.status() ?? starting;
  }

  onStatus(listener: (status: EngineStatus) => void): void {
    this.#listeners.add(listener);
  }

  /** As `Engine.read`; before the first `configure` it waits for it. */
  async read(inputs: readonly ReaderInput[], options: ReadOptions): Promise<SentenceReading[]> {
    await this.#configured;
    if (this.#engine === null) throw new EngineUnavailable(this.status().reason ?? 'no engine');
    return this.#engine.read(inputs, options);
  }

  async dispose(): Promise<void> {
    this.#subscription?.dispose();
    this.#listeners.clear();
    const engine = this.#engine;
    this.#engine = null;
    await engine?.dispose();
  }

  #announce(): void {
    const status = this.status();
    for (const listener of this.#listeners) listener(status);
  }
}
