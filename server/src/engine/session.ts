/** What reads batches of tokens: the kernel of this project where the machine and the pack allow it, else onnxruntime. */
import type { WordOutput } from './decode/types.js';
import { openKernelSession } from './kernelSession.js';
import { openOnnxSession } from './onnxSession.js';
import type { LoadedPack } from './pack.js';
import type { ProviderName } from './types.js';
import type { GraphName } from './wire.js';

/** One row of a batch, without padding. */
export interface TokenRow {
  readonly ids: readonly number[];
  /** Case type of each token. */
  readonly types: readonly number[];
  /** Rising places of the tokens whose results are wanted. */
  readonly kept: readonly number[];
}

/** By output name: `[kept tokens × size]`, row-major, the rows' kept tokens one after another. */
export interface RunResult {
  readonly outputs: ReadonlyMap<string, WordOutput>;
}

export interface ReaderSession {
  /** What runs, as `glosa doctor` shows it: "glosa kernel, amx-int8", "onnxruntime, cpu". */
  readonly runtime: string;
  /** A run costs its rows times the longest of them; else its tokens alone. */
  readonly padded: boolean;
  /** Runs one batch; blocks the event loop meanwhile. The outputs hold until the next run. */
  run(rows: readonly TokenRow[]): Promise<RunResult>;
}

export interface SessionChoice {
  readonly graph: GraphName;
  readonly provider: ProviderName;
  /** Intra-op threads. */
  readonly threads: number;
}

/**
 * Opens a pack's graph.
 * @throws PackError `graphUnloadable`, `graphInputs`, `graphOutputs`; Error where the provider fails.
 */
export async function openSession(pack: LoadedPack, choice: SessionChoice): Promise<ReaderSession> {
  const kernel = choice.provider === 'cpu' && choice.graph === 'cpu' ? openKernelSession(pack) : null;
  return kernel ?? (await openOnnxSession(pack, choice));
}
