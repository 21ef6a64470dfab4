/** Finds the provider that reads: probes one after another, each in a process of its own. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { LoadedPack } from './pack.js';
import { probeProvider } from './probeProcess.js';
import type { ProbeOptions } from './probeProcess.js';
import {
  acrossPrecisions,
  candidates,
  gpuDevices,
  judgeProbe,
  readCudaFolder,
  sameGraph,
} from './providers.js';
import type { CudaFolder, MachineFacts } from './providers.js';
import type { DeviceSetting, ProviderName, ProviderProbe } from './types.js';
import type { FromProbe, ToProbe } from './wire.js';

export interface ProberOptions {
  readonly device: DeviceSetting;
  readonly cudaPath: string | undefined;
  readonly probePath: string;
  readonly threads: number;
  readonly timeoutMs: number;
  /** Tests put another in its place. */
  readonly probe?: (message: ToProbe, options: ProbeOptions) => Promise<FromProbe>;
  /** Tests put another in its place. */
  readonly machine?: MachineFacts;
}

export class ProviderProber {
  private results: ProviderProbe[] = [];
  private readonly cuda: CudaFolder | null;

  constructor(private readonly options: ProberOptions) {
    const { cudaPath } = options;
    this.cuda = cudaPath === undefined || cudaPath === '' ? null : readCudaFolder(cudaPath, process.env);
  }

  /** What was probed so far, in order. */
  get probes(): readonly ProviderProbe[] {
    return this.results;
  }

  /** Environment of a child process that is to use a provider. */
  environment(provider: ProviderName): NodeJS.ProcessEnv {
    return provider === 'cuda' ? { ...process.env, ...this.cuda?.env } : process.env;
  }

  /**
   * Probes until one is taken; `cpu` where none is. Never rejects.
   * @param onProbes called with the list so far after each probe.
   */
  async choose(
    pack: LoadedPack,
    signal: AbortSignal,
    onProbes: (probes: readonly ProviderProbe[]) => void,
  ): Promise<ProviderName> {
    this.results = [];
    const { device, probePath, threads, timeoutMs, probe = probeProvider } = this.options;
    const tolerance = pack.manifest.graphs.gpu === undefined ? sameGraph : acrossPrecisions;
    for (const candidate of candidates(device, this.options.machine ?? this.machine())) {
      if (signal.aborted) return 'cpu';
      const { provider } = candidate;
      const result = candidate.probe
        ? judgeProbe(
            provider,
            await probe(
              { pack, provider, graph: 'gpu', threads },
              { probePath, env: this.environment(provider), timeoutMs, signal },
            ),
            tolerance,
            device === 'auto',
          )
        : { provider, ok: false, reason: candidate.reason };
      this.results = [...this.results, result];
      onProbes(this.results);
      if (result.ok) return provider;
    }
    return 'cpu';
  }

  /** A provider failed although its probe had passed. */
  reject(provider: ProviderName, reason: string): void {
    this.results = this.results.map((probe) =>
      probe.provider === provider ? { ...probe, ok: false, reason } : probe,
    );
  }

  /** Why the provider that the user asked for is not the one in use; null where it is, or with `auto`. */
  notTaken(used: ProviderName): string | null {
    const { device } = this.options;
    if (device === 'auto' || device === used) return null;
    const reason = this.results.find((probe) => probe.provider === device)?.reason ?? 'not probed';
    return `${device} is not used: ${reason}`;
  }

  private machine(): MachineFacts {
    const { platform, arch } = process;
    return {
      platform,
      arch,
      hasGpu: gpuDevices(platform, process.env),
      cudaLibrary: this.cuda?.problem === null ? (this.options.cudaPath ?? null) : bundledCuda(),
      cudaPathProblem: this.cuda?.problem ?? null,
    };
  }
}

/** The CUDA provider beside onnxruntime's own library, where its install script was let to fetch it. */
function bundledCuda(): string | null {
  try {
    const main = createRequire(__filename).resolve('onnxruntime-node');
    const folder = join(dirname(main), '..', 'bin', 'napi-v6', process.platform, process.arch);
    const library = join(folder, 'libonnxruntime_providers_cuda.so');
    return existsSync(library) ? library : null;
  } catch {
    return null;
  }
}
