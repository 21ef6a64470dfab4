import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of the folder that Glosa keeps inside a labelled folder or workspace. */
export const glosaFolderName = '.glosa';

/** Name of the label file inside it. */
export const labelFileName = 'labels.jsonl';

/**
 * Makes `.glosa` under `root` where it is missing, with a `.gitignore` of `*` so that labels, which quote reports,
 * are not committed by accident; an existing `.gitignore` stays.
 * @returns its path.
 * @throws the system's error where `root` cannot be written.
 */
export async function ensureGlosaFolder(root: string): Promise<string> {
  const folder = join(root, glosaFolderName);
  // Not recursive: on a read-only file system Node then says ENOENT instead of EROFS.
  await unlessThere(mkdir(folder));
  const ignored = join(folder, '.gitignore');
  try {
    await unlessThere(writeFile(ignored, '*\n', { flag: 'wx' }));
  } catch (error) {
    // A full disk lets the name be made and not the content: an empty one would ignore nothing.
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') await rm(ignored, { force: true });
    throw error;
  }
  return folder;
}

async function unlessThere(made: Promise<void>): Promise<void> {
  try {
    await made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
