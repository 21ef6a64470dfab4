import { resolve } from 'node:path';
import type { Engine, EngineStatus, PackIdentity } from '../../engine/types.js';
import type { ModelArguments } from './argumentTypes.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import { orAborted } from '../../lsp/labelling/interrupt.js';

/** Sentences repeat across a folder: this much of them is kept (the design's budget is 400 MiB for everything). */
const cacheBytes = 64 * 1024 * 1024;
/** Runs take about 50 ms; a large window on a busy machine takes longer, a hung child for ever. */
const watchdogMs = 20_000;

/** Makes the engine that the arguments ask for; it starts with the first `ready()`. */
export function engineFor(args: ModelArguments, processes: number, environment: CliEnvironment): Engine {
  return environment.createEngine({
    packPath: args.model === null ? environment.defaultPackPath : resolve(environment.cwd, args.model),
    device: args.device,
    ...(args.cudaPath === null ? {} : { cudaPath: resolve(environment.cwd, args.cudaPath) }),
    threads: 1,
    processes,
    cacheBytes,
    watchdogMs,
    childPath: environment.childPath,
    // One run must not mix numbers of two devices.
    waitForProbe: true,
  });
}

/** A status whose model can read. */
export interface UsableModel {
  readonly status: EngineStatus;
  readonly pack: PackIdentity;
}

/** Waits for the engine. @throws CliError with exit code 3 and the engine's reason. */
export async function usableModel(engine: Engine, environment: CliEnvironment): Promise<UsableModel> {
  const status = await orAborted(engine.ready(), environment.signal);
  if (status.state !== 'ready' || status.pack === null)
    throw new CliError(exitCodes.noModel, environment.messages.noModel(status.reason ?? status.state));
  return { status, pack: status.pack };
}
