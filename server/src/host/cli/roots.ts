import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { errorCode, walkReports } from '../../store/walkReports.js';
import type { WalkEntry, WalkOptions } from '../../store/walkReports.js';
import { CliError, exitCodes } from './exitCodes.js';
import type { Messages } from './messages.js';

/** A PATH of the command line: a folder to walk, or one file, which is read whatever its ending. */
export interface Root {
  readonly kind: 'folder' | 'file';
  /** Real and absolute. */
  readonly absolutePath: string;
  /** As the person wrote it. */
  readonly given: string;
}

/** Looks at every PATH before anything is read; one that is named twice counts once. @throws CliError, code 2. */
export async function findRoots(paths: readonly string[], cwd: string, messages: Messages): Promise<Root[]> {
  const roots = new Map<string, Root>();
  for (const given of paths) {
    try {
      const absolutePath = await realpath(resolve(cwd, given));
      const kind = (await stat(absolutePath)).isDirectory() ? 'folder' : 'file';
      roots.set(absolutePath, { kind, absolutePath, given });
    } catch (error) {
      if (errorCode(error) === 'ENOENT')
        throw new CliError(exitCodes.usage, messages.usage.noSuchPath(given));
      throw new CliError(
        exitCodes.usage,
        messages.failed(given, messages.failure.unreadable(errorCode(error))),
      );
    }
  }
  return [...roots.values()];
}

/** The reports of a root, in a fixed order. */
export async function* entriesOf(root: Root, options: WalkOptions): AsyncGenerator<WalkEntry> {
  if (root.kind === 'folder') yield* walkReports(root.absolutePath, options);
  else yield { kind: 'file', absolutePath: root.absolutePath, path: basename(root.absolutePath) };
}

/** Number of reports under the roots, for the time left. */
export async function countReports(roots: readonly Root[], options: WalkOptions): Promise<number> {
  let count = 0;
  for (const root of roots) {
    for await (const entry of entriesOf(root, options)) if (entry.kind === 'file') count++;
  }
  return count;
}

/** `path` with its folder's links resolved, where the folder exists: what a walk from a real root meets. */
export async function realTarget(path: string): Promise<string> {
  try {
    return resolve(await realpath(dirname(path)), basename(path));
  } catch {
    return path;
  }
}
