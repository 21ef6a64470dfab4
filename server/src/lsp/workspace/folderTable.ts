/** Keeps the table of one folder in step with its `.glosa`. Runs in the workspace's worker. */
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { labelIds } from '../../protocol.js';
import type { WorkspacePlaceParams } from '../../protocol.js';
import { readFailures } from '../../store/failures.js';
import { glosaFolderName, labelFileName } from '../../store/glosaFolder.js';
import { goldLabelsOf } from '../../store/goldLabels.js';
import { keptLabelFiles } from '../../store/keptLabels.js';
import { recordAt } from '../../store/labelPlaces.js';
import type { StoredRecord } from '../../store/labelRecord.js';
import { scanRecords } from '../../store/recordScan.js';
import { ReviewLog } from '../../store/reviews/reviewLog.js';
import { effectsOf, standing } from '../../store/reviews/standing.js';
import type { Entry } from '../../store/reviews/standing.js';
import type { Said } from './doubt.js';
import { Shared, rowOf } from './reportRow.js';
import { ReportTable } from './reportTable.js';

export interface Version {
  readonly path: string;
  readonly model: string;
  readonly present: boolean;
}

/** Where evidence lies: the record's place of it, with the text that it is of. */
export interface EvidencePlace {
  readonly textSha256: string;
  /** Code points. */
  readonly start: number;
  readonly end: number;
}

export class FolderTable {
  readonly table = new ReportTable();
  readonly #root: string;
  readonly #path: string;
  readonly #reviews: ReviewLog;
  #shared = new Shared();
  #gold: ReadonlyMap<string, Said> | null = null;
  #inode: number | bigint = 0;
  #endByte = 0;

  constructor(root: string) {
    this.#root = root;
    this.#path = join(root, glosaFolderName, labelFileName);
    this.#reviews = ReviewLog.of(root);
  }

  /** Takes in what has come since; a file that was replaced is read anew. */
  async refresh(): Promise<void> {
    await this.#readLabels();
    await this.#reviews.refresh();
    this.#gold ??= await goldLabelsOf(this.#root);
    const reviews = new Map([...this.#reviews.byPath].flatMap(([path, entries]) => saidIn(path, entries)));
    this.table.settle({ failures: await readFailures(this.#root), reviews, gold: this.#gold });
  }

  async versions(): Promise<Version[]> {
    const kept = await keptLabelFiles(join(this.#root, glosaFolderName));
    const versions: Version[] = [];
    for (const path of [this.#path, ...kept]) {
      const model = await firstModel(path);
      if (model !== null) versions.push({ path, model, present: path === this.#path });
    }
    return versions;
  }

  /** The strongest evidence of a subject, or of what the report is worth a look for; null where there is none. */
  async evidence({ path, subject }: WorkspacePlaceParams): Promise<EvidencePlace | null> {
    const row = this.table.row(path);
    if (row === undefined) return null;
    const handle = await open(this.#path, 'r').catch(() => null);
    if (handle === null) return null;
    try {
      const record = await recordAt(handle, row);
      if (record?.path !== path) return null;
      const wanted = subject ?? this.table.look(path);
      const [first] = [
        ...(wanted === null ? [] : evidenceOf(record, wanted)),
        ...record.labels.filter(({ value }) => value).flatMap(({ evidence }) => evidence),
        ...record.codes.filter(({ value }) => value).flatMap(({ evidence }) => evidence),
      ];
      return first === undefined
        ? null
        : { textSha256: record.textSha256, start: first.start, end: first.end };
    } finally {
      await handle.close();
    }
  }

  async #readLabels(): Promise<void> {
    const handle = await open(this.#path, 'r').catch(() => null);
    if (handle === null) {
      this.#restart(0);
      return;
    }
    try {
      const { ino, size } = await handle.stat();
      if (ino !== this.#inode || size < this.#endByte) this.#restart(ino);
      for await (const { bytes, startByte } of scanRecords(handle, false, this.#endByte)) {
        this.#endByte = startByte + bytes.length;
        try {
          const record = JSON.parse(bytes.toString('utf8')) as StoredRecord;
          this.table.put(rowOf(record, startByte, bytes.length, this.#shared));
        } catch {
          this.table.skip();
        }
      }
    } finally {
      await handle.close();
    }
  }

  #restart(inode: number): void {
    this.#inode = inode;
    this.#endByte = 0;
    this.#shared = new Shared();
    this.table.clear();
  }
}

/** Evidence of a label, a code or an anatomy, the strongest first. */
function evidenceOf(record: StoredRecord, subject: string): { start: number; end: number }[] {
  const label = record.labels.find(({ id }) => id === subject);
  if (label !== undefined) return label.evidence;
  const code = record.codes.find((one) => one.code === subject);
  if (code !== undefined) return code.evidence;
  return record.entities.filter((entity) => entity.subtype === subject);
}

/** What a report's decisions say of labels; nothing where nobody has decided on it. */
function saidIn(path: string, entries: readonly Entry[]): [string, Said][] {
  const said = new Map<string, boolean>();
  const effects = standing(entries).flatMap(({ decided }) => effectsOf(decided));
  if (effects.length === 0) return [];
  for (const { subject, verdict } of effects) {
    if (subject === 'normal') for (const id of labelIds) said.set(id, false);
    else if (subject.kind === 'label') said.set(subject.id, verdict === 'accepted');
  }
  return [[path, said]];
}

async function firstModel(path: string): Promise<string | null> {
  const size = (await stat(path).catch(() => null))?.size ?? 0;
  if (size === 0) return null;
  const handle = await open(path, 'r').catch(() => null);
  if (handle === null) return null;
  try {
    for await (const { bytes } of scanRecords(handle, false)) {
      const { model } = JSON.parse(bytes.toString('utf8')) as StoredRecord;
      return `${model.name} ${model.version} (${model.sha256.slice(0, 8)})`;
    }
    return null;
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}
