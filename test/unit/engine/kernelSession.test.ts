/** When the kernel reads a pack, and when it leaves it to onnxruntime. */
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadKernel } from '../../../server/src/engine/kernel.js';
import type { ReadingKernel } from '../../../server/src/engine/kernel.js';
import { openKernelSession } from '../../../server/src/engine/kernelSession.js';
import { loadPack } from '../../../server/src/engine/pack.js';
import type { LoadedPack } from '../../../server/src/engine/pack.js';

const kernel = loadKernel(join(process.cwd(), 'out'));
const arithmetic = kernel?.arithmetic() ?? null;
let pack: LoadedPack;
beforeAll(async () => {
  pack = await loadPack(join(process.cwd(), 'models', 'glosa-base'));
});
afterEach(() => {
  delete process.env.GLOSA_KERNEL;
});

const changed = (manifest: Partial<LoadedPack['manifest']>): LoadedPack => ({
  ...pack,
  manifest: { ...pack.manifest, ...manifest },
});

describe.skipIf(kernel === null || arithmetic === null)('openKernelSession', () => {
  it('reads the pack that ships, row by row of its own length', async () => {
    const session = openKernelSession(pack, kernel);
    expect(session?.runtime).toBe(`glosa kernel, ${arithmetic}`);
    expect(session?.padded).toBe(false);
    const rows = [
      { ids: [2, 900, 3], types: [0, 1, 0], kept: [1] },
      { ids: [2, 900, 901, 902, 3], types: [0, 0, 0, 0, 0], kept: [1, 2, 3] },
    ];
    const { outputs } = await session!.run(rows);
    for (const { name, size } of pack.manifest.outputs) {
      const output = outputs.get(name)!;
      expect(output.size).toBe(size);
      expect([...output.data.subarray(0, 4 * size)].every(Number.isFinite)).toBe(true);
    }
  });

  it('leaves a pack that does not say what its encoder is', () => {
    expect(openKernelSession(changed({ encoder: undefined }), kernel)).toBeNull();
  });

  it('leaves a pack whose encoder is not what the manifest says', () => {
    const { encoder, outputs } = pack.manifest;
    if (encoder === undefined) throw new Error('the pack that ships says nothing of its encoder');
    for (const wrong of [{ layers: 5 }, { layers: 7 }, { heads: 6 }])
      expect(openKernelSession(changed({ encoder: { ...encoder, ...wrong } }), kernel)).toBeNull();
    const [first, ...others] = outputs;
    const resized = (by: number) => [{ name: first!.name, size: first!.size + by }, ...others];
    expect(openKernelSession(changed({ outputs: resized(1) }), kernel)).toBeNull();
    expect(openKernelSession(changed({ outputs: resized(-1) }), kernel)).toBeNull();
    expect(openKernelSession(changed({ outputs: [{ name: 'other', size: 3 }] }), kernel)).toBeNull();
  });

  it('is off where the environment says so, or asks for what the machine lacks', () => {
    for (const wanted of ['off', 'abacus']) {
      process.env.GLOSA_KERNEL = wanted;
      expect(openKernelSession(pack, kernel)).toBeNull();
    }
  });

  it('rejects a run that does not fit', async () => {
    const session = openKernelSession(pack, kernel)!;
    await expect(session.run([{ ids: [40_000], types: [0], kept: [0] }])).rejects.toThrow('ids');
  });
});

describe('openKernelSession without a kernel that works', () => {
  const throwing = (part: keyof ReadingKernel): ReadingKernel => {
    const refuse = (): never => {
      throw new Error('no');
    };
    return { arithmetic: () => 'abacus', create: () => ({}) as never, read: () => undefined, [part]: refuse };
  };

  it('is null, whatever throws', () => {
    expect(openKernelSession(pack, null)).toBeNull();
    for (const part of ['arithmetic', 'create', 'read'] as const)
      expect(openKernelSession(pack, throwing(part))).toBeNull();
  });
});
