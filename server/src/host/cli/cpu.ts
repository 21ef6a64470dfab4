import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/** Instruction sets that decide how fast int8 runs. */
const relevantFlags = [
  'sse4_2',
  'avx',
  'avx2',
  'fma',
  'f16c',
  'avx512f',
  'avx512bw',
  'avx512_vnni',
  'avx_vnni',
  'avx512_bf16',
  'avx512_fp16',
  'amx_int8',
  'asimd',
  'asimddp',
  'i8mm',
  'sve',
];

export interface CpuFacts {
  readonly model: string;
  /** Processors that this process may use. */
  readonly processors: number;
  /** Null where the system does not list them (only Linux does, in /proc/cpuinfo). */
  readonly flags: readonly string[] | null;
}

/** The processor, as every figure of speed must name it. */
export function cpuFacts(): CpuFacts {
  return { model: cpus()[0]?.model ?? 'unknown', processors: availableParallelism(), flags: flags() };
}

function flags(): string[] | null {
  try {
    const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1];
    const present = new Set(line?.split(/\s+/));
    return line === undefined ? null : relevantFlags.filter((flag) => present.has(flag));
  } catch {
    return null;
  }
}
