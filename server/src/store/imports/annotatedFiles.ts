import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { readReportFile } from '../readReportFile.js';
import type { ReportFile } from '../readReportFile.js';

/** One `.ann` of a folder, with its text. */
export interface AnnotatedFile {
  /** Relative to the folder, without ending, `/`-separated. */
  readonly path: string;
  /** The text, or why there is none; null where there is no `.txt`. */
  readonly report: ReportFile | null;
  readonly annotations: ReportFile;
}

/**
 * The annotated texts under a folder, in UTF-16 order of their paths: each `.ann`, with its `.txt`. Hidden files and
 * folders are left out, links to folders are not followed; a `.txt` without `.ann` is not annotated.
 * @param maxBytes of one file. @throws the system's error where a folder cannot be listed.
 */
export async function* annotatedFiles(folder: string, maxBytes: number): AsyncGenerator<AnnotatedFile> {
  const listed = await readdir(folder, { recursive: true });
  const names = new Set(listed.map((name) => name.split(sep).join('/')));
  const annotated = [...names].filter((name) => name.endsWith('.ann') && !/(?:^|\/)\./.test(name));
  annotated.sort((a, b) => (a < b ? -1 : 1));
  for (const name of annotated) {
    const path = name.slice(0, -'.ann'.length);
    const report = names.has(`${path}.txt`)
      ? await readReportFile(join(folder, `${path}.txt`), maxBytes)
      : null;
    yield { path, report, annotations: await readReportFile(join(folder, name), maxBytes) };
  }
}
