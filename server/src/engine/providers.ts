/** Which execution providers to try, in which order, and when a probed one is taken. Pure but for `gpuDevices`. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceSetting, ProviderName, ProviderProbe } from './types.js';
import type { FromProbe } from './wire.js';

/** Facts of the machine that decide what is worth a probe. */
export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** False where the machine shows no GPU at all, so that no probe need be paid for. */
  readonly hasGpu: boolean;
  /** Where the CUDA provider's library was found, or null. */
  readonly cudaLibrary: string | null;
  /** What is wrong with `glosa.engine.cudaPath`, or null. */
  readonly cudaPathProblem: string | null;
}

/** How far a provider's numbers may lie from the CPU graph's. */
export interface ProbeTolerance {
  /** Smallest cosine of any output. int8 against fp16 of one model lies at 0.99 and above. */
  readonly cosine: number;
  /** Largest difference, as a share of the largest value of the CPU graph's outputs. */
  readonly relativeDifference: number;
}

/** Where CPU (int8) and GPU (fp16 or fp32) graphs differ in precision. */
export const acrossPrecisions: ProbeTolerance = { cosine: 0.97, relativeDifference: 0.35 };
/** Where both run one graph. */
export const sameGraph: ProbeTolerance = { cosine: 0.9999, relativeDifference: 0.02 };

/** A provider that is to be probed, or the reason why it need not be. */
export type Candidate =
  | { readonly provider: ProviderName; readonly probe: true }
  | { readonly provider: ProviderName; readonly probe: false; readonly reason: string };

/**
 * Providers other than CPU in order of preference (cuda, webgpu, coreml, dml), as far as the platform
 * has them and the setting asks for them. onnxruntime-node 1.30 brings WebGPU everywhere but on Linux
 * arm64, CoreML on macOS, DirectML on Windows, and takes CUDA libraries on Linux x64.
 */
export function candidates(device: DeviceSetting, machine: MachineFacts): Candidate[] {
  if (device === 'cpu') return [];
  const { platform, arch } = machine;
  const available: readonly (readonly [ProviderName, boolean])[] = [
    ['cuda', platform === 'linux' && arch === 'x64'],
    ['webgpu', platform !== 'linux' || arch === 'x64'],
    ['coreml', platform === 'darwin'],
    ['dml', platform === 'win32'],
  ];
  return available.flatMap(([provider, onPlatform]): Candidate[] => {
    if (device !== 'auto' && device !== provider) return [];
    const reason = onPlatform
      ? notWorthAProbe(provider, device, machine)
      : `not available on ${platform} ${arch}`;
    if (reason === null) return [{ provider, probe: true }];
    // With `auto`, what the platform cannot have is not worth a line to the user.
    return device === 'auto' && !onPlatform ? [] : [{ provider, probe: false, reason }];
  });
}

function notWorthAProbe(provider: ProviderName, device: DeviceSetting, machine: MachineFacts): string | null {
  if (provider === 'cuda') {
    if (machine.cudaPathProblem !== null) return machine.cudaPathProblem;
    if (machine.cudaLibrary === null)
      return 'the CUDA provider is not installed; docs/gpu.md says how to add it';
  }
  return device === 'auto' && !machine.hasGpu ? 'no GPU found' : null;
}

/**
 * Judges a probe's measurements.
 * @param mustBeFaster with `auto`, a provider is taken only where it beats the CPU: software adapters do not.
 */
export function judgeProbe(
  provider: ProviderName,
  result: FromProbe,
  tolerance: ProbeTolerance,
  mustBeFaster: boolean,
): ProviderProbe {
  if (result.type === 'failed') return { provider, ok: false, reason: result.message };
  const { maxDifference, scale, cosine } = result;
  const measured = { provider, maxDifference };
  if (!(cosine >= tolerance.cosine) || !(maxDifference <= tolerance.relativeDifference * scale)) {
    const found = `cosine ${cosine.toFixed(4)}, largest difference ${maxDifference.toPrecision(3)}`;
    return { ...measured, ok: false, reason: `its results differ from the CPU's (${found})` };
  }
  const { batchMs, cpuBatchMs, sentenceMs, cpuSentenceMs } = result;
  // 15 ms for a sentence is not felt while typing, even where the CPU needs less.
  const faster = batchMs < cpuBatchMs && sentenceMs < Math.max(cpuSentenceMs, 15);
  if (mustBeFaster && !faster) {
    const times = `batch ${batchMs.toFixed(1)} ms against ${cpuBatchMs.toFixed(1)}, sentence ${sentenceMs.toFixed(1)} ms against ${cpuSentenceMs.toFixed(1)}`;
    return { ...measured, ok: false, reason: `slower than the CPU (${times})` };
  }
  return { ...measured, ok: true };
}

/** Names that onnxruntime's own library has in its packages, and the CUDA provider's. */
const runtimeNames = ['libonnxruntime.so.1', 'libonnxruntime.so.1.30.0', 'libonnxruntime.so'];
const cudaName = 'libonnxruntime_providers_cuda.so';
const sharedName = 'libonnxruntime_providers_shared.so';

/** What a `cudaPath` folder holds. */
export interface CudaFolder {
  /** Why the folder is of no use, or null. */
  readonly problem: string | null;
  /** Environment that a child process needs to use it. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Looks into the folder of `glosa.engine.cudaPath` (Linux x64). onnxruntime loads its providers from the
 * folder that its own library was loaded from, and CUDA from the loader's search path; both are fixed
 * when a process starts, hence by environment.
 */
export function readCudaFolder(folder: string, env: NodeJS.ProcessEnv): CudaFolder {
  const useless = (problem: string): CudaFolder => ({ problem, env: {} });
  if (/[\s:;]/.test(folder)) {
    return useless(
      'glosa.engine.cudaPath may not hold spaces, colons or semicolons: the loader splits at them',
    );
  }
  const runtime = runtimeNames.map((name) => join(folder, name)).find((path) => existsSync(path));
  const missing = [
    ...(runtime === undefined ? ['libonnxruntime.so.1.30.0'] : []),
    ...[sharedName, cudaName].filter((name) => !existsSync(join(folder, name))),
  ];
  if (runtime === undefined || missing.length > 0) {
    return useless(
      `the folder of glosa.engine.cudaPath lacks ${missing.join(', ')}; docs/gpu.md says what belongs there`,
    );
  }
  const search = [folder, env.LD_LIBRARY_PATH].filter((path) => path !== undefined && path !== '').join(':');
  const preload = [runtime, env.LD_PRELOAD].filter((path) => path !== undefined && path !== '').join(' ');
  return { problem: null, env: { LD_LIBRARY_PATH: search, LD_PRELOAD: preload } };
}

/** True where Linux shows a GPU, or a Vulkan driver was named by hand; other systems always have one. */
export function gpuDevices(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  if (platform !== 'linux') return true;
  if (env.VK_DRIVER_FILES !== undefined || env.VK_ICD_FILENAMES !== undefined) return true;
  if (existsSync('/dev/nvidia0') || existsSync('/dev/dxg')) return true;
  try {
    return readdirSync('/dev/dri').some((name) => name.startsWith('render'));
  } catch {
    return false;
  }
}
