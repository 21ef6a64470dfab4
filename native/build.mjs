/**
 * Compiles the reader's kernel into `out/reader-kernel.node`, where this machine can: Linux on x86-64 with a C
 * compiler (`CC`, else cc, gcc or clang). Elsewhere the product reads with onnxruntime, and this says so.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = dirname(fileURLToPath(import.meta.url));
const headers = join(
  dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')),
  'include',
);

const general = ['-std=gnu11', '-O3', '-fPIC', '-fvisibility=hidden', '-Wall', '-Wextra'];
const avx512 = ['-mavx512f', '-mavx512bw', '-mavx512dq', '-mavx512vl', '-mavx512vnni', '-mfma'];
const avx2 = ['-mavx2', '-mfma'];
/** Files with what they may use, some of them twice; `node.c` asks the processor before it calls the others. */
const sources = [
  ['node.c', ['-I', headers]],
  ['model.c', ['-I', headers]],
  ['workspace.c', []],
  ['encoder.c', avx512],
  ['encoder.c', avx2],
  ['heads.c', avx512],
  ['heads.c', avx2],
  ['gemm_amx.c', ['-mamx-tile', '-mamx-int8', '-mamx-bf16']],
  ['gemm_vnni.c', avx512],
  ['gemm_avx_vnni.c', [...avx2, '-mavxvnni']],
  ['gemm_avx2.c', avx2],
  ['products.c', avx2],
  ['spans.c', avx2],
  ['relations.c', [...avx2, '-ffp-contract=off']],
];

/** The platform that a kernel is made for. */
export const kernelPlatform = 'linux-x64';

/**
 * Compiles the kernel into a folder; an earlier one there is removed where that cannot be done.
 * @param {string} outdir absolute
 * @returns {Promise<string | null>} null, or why there is none
 */
export async function buildKernel(outdir) {
  const kernel = join(outdir, 'reader-kernel.node');
  const reason = await compile(outdir, kernel);
  if (reason !== null) await rm(kernel, { force: true });
  return reason;
}

async function compile(outdir, kernel) {
  const here = `${process.platform}-${process.arch}`;
  if (here !== kernelPlatform) return `the kernel is for ${kernelPlatform}, this is ${here}`;
  const compiler = await findCompiler();
  if (compiler === null) return 'there is no C compiler';
  const [command, ...own] = compiler;
  await mkdir(outdir, { recursive: true });
  const work = await mkdtemp(join(outdir, '.kernel-'));
  try {
    const compiled = await Promise.allSettled(
      sources.map(async ([name, flags], i) => {
        const object = join(work, `${i}.o`);
        await run(command, [...own, ...general, ...flags, '-c', join(folder, name), '-o', object]);
        return object;
      }),
    );
    const objects = compiled.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    const made = join(work, 'reader-kernel.node');
    await run(command, [...own, '-shared', '-s', '-o', made, ...objects, '-lm']);
    // In one step, so that no process loads half a file.
    await rename(made, kernel);
    return null;
  } catch (error) {
    const said = String(error?.stderr ?? error?.message ?? error)
      .split('\n')
      .find((line) => /error|:/.test(line));
    return `${command} refuses: ${said ?? 'no reason'}`;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A command and its own arguments (`CC` may have some), or null. */
async function findCompiler() {
  const commands = process.env.CC ? [process.env.CC.trim().split(/\s+/)] : [['cc'], ['gcc'], ['clang']];
  for (const [name, ...own] of commands) {
    const found = await run(name, [...own, '--version']).then(
      () => true,
      () => false,
    );
    if (found) return [name, ...own];
  }
  return null;
}
