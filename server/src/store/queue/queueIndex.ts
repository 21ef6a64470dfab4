/** What is doubtful in a folder's label file, without holding the records: where each stands, and numbers of it. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { glosaFolderName, labelFileName } from '../glosaFolder.js';
import { storedRecordSchema } from '../labelRecord.js';
import type { StoredRecord } from '../labelRecord.js';
import { scanRecords } from '../recordScan.js';
import { subjectKey } from '../reviews/reviewLine.js';
import type { Subject } from '../reviews/reviewLine.js';
import { Turns } from '../turns.js';
import { candidatesOf, doubtOf, isDoubtfulCode } from './candidates.js';
import type { Candidate, CandidateReason } from './candidates.js';

/** Candidates that are held: some 25 MB. More are counted and left out. */
const mostCandidates = 400_000;

/** A candidate as the index holds it. */
export interface Indexed {
  /** Number of its record. */
  readonly record: number;
  /** Which of its record's candidates it is. */
  readonly ordinal: number;
  readonly subject: Subject;
  readonly reason: CandidateReason;
  /** Distance from the threshold; null for checks. */
  readonly doubt: number | null;
  readonly probability: number | null;
  readonly threshold: number | null;
}

interface Place {
  readonly path: string;
  readonly startByte: number;
  readonly bytes: number;
  /** False where a later record of the path counts instead. */
  current: boolean;
  readonly reading: Reading;
}

/** What records were labelled with. */
interface Reading {
  readonly modelSha256: string;
  readonly calibration: string | null;
  /** Records that count. */
  records: number;
}

/** One subject over all records. */
interface Known {
  readonly subject: Subject;
}

/** Numbers of a candidate, in one object of one shape. */
interface Held {
  readonly record: number;
  readonly ordinal: number;
  readonly known: Known;
  readonly reason: CandidateReason;
  readonly probability: number | null;
  readonly threshold: number | null;
}

/** Follows `.glosa/labels.jsonl` of one folder. Calls come one after the other. */
export class QueueIndex {
  readonly #path: string;
  #places: Place[] = [];
  #byPath = new Map<string, number>();
  #held: Held[] = [];
  #subjects = new Map<string, Known>();
  /** Least probability of a code that a record states, by system. */
  #stated = new Map<string, number>();
  readonly #readings = new Map<string, Reading>();
  #leftOut = 0;
  #endByte = 0;
  #inode = 0;
  #mtimeMs = 0;
  #size = 0;
  #order: Indexed[] | null = null;
  #scanned = 0;

  /** @param root the folder that holds `.glosa`. */
  constructor(
    root: string,
    /** Threshold of a code system where the model or a learned list tells it. */
    readonly thresholdOf: (system: string) => number | null,
  ) {
    this.#path = join(root, glosaFolderName, labelFileName);
  }

  /** Candidates that were left out because there are too many. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** Times that records were looked through: grows where the file has changed. */
  get generation(): number {
    return this.#scanned;
  }

