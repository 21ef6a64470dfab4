import { setFlagsFromString } from 'node:v8';

/**
 * Young garbage is collected by the main thread alone. The engine's processes read on every processor: V8's helping
 * threads would wait there for a turn and spin meanwhile, for a twentieth of what a run costs this process, and the
 * main thread would be no sooner done.
 */
export function collectAlone(): void {
  setFlagsFromString('--no-parallel-scavenge');
}
