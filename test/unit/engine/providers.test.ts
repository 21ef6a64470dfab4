import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPack } from '../../../server/src/engine/pack.js';
import type { LoadedPack } from '../../../server/src/engine/pack.js';
import { compare } from '../../../server/src/engine/probeMain.js';
import { ProviderProber } from '../../../server/src/engine/prober.js';
import type { ProberOptions } from '../../../server/src/engine/prober.js';
import {
  acrossPrecisions,
  candidates,
  gpuDevices,
  judgeProbe,
  readCudaFolder,
} from '../../../server/src/engine/providers.js';
import type { MachineFacts } from '../../../server/src/engine/providers.js';
import type { ProviderName, ProviderProbe } from '../../../server/src/engine/types.js';
import type { FromProbe } from '../../../server/src/engine/wire.js';
import { writeTinyPack } from '../../fixtures/tiny-pack/tinyPack.js';

const linux: MachineFacts = {
  platform: 'linux',
  arch: 'x64',
  hasGpu: true,
  cudaLibrary: '/opt/cuda',
  cudaPathProblem: null,
};
const good: FromProbe = {
  type: 'measured',
  maxDifference: 0.01,
  scale: 10,
  cosine: 0.999,
  batchMs: 5,
  cpuBatchMs: 20,
  sentenceMs: 3,
  cpuSentenceMs: 2,
};

describe('candidates', () => {
  const names = (machine: MachineFacts, device: 'auto' | 'cpu' | 'webgpu' | 'cuda' = 'auto'): string[] =>
    candidates(device, machine).map((c) => (c.probe ? c.provider : `${c.provider}: ${c.reason}`));

  it('are ordered cuda, webgpu, coreml, dml as the platform has them', () => {
    expect(names(linux)).toEqual(['cuda', 'webgpu']);
    expect(names({ ...linux, arch: 'arm64' })).toEqual([]);
    expect(names({ ...linux, platform: 'darwin', arch: 'arm64' })).toEqual(['webgpu', 'coreml']);
    expect(names({ ...linux, platform: 'win32' })).toEqual(['webgpu', 'dml']);
  });

  it('are those that the setting names', () => {
    expect(names(linux, 'cpu')).toEqual([]);
    expect(names(linux, 'webgpu')).toEqual(['webgpu']);
    expect(names(linux, 'cuda')).toEqual(['cuda']);
    expect(names({ ...linux, platform: 'darwin' }, 'cuda')).toEqual(['cuda: not available on darwin x64']);
  });

  it('are not probed where no GPU can be, unless asked for', () => {
    const bare = { ...linux, hasGpu: false, cudaLibrary: null };
    expect(names(bare)).toEqual([
      expect.stringContaining('cuda: the CUDA provider is not installed'),
      'webgpu: no GPU found',
    ]);
    expect(names(bare, 'webgpu')).toEqual(['webgpu']);
    expect(names({ ...linux, cudaPathProblem: 'lacks x' }, 'cuda')).toEqual(['cuda: lacks x']);
  });
});

describe('judgeProbe', () => {
  const judge = (
    change: Partial<Extract<FromProbe, { type: 'measured' }>>,
    mustBeFaster = true,
  ): ProviderProbe => judgeProbe('webgpu', { ...good, ...change }, acrossPrecisions, mustBeFaster);

  it('takes a provider that is right and faster', () => {
    expect(judge({})).toEqual({ provider: 'webgpu', ok: true, maxDifference: 0.01 });
  });

  it('refuses wrong numbers, and numbers that are none', () => {
    expect(judge({ cosine: 0.9 }).reason).toContain('differ from the CPU');
    expect(judge({ maxDifference: 4 }).reason).toContain('differ from the CPU');
    expect(judge({ cosine: NaN }).ok).toBe(false);
    expect(judge({ maxDifference: NaN }).ok).toBe(false);
  });

  it('refuses a slower provider with auto, and takes it where it was asked for', () => {
    expect(judge({ batchMs: 30 }).reason).toContain('slower than the CPU');
    expect(judge({ sentenceMs: 40 }).reason).toContain('slower than the CPU');
    expect(judge({ batchMs: 30, sentenceMs: 40 }, false).ok).toBe(true);
  });

  it('passes on why a probe did not run', () => {
    expect(judgeProbe('cuda', { type: 'failed', message: 'no adapter' }, acrossPrecisions, true)).toEqual({
      provider: 'cuda',
      ok: false,
      reason: 'no adapter',
    });
  });
});

