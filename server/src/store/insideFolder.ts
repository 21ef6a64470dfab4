import { isAbsolute, posix, sep } from 'node:path';

/** Whether a report's path, as a record or a client gives it, stays in its folder. */
export function isInside(path: string): boolean {
  // On Windows a backslash parts folders too.
  const normal = posix.normalize(path.replaceAll(sep, '/'));
  return normal !== '.' && normal !== '..' && !normal.startsWith('../') && !isAbsolute(path);
}