  /**
   * Records of the model whose label probabilities are from before, or without, what has been taught.
   * @param calibration hash of what has been taught; null: nothing.
   */
  otherwiseTaught(modelSha256: string, calibration: string | null): number {
    return [...this.#readings.values()]
      .filter((one) => one.modelSha256 === modelSha256 && one.calibration !== calibration)
      .reduce((sum, { records }) => sum + records, 0);
  }

  path(record: number): string {
    return this.#places[record]?.path ?? '';
  }

  /** Number of the path's record; null where the file has none. */
  recordOf(path: string): number | null {
    return this.#byPath.get(path) ?? null;
  }

  /**
   * Takes in what the file has now: nothing to do where size and time are those of the last look; appended records
   * alone where it grew; all of it where it is another file.
   * @throws AbortError of the signal; the system's error where the file is there and cannot be read.
   */
  async follow(signal: AbortSignal): Promise<void> {
    const handle = await openIfThere(this.#path);
    if (handle === null) {
      if (this.#size > 0) this.#restart();
      return;
    }
    try {
      const { ino, size, mtimeMs } = await handle.stat();
      if (ino === this.#inode && size === this.#size && mtimeMs === this.#mtimeMs) return;
      if (ino !== this.#inode || size <= this.#size) this.#restart();
      await this.#scan(handle, signal);
      this.#inode = ino;
      this.#size = size;
      this.#mtimeMs = mtimeMs;
    } finally {
      await handle.close();
    }
  }

  /** The most doubtful first: disagreements, then by distance from the threshold, then checks. */
  async ordered(signal: AbortSignal): Promise<readonly Indexed[]> {
    if (this.#order !== null) return this.#order;
    const turns = new Turns(signal);
    const steps = new Map<number, Indexed[]>();
    for (const held of this.#held) {
      await turns.maybe();
      const { known, probability } = held;
      if (this.#places[held.record]?.current !== true) continue;
      const threshold =
        held.threshold ?? (known.subject.kind === 'code' ? this.#codeThreshold(known.subject.system) : null);
      if (known.subject.kind === 'code' && !isDoubtfulCode(probability ?? 0, threshold ?? 0.5)) continue;
      const one = indexed(held, known.subject, threshold);
      // Sorted in small parts: all at once would hold the thread for long.
      const step = ranks[one.reason] * stepsPerReason + Math.floor((one.doubt ?? 0) * (stepsPerReason - 1));
      const list = steps.get(step) ?? [];
      steps.set(step, list);
      list.push(one);
    }
    const order: Indexed[] = [];
    for (const step of [...steps.keys()].sort((a, b) => a - b)) {
      await turns.maybe();
      for (const one of (steps.get(step) ?? []).sort(byDoubt)) order.push(one);
    }
    this.#order = order;
    return order;
  }

  /** The record's own candidates, as the file has them; empty where it is no record any more. */
  async read(
    records: readonly number[],
  ): Promise<Map<number, { record: StoredRecord; candidates: Candidate[] }>> {
    const found = new Map<number, { record: StoredRecord; candidates: Candidate[] }>();
    const handle = records.length === 0 ? null : await openIfThere(this.#path);
    if (handle === null) return found;
    try {
      for (const number of records) {
        const place = this.#places[number];
        if (place === undefined) continue;
        const bytes = Buffer.allocUnsafe(place.bytes);
        await handle.read(bytes, 0, place.bytes, place.startByte);
        const record = recordIn(bytes);
        if (record?.path === place.path) found.set(number, { record, candidates: candidatesOf(record) });
      }
    } finally {
      await handle.close();
    }
    return found;
  }

  async #scan(handle: FileHandle, signal: AbortSignal): Promise<void> {
    this.#order = null;
    this.#scanned++;
    const turns = new Turns(signal);
    for await (const { bytes, startByte } of scanRecords(handle, false, this.#endByte)) {
      this.#endByte = startByte + bytes.length;
      const record = recordIn(bytes);
      if (record !== null) this.#add(record, startByte, bytes.length);
      await turns.maybe();
    }
  }

  #add(record: StoredRecord, startByte: number, bytes: number): void {
    const before = this.#byPath.get(record.path);
    const superseded = before === undefined ? undefined : this.#places[before];
    if (superseded !== undefined) {
      superseded.current = false;
      superseded.reading.records--;
    }
    const modelSha256 = record.model.sha256;
    const calibration = record.calibration?.sha256 ?? null;
    const readingKey = `${modelSha256} ${calibration ?? ''}`;
    const reading = this.#readings.get(readingKey) ?? { modelSha256, calibration, records: 0 };
    this.#readings.set(readingKey, reading);
    reading.records++;
    const number = this.#places.length;
    this.#byPath.set(record.path, number);
    this.#places.push({ path: record.path, startByte, bytes, current: true, reading });
    for (const { system, probability, value } of record.codes) {
      if (value) this.#stated.set(system, Math.min(this.#stated.get(system) ?? 1, probability));
    }
    candidatesOf(record).forEach(({ subject, reason, probability, threshold }, ordinal) => {
      if (this.#held.length >= mostCandidates) {
        this.#leftOut++;
        return;
      }
      const key = subjectKey(subject);
      const known = this.#subjects.get(key) ?? { subject };
      this.#subjects.set(key, known);
      this.#held.push({ record: number, ordinal, known, reason, probability, threshold });
    });
  }

  #codeThreshold(system: string): number {
    return this.thresholdOf(system) ?? this.#stated.get(system) ?? 0.5;
  }

  #restart(): void {
    this.#places = [];
    this.#byPath = new Map();
    this.#held = [];
    this.#subjects = new Map();
    this.#stated = new Map();
    this.#readings.clear();
    this.#leftOut = 0;
    this.#endByte = 0;
    this.#size = 0;
    this.#order = null;
    this.#scanned++;
  }
}

function indexed(held: Held, subject: Subject, threshold: number | null): Indexed {
  const { record, ordinal, reason, probability } = held;
  const doubt = probability === null || threshold === null ? null : doubtOf(probability, threshold);
  return { record, ordinal, subject, reason, doubt, probability, threshold };
}

/** More of them than a page has entries: few candidates are in one. */
const stepsPerReason = 4_096;
const ranks: Readonly<Record<CandidateReason, number>> = { mislabel: 0, doubtful: 1, check: 2 };

function byDoubt(a: Pick<Indexed, 'reason' | 'doubt'>, b: Pick<Indexed, 'reason' | 'doubt'>): number {
  return ranks[a.reason] - ranks[b.reason] || (a.doubt ?? 0) - (b.doubt ?? 0);
}

/** Null where the line is no record of this version. */
function recordIn(bytes: Buffer): StoredRecord | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    const parsed = storedRecordSchema.safeParse(value);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
