/** Labels that the tables of a folder (`labels.tsv`) say are right of the reports beside them. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { decodeText } from './decodeText.js';
import { parseLabelTable } from './goldTable.js';
import { walkFiles } from './walkReports.js';

const tableName = 'labels.tsv';
/** Tables in folders that had none are looked for this often: it is a walk through all of them. */
const walkEveryMs = 30_000;

type Labels = ReadonlyMap<string, boolean>;
interface Table {
  /** Of the file as it was read; another one is read again. */
  readonly stamp: string;
  readonly labels: ReadonlyMap<string, Labels>;
}

/** The tables of one folder, kept in step with the disk. */
export class GoldLabels {
  readonly #root: string;
  readonly #tables = new Map<string, Table>();
  #walkedMs = -Infinity;
  #all: ReadonlyMap<string, Labels> = new Map();

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * By the report's path in the folder without ending; tables that cannot be read say nothing.
   * @param nowMs of a clock that only goes forward.
   */
  async refresh(nowMs = performance.now()): Promise<ReadonlyMap<string, Labels>> {
    const walks = nowMs - this.#walkedMs >= walkEveryMs;
    const paths = walks ? await this.#walk() : [...this.#tables.keys()];
    if (walks) this.#walkedMs = nowMs;
    let changed = false;
    for (const path of this.#tables.keys()) {
      if (paths.includes(path)) continue;
      this.#tables.delete(path);
      changed = true;
    }
    for (const path of paths) changed = (await this.#read(path)) || changed;
    if (changed) this.#all = new Map([...this.#tables.values()].flatMap(({ labels }) => [...labels]));
    return this.#all;
  }

  async #walk(): Promise<string[]> {
    const paths: string[] = [];
    for await (const path of walkFiles(this.#root, tableName)) paths.push(path);
    return paths;
  }

  /** @returns whether the table differs from what was read before. */
  async #read(path: string): Promise<boolean> {
    const file = join(this.#root, path);
    const stamp = await stat(file).then(
      ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
      () => '',
    );
    if (stamp === '') return this.#tables.delete(path);
    if (this.#tables.get(path)?.stamp === stamp) return false;
    const decoded = await readFile(file).then(decodeText, () => null);
    const labels = new Map<string, Labels>();
    if (decoded?.ok === true) {
      const folder = dirname(path);
      for (const { id, labels: said } of parseLabelTable(decoded.text).rows)
        if (said.size > 0) labels.set(posix.join(folder, id), said);
    }
    this.#tables.set(path, { stamp, labels });
    return true;
  }
}
