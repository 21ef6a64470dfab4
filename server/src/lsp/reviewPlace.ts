/** Where the decisions on a document are kept: under its path in a workspace folder, or in memory. */
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ReviewPlace {
  /** The workspace folder's path; null: the document has none, or none that may be written. */
  readonly root: string | null;
  /** Relative to the folder, `/`-separated; the document's URI where there is none. */
  readonly path: string;
}

function filePath(uri: string): string | null {
  try {
    return fileURLToPath(uri);
  } catch {
    return null;
  }
}

/** Paths of the workspace folders that are on this machine. */
export function folderPaths(folders: readonly string[]): string[] {
  return folders.flatMap((folder) => filePath(folder) ?? []);
}

/**
 * The innermost workspace folder that holds the document.
 * @param folders URIs of the workspace folders.
 * @param trusted false: nothing of the workspace is read or written.
 */
export function reviewPlace(uri: string, folders: readonly string[], trusted: boolean): ReviewPlace {
  const path = filePath(uri);
  if (path === null || !trusted) return { root: null, path: uri };
  const within = folderPaths(folders)
    .map((root) => ({ root, inside: relative(root, path) }))
    // Another drive of Windows comes out absolute.
    .filter(({ inside }) => inside !== '' && inside !== '..' && !isAbsolute(inside))
    .filter(({ inside }) => !inside.startsWith(`..${sep}`))
    .sort((a, b) => a.inside.length - b.inside.length);
  const [nearest] = within;
  if (nearest === undefined) return { root: null, path: uri };
  return { root: nearest.root, path: nearest.inside.split(sep).join('/') };
}
