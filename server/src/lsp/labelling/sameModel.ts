/** An engine may be replaced while a long run reads: its model is then another one. */
import { orAborted } from './interrupt.js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineStatus, PackIdentity } from '../../engine/types.js';
import type { ReadingEngine } from './labelReports.js';

/** Thrown where a reading is of another model than the run's. */
export class ModelChanged extends Error {
  override readonly name = 'ModelChanged';
}

const pollMs = 50;

/** Waits while the engine starts. @throws Interrupted on the signal. */
export async function startedStatus(engine: ReadingEngine, signal: AbortSignal): Promise<EngineStatus> {
  while (engine.status().state === 'starting') await orAborted(sleep(pollMs), signal);
  return engine.status();
}

/** Reads with one model alone; a child that starts anew is waited for. */
export function ofOneModel(engine: ReadingEngine, model: PackIdentity): ReadingEngine {
  return {
    status: () => engine.status(),
    read: async (inputs, options) => {
      const readings = await engine.read(inputs, options);
      if (engine.status().pack?.sha256 !== model.sha256) throw new ModelChanged();
      return readings;
    },
  };
}
