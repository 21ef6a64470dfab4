/** Keeps the table of one folder in step with its `.glosa`. Runs in the workspace's worker. */
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { labelIds } from '../../protocol.js';
import type { WorkspacePlaceParams } from '../../protocol.js';
import { readFailures } from '../../store/failures.js';
import { glosaFolderName, labelFileName } from '../../store/glosaFolder.js';
import { GoldLabels } from '../../store/goldLabels.js';
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
import type { TableFacts } from './reportTable.js';
import type { Circumstances } from './workerMessages.js';

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
  readonly #gold: GoldLabels;
  #now: Circumstances = { off: [], reading: null };
  #facts: Omit<TableFacts, keyof Circumstances> | null = null;
  #endByte = 0;
  /** The last record that was read, as it stood before `#endByte`: a file that was replaced has another one there. */
  #last: Buffer = Buffer.alloc(0);

  constructor(root: string) {
    this.#root = root;
    this.#path = join(root, glosaFolderName, labelFileName);
    this.#reviews = ReviewLog.of(root);
    this.#gold = new GoldLabels(root);
  }

  /**
   * Takes in what has come since; a file that was replaced is read anew.
   * @param now null: as before.
   */
  async refresh(now: Circumstances | null): Promise<void> {
    this.#now = now ?? this.#now;
    await this.#readLabels();
    await this.#reviews.refresh();
    const gold = await this.#gold.refresh();
    const reviews = new Map([...this.#reviews.byPath].flatMap(([path, entries]) => saidIn(path, entries)));
    this.#facts = {
      failures: await readFailures(this.#root),
      reviews,
      gold,
      ignored: new Map([...this.#reviews.byPath].flatMap(([path, entries]) => ignoredIn(path, entries))),
      ignoredEverywhere: this.#reviews.workspaceIgnores(),
    };
    this.table.settle({ ...this.#facts, ...this.#now });
  }

  /** Judges the reports again where the editor's state is another one. */
  settle(now: Circumstances): void {
    if (this.#facts === null || JSON.stringify(now) === JSON.stringify(this.#now)) return;
    this.#now = now;
    this.table.settle({ ...this.#facts, ...now });
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
      this.#restart();
      return;
    }
    try {
      if (!(await this.#isSame(handle))) this.#restart();
      let last: Buffer = this.#last;
      for await (const { bytes, startByte } of scanRecords(handle, false, this.#endByte)) {
        this.#endByte = startByte + bytes.length;
        last = bytes;
        try {
          const record = JSON.parse(bytes.toString('utf8')) as StoredRecord;
          this.table.put(rowOf(record, startByte, bytes.length, this.#shared));
        } catch {
          this.table.skip();
        }
      }
      // A copy: the record is a part of a larger piece of the file.
      this.#last = Buffer.from(last);
    } finally {
      await handle.close();
    }
  }

  /** An inode's number is given again to the file that takes the old one's place: its content alone tells. */
  async #isSame(handle: FileHandle): Promise<boolean> {
    const { length } = this.#last;
    const there = Buffer.alloc(length);
    const { bytesRead } = await handle.read(there, 0, length, this.#endByte - length);
    return bytesRead === length && there.equals(this.#last);
  }

  #restart(): void {
    this.#endByte = 0;
    this.#last = Buffer.alloc(0);
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

/** Checks that a report's reviewers ignore in it. */
function ignoredIn(path: string, entries: readonly Entry[]): [string, ReadonlySet<string>][] {
  const ids = standing(entries).flatMap(({ decided: { decision, scope, subject } }) =>
    decision === 'ignore' && scope === 'file' && subject?.kind === 'quality' ? [subject.id] : [],
  );
  return ids.length === 0 ? [] : [[path, new Set(ids)]];
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