describe('compare', () => {
  const run = (values: number[]) => ({
    outputs: new Map([['o', { data: Float32Array.from(values), size: 1 }]]),
  });
  it('looks at the tokens of the run, not at what is left of an earlier one', () => {
    expect(compare(run([1, 2, 3, 99]), run([1, 2, 3, -99]), 3)).toEqual({
      maxDifference: 0,
      scale: 3,
      cosine: 1,
    });
  });

  it('finds one wrong, missing or unreal number', () => {
    expect(compare(run([1, 2, 3, 0]), run([1, 2, 5, 0]), 3).maxDifference).toBe(2);
    for (const values of [[NaN, 2, 3, 0], [1, 2, Infinity, 0], [1]]) {
      expect(compare(run([1, 2, 3, 0]), run(values), 3)).toMatchObject({ cosine: -1 });
    }
  });
});

describe('ProviderProber', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'glosa-prober-'));
  let pack: LoadedPack;
  beforeAll(async () => {
    pack = await loadPack(writeTinyPack(join(scratch, 'pack')));
  });
  afterAll(() => {
    rmSync(scratch, { recursive: true });
  });

  const prober = (results: Partial<Record<ProviderName, FromProbe>>, change: Partial<ProberOptions> = {}) => {
    const probed: string[] = [];
    const instance = new ProviderProber({
      device: 'auto',
      cudaPath: undefined,
      probePath: 'unused',
      threads: 1,
      timeoutMs: 1000,
      machine: linux,
      probe: ({ provider }) => {
        probed.push(provider);
        return Promise.resolve(results[provider] ?? { type: 'failed', message: `no ${provider}` });
      },
      ...change,
    });
    return { instance, probed };
  };
  const precise: FromProbe = { ...good, cosine: 1, maxDifference: 0 };

  it('takes the first that passes and probes no further', async () => {
    const { instance, probed } = prober({ cuda: precise, webgpu: precise });
    expect(await instance.choose(pack, new AbortController().signal, () => undefined)).toBe('cuda');
    expect(probed).toEqual(['cuda']);
  });

  it('goes on after one that fails and reports each', async () => {
    const { instance } = prober({ webgpu: precise });
    const reports: number[] = [];
    expect(
      await instance.choose(pack, new AbortController().signal, (probes) => reports.push(probes.length)),
    ).toBe('webgpu');
    expect(reports).toEqual([1, 2]);
    expect(instance.probes).toMatchObject([
      { provider: 'cuda', ok: false, reason: 'no cuda' },
      { provider: 'webgpu', ok: true },
    ]);
  });

  it('stays on the CPU where none passes, and says why for the one asked for', async () => {
    const { instance } = prober({}, { device: 'cuda' });
    expect(await instance.choose(pack, new AbortController().signal, () => undefined)).toBe('cpu');
    expect(instance.notTaken('cpu')).toBe('cuda is not used: no cuda');
  });

  it('is strict where both run one graph: this pack has no graph for the GPU', async () => {
    const { instance } = prober({ webgpu: { ...precise, cosine: 0.99 } });
    expect(await instance.choose(pack, new AbortController().signal, () => undefined)).toBe('cpu');
  });

  it('stops when it is told to', async () => {
    const { instance, probed } = prober({ webgpu: precise });
    expect(await instance.choose(pack, AbortSignal.abort(), () => undefined)).toBe('cpu');
    expect(probed).toEqual([]);
  });
});

describe('readCudaFolder', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'glosa-cuda-'));
  afterAll(() => {
    rmSync(scratch, { recursive: true });
  });

  it('names what is missing', () => {
    expect(readCudaFolder(scratch, {}).problem).toContain('libonnxruntime_providers_cuda.so');
    expect(readCudaFolder('/no where', {}).problem).toContain('spaces');
  });

  it('puts the folder before what the environment had', () => {
    const folder = join(scratch, 'whole');
    mkdirSync(folder);
    for (const name of [
      'libonnxruntime.so.1.30.0',
      'libonnxruntime_providers_shared.so',
      'libonnxruntime_providers_cuda.so',
    ]) {
      writeFileSync(join(folder, name), '');
    }
    expect(readCudaFolder(folder, { LD_LIBRARY_PATH: '/other' })).toEqual({
      problem: null,
      env: { LD_LIBRARY_PATH: `${folder}:/other`, LD_PRELOAD: join(folder, 'libonnxruntime.so.1.30.0') },
    });
  });
});

describe('gpuDevices', () => {
  it('believes other systems, and a Vulkan driver named by hand', () => {
    expect(gpuDevices('win32', {})).toBe(true);
    expect(gpuDevices('linux', { VK_DRIVER_FILES: '/x.json' })).toBe(true);
  });
});
