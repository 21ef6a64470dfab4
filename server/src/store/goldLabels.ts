/** Labels that the tables of a folder (`labels.tsv`) say are right of the reports beside them. */
import { readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { decodeText } from './decodeText.js';
import { parseLabelTable } from './goldTable.js';
import { walkFiles } from './walkReports.js';

const tableName = 'labels.tsv';

/** By the report's path in the folder without ending; tables that cannot be read say nothing. */
export async function goldLabelsOf(root: string): Promise<Map<string, ReadonlyMap<string, boolean>>> {
  const gold = new Map<string, ReadonlyMap<string, boolean>>();
  for await (const path of walkFiles(root, tableName)) {
    const decoded = await readFile(join(root, path)).then(decodeText, () => null);
    if (decoded?.ok !== true) continue;
    const folder = dirname(path);
    for (const { id, labels } of parseLabelTable(decoded.text).rows)
      if (labels.size > 0) gold.set(posix.join(folder, id), labels);
  }
  return gold;
}
