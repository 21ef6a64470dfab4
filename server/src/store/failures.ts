/** Reports that could not be labelled, as `.glosa/failures.json` keeps them: paths and reasons, never text. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { glosaFolderName } from './glosaFolder.js';

export const failureFileName = 'failures.json';

const reasonSchema = z.discriminatedUnion('reason', [
  z.object({ reason: z.literal('binary') }),
  z.object({ reason: z.literal('notAFile') }),
  z.object({ reason: z.literal('tooLarge'), bytes: z.number() }),
  z.object({ reason: z.literal('unreadable'), errorCode: z.string() }),
  /** The model failed on it twice. */
  z.object({ reason: z.literal('engineFailed') }),
  /** Another labelled folder has a report of this path, and one output has both. */
  z.object({ reason: z.literal('samePath') }),
]);
const fileSchema = z.object({
  failures: z.array(z.object({ path: z.string(), why: reasonSchema })),
});

/** Why a report was not labelled. */
export type FailureReason = z.infer<typeof reasonSchema>;

/** By path, relative to the labelled folder. */
export type Failures = ReadonlyMap<string, FailureReason>;

/** None where there is no such file, or one that cannot be read. */
export async function readFailures(root: string): Promise<Failures> {
  try {
    const text = await readFile(join(root, glosaFolderName, failureFileName), 'utf8');
    return new Map(fileSchema.parse(JSON.parse(text)).failures.map(({ path, why }) => [path, why]));
  } catch {
    return new Map();
  }
}

/**
 * Replaces the file; no failures, no file.
 * @param root holds `.glosa`, whose writer lock the caller has.
 * @throws the system's error.
 */
export async function writeFailures(root: string, failures: Failures): Promise<void> {
  const path = join(root, glosaFolderName, failureFileName);
  if (failures.size === 0) {
    await rm(path, { force: true });
    return;
  }
  const list = [...failures].map(([report, why]) => ({ path: report, why: reasonSchema.parse(why) }));
  const temporary = `${path}.glosa-tmp`;
  await writeFile(temporary, `${JSON.stringify({ failures: list }, null, 1)}\n`);
  await rename(temporary, path);
}

/** Follows one run: what fails is noted, what was read no longer counts as failed. */
export class FailureNotes {
  readonly #failed = new Map<string, FailureReason>();
  readonly #done = new Set<string>();

  failed(path: string, why: FailureReason): void {
    this.#failed.set(path, why);
  }

  /** @param before the failures of earlier runs: nothing else of what was done is remembered. */
  done(path: string, before: Failures): void {
    if (before.has(path)) this.#done.add(path);
  }

  /** @param whole true: every report was looked at, so that older failures are gone or among the new. */
  after(before: Failures, whole: boolean): Failures {
    if (whole) return this.#failed;
    const kept = [...before].filter(([path]) => !this.#done.has(path));
    return new Map([...kept, ...this.#failed]);
  }
}
