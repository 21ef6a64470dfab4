import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../../server/src/engine/engine.js';
import { loadPack } from '../../../server/src/engine/pack.js';
import type { LoadedPack } from '../../../server/src/engine/pack.js';
import { probeProvider } from '../../../server/src/engine/probeProcess.js';
import type { EngineOptions, ProviderName } from '../../../server/src/engine/types.js';
import type { FromProbe } from '../../../server/src/engine/wire.js';
import { bundle } from '../../fixtures/engine/bundle.js';
import { tinyGraph, writeTinyPack } from '../../fixtures/tiny-pack/tinyPack.js';

/** Software Vulkan as Debian's chromium brings it, with the loader beside it; or what the environment names. */
const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';
const driver = process.env.VK_DRIVER_FILES ?? (existsSync(swiftShader) ? swiftShader : undefined);

const scratch = mkdtempSync(join(tmpdir(), 'glosa-probe-'));
let probePath: string;
let childPath: string;
let pack: LoadedPack;

beforeAll(async () => {
  probePath = await bundle('server/src/engine/probe.ts', scratch, 'engine-probe.js');
  childPath = await bundle('server/src/engine/child.ts', scratch, 'engine-child.js');
  pack = await loadPack(writeTinyPack(join(scratch, 'pack')));
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const probe = (
  provider: ProviderName,
  change: { path?: string; timeoutMs?: number; signal?: AbortSignal; pack?: LoadedPack } = {},
): Promise<FromProbe> =>
  probeProvider(
    { pack: change.pack ?? pack, provider, graph: 'gpu', threads: 1 },
    {
      probePath: change.path ?? probePath,
      env: process.env,
      timeoutMs: change.timeoutMs ?? 130_000,
      signal: change.signal ?? new AbortController().signal,
    },
  );

describe('probeProvider', () => {
  it('finds the CPU equal to itself', async () => {
    const result = await probe('cpu');
    expect(result).toMatchObject({ type: 'measured', maxDifference: 0 });
    expect(result.type === 'measured' && result.cosine).toBeCloseTo(1, 10);
  });

  it('sees a GPU graph that says something else', async () => {
    const wrong = writeTinyPack(join(scratch, 'wrong'), {
      files: { 'model.gpu.onnx': tinyGraph(8, -1) },
      manifest: (manifest) => {
        manifest.graphs = { cpu: 'model.cpu.onnx', gpu: 'model.gpu.onnx' };
      },
    });
    const result = await probe('cpu', { pack: await loadPack(wrong) });
    expect(result.type === 'measured' && result.cosine).toBeLessThan(0);
  });

  it.skipIf(process.platform !== 'linux')('says why a provider did not run', async () => {
    const result = await probe('cuda');
    expect(result).toMatchObject({ type: 'failed', message: expect.stringMatching(/\S/) as string });
  });

  it('loses nothing but itself when the process crashes, hangs, babbles or is not there', async () => {
    const script = (name: string, source: string): string => {
      writeFileSync(join(scratch, name), source);
      return join(scratch, name);
    };
    const crash = script('crash.js', 'process.kill(process.pid, "SIGSEGV");');
    const hang = script('hang.js', 'setInterval(() => {}, 1000);');
    const babble = script(
      'babble.js',
      'process.on("message", () => process.send({ ok: true }, () => process.exit(0)));',
    );
    const failed = (part: string) => ({ type: 'failed', message: expect.stringContaining(part) as string });
    expect(await probe('webgpu', { path: crash })).toEqual(failed('SIGSEGV'));
    expect(await probe('webgpu', { path: hang, timeoutMs: 200 })).toEqual(failed('200 ms'));
    expect(await probe('webgpu', { path: babble })).toEqual(failed('invalid message'));
    expect(await probe('webgpu', { path: join(scratch, 'none.js') })).toEqual(failed('exit code'));
    expect(await probe('webgpu', { path: hang, signal: AbortSignal.abort() })).toEqual(failed('stopped'));
  });
});

if (driver === undefined) {
  process.stderr.write(
    `WebGPU tests skipped: no software Vulkan. Install Debian's chromium (it brings ${swiftShader}) or set VK_DRIVER_FILES.\n`,
  );
}

// Software Vulkan compiles shaders for seconds, on a busy machine for a minute.
describe.skipIf(driver === undefined)('WebGPU on software Vulkan', { timeout: 280_000 }, () => {
  const before = { ...process.env };
  beforeAll(() => {
    process.env.VK_DRIVER_FILES = driver;
    process.env.MESA_SHADER_CACHE_DIR = scratch;
    // Chromium brings the Vulkan loader too; a system that has one of its own finds it first.
    process.env.LD_LIBRARY_PATH = [before.LD_LIBRARY_PATH, '/usr/lib/chromium']
      .filter((path) => path !== undefined)
      .join(':');
  });
  afterEach(() => {
    delete process.env.GLOSA_TEST_LOG;
  });
  afterAll(() => {
    process.env = before;
  });

  const options = (change: Partial<EngineOptions>): EngineOptions => ({
    packPath: join(scratch, 'pack'),
    device: 'webgpu',
    threads: 1,
    processes: 1,
    cacheBytes: 1_000_000,
    watchdogMs: 130_000,
    loadTimeoutMs: 130_000,
    childPath,
    probePath,
    ...change,
  });
  const words = ['adenocarcinoma', 'de', 'colon'];
  const input = { words, caseTypes: words.map(() => 0 as const) };

  it('gives the numbers that the CPU gives', async () => {
    const result = await probe('webgpu');
    expect(result).toMatchObject({ type: 'measured' });
    if (result.type !== 'measured') return;
    expect(result.cosine).toBeGreaterThan(0.9999);
    expect(result.maxDifference).toBeLessThan(0.001);
  });

  it('reads through the engine where the user asks for it', async () => {
    const engine = createEngine(options({}));
    const status = await engine.ready();
    expect(status).toMatchObject({
      state: 'ready',
      provider: 'webgpu',
      probes: [{ provider: 'webgpu', ok: true }],
    });
    const [reading] = await engine.read([input], { priority: 'typing' });
    expect(reading?.mentions[0]).toMatchObject({ firstWord: 0, endWord: 1 });
    await engine.dispose();
  });

  it('leaves the work to the CPU when its process dies', async () => {
    const script = await bundle('test/fixtures/engine/faultyChild.ts', scratch, 'faulty.js');
    writeFileSync(join(scratch, 'faults.log'), '');
    process.env.GLOSA_TEST_LOG = join(scratch, 'faults.log');
    process.env.GLOSA_TEST_FAULTS = '1';
    const engine = createEngine(options({ childPath: script }));
    expect(await engine.ready()).toMatchObject({ provider: 'webgpu' });
    const [reading] = await engine.read([{ words: ['crash', 'carcinoma'], caseTypes: [0, 0] }], {
      priority: 'typing',
    });
    expect(reading?.mentions).toHaveLength(1);
    expect(engine.status()).toMatchObject({
      state: 'ready',
      provider: 'cpu',
      restarts: 1,
      probes: [{ ok: false }],
    });
    delete process.env.GLOSA_TEST_FAULTS;
    await engine.dispose();
  });

  it('is not preferred to the CPU by itself: the adapter is software', async () => {
    const engine = createEngine(options({ device: 'auto', waitForProbe: true }));
    const status = await engine.ready();
    expect(status).toMatchObject({ state: 'ready', provider: 'cpu', reason: null });
    expect(status.probes.find((p) => p.provider === 'webgpu')?.reason).toContain('slower than the CPU');
    await engine.dispose();
  });
});
