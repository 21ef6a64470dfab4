import { mkdir, writeFile } from 'node:fs/promises';
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
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return folder;
}
