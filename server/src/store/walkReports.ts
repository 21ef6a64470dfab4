import type { Dirent } from 'node:fs';
import { opendir, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { sortInTurns } from './sortInTurns.js';

/** Endings of the files that are reports, lower-case. */
export const reportExtensions: readonly string[] = ['.txt', '.md', '.rad', '.informe', '.report'];

/** Names read from a folder at a time: a folder of 100,000 reports holds nobody up. */
const namesPerRead = 512;

/** One thing that a walk found. */
export type WalkEntry =
  | { readonly kind: 'file'; readonly absolutePath: string; readonly path: string }
  /** A folder, or a link's target, that could not be looked at. `path` ends in `/` for a folder. */
  | { readonly kind: 'failure'; readonly path: string; readonly errorCode: string };

export interface WalkOptions {
  /** Absolute real paths left out: the file or folder that is written to. */
  readonly exclude?: ReadonlySet<string>;
  readonly signal?: AbortSignal;
  /** Names of the files that are wanted; without it, those with an ending of reports. */
  readonly takes?: (name: string) => boolean;
}

/**
 * Finds the reports under a folder, depth first, names in UTF-16 order, holding one list of names per open folder
 * in memory. Hidden files and folders (`.git`, `.glosa`, `._x.txt`) and `node_modules` are left out. Links are
 * followed, but each real folder is entered once, so a loop of links ends.
 * @param below the folder of `root` to look in, as a failure names it (`sub/`, `./`); paths stay relative to `root`.
 */
export async function* walkReports(
  root: string,
  options: WalkOptions = {},
  below = './',
): AsyncGenerator<WalkEntry> {
  yield* walkFolder(join(root, below), below === './' ? '' : below, new Set(), options);
}

/** Paths of the files of one name under a folder, where reports are looked for too. */
export async function* walkFiles(root: string, name: string): AsyncGenerator<string> {
  const named: WalkOptions = { takes: (found) => found === name };
  for await (const entry of walkFolder(root, '', new Set(), named))
    if (entry.kind === 'file') yield entry.path;
}

function isReportName(name: string): boolean {
  return reportExtensions.includes(extname(name).toLowerCase());
}

async function* walkFolder(
  folder: string,
  prefix: string,
  entered: Set<string>,
  options: WalkOptions,
): AsyncGenerator<WalkEntry> {
  const names: Dirent[] = [];
  try {
    const real = await realpath(folder);
    if (entered.has(real)) return;
    entered.add(real);
    for await (const name of await opendir(folder, { bufferSize: namesPerRead })) names.push(name);
  } catch (error) {
    yield { kind: 'failure', path: prefix === '' ? './' : prefix, errorCode: errorCode(error) };
    return;
  }
  for (const entry of await sortInTurns(names, (a, b) => (a.name < b.name ? -1 : 1))) {
    if (options.signal?.aborted === true) return;
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const absolutePath = join(folder, entry.name);
    const path = prefix + entry.name;
    const isReport = (options.takes ?? isReportName)(entry.name);
    let isFolder = entry.isDirectory();
    if (entry.isSymbolicLink()) {
      try {
        isFolder = (await stat(absolutePath)).isDirectory();
      } catch (error) {
        if (isReport) yield { kind: 'failure', path, errorCode: errorCode(error) };
        continue;
      }
    }
    if (options.exclude?.has(absolutePath) === true) continue;
    if (isFolder) yield* walkFolder(absolutePath, `${path}/`, entered, options);
    else if (isReport) yield { kind: 'file', absolutePath, path };
  }
}

/** The system's name of an error (`ENOENT`, `EACCES`…), or its class where it has none. */
export function errorCode(error: unknown): string {
  if (error instanceof Error) return (error as NodeJS.ErrnoException).code ?? error.name;
  return 'unknown';
}
