/**
 * The engine's face towards `lsp/` and `host/`. Invariant of `engine/`: ONNX runs only in a forked
 * child process; nothing here blocks the event loop, knows of an editor, or keeps report text after
 * a request except as cache keys in memory.
 */
import type { PackVocabulary, ReaderInput, SentenceReading } from '../core/types.js';
import type { PackProblem, PackProblemDetails } from './packError.js';

export type ProviderName = 'cuda' | 'webgpu' | 'coreml' | 'dml' | 'cpu';
export type DeviceSetting = 'auto' | 'cpu' | 'webgpu' | 'cuda';

export interface EngineOptions {
  /** Folder with `manifest.json`. */
  readonly packPath: string;
  readonly device: DeviceSetting;
  /** Folder with the CUDA execution provider's libraries, where the user added them. */
  readonly cudaPath?: string;
  /** ONNX intra-op threads of one child (1 while typing). */
  readonly threads: number;
  /** Child processes that share the work (1 in the editor, `--jobs` in the shell). */
  readonly processes: number;
  /** Byte bound of the sentence cache. */
  readonly cacheBytes: number;
  /** A run longer than this is taken for hung: the child is killed and respawned. */
  readonly watchdogMs: number;
  /** Path of the bundled child script (`out/engine-child.js`). */
  readonly childPath: string;
  /** Path of the bundled probe script; by default `engine-probe.js` beside `childPath`. */
  readonly probePath?: string;
  /** Loading a model, or a probe, longer than this is taken for hung; 60,000 by default. */
  readonly loadTimeoutMs?: number;
  /**
   * Waits before the engine starts itself again, in milliseconds, where processes failed and not the pack (a
   * machine too busy to load a model in time); after the last it stays as it is. By default after 20 s, a
   * minute and five.
   */
  readonly revivalsMs?: readonly number[];
  /**
   * True: nothing is read before the probes are done, so that one provider reads everything (the shell).
   * False: the CPU reads at once and a verified GPU takes over later (the editor). By default true
   * where `device` names a GPU.
   */
  readonly waitForProbe?: boolean;
}

export interface PackIdentity {
  readonly name: string;
  readonly version: string;
  /** sha256 of manifest.json, which itself holds the sha256 of every file. */
  readonly sha256: string;
}

export interface ProviderProbe {
  readonly provider: ProviderName;
  readonly ok: boolean;
  /** Largest absolute difference of logits from CPU, where it ran. */
  readonly maxDifference?: number;
  /** Why it was not taken. Plain English for the status item and `doctor`. */
  readonly reason?: string;
}

export type EngineState = 'starting' | 'ready' | 'unavailable';

export interface EngineStatus {
  readonly state: EngineState;
  readonly provider: ProviderName | null;
  /** What runs the model: this project's kernel with its arithmetic, or onnxruntime. Null until it is loaded. */
  readonly runtime?: string | null;
  readonly pack: PackIdentity | null;
  /** What is wrong with the pack, or why the engine is unavailable. Never report text. */
  readonly reason: string | null;
  /** The same for the interface to localise, where the pack is at fault. */
  readonly problem?: { readonly kind: PackProblem; readonly details: PackProblemDetails } | null;
  readonly probes: readonly ProviderProbe[];
  /** Times the child was respawned since the start. */
  readonly restarts: number;
  /** Code systems' data that the report-level merge needs; null until the pack is loaded. */
  readonly vocabulary: PackVocabulary | null;
}

export interface ReadOptions {
  /** `typing` overtakes `batch`; a newer request of one `owner` cancels that owner's older ones. */
  readonly priority: 'typing' | 'batch';
  /** Document URI or job name. */
  readonly owner?: string;
  readonly signal?: AbortSignal;
}

/** Thrown (rejected) where a newer request or an AbortSignal ended this one. */
export class ReadCancelled extends Error {
  override readonly name = 'ReadCancelled';
}

/** Thrown where no usable model could read; the rule tier goes on without it. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}

export interface Engine {
  /** Starts or awaits the first probe and pack load; resolves also where the engine is unavailable. */
  ready(): Promise<EngineStatus>;
  status(): EngineStatus;
  onStatus(listener: (status: EngineStatus) => void): { dispose(): void };
  /** One reading per input, in order. Rejects with ReadCancelled or EngineUnavailable. */
  read(inputs: readonly ReaderInput[], options: ReadOptions): Promise<SentenceReading[]>;
  /** Kills and respawns the children; the cache stays. */
  restart(): Promise<EngineStatus>;
  dispose(): Promise<void>;
}
